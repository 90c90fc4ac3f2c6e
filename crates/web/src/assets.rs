//! Style sheet and scripts: named by their content, so that a browser may keep them for ever.

use poem::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use poem::http::{HeaderMap, StatusCode};
use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::LazyLock;

struct Asset {
    /// `app-3f9a0c12.css`.
    name: String,
    media_type: &'static str,
    plain: &'static [u8],
    brotli: Vec<u8>,
}

static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("app", "css", "text/css; charset=utf-8", include_bytes!("../assets/app.css")));
static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("app", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/app.js")));

impl Asset {
    fn new(stem: &str, extension: &str, media_type: &'static str, plain: &'static [u8]) -> Self {
        let hash = hex::encode(Sha256::digest(plain));
        let name = format!("{stem}-{}.{extension}", hash.get(..12).unwrap_or_default());
        Self { name, media_type, plain, brotli: compressed(plain) }
    }
}

fn compressed(plain: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4_096, 11, 22);
    // Memory takes whatever it is given.
    let written = writer.write_all(plain);
    drop(writer);
    if written.is_ok() { packed } else { Vec::new() }
}

/// Address of the style sheet.
pub fn style() -> String {
    format!("/assets/{}", STYLE.name)
}

/// Address of the script.
pub fn script() -> String {
    format!("/assets/{}", SCRIPT.name)
}

/// One of them by its name.
#[handler]
pub fn asset(Path(name): Path<String>, headers: &HeaderMap) -> Response {
    let Some(asset) = [&*STYLE, &*SCRIPT].into_iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into();
    };
    let takes = |coding: &str| {
        let accepted = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        accepted.flat_map(|value| value.split(',')).any(|part| part.trim() == coding)
    };
    let answer = Response::builder()
        .header(CONTENT_TYPE, asset.media_type)
        .header(CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(VARY, "accept-encoding");
    if takes("br") && !asset.brotli.is_empty() {
        answer.header(CONTENT_ENCODING, "br").body(asset.brotli.clone()).into_response()
    } else {
        answer.body(asset.plain).into_response()
    }
}
