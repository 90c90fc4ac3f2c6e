//! Counting days, reminders and working days: calendar arithmetic in one fixed offset from UTC.

use kernel::Instant;
use time::{Date, Duration, UtcOffset, Weekday};

/// Payment is due within this many days of receipt, the day of receipt being day 1 (Freelance Act art. 4).
pub const LEGAL_PAYMENT_DAYS: u8 = 60;

/// The calendar day that `at` falls on in `zone`.
pub fn day_of(at: Instant, zone: UtcOffset) -> Date {
    at.to_utc().checked_to_offset(zone).map_or(Date::MAX, time::OffsetDateTime::date)
}

/// Midnight at the end of `day` in `zone`: the first moment that is too late.
pub fn end_of_day(day: Date, zone: UtcOffset) -> Instant {
    day.next_day().and_then(|next| next.midnight().assume_offset(zone).try_into().ok()).unwrap_or(Instant::MAX)
}

/// The day that is number `count` when `first` is number 1; `first` itself for 0 or 1.
pub fn nth_day(first: Date, count: u8) -> Date {
    first.checked_add(Duration::days(i64::from(count.saturating_sub(1)))).unwrap_or(Date::MAX)
}

/// The last day on which the law lets work received on `received_on` be paid: 59 days later.
pub fn latest_due(received_on: Date) -> Date {
    nth_day(received_on, LEGAL_PAYMENT_DAYS)
}

/// The day on which work received on `received_on` is paid when `payment_days` were agreed; never past [`latest_due`].
pub fn payment_due(received_on: Date, payment_days: u8) -> Date {
    nth_day(received_on, payment_days.min(LEGAL_PAYMENT_DAYS))
}

/// The moment half-way from `from` to `until`.
pub fn half_time(from: Instant, until: Instant) -> Instant {
    from.plus(until.since(from).checked_div(2).unwrap_or(Duration::ZERO))
}

/// When whoever must act between `from` and `until` is reminded: at half time and 24 hours before the end, earliest
/// first, and nothing twice or before the beginning.
pub fn reminders(from: Instant, until: Instant) -> Vec<Instant> {
    let mut at: Vec<Instant> = [half_time(from, until), until.minus(Duration::days(1))]
        .into_iter()
        .filter(|reminder| *reminder > from && *reminder < until)
        .collect();
    at.sort();
    at.dedup();
    at
}

/// The end of the `days`-th working day (Monday to Friday) after the day of `from`. Public holidays count as any day.
pub fn after_working_days(from: Instant, days: u8, zone: UtcOffset) -> Instant {
    let mut day = day_of(from, zone);
    let mut left = days;
    while left > 0 {
        let Some(next) = day.next_day() else { return Instant::MAX };
        day = next;
        match day.weekday() {
            Weekday::Saturday | Weekday::Sunday => {}
            Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday | Weekday::Friday => {
                left = left.saturating_sub(1);
            }
        }
    }
    end_of_day(day, zone)
}

/// Days in the written form of the terms: `2026-11-30`.
pub(crate) mod iso_day {
    time::serde::format_description!(form, Date, "[year]-[month]-[day]");
    pub use form::{deserialize, serialize};
}

/// Offsets from UTC in the written form of the terms: `+09:00`.
pub(crate) mod iso_offset {
    time::serde::format_description!(form, UtcOffset, "[offset_hour sign:mandatory]:[offset_minute]");
    pub use form::{deserialize, serialize};
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, offset};

    const JST: UtcOffset = offset!(+9);

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn the_day_of_receipt_is_day_one_of_sixty() {
        assert_eq!(latest_due(date!(2026 - 01 - 01)), date!(2026 - 03 - 01));
        assert_eq!(latest_due(date!(2028 - 01 - 01)), date!(2028 - 02 - 29));
        assert_eq!(payment_due(date!(2026 - 11 - 20), 1), date!(2026 - 11 - 20));
        assert_eq!(payment_due(date!(2026 - 11 - 20), 30), date!(2026 - 12 - 19));
        assert_eq!(payment_due(date!(2026 - 01 - 01), 200), date!(2026 - 03 - 01));
    }

    #[test]
    fn a_day_begins_and_ends_in_the_client_s_zone() {
        assert_eq!(day_of(at("2026-11-20T14:59:59.999999Z"), JST), date!(2026 - 11 - 20));
        assert_eq!(day_of(at("2026-11-20T15:00:00Z"), JST), date!(2026 - 11 - 21));
        assert_eq!(end_of_day(date!(2026 - 11 - 20), JST), at("2026-11-20T15:00:00Z"));
        assert_eq!(day_of(Instant::MAX, JST), Date::MAX);
    }

    #[test]
    fn reminders_come_at_half_time_and_a_day_before_and_never_at_the_edges() {
        let from = at("2026-11-20T00:00:00Z");
        assert_eq!(
            reminders(from, at("2026-11-27T00:00:00Z")),
            vec![at("2026-11-23T12:00:00Z"), at("2026-11-26T00:00:00Z")]
        );
        assert_eq!(reminders(from, at("2026-11-22T00:00:00Z")), vec![at("2026-11-21T00:00:00Z")]);
        assert_eq!(reminders(from, at("2026-11-20T10:00:00Z")), vec![at("2026-11-20T05:00:00Z")]);
        assert_eq!(reminders(from, from), vec![]);
    }

    #[test]
    fn saturdays_and_sundays_do_not_count_as_working_days() {
        let friday = at("2026-11-20T03:00:00Z");
        assert_eq!(after_working_days(friday, 1, JST), end_of_day(date!(2026 - 11 - 23), JST));
        assert_eq!(after_working_days(friday, 5, JST), end_of_day(date!(2026 - 11 - 27), JST));
        let saturday_in_japan = at("2026-11-20T16:00:00Z");
        assert_eq!(after_working_days(saturday_in_japan, 1, JST), end_of_day(date!(2026 - 11 - 23), JST));
        assert_eq!(after_working_days(friday, 0, JST), end_of_day(date!(2026 - 11 - 20), JST));
    }
}
