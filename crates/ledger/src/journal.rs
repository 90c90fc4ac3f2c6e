use crate::{Phase, Posting, Transfer, code::coded};
use kernel::{JournalId, MAX_MINOR};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use uuid::Uuid;

/// Most legs one journal may have.
pub const MAX_LEGS: usize = 255;

coded! {
    /// Which business event a journal records.
    pub enum JournalKind {
        /// F1: a payment arrived. Subject: the payment.
        PaymentReceived = 1 "payment_received",
        /// F1b: the gateway's fee on a payment is known. Subject: the payment.
        GatewayFeeCharged = 2 "gateway_fee_charged",
        /// F2: a payment became available. Subject: the payment.
        PaymentAvailable = 3 "payment_available",
        /// F3: an escrow was funded. Subject: the milestone.
        EscrowFunded = 4 "escrow_funded",
        /// Held money was released to the worker. Subject: the milestone.
        EscrowReleased = 5 "escrow_released",
        /// Held money was given back to the client. Subject: the milestone.
        EscrowRefunded = 6 "escrow_refunded",
        /// All held money was divided between worker and client. Subject: the milestone.
        EscrowSplit = 7 "escrow_split",
        /// S1: earnings passed the security period. Subject: the milestone.
        EarningsSettled = 8 "earnings_settled",
        /// P1: a payout was requested. Subject: the payout.
        PayoutRequested = 9 "payout_requested",
        /// P2: a payout was paid. Subject: the payout.
        PayoutPaid = 10 "payout_paid",
        /// P3: a payout failed before it was paid. Subject: the payout.
        PayoutFailed = 11 "payout_failed",
        /// P4: a payout came back after it was paid. Subject: the payout.
        PayoutReturned = 12 "payout_returned",
        /// B1: a refund was requested. Subject: the refund.
        RefundRequested = 13 "refund_requested",
        /// B2: a refund succeeded. Subject: the refund.
        RefundSucceeded = 14 "refund_succeeded",
        /// A refund failed before it had succeeded. Subject: the refund.
        RefundFailed = 15 "refund_failed",
        /// B3: a refund failed after it had succeeded. Subject: the refund.
        RefundReturned = 16 "refund_returned",
    }
}

/// One business event: all its transfers count together or not at all.
///
/// Its id names the fact it records ([`JournalId::of_fact`]), its hash the content: the same id with another hash is a
/// conflict, never a second journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Journal {
    id: JournalId,
    kind: JournalKind,
    subject: Uuid,
    reverses: Option<JournalId>,
    transfers: Vec<Transfer>,
}

/// Why a journal cannot be written. `leg` counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// It moves nothing.
    #[error("a journal needs at least one transfer")]
    NoLegs,
    /// It has more than [`MAX_LEGS`] transfers.
    #[error("a journal has too many transfers")]
    TooManyLegs,
    /// Its transfers are not numbered 1, 2, 3 …
    #[error("transfer {leg} is not in its place")]
    LegOutOfOrder {
        /// Which one.
        leg: u8,
    },
    /// An amount is zero or negative.
    #[error("the amount of transfer {leg} is not positive")]
    AmountNotPositive {
        /// Which one.
        leg: u8,
    },
    /// An amount is larger than [`MAX_MINOR`].
    #[error("the amount of transfer {leg} is too large")]
    AmountTooLarge {
        /// Which one.
        leg: u8,
    },
    /// A transfer debits and credits one account.
    #[error("transfer {leg} has one account on both sides")]
    SameAccount {
        /// Which one.
        leg: u8,
    },
    /// An account is of another currency than the amount.
    #[error("transfer {leg} mixes currencies")]
    CurrencyMismatch {
        /// Which one.
        leg: u8,
    },
    /// A transfer posts or voids a hold of the same journal.
    #[error("transfer {leg} resolves a hold of its own journal")]
    ResolvesOwnHold {
        /// Which one.
        leg: u8,
    },
    /// It says that it reverses itself.
    #[error("a journal cannot reverse itself")]
    ReversesItself,
}

impl Journal {
    /// Begins a journal with no transfers.
    pub fn builder(id: JournalId, kind: JournalKind, subject: Uuid) -> JournalBuilder {
        JournalBuilder { id, kind, subject, reverses: None, legs: Vec::new() }
    }

    /// A journal as it is read back from where it is stored, checked like a new one.
    pub fn try_new(
        id: JournalId,
        kind: JournalKind,
        subject: Uuid,
        reverses: Option<JournalId>,
        transfers: Vec<Transfer>,
    ) -> Result<Self, JournalError> {
        if transfers.is_empty() {
            return Err(JournalError::NoLegs);
        }
        if transfers.len() > MAX_LEGS {
            return Err(JournalError::TooManyLegs);
        }
        if reverses == Some(id) {
            return Err(JournalError::ReversesItself);
        }
        for (place, transfer) in (1..=u8::MAX).zip(&transfers) {
            if transfer.leg != place {
                return Err(JournalError::LegOutOfOrder { leg: transfer.leg });
            }
            check(id, transfer)?;
        }
        Ok(Self { id, kind, subject, reverses, transfers })
    }

    /// The fact it records.
    pub const fn id(&self) -> JournalId {
        self.id
    }

    /// Which kind of event it records.
    pub const fn kind(&self) -> JournalKind {
        self.kind
    }

    /// The UUID of the payment, milestone, payout or refund it is about, as its kind says.
    pub const fn subject(&self) -> Uuid {
        self.subject
    }

    /// The journal it undoes, if it is a correction.
    pub const fn reverses(&self) -> Option<JournalId> {
        self.reverses
    }

    /// Its transfers, leg 1 first.
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// The journal as text that is the same wherever and whenever it is written: one line for itself, one a transfer.
    pub fn canonical(&self) -> String {
        let mut text = format!("{} {} {} ", self.id.uuid(), self.kind, self.subject);
        let written = match self.reverses {
            Some(reversed) => writeln!(text, "{}", reversed.uuid()),
            None => writeln!(text, "-"),
        };
        let written = self.transfers.iter().fold(written, |written, transfer| {
            let Transfer { leg, phase, posting: Posting { code, debit, credit, amount } } = transfer;
            let phase = canonical_phase(*phase);
            let (currency, minor) = (amount.currency(), amount.minor());
            written.and_then(|()| writeln!(text, "{leg} {phase} {code} {debit} {credit} {currency} {minor}"))
        });
        debug_assert!(written.is_ok(), "writing to a String does not fail");
        text
    }

    /// SHA-256 of [`Journal::canonical`]: equal exactly when the content is.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.canonical()).into()
    }
}

/// A journal in the making. Legs are numbered in the order they are added.
#[derive(Clone, Debug)]
#[must_use]
pub struct JournalBuilder {
    id: JournalId,
    kind: JournalKind,
    subject: Uuid,
    reverses: Option<JournalId>,
    legs: Vec<(Phase, Posting)>,
}

impl JournalBuilder {
    /// Says that this journal undoes `journal`.
    pub fn reversing(mut self, journal: JournalId) -> Self {
        self.reverses = Some(journal);
        self
    }

    /// Adds a leg that counts at once.
    pub fn single(self, posting: Posting) -> Self {
        self.leg(Phase::Single, posting)
    }

    /// Adds a leg.
    pub fn leg(mut self, phase: Phase, posting: Posting) -> Self {
        self.legs.push((phase, posting));
        self
    }

    /// The checked journal.
    pub fn build(self) -> Result<Journal, JournalError> {
        if self.legs.len() > MAX_LEGS {
            return Err(JournalError::TooManyLegs);
        }
        let transfers =
            (1..=u8::MAX).zip(self.legs).map(|(leg, (phase, posting))| Transfer { leg, phase, posting }).collect();
        Journal::try_new(self.id, self.kind, self.subject, self.reverses, transfers)
    }
}

fn check(journal: JournalId, transfer: &Transfer) -> Result<(), JournalError> {
    let Transfer { leg, phase, posting: Posting { debit, credit, amount, .. } } = *transfer;
    if !amount.is_positive() {
        return Err(JournalError::AmountNotPositive { leg });
    }
    if amount.minor() > MAX_MINOR {
        return Err(JournalError::AmountTooLarge { leg });
    }
    if debit == credit {
        return Err(JournalError::SameAccount { leg });
    }
    if debit.currency() != amount.currency() || credit.currency() != amount.currency() {
        return Err(JournalError::CurrencyMismatch { leg });
    }
    if phase.resolves().is_some_and(|(held_by, _)| held_by == journal) {
        return Err(JournalError::ResolvesOwnHold { leg });
    }
    Ok(())
}

fn canonical_phase(phase: Phase) -> String {
    match phase {
        Phase::Single => "single".to_owned(),
        Phase::Pending { expires: None } => "pending".to_owned(),
        Phase::Pending { expires: Some(expires) } => format!("pending<{}", expires.micros()),
        Phase::Post { journal, leg } => format!("post={}/{leg}", journal.uuid()),
        Phase::Void { journal, leg } => format!("void={}/{leg}", journal.uuid()),
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
