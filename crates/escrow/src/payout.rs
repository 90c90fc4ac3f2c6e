use crate::outgoing::{Outgoing, Stage, Words};
use crate::{Advance, GatewayCode, GatewayObject, GatewayOutcome, OutcomeError, Step};
use kernel::{Instant, Money, PayoutId, PersonId};
use ledger::{Account, JournalError, JournalKind, TransferCode};
use serde::{Deserialize, Serialize};

const WORDS: Words = Words {
    requested: JournalKind::PayoutRequested,
    succeeded: JournalKind::PayoutPaid,
    failed: JournalKind::PayoutFailed,
    returned: JournalKind::PayoutReturned,
    on_its_way: TransferCode::Payout,
    came_back: TransferCode::PayoutReturned,
};

/// Money on its way from a worker's available earnings to a bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payout {
    /// Its id; also that of the operation at the gateway.
    pub id: PayoutId,
    /// To whom.
    pub worker: PersonId,
    /// How much.
    pub amount: Money,
    /// How far it is.
    pub state: PayoutState,
}

/// How far a payout is. Later variants win over earlier ones, whichever the gateway reports first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum PayoutState {
    /// We want it, and the money is held; the gateway may not know yet.
    Requested,
    /// The gateway has accepted it and not decided.
    Sent {
        /// The gateway's name of it.
        object: GatewayObject,
    },
    /// The bank has it.
    Paid {
        /// The gateway's name of it.
        object: GatewayObject,
        /// What the gateway took for it.
        fee: Money,
        /// When.
        at: Instant,
    },
    /// It did not go, or it came back: the money is in the worker's available earnings.
    Failed {
        /// The gateway's name of it, if it made one.
        object: Option<GatewayObject>,
        /// Why.
        code: GatewayCode,
        /// When.
        at: Instant,
    },
}

impl Payout {
    /// Sends `amount` to the worker's bank and holds it in the available earnings (P1). The ledger refuses the hold
    /// when the worker does not have the money.
    ///
    /// Errors: the amount is not positive or too large.
    pub fn request(id: PayoutId, worker: PersonId, amount: Money) -> Result<Step<Self>, JournalError> {
        let next = Self { id, worker, amount, state: PayoutState::Requested };
        let hold = next.outgoing().request()?;
        Ok(Step { next, journals: vec![hold] })
    }

    /// Takes what the gateway says: posts the hold when the bank has the money (P2), lets it go when the payout failed
    /// (P3), and books the money back into the earnings when it came back after it was paid (P4).
    pub fn apply(self, outcome: GatewayOutcome) -> Result<Advance<Self>, OutcomeError> {
        outcome.check(self.object(), self.amount.currency())?;
        let stage = self.stage();
        if Stage::after(&outcome) <= stage {
            return Ok(Advance::AlreadyApplied(self));
        }
        let journals = self.outgoing().advance(stage, &outcome)?;
        let state = match outcome {
            GatewayOutcome::Processing { object } => PayoutState::Sent { object },
            GatewayOutcome::Succeeded { object, fee, at, .. } => PayoutState::Paid { object, fee, at },
            GatewayOutcome::Failed { object, code, at } => {
                PayoutState::Failed { object: object.or_else(|| self.object().cloned()), code, at }
            }
        };
        Ok(Advance::Moved(Step { next: Self { state, ..self }, journals }))
    }

    /// The gateway's name of it, when known.
    pub const fn object(&self) -> Option<&GatewayObject> {
        match &self.state {
            PayoutState::Requested => None,
            PayoutState::Failed { object, .. } => object.as_ref(),
            PayoutState::Sent { object } | PayoutState::Paid { object, .. } => Some(object),
        }
    }

    const fn stage(&self) -> Stage {
        match self.state {
            PayoutState::Requested => Stage::Requested,
            PayoutState::Sent { .. } => Stage::Sent,
            PayoutState::Paid { .. } => Stage::Succeeded,
            PayoutState::Failed { .. } => Stage::Failed,
        }
    }

    pub(crate) fn outgoing(&self) -> Outgoing {
        let from = Account::worker_available(self.worker, self.amount.currency());
        let (about, subject) = (self.id.to_string(), self.id.uuid());
        Outgoing { words: &WORDS, about, subject, from, amount: self.amount }
    }
}

#[cfg(test)]
#[path = "payout_tests.rs"]
mod tests;
