use crate::host_name::is_host_name;
use kernel::{InputError, InputFault};
use serde::{Deserialize, Serialize};

/// A link that is safe to show: `https://`, a public host name, printable ASCII, no user name before the host.
///
/// What lies beyond ASCII must come percent-encoded, as a browser copies it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HttpsUrl(String);

impl HttpsUrl {
    /// Reads a link of at most 500 characters. `field` names the argument in the error.
    pub fn try_new(field: &str, text: &str) -> Result<Self, InputError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InputError::new(field, InputFault::Blank));
        }
        if text.len() > 500 {
            return Err(InputError::new(field, InputFault::TooLong));
        }
        if !is_shown_safely(text) {
            return Err(InputError::new(field, InputFault::Malformed));
        }
        Ok(Self(text.to_owned()))
    }

    /// The link.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_shown_safely(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    is_host_name(host)
        && port.parse::<u16>().is_ok_and(|port| port > 0)
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_https_link_is_taken() {
        for text in ["https://example.jp", "https://example.jp:8443/a%20b?c=d#e", "https://a.b.example.jp/@hanako"] {
            assert_eq!(HttpsUrl::try_new("url", text).map(|url| url.as_str().to_owned()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_link_that_could_mislead_is_refused() {
        for text in [
            "http://example.jp",
            "javascript:alert(1)",
            "HTTPS://example.jp",
            "https://",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://bank.example@evil.example/",
            "https://example.jp:+1/",
            "https://example.jp:0/",
            "https://example.jp\\@evil.example",
            "https://例え.jp/",
            "https://example.jp/\"onclick=",
            "https://example.jp/a b",
        ] {
            assert_eq!(HttpsUrl::try_new("url", text).unwrap_err().fault, InputFault::Malformed, "{text:?}");
        }
        let long = format!("https://example.jp/{}", "a".repeat(482));
        assert_eq!(HttpsUrl::try_new("url", &long).unwrap_err().fault, InputFault::TooLong);
    }
}
