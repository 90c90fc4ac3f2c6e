use identity::{Locale, TimeZone};
use kernel::{Currency, Instant, Money};
use time::macros::format_description;

/// Where times need no zone beside them to be understood in Japanese.
const JAPAN: &str = "Asia/Tokyo";

/// For whom words are chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The language to be addressed in.
    pub locale: Locale,
    /// The zone in which times are shown.
    pub time_zone: TimeZone,
}

impl Reader {
    /// An amount as it is written in the reader's language: `¥20,592`, `20,592円`.
    pub(super) fn amount(&self, amount: Money) -> String {
        let number = grouped(&amount.to_decimal());
        match (amount.currency(), self.locale) {
            (Currency::Jpy, Locale::Ja) => format!("{number}円"),
            (Currency::Jpy, Locale::En) => format!("¥{number}"),
            (Currency::Usd, Locale::Ja | Locale::En) => format!("${number}"),
            (Currency::Eur, Locale::Ja | Locale::En) => format!("€{number}"),
            (Currency::Kwd, Locale::Ja | Locale::En) => format!("KWD {number}"),
        }
    }

    /// A moment as the reader's clock shows it.
    pub(super) fn time(&self, at: Instant) -> String {
        let local = at.to_utc().to_offset(self.time_zone.offset_at(at));
        let shown = match self.locale {
            Locale::Ja => local
                .format(format_description!("[month padding:none]月[day padding:none]日[hour]:[minute]"))
                .map(|shown| match self.time_zone.as_str() {
                    JAPAN => shown,
                    elsewhere => format!("{shown}（{elsewhere}）"),
                }),
            Locale::En => local
                .format(format_description!("[hour]:[minute] on [day padding:none] [month repr:long] [year]"))
                .map(|shown| format!("{shown} ({})", self.time_zone)),
        };
        shown.unwrap_or_else(|_| at.to_string())
    }
}

/// A decimal with a comma before each three digits of its whole part.
fn grouped(decimal: &str) -> String {
    let end = decimal.find('.').unwrap_or(decimal.len());
    let mut out = String::with_capacity(decimal.len() + decimal.len() / 3);
    for (index, letter) in decimal.char_indices() {
        let is_inside = decimal[..index].ends_with(|before: char| before.is_ascii_digit());
        if index < end && is_inside && (end - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(locale: Locale, zone: &str) -> Reader {
        Reader { locale, time_zone: TimeZone::try_new("timeZone", zone).unwrap() }
    }

    #[test]
    fn money_is_written_as_in_the_reader_s_language() {
        let written = |minor, currency| {
            let amount = Money::new(minor, currency);
            [Locale::Ja, Locale::En].map(|locale| reader(locale, "UTC").amount(amount))
        };
        assert_eq!(written(20_592, Currency::Jpy), ["20,592円", "¥20,592"]);
        assert_eq!(written(592, Currency::Jpy), ["592円", "¥592"]);
        assert_eq!(written(1_000_000_000_000_000, Currency::Jpy)[1], "¥1,000,000,000,000,000");
        assert_eq!(written(-123_456, Currency::Jpy)[0], "-123,456円");
        assert_eq!(written(123_456_789, Currency::Usd), ["$1,234,567.89", "$1,234,567.89"]);
        assert_eq!(written(99, Currency::Eur)[1], "€0.99");
        assert_eq!(written(1_234_567, Currency::Kwd)[1], "KWD 1,234.567");
    }

    #[test]
    fn a_time_is_that_of_the_reader_s_own_clock() {
        let shown = |locale, zone, at| reader(locale, zone).time(Instant::parse(at).unwrap());
        let (winter, summer) = ("2026-11-27T00:00:00Z", "2026-07-20T15:30:00Z");
        assert_eq!(shown(Locale::Ja, "Asia/Tokyo", winter), "11月27日09:00");
        assert_eq!(shown(Locale::Ja, "America/New_York", winter), "11月26日19:00（America/New_York）");
        assert_eq!(shown(Locale::En, "Asia/Tokyo", winter), "09:00 on 27 November 2026 (Asia/Tokyo)");
        assert_eq!(shown(Locale::En, "America/New_York", summer), "11:30 on 20 July 2026 (America/New_York)");
        assert_eq!(shown(Locale::En, "UTC", summer), "15:30 on 20 July 2026 (UTC)");
    }
}
