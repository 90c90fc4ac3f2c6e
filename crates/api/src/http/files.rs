//! Files over plain HTTP: `PUT /uploads/{token}` takes one, `GET /files/{token}` gives one.
//!
//! The token in the address is all the right that counts; sessions are not looked at. A page of another site cannot
//! guess a token, and a link can be opened where no session is.

use super::language;
use crate::fault::chain;
use crate::user_errors::in_language;
use app::{App, DownloadRefused, Fault, UploadRefused};
use bytes::Bytes;
use futures::{Stream, StreamExt, stream};
use identity::Locale;
use poem::http::header::{ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE};
use poem::http::{HeaderValue, Method, StatusCode};
use poem::{Body, Endpoint, Request, Response, ResponseBuilder, Route};
use serde_json::{Value, json};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// How long a sender may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// `PUT /uploads/{token}` and `GET /files/{token}`.
pub fn files_routes(app: &Arc<App>) -> Route {
    Route::new()
        .at("/uploads/:token", Uploads { app: Arc::clone(app) })
        .at("/files/:token", Downloads { app: Arc::clone(app) })
}

struct Uploads {
    app: Arc<App>,
}

struct Downloads {
    app: Arc<App>,
}

impl Endpoint for Uploads {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let locale = language::preferred(request.headers());
        if *request.method() != Method::PUT {
            return Ok(Refusal::method_not_allowed("PUT").into_response(locale));
        }
        let body = in_time(request.take_body().into_bytes_stream());
        let token = request.raw_path_param("token").unwrap_or_default();
        // One that is no text is none that was announced.
        let said = request.headers().get(CONTENT_TYPE).map(|said| said.to_str().unwrap_or_default());
        Ok(match self.app.upload_receive(token, said, body).await {
            Ok(upload) => answer(StatusCode::CREATED, &json!({ "uploadId": upload.to_string() })),
            // What was not read of the body is still on its way.
            Err(why) => closing(Refusal::of_upload(&self.app, why).into_response(locale)),
        })
    }
}

impl Endpoint for Downloads {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let locale = language::preferred(request.headers());
        if *request.method() != Method::GET {
            return Ok(Refusal::method_not_allowed("GET").into_response(locale));
        }
        let token = request.raw_path_param("token").unwrap_or_default();
        Ok(match self.app.download(token).await {
            Ok(file) => {
                let with = |response: ResponseBuilder, (name, value)| response.header(name, value);
                let response = file.headers.into_iter().fold(Response::builder(), with);
                response.body(Body::from_bytes_stream(file.body))
            }
            Err(why) => Refusal::of_download(&self.app, why).into_response(locale),
        })
    }
}

/// The same bytes; an error when the sender falls silent.
fn in_time(
    body: impl Stream<Item = Result<Bytes, io::Error>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, io::Error>> + Send + 'static {
    stream::unfold(Some(body.boxed()), |body| async move {
        let mut body = body?;
        match timeout(SILENCE, body.next()).await {
            Ok(chunk) => chunk.map(|chunk| (chunk, Some(body))),
            Err(_) => Some((Err(io::ErrorKind::TimedOut.into()), None)),
        }
    })
}

/// What a request is told that gets no file through.
struct Refusal {
    status: StatusCode,
    code: &'static str,
    ja: &'static str,
    en: &'static str,
    allow: Option<&'static str>,
}

impl Refusal {
    const fn new(status: StatusCode, code: &'static str, (ja, en): (&'static str, &'static str)) -> Self {
        Self { status, code, ja, en, allow: None }
    }

    const fn method_not_allowed(allowed: &'static str) -> Self {
        let words = ("この操作は使えません。", "This method is not served here.");
        Self { allow: Some(allowed), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", words) }
    }

    const fn invalid_token() -> Self {
        let words = ("このリンクは正しくありません。", "This link is not valid.");
        Self::new(StatusCode::FORBIDDEN, "INVALID_TOKEN", words)
    }

    const fn expired() -> Self {
        let words = ("このリンクの期限は切れています。", "This link has expired.");
        Self::new(StatusCode::GONE, "EXPIRED", words)
    }

    fn of_upload(app: &App, refused: UploadRefused) -> Self {
        match refused {
            UploadRefused::InvalidToken => Self::invalid_token(),
            UploadRefused::Expired => Self::expired(),
            UploadRefused::Used => {
                let words = ("このファイルは受け取り済みです。", "This file was received before.");
                Self::new(StatusCode::CONFLICT, "ALREADY_RECEIVED", words)
            }
            UploadRefused::TooLarge => {
                let words = ("申告されたサイズより大きいファイルです。", "The file is larger than announced.");
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", words)
            }
            UploadRefused::TooSmall => {
                let words = ("申告されたサイズより小さいファイルです。", "The file is smaller than announced.");
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "TOO_SMALL", words)
            }
            UploadRefused::ChecksumMismatch => {
                let words = ("申告された内容と異なるファイルです。", "The file is not the one that was announced.");
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "CHECKSUM_MISMATCH", words)
            }
            UploadRefused::OtherType => {
                let words = (
                    "申告された種類の Content-Type ではありません。",
                    "The Content-Type is not the one that was announced.",
                );
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "CONTENT_TYPE_MISMATCH", words)
            }
            UploadRefused::Disguised => {
                let words = ("申告された種類のファイルではありません。", "The file is not of the announced type.");
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "DISGUISED", words)
            }
            UploadRefused::Interrupted => {
                let words = ("送信が途中で止まりました。", "The file did not arrive whole.");
                Self::new(StatusCode::BAD_REQUEST, "INTERRUPTED", words)
            }
            UploadRefused::Fault(fault) => Self::of_fault(app, &fault),
        }
    }

    fn of_download(app: &App, refused: DownloadRefused) -> Self {
        match refused {
            DownloadRefused::InvalidToken => Self::invalid_token(),
            DownloadRefused::Expired => Self::expired(),
            DownloadRefused::NotFound => {
                Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", ("見つかりません。", "Not found."))
            }
            DownloadRefused::Fault(fault) => Self::of_fault(app, &fault),
        }
    }

    /// The cause goes to the log alone.
    fn of_fault(app: &App, fault: &Fault) -> Self {
        log::error!("request {} failed: {}", app.new_request_id(), chain(fault));
        match fault {
            Fault::Unavailable(_) | Fault::Conflict => {
                let words = ("しばらくしてからお試しください。", "The service is not available now. Try again later.");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "SERVICE_UNAVAILABLE", words)
            }
            Fault::Internal(_) => {
                let words = ("サーバーで問題が起きました。", "Something went wrong here.");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", words)
            }
        }
    }

    fn into_response(self, locale: Locale) -> Response {
        let message = in_language(locale, self.ja, self.en);
        let mut response = answer(self.status, &json!({ "code": self.code, "message": message }));
        if let Some(allowed) = self.allow {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
        }
        response
    }
}

fn answer(status: StatusCode, body: &Value) -> Response {
    Response::builder()
        .status(status)
        .header(CONTENT_TYPE, "application/json")
        .header(CACHE_CONTROL, "no-store")
        .header("x-content-type-options", "nosniff")
        .body(body.to_string())
}

fn closing(mut response: Response) -> Response {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
