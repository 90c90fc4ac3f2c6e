use crate::outgoing::{Outgoing, Stage};
use crate::{
    Advance, GatewayCode, GatewayOutcome, OutcomeError, Payment, PaymentState, Payout, PayoutState, Refund,
    RefundState, fact,
};
use kernel::{Instant, JournalId, Money};
use ledger::{Journal, JournalError, JournalKind};

/// What the ledger holds about a payment, refund or payout in one state, for whoever checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footprint {
    /// Journals that are written, with their hashes where the state still tells the content.
    pub present: Vec<(JournalId, Option<[u8; 32]>)>,
    /// Journals that are not.
    pub absent: Vec<JournalId>,
}

impl Footprint {
    /// Of `kinds`, those that are not `present` are absent.
    fn of(present: Vec<(JournalId, Option<[u8; 32]>)>, kinds: &[JournalKind], about: &str) -> Self {
        let all = kinds.iter().map(|kind| fact(*kind, about));
        let absent = all.filter(|id| present.iter().all(|(written, _)| written != id)).collect();
        Self { present, absent }
    }
}

fn whole(journal: &Journal) -> (JournalId, Option<[u8; 32]>) {
    (journal.id(), Some(journal.hash()))
}

impl Payment {
    /// What the ledger holds about it: its success, booked again.
    ///
    /// Errors: no transition leads to its state.
    pub fn footprint(&self) -> Result<Footprint, OutcomeError> {
        const KINDS: [JournalKind; 3] =
            [JournalKind::PaymentReceived, JournalKind::GatewayFeeCharged, JournalKind::PaymentAvailable];
        let journals = match &self.state {
            PaymentState::Requested | PaymentState::Processing { .. } | PaymentState::Failed { .. } => Vec::new(),
            PaymentState::Succeeded { object, at, fee, available, .. } => {
                // The moment of booking decides only whether the money became available in the same step.
                let booked = if *available { Instant::MAX } else { Instant::EPOCH };
                let available_at = if *available { *at } else { Instant::MAX };
                let outcome = GatewayOutcome::Succeeded { object: object.clone(), fee: *fee, available_at, at: *at };
                let requested = Self { state: PaymentState::Requested, ..self.clone() };
                match requested.apply(outcome, booked)? {
                    Advance::Moved(step) => step.journals,
                    Advance::AlreadyApplied(_) => Vec::new(),
                }
            }
        };
        Ok(Footprint::of(journals.iter().map(whole).collect(), &KINDS, &self.id.to_string()))
    }
}

/// How something on its way out has ended.
enum End {
    NotYet,
    Arrived { fee: Money },
    Failed,
}

impl Refund {
    /// What the ledger may hold about it; one that failed has come one of two ways.
    ///
    /// Errors: its amount is none.
    pub fn footprints(&self) -> Result<Vec<Footprint>, JournalError> {
        self.outgoing().footprints(match &self.state {
            RefundState::Requested | RefundState::Sent { .. } => End::NotYet,
            RefundState::Succeeded { fee, .. } => End::Arrived { fee: *fee },
            RefundState::Failed { .. } => End::Failed,
        })
    }
}

impl Payout {
    /// What the ledger may hold about it; one that failed has come one of two ways.
    ///
    /// Errors: its amount is none.
    pub fn footprints(&self) -> Result<Vec<Footprint>, JournalError> {
        self.outgoing().footprints(match &self.state {
            PayoutState::Requested | PayoutState::Sent { .. } => End::NotYet,
            PayoutState::Paid { fee, .. } => End::Arrived { fee: *fee },
            PayoutState::Failed { .. } => End::Failed,
        })
    }
}

impl Outgoing {
    fn footprints(&self, end: End) -> Result<Vec<Footprint>, JournalError> {
        let hold = self.request()?;
        let of = |after: Vec<_>| {
            let present = std::iter::once(whole(&hold)).chain(after).collect();
            let words = self.words;
            Footprint::of(present, &[words.requested, words.succeeded, words.failed, words.returned], &self.about)
        };
        Ok(match end {
            End::NotYet => vec![of(Vec::new())],
            End::Arrived { fee } => vec![of(vec![whole(&self.succeed(hold.id(), fee)?)])],
            End::Failed => {
                let failed = GatewayOutcome::Failed { object: None, code: GatewayCode::new(""), at: Instant::EPOCH };
                let let_go = self.advance(Stage::Requested, &failed)?;
                let came_back = self.advance(Stage::Succeeded, &failed)?;
                // What the gateway took for a success is not known any more once it has come back.
                let arrived = (fact(self.words.succeeded, &self.about), None);
                let returned = std::iter::once(arrived).chain(came_back.iter().map(whole));
                vec![of(let_go.iter().map(whole).collect()), of(returned.collect())]
            }
        })
    }
}

#[cfg(test)]
#[path = "footprint_tests.rs"]
mod tests;
