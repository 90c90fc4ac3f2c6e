use poem::http::HeaderMap;
use poem::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE};

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`: the status says whether the request was one.
    GraphqlResponse,
    /// `application/json`: whatever a well-formed request meets is told in the body, under 200.
    Json,
}

impl MediaType {
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The form the client likes best; `None` when it takes neither. No `Accept` at all means JSON, as older clients do.
pub(super) fn accepted(headers: &HeaderMap) -> Option<MediaType> {
    if !headers.contains_key(ACCEPT) {
        return Some(MediaType::Json);
    }
    let ranges: Vec<Range> = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(Range::read)
        .collect();
    let (graphql, json) = (best(&ranges, "graphql-response+json"), best(&ranges, "json"));
    let choice = if graphql.exact && graphql.quality >= json.quality {
        (graphql, MediaType::GraphqlResponse)
    } else if json.quality >= graphql.quality {
        (json, MediaType::Json)
    } else {
        (graphql, MediaType::GraphqlResponse)
    };
    (choice.0.quality > 0).then_some(choice.1)
}

/// Is the body JSON in UTF-8, sent as it is? Anything else a browser form can send is refused, which closes CSRF.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let Some(content_type) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let plain = headers.get(CONTENT_ENCODING).is_none_or(|encoding| encoding.as_bytes() == b"identity");
    let mut parts = content_type.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    plain && is_json && parts.all(is_utf8_or_no_charset)
}

fn is_utf8_or_no_charset(parameter: &str) -> bool {
    match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    }
}

/// A range of an `Accept` header; its quality in thousandths.
struct Range {
    essence: String,
    quality: u16,
}

impl Range {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let essence = parts.next().filter(|essence| !essence.is_empty())?.to_ascii_lowercase();
        let mut quality = 1_000;
        for parameter in parts {
            if !is_utf8_or_no_charset(parameter) {
                return None;
            }
            if let Some(value) = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q=")) {
                quality = read_quality(value)?;
            }
        }
        Some(Self { essence, quality })
    }
}

/// `0`, `0.5`, `1.000`, in thousandths: RFC 9110 §12.4.2.
pub(super) fn read_quality(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1_000),
        _ => None,
    }
}

#[derive(Clone, Copy)]
struct Match {
    quality: u16,
    exact: bool,
}

/// How much the client likes `application/<subtype>`: the most specific range that covers it decides.
fn best(ranges: &[Range], subtype: &str) -> Match {
    let exact = format!("application/{subtype}");
    for (essence, exact) in [(exact.as_str(), true), ("application/*", false), ("*/*", false)] {
        if let Some(range) = ranges.iter().find(|range| range.essence == essence) {
            return Match { quality: range.quality, exact };
        }
    }
    Match { quality: 0, exact: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::http::HeaderValue;

    fn accept(value: &'static str) -> Option<MediaType> {
        accepted(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(value))]))
    }

    #[test]
    fn the_client_s_preference_decides_the_form() {
        let (graphql, json) = (Some(MediaType::GraphqlResponse), Some(MediaType::Json));
        assert_eq!(accepted(&HeaderMap::new()), json);
        assert_eq!(accept("*/*"), json);
        assert_eq!(accept("application/*"), json);
        assert_eq!(accept("application/json"), json);
        assert_eq!(accept("application/graphql-response+json"), graphql);
        assert_eq!(accept("Application/GraphQL-Response+JSON; charset=UTF-8"), graphql);
        assert_eq!(accept("application/graphql-response+json, application/json;q=0.9"), graphql);
        assert_eq!(accept("application/json, application/graphql-response+json"), graphql);
        assert_eq!(accept("application/graphql-response+json;q=0.5, application/json;q=0.501"), json);
        assert_eq!(accept("application/json;q=0, */*"), graphql);
        assert_eq!(accept("text/html, */*;q=0.1"), json);
    }

    #[test]
    fn what_we_do_not_speak_is_not_acceptable() {
        for value in ["text/event-stream", "text/html", "application/json;q=0", "", "application/json;charset=utf-16"] {
            assert_eq!(accept(value), None, "{value:?}");
        }
    }

    #[test]
    fn only_json_in_utf8_is_read() {
        let of =
            |value: &'static str| is_json(&HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(value))]));
        for value in ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""] {
            assert!(of(value), "{value}");
        }
        for value in
            ["text/plain", "application/json; charset=shift_jis", "application/jsonp", "multipart/form-data", ""]
        {
            assert!(!of(value), "{value}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
