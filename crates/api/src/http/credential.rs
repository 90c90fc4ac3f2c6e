use poem::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use poem::http::{HeaderMap, HeaderValue};
use std::fmt;

/// Name of the cookie that carries a session. The prefix has browsers keep it to one host, over TLS.
pub const SESSION_COOKIE: &str = "__Host-session";
/// Has the browser drop the session cookie.
pub const FORGET_COOKIE: &str = "__Host-session=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax";
const MAX_TOKEN: usize = 512;

/// What a request says to prove who sends it. Not checked yet.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// The token of an `Authorization: Bearer` header.
    Bearer(String),
    /// The value of the session cookie.
    Cookie(String),
}

impl Credential {
    /// The token itself.
    pub fn token(&self) -> &str {
        match self {
            Self::Bearer(token) | Self::Cookie(token) => token,
        }
    }
}

/// Shows where the token came from, never the token.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bearer(_) => "Bearer(***)",
            Self::Cookie(_) => "Cookie(***)",
        })
    }
}

/// Why a request may not speak for anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CredentialFault {
    /// The `Authorization` header is no bearer token.
    Malformed,
    /// Another site had the browser send it, cookie and all.
    CrossSite,
}

/// The credential of a request. A bearer token goes before a cookie; a cookie counts only when no other site is behind
/// the request.
pub(super) fn of(headers: &HeaderMap, trusted_origins: &[String]) -> Result<Option<Credential>, CredentialFault> {
    if headers.contains_key(AUTHORIZATION) {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        return match (values.next().and_then(bearer), values.next()) {
            (Some(token), None) => Ok(Some(Credential::Bearer(token))),
            _ => Err(CredentialFault::Malformed),
        };
    }
    match session_cookie(headers) {
        Some(_) if is_cross_site(headers, trusted_origins) => Err(CredentialFault::CrossSite),
        cookie => Ok(cookie.map(Credential::Cookie)),
    }
}

fn bearer(value: &HeaderValue) -> Option<String> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    let plain = !token.is_empty() && token.len() <= MAX_TOKEN && token.bytes().all(|byte| byte.is_ascii_graphic());
    (scheme.eq_ignore_ascii_case("bearer") && plain).then(|| token.to_owned())
}

/// The value of the session cookie.
pub fn session_cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == SESSION_COOKIE && !value.is_empty() && value.len() <= MAX_TOKEN).then(|| value.to_owned())
    })
}

/// The `Set-Cookie` that has a browser keep a session for so many seconds.
pub fn session_cookie_for(token: &str, seconds: i64) -> String {
    format!("{SESSION_COOKIE}={token}; Max-Age={seconds}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

/// Is another site behind the request? Browsers say who is behind a request in `Origin`, and on those without one in `Sec-Fetch-Site`; programs say neither.
pub fn is_cross_site(headers: &HeaderMap, trusted_origins: &[String]) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(origin) = text(ORIGIN.as_str()) {
        let host = text(HOST.as_str()).unwrap_or_default();
        let own = origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host));
        return !own && !trusted_origins.iter().any(|trusted| trusted == origin);
    }
    text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    fn credential(pairs: &[(&'static str, &'static str)]) -> Result<Option<Credential>, CredentialFault> {
        of(&headers(pairs), &["https://app.example.jp".to_owned()])
    }

    const COOKIE_PAIR: (&str, &str) = ("cookie", "theme=dark; __Host-session=abc");

    #[test]
    fn a_bearer_token_goes_before_a_cookie() {
        let bearer = Ok(Some(Credential::Bearer("t0k".to_owned())));
        assert_eq!(credential(&[("authorization", "Bearer t0k")]), bearer);
        assert_eq!(
            credential(&[("authorization", "bearer t0k"), COOKIE_PAIR, ("origin", "https://evil.example")]),
            bearer
        );
        assert_eq!(credential(&[COOKIE_PAIR]), Ok(Some(Credential::Cookie("abc".to_owned()))));
        assert_eq!(credential(&[("cookie", "session=abc")]), Ok(None));
        assert_eq!(credential(&[]), Ok(None));
    }

    #[test]
    fn what_is_no_bearer_token_is_refused_rather_than_overlooked() {
        for value in ["Basic dTpw", "Bearer", "Bearer ", "Bearer a b", "t0k"] {
            assert_eq!(
                credential(&[("authorization", value), COOKIE_PAIR]),
                Err(CredentialFault::Malformed),
                "{value:?}"
            );
        }
        let twice = [("authorization", "Bearer a"), ("authorization", "Bearer b")];
        assert_eq!(credential(&twice), Err(CredentialFault::Malformed));
    }

    #[test]
    fn a_cookie_that_another_site_has_sent_is_refused() {
        let host = ("host", "api.example.jp");
        for pair in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "https://api.example.jp.evil.example"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert_eq!(credential(&[COOKIE_PAIR, host, pair]), Err(CredentialFault::CrossSite), "{pair:?}");
        }
        for pair in [
            ("origin", "https://api.example.jp"),
            ("origin", "https://app.example.jp"),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "none"),
        ] {
            assert!(matches!(credential(&[COOKIE_PAIR, host, pair]), Ok(Some(Credential::Cookie(_)))), "{pair:?}");
        }
    }

    #[test]
    fn a_token_never_prints() {
        assert_eq!(format!("{:?}", Credential::Bearer("secret".to_owned())), "Bearer(***)");
        assert_eq!(format!("{:?}", Credential::Cookie("secret".to_owned())), "Cookie(***)");
    }
}
