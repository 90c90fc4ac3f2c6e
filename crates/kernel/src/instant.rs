use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use time::{Duration, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// A moment in UTC, to the microsecond: what both databases can keep and order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// The text or number is no moment between the years 1970 and 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid instant")]
pub struct InvalidInstant;

impl Instant {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);
    /// 9999-12-31T23:59:59.999999Z.
    pub const MAX: Self = Self(253_402_300_799_999_999);

    /// From microseconds since the epoch.
    pub fn from_micros(micros: i64) -> Result<Self, InvalidInstant> {
        if (0..=Self::MAX.0).contains(&micros) { Ok(Self(micros)) } else { Err(InvalidInstant) }
    }

    /// From seconds since the epoch.
    pub fn from_unix(seconds: i64) -> Result<Self, InvalidInstant> {
        seconds.checked_mul(1_000_000).ok_or(InvalidInstant).and_then(Self::from_micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch.
    pub const fn unix(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Reads RFC 3339, any offset.
    pub fn parse(text: &str) -> Result<Self, InvalidInstant> {
        OffsetDateTime::parse(text, &Rfc3339).map_err(|_| InvalidInstant)?.try_into()
    }

    /// The moment `span` later, held within the representable range.
    pub fn plus(self, span: Duration) -> Self {
        let micros = i64::try_from(span.whole_microseconds()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(micros).clamp(0, Self::MAX.0))
    }

    /// The moment `span` earlier, held within the representable range.
    pub fn minus(self, span: Duration) -> Self {
        let micros = i64::try_from(span.whole_microseconds()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(micros).clamp(0, Self::MAX.0))
    }

    /// The time from `earlier` to this moment; negative when it is the other way round.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::microseconds(self.0.saturating_sub(earlier.0))
    }

    /// The calendar form, in UTC.
    pub fn to_utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0).saturating_mul(1_000))
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl TryFrom<OffsetDateTime> for Instant {
    type Error = InvalidInstant;

    fn try_from(time: OffsetDateTime) -> Result<Self, InvalidInstant> {
        let micros = time.to_offset(UtcOffset::UTC).unix_timestamp_nanos().div_euclid(1_000);
        i64::try_from(micros).map_err(|_| InvalidInstant).and_then(Self::from_micros)
    }
}

/// RFC 3339 with `Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_utc().format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_shown_in_utc_and_reads_back() {
        let noon = Instant::parse("2026-11-20T12:00:00.5+09:00").unwrap();
        assert_eq!(noon.to_string(), "2026-11-20T03:00:00.5Z");
        assert_eq!(Instant::parse(&noon.to_string()), Ok(noon));
    }

    #[test]
    fn what_no_calendar_holds_is_refused() {
        for text in ["", "2026-13-01T00:00:00Z", "1969-12-31T23:59:59Z", "yesterday", "2026-11-20"] {
            assert_eq!(Instant::parse(text), Err(InvalidInstant), "{text:?}");
        }
        assert_eq!(Instant::from_micros(-1), Err(InvalidInstant));
    }

    #[test]
    fn a_span_past_the_end_stops_at_the_end() {
        assert_eq!(Instant::MAX.plus(Duration::days(1)), Instant::MAX);
        assert_eq!(Instant::EPOCH.minus(Duration::days(1)), Instant::EPOCH);
    }
}
