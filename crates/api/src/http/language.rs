use super::negotiate::read_quality;
use identity::Locale;
use poem::http::HeaderMap;
use poem::http::header::ACCEPT_LANGUAGE;

/// The language the sender of a request reads best, of those we write; English when none of them is named.
pub(super) fn preferred(headers: &HeaderMap) -> Locale {
    let values = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut best = (0, Locale::En);
    for (quality, locale) in values.flat_map(|value| value.split(',')).filter_map(read) {
        if quality > best.0 {
            best = (quality, locale);
        }
    }
    best.1
}

fn read(range: &str) -> Option<(u16, Locale)> {
    let (tag, parameter) = range.split_once(';').unwrap_or((range, "q=1"));
    let language = tag.split('-').next()?.trim();
    let locale =
        [("ja", Locale::Ja), ("en", Locale::En)].into_iter().find(|(name, _)| language.eq_ignore_ascii_case(name))?;
    Some((read_quality(parameter.trim().strip_prefix("q=")?)?, locale.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::http::HeaderValue;

    #[test]
    fn the_best_liked_language_that_we_write_is_taken() {
        let of = |value| preferred(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static(value))]));
        for value in ["ja", "ja-JP,ja;q=0.9,en-US;q=0.8", "en;q=0.5, ja;q=0.7", "fr, JA;q=0.1", "ja, en"] {
            assert_eq!(of(value), Locale::Ja, "{value:?}");
        }
        for value in ["en", "en-GB, ja", "fr", "*", "ja;q=0", "ja;q=x", "", ";;;,,,"] {
            assert_eq!(of(value), Locale::En, "{value:?}");
        }
        assert_eq!(preferred(&HeaderMap::new()), Locale::En);
    }
}
