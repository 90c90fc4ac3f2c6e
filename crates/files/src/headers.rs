use crate::ContentType;
use crate::file_name::last_part;

/// The headers of a download: always saved under `file_name`, never shown, and if shown all the same, without scripts
/// and without an origin.
pub fn download_headers(file_name: &str, content_type: &ContentType, bytes: u64) -> [(&'static str, String); 7] {
    [
        ("content-type", content_type.served().to_owned()),
        ("content-length", bytes.to_string()),
        ("content-disposition", disposition(file_name)),
        ("x-content-type-options", "nosniff".to_owned()),
        ("content-security-policy", "sandbox; default-src 'none'".to_owned()),
        ("cache-control", "private, no-store".to_owned()),
        ("referrer-policy", "no-referrer".to_owned()),
    ]
}

/// RFC 6266: the name in UTF-8 by RFC 8187 (formerly 5987), and in ASCII for clients that know only that.
fn disposition(file_name: &str) -> String {
    let name = clean(file_name);
    let ascii: String = name
        .chars()
        .map(|letter| if letter.is_ascii() && !matches!(letter, '"' | '\\' | '%') { letter } else { '_' })
        .collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", percent_encoded(&name))
}

/// The last part of a path, without what a terminal or a file manager could take for something else.
fn clean(file_name: &str) -> String {
    let name: String = last_part(file_name).chars().map(|letter| if misleads(letter) { '_' } else { letter }).collect();
    match name.trim().trim_start_matches('.') {
        "" => "file".to_owned(),
        name => name.to_owned(),
    }
}

/// Control characters and those that turn the direction of writing (Unicode UTS 39).
fn misleads(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Everything but `attr-char` of RFC 8187 as `%XX`.
fn percent_encoded(name: &str) -> String {
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(file_name: &str, content_type: &str, name: &str) -> String {
        let content_type = ContentType::parse("contentType", content_type).unwrap();
        let headers = download_headers(file_name, &content_type, 12);
        headers.into_iter().find(|(header, _)| *header == name).unwrap().1
    }

    #[test]
    fn a_file_is_saved_under_its_name_in_any_script() {
        let disposition = |name| header(name, "image/png", "content-disposition");
        assert_eq!(
            disposition("縁側 1.png"),
            "attachment; filename=\"__ 1.png\"; filename*=UTF-8''%E7%B8%81%E5%81%B4%201.png"
        );
        assert_eq!(disposition("it's.txt"), "attachment; filename=\"it's.txt\"; filename*=UTF-8''it%27s.txt");
    }

    #[test]
    fn a_name_cannot_leave_its_header_its_folder_or_its_direction() {
        let disposition = |name| header(name, "image/png", "content-disposition");
        let named = |ascii, utf8| format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{utf8}");
        assert_eq!(disposition("../../etc/passwd"), named("passwd", "passwd"));
        assert_eq!(disposition("C:\\x\\.bashrc"), named("bashrc", "bashrc"));
        assert_eq!(disposition("a\"; b=\"c%41"), named("a_; b=_c_41", "a%22%3B%20b%3D%22c%2541"));
        assert_eq!(disposition("a\r\nSet-Cookie: b"), named("a__Set-Cookie: b", "a__Set-Cookie%3A%20b"));
        assert_eq!(disposition("gpj.\u{202e}exe"), named("gpj._exe", "gpj._exe"));
        for nothing in ["", "/", "..", " "] {
            assert_eq!(disposition(nothing), named("file", "file"), "{nothing:?}");
        }
    }

    #[test]
    fn what_could_run_is_sent_as_unknown_bytes_and_never_in_our_origin() {
        let sent = |content_type| header("a", content_type, "content-type");
        for active in ["text/html", "image/svg+xml", "text/javascript", "application/xhtml+xml", "text/css"] {
            assert_eq!(sent(active), "application/octet-stream", "{active}");
        }
        assert_eq!(sent("image/png"), "image/png");
        assert_eq!(sent("text/plain"), "text/plain; charset=utf-8");
        assert_eq!(header("a", "image/png", "x-content-type-options"), "nosniff");
        assert_eq!(header("a", "image/png", "content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(header("a", "image/png", "content-length"), "12");
    }
}
