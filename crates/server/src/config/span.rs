use serde::{Deserialize, Deserializer};
use time::Duration;

/// A length of time as people write it: `500ms`, `90s`, `15m`, `12h`, `7d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(pub Duration);

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).map(Self).ok_or_else(|| {
            serde::de::Error::custom(format!("{text:?} is no length of time; write 500ms, 90s, 15m, 12h or 7d"))
        })
    }
}

/// Units and their milliseconds; a hundred years at most, so that no deadline leaves the calendar.
fn parse(text: &str) -> Option<Duration> {
    const UNITS: [(&str, i64); 5] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
    const LONGEST: i64 = 36_500 * 86_400_000;
    let digits = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let (_, millis) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let millis = number.parse::<i64>().ok()?.checked_mul(*millis)?;
    (millis <= LONGEST).then(|| Duration::milliseconds(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_number_and_a_unit() {
        assert_eq!(parse("500ms"), Some(Duration::milliseconds(500)));
        assert_eq!(parse("0s"), Some(Duration::ZERO));
        assert_eq!(parse("7d"), Some(Duration::days(7)));
        for text in ["", "7", "d", "-1s", "1.5h", "7 d", "99999999999999999999s", "36501d", "1w"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
