use crate::deadlines::{self, LEGAL_PAYMENT_DAYS};
use kernel::Instant;
use serde::{Deserialize, Serialize};
use time::{Date, Duration, UtcOffset};

/// The numbers a deal runs by: settings of the instance, frozen into the written terms at the award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Rounds in which the client may send work of one milestone back: revision requests and partial acceptances.
    pub free_revisions: u8,
    /// Days the client has to answer a delivery before silence accepts it.
    pub review_days: u8,
    /// The agreed day of payment, counted from receipt as day 1; at most 60 by law, 30 by the telework guideline.
    pub payment_days: u8,
    /// Days kept free between the answer and the day of payment, for the security period and the bank.
    pub payment_lead_days: u8,
    /// Days the other side has to answer a proposed cancellation.
    pub cancellation_days: u8,
    /// Days one milestone may run without the client giving more time; longer work is split.
    pub milestone_days: u8,
    /// Days after a milestone's finish before it lapses with nothing handed in.
    pub overdue_days: u8,
    /// Days without a funded milestone before a contract lapses.
    pub idle_days: u8,
    /// Days the two talk before a moderator takes a dispute.
    pub talk_days: u8,
    /// Working days a moderator has to decide.
    pub decision_working_days: u8,
    /// Days in which one appeal may be made.
    pub appeal_days: u8,
    /// Days past its due day after which a decision nobody made is made by the clock.
    pub undecided_days: u8,
    /// The client's offset from UTC, in which days are counted.
    #[serde(with = "crate::deadlines::iso_offset")]
    pub zone: UtcOffset,
}

/// Why a set of rules may not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesRefusal {
    /// A span in which somebody must act lasts no time.
    #[error("a period lasts no time")]
    NoTime,
    /// Payment later than the 60th day (Freelance Act art. 4).
    #[error("payment would be later than the law allows")]
    PaymentTooLate,
    /// The answer to a delivery would come too late to pay by the agreed day.
    #[error("the review would end too late to pay in time")]
    ReviewTooLong,
    /// A deal that both sides forget would not end within [`Rules::LONGEST_SILENCE_DAYS`].
    #[error("a forgotten deal would not end in time")]
    SilenceTooLong,
}

/// The mission's defaults, in Japan's time.
impl Default for Rules {
    fn default() -> Self {
        Self {
            free_revisions: 2,
            review_days: 7,
            payment_days: 30,
            payment_lead_days: 6,
            cancellation_days: 7,
            milestone_days: 60,
            overdue_days: 28,
            idle_days: 30,
            talk_days: 5,
            decision_working_days: 5,
            appeal_days: 7,
            undecided_days: 14,
            zone: time::macros::offset!(+9),
        }
    }
}

impl Rules {
    /// Both sides silent, every deal has ended and paid after this many days.
    pub const LONGEST_SILENCE_DAYS: u16 = 120;

    /// Refuses rules that the law forbids or under which money could be held without end.
    pub fn check(&self) -> Result<(), RulesRefusal> {
        let spans = [
            self.review_days,
            self.cancellation_days,
            self.milestone_days,
            self.overdue_days,
            self.idle_days,
            self.talk_days,
            self.decision_working_days,
            self.appeal_days,
            self.undecided_days,
        ];
        if spans.contains(&0) {
            return Err(RulesRefusal::NoTime);
        }
        if !(1..=LEGAL_PAYMENT_DAYS).contains(&self.payment_days) {
            return Err(RulesRefusal::PaymentTooLate);
        }
        if self.review_days.saturating_add(self.payment_lead_days) >= self.payment_days {
            return Err(RulesRefusal::ReviewTooLong);
        }
        let total = |days: &[u8]| days.iter().fold(0_u16, |sum, days| sum.saturating_add(u16::from(*days)));
        let work = total(&[self.milestone_days, self.overdue_days, self.idle_days]);
        // Five working days take at most seven days and the rest of the day they are counted from.
        let deciding = total(&[self.decision_working_days, self.decision_working_days, 3, self.undecided_days]);
        let dispute = total(&[self.talk_days, self.appeal_days, self.idle_days]).saturating_add(deciding);
        if work.max(dispute) > Self::LONGEST_SILENCE_DAYS { Err(RulesRefusal::SilenceTooLong) } else { Ok(()) }
    }

    /// When silence accepts a delivery received at `received`: after the review window, and early enough to pay on the
    /// agreed day.
    pub fn answer_by(&self, received: Instant) -> Instant {
        received.plus(days(self.review_days)).min(self.in_time_to_pay_on(self.payment_due(received)))
    }

    /// The last moment at which an answer to work received at `received` still lets it be paid within the law's 60 days.
    pub fn latest_lawful_answer(&self, received: Instant) -> Instant {
        self.in_time_to_pay_on(deadlines::latest_due(deadlines::day_of(received, self.zone)))
    }

    /// The agreed day of payment for work received at `received`.
    pub fn payment_due(&self, received: Instant) -> Date {
        deadlines::payment_due(deadlines::day_of(received, self.zone), self.payment_days)
    }

    fn in_time_to_pay_on(&self, due: Date) -> Instant {
        deadlines::end_of_day(due, self.zone).minus(days(self.payment_lead_days))
    }

    /// When a milestone that runs from `since` and is to be finished by `finish_by` lapses.
    pub(crate) fn lapse_at(&self, since: Instant, finish_by: Instant) -> Instant {
        finish_by.clamp(since, since.plus(days(self.milestone_days))).plus(days(self.overdue_days))
    }
}

/// What later steps of a contract need from its written terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// The numbers the deal runs by.
    pub rules: Rules,
    /// How many checklist items there are; their ids run from 1.
    pub checklist_items: u8,
    /// When the work is to be handed in.
    pub finish_by: Instant,
}

/// A span of whole days.
pub(crate) fn days(count: u8) -> Duration {
    Duration::days(i64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_lawful() {
        assert_eq!(Rules::default().check(), Ok(()));
    }

    #[test]
    fn unlawful_or_endless_rules_are_refused() {
        let rules = Rules::default();
        let refused = |rules: Rules| rules.check().unwrap_err();
        assert_eq!(refused(Rules { payment_days: 61, ..rules }), RulesRefusal::PaymentTooLate);
        assert_eq!(refused(Rules { payment_days: 0, ..rules }), RulesRefusal::PaymentTooLate);
        assert_eq!(refused(Rules { review_days: 24, ..rules }), RulesRefusal::ReviewTooLong);
        assert_eq!(refused(Rules { review_days: 0, ..rules }), RulesRefusal::NoTime);
        assert_eq!(refused(Rules { milestone_days: 63, ..rules }), RulesRefusal::SilenceTooLong);
        assert_eq!(refused(Rules { undecided_days: 66, ..rules }), RulesRefusal::SilenceTooLong);
    }

    #[test]
    fn a_long_review_is_cut_so_that_payment_is_in_time() {
        let received = Instant::parse("2026-11-20T03:00:00Z").unwrap();
        let rules = Rules { review_days: 60, ..Rules::default() };
        assert_eq!(Rules::default().answer_by(received), Instant::parse("2026-11-27T03:00:00Z").unwrap());
        assert_eq!(rules.payment_due(received), time::macros::date!(2026 - 12 - 19));
        assert_eq!(rules.answer_by(received), Instant::parse("2026-12-13T15:00:00Z").unwrap());
    }
}
