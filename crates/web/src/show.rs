//! Money, times and numbers as a reader of each language writes them.

use crate::schema::{DateTime, LocalDate, Money};
use crate::words::{Language, Words};
use std::borrow::Borrow;
use time::{Date, OffsetDateTime, UtcOffset, Weekday};

/// `¥8,580`. Amounts come from the engine with as many decimals as their currency has.
pub fn money(amount: &Money) -> String {
    let (sign, digits) = match amount.amount.0.strip_prefix('-') {
        Some(digits) => ("−", digits),
        None => ("", amount.amount.0.as_str()),
    };
    let (whole, rest) =
        digits.split_once('.').map_or((digits, String::new()), |(whole, part)| (whole, format!(".{part}")));
    match amount.currency.0.as_str() {
        "JPY" => format!("{sign}¥{}{rest}", grouped(whole)),
        "USD" => format!("{sign}${}{rest}", grouped(whole)),
        other => format!("{sign}{other} {}{rest}", grouped(whole)),
    }
}

/// `12,345`.
pub fn number(number: impl ToString) -> String {
    grouped(&number.to_string())
}

/// `800 B`, `12 kB`, `1.2 MB`.
pub fn bytes(size: i32) -> String {
    match size {
        ..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{} kB", size / 1_000),
        _ => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
    }
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `15分`, `2時間30分`.
pub fn minutes(words: &Words, minutes: impl Borrow<i32>) -> String {
    let minutes = *minutes.borrow();
    match (minutes.div_euclid(60), minutes.rem_euclid(60)) {
        (0, minutes) => say!(words, "minutes", minutes = minutes),
        (hours, 0) => say!(words, "hours", hours = hours),
        (hours, minutes) => say!(words, "hours-and-minutes", hours = hours, minutes = minutes),
    }
}

/// When a page is shown, and to readers in which zone.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Now.
    pub now: OffsetDateTime,
    /// How far the reader's clocks are from UTC.
    pub offset: UtcOffset,
}

impl Clock {
    /// `11月24日（火）`, `Tue 24 November`; with the year when it is another than this one.
    pub fn day(&self, words: &Words, at: impl Borrow<DateTime>) -> String {
        self.date(words, at.borrow().0.to_offset(self.offset).date())
    }

    /// A day of the calendar, as a document states it.
    pub fn calendar(&self, words: &Words, day: &LocalDate) -> String {
        let format = time::macros::format_description!("[year]-[month]-[day]");
        Date::parse(&day.0, format).map_or_else(|_| day.0.clone(), |day| self.date(words, day))
    }

    fn date(&self, words: &Words, day: Date) -> String {
        let this_year = day.year() == self.now.to_offset(self.offset).year();
        let (month, date) = (u8::from(day.month()), day.day());
        match words.language() {
            Language::Ja | Language::Easy => {
                let year = if this_year { String::new() } else { format!("{}年", day.year()) };
                format!("{year}{month}月{date}日（{}）", kanji(day.weekday()))
            }
            Language::En => {
                let year = if this_year { String::new() } else { format!(" {}", day.year()) };
                let weekday = day.weekday().to_string();
                format!("{} {date} {}{year}", weekday.get(..3).unwrap_or_default(), day.month())
            }
        }
    }

    /// `11月24日（火）14:20`.
    pub fn moment(&self, words: &Words, at: impl Borrow<DateTime>) -> String {
        let at = *at.borrow();
        let time = at.0.to_offset(self.offset).time();
        let (hour, minute) = (time.hour(), time.minute());
        match words.language() {
            Language::Ja | Language::Easy => format!("{}{hour}:{minute:02}", self.day(words, at)),
            Language::En => format!("{}, {hour}:{minute:02}", self.day(words, at)),
        }
    }

    /// Whole days from now until then, rounded up; nought when it is past.
    pub fn days_left(&self, at: DateTime) -> i64 {
        let seconds = (at.0 - self.now).whole_seconds().max(0);
        seconds.div_euclid(86_400) + i64::from(seconds % 86_400 > 0)
    }
}

const fn kanji(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "月",
        Weekday::Tuesday => "火",
        Weekday::Wednesday => "水",
        Weekday::Thursday => "木",
        Weekday::Friday => "金",
        Weekday::Saturday => "土",
        Weekday::Sunday => "日",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{CurrencyCode, Decimal};
    use time::macros::{datetime, offset};

    #[test]
    fn money_is_grouped_and_keeps_its_decimals() {
        for (amount, currency, shown) in [
            ("0", "JPY", "¥0"),
            ("480", "JPY", "¥480"),
            ("8580", "JPY", "¥8,580"),
            ("-1234567", "JPY", "−¥1,234,567"),
            ("1234.50", "USD", "$1,234.50"),
            ("12.345", "KWD", "KWD 12.345"),
        ] {
            let amount = Money { amount: Decimal(amount.to_owned()), currency: CurrencyCode(currency.to_owned()) };
            assert_eq!(money(&amount), shown);
        }
        assert_eq!(number(8_315), "8,315");
    }

    #[test]
    fn a_day_is_that_of_the_reader_with_its_weekday() {
        let clock = Clock { now: datetime!(2026-11-20 00:00 UTC), offset: offset!(+9) };
        let (ja, en) = (Words::of(Language::Ja), Words::of(Language::En));
        let at = DateTime(datetime!(2026-11-23 15:30 UTC));
        assert_eq!(clock.day(ja, at), "11月24日（火）");
        assert_eq!(clock.moment(ja, at), "11月24日（火）0:30");
        assert_eq!(clock.moment(en, at), "Tue 24 November, 0:30");
        assert_eq!(clock.day(ja, DateTime(datetime!(2027-01-04 00:00 UTC))), "2027年1月4日（月）");
        assert_eq!([clock.days_left(at), clock.days_left(DateTime(clock.now))], [4, 0]);
    }
}
