use jiff::Timestamp;
use jiff::tz;
use kernel::{InputError, InputFault, Instant};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::LazyLock;
use time::UtcOffset;

/// The zones of the world as of this build, whatever the machine knows.
static ZONES: LazyLock<tz::TimeZoneDatabase> = LazyLock::new(tz::TimeZoneDatabase::bundled);

/// A time zone by its IANA name: `Asia/Tokyo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeZone(String);

impl TimeZone {
    /// Coordinated Universal Time.
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    /// Reads the name of a zone that there is, in whatever case.
    pub fn try_new(field: &str, text: &str) -> Result<Self, InputError> {
        if text.is_empty() {
            return Err(InputError::new(field, InputFault::Blank));
        }
        let zone = find(text).ok_or_else(|| InputError::new(field, InputFault::Malformed))?;
        Ok(Self(zone.iana_name().unwrap_or(text).to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How far its clocks are from UTC at a moment; not at all in a zone that this build does not know any more.
    pub fn offset_at(&self, at: Instant) -> UtcOffset {
        let offset = find(&self.0).zip(Timestamp::from_microsecond(at.micros()).ok());
        let seconds = offset.map_or(0, |(zone, at)| zone.to_offset(at).seconds());
        UtcOffset::from_whole_seconds(seconds).unwrap_or(UtcOffset::UTC)
    }
}

fn find(name: &str) -> Option<tz::TimeZone> {
    ZONES.get(name).ok().filter(|zone| !zone.is_unknown())
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_is_one_that_there_is() {
        for text in ["UTC", "Asia/Tokyo", "America/Argentina/Buenos_Aires", "Etc/GMT+9", "America/Port-au-Prince"] {
            assert_eq!(TimeZone::try_new("timeZone", text).map(|zone| zone.to_string()), Ok(text.to_owned()));
        }
        assert_eq!(TimeZone::try_new("timeZone", "asia/tokyo").unwrap().as_str(), "Asia/Tokyo");
        for text in [
            "Mars/X",
            "Asia",
            "Asia/",
            "/Asia",
            "Asia/Tokyo ",
            "../etc/passwd",
            "+09:00",
            "9",
            "東京",
            "a\0b",
            "Etc/Unknown",
        ] {
            assert_eq!(TimeZone::try_new("timeZone", text).unwrap_err().fault, InputFault::Malformed, "{text:?}");
        }
        assert_eq!(TimeZone::try_new("timeZone", &"a".repeat(5_000)).unwrap_err().fault, InputFault::Malformed);
        assert_eq!(TimeZone::try_new("timeZone", "").unwrap_err().fault, InputFault::Blank);
    }

    #[test]
    fn its_clocks_are_put_forward_in_summer() {
        let offset = |zone: &str, at: &str| {
            TimeZone::try_new("timeZone", zone).unwrap().offset_at(Instant::parse(at).unwrap()).as_hms()
        };
        assert_eq!(offset("Asia/Tokyo", "2026-11-20T00:00:00Z"), (9, 0, 0));
        assert_eq!(offset("America/New_York", "2026-11-20T00:00:00Z"), (-5, 0, 0));
        assert_eq!(offset("America/New_York", "2026-07-20T00:00:00Z"), (-4, 0, 0));
        assert_eq!(offset("Asia/Kathmandu", "2026-07-20T00:00:00Z"), (5, 45, 0));
        assert_eq!(TimeZone("Mars/X".to_owned()).offset_at(Instant::EPOCH), UtcOffset::UTC);
    }
}
