use crate::outgoing::{Outgoing, Stage, Words};
use crate::{Advance, GatewayCode, GatewayObject, GatewayOutcome, OutcomeError, Payment, PaymentState, Step};
use kernel::{Instant, Money, MoneyError, OrganisationId, PaymentId, RefundId};
use ledger::{Account, JournalError, JournalKind, TransferCode};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

const WORDS: Words = Words {
    requested: JournalKind::RefundRequested,
    succeeded: JournalKind::RefundSucceeded,
    failed: JournalKind::RefundFailed,
    returned: JournalKind::RefundReturned,
    on_its_way: TransferCode::Refund,
    came_back: TransferCode::RefundReturned,
};

/// Money on its way back from a client's wallet account to where it was paid from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Its id; also that of the operation at the gateway.
    pub id: RefundId,
    /// Of which payment.
    pub payment: PaymentId,
    /// To whom.
    pub client: OrganisationId,
    /// How much.
    pub amount: Money,
    /// How far it is.
    pub state: RefundState,
}

/// How far a refund is. Later variants win over earlier ones, whichever the gateway reports first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum RefundState {
    /// We want it, and the money is held; the gateway may not know yet.
    Requested,
    /// The gateway has accepted it and not decided.
    Sent {
        /// The gateway's name of it.
        object: GatewayObject,
    },
    /// The client has it.
    Succeeded {
        /// The gateway's name of it.
        object: GatewayObject,
        /// What the gateway took for it.
        fee: Money,
        /// When.
        at: Instant,
    },
    /// It did not go, or it came back: the money is in the client's wallet account.
    Failed {
        /// The gateway's name of it, if it made one.
        object: Option<GatewayObject>,
        /// Why.
        code: GatewayCode,
        /// When.
        at: Instant,
    },
}

/// Why a refund cannot be requested. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundError {
    /// The payment has not come.
    #[error("the payment has not succeeded")]
    PaymentNotSucceeded,
    /// More than was paid.
    #[error("the amount is more than was paid")]
    ExceedsPayment,
    /// The amount is of another currency.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The hold cannot be written; the amount is not positive.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl Refund {
    /// Sends `amount` of a payment back and holds it in the client's wallet account (B1). The ledger refuses the hold
    /// when the wallet does not have the money, so refunds together never exceed what went back there.
    pub fn request(id: RefundId, payment: &Payment, amount: Money) -> Result<Step<Self>, RefundError> {
        match payment.state {
            PaymentState::Succeeded { .. } => {}
            PaymentState::Requested | PaymentState::Processing { .. } | PaymentState::Failed { .. } => {
                return Err(RefundError::PaymentNotSucceeded);
            }
        }
        if amount.checked_cmp(payment.amount)? == Ordering::Greater {
            return Err(RefundError::ExceedsPayment);
        }
        let next = Self { id, payment: payment.id, client: payment.client, amount, state: RefundState::Requested };
        let hold = next.outgoing().request()?;
        Ok(Step { next, journals: vec![hold] })
    }

    /// Takes what the gateway says: posts the hold when the client has the money (B2), lets it go when the refund
    /// failed, and books the money back into the wallet when it failed after it had succeeded (B3).
    pub fn apply(self, outcome: GatewayOutcome) -> Result<Advance<Self>, OutcomeError> {
        outcome.check(self.object(), self.amount.currency())?;
        let stage = self.stage();
        if Stage::after(&outcome) <= stage {
            return Ok(Advance::AlreadyApplied(self));
        }
        let journals = self.outgoing().advance(stage, &outcome)?;
        let state = match outcome {
            GatewayOutcome::Processing { object } => RefundState::Sent { object },
            GatewayOutcome::Succeeded { object, fee, at, .. } => RefundState::Succeeded { object, fee, at },
            GatewayOutcome::Failed { object, code, at } => {
                RefundState::Failed { object: object.or_else(|| self.object().cloned()), code, at }
            }
        };
        Ok(Advance::Moved(Step { next: Self { state, ..self }, journals }))
    }

    /// The gateway's name of it, when known.
    pub const fn object(&self) -> Option<&GatewayObject> {
        match &self.state {
            RefundState::Requested => None,
            RefundState::Failed { object, .. } => object.as_ref(),
            RefundState::Sent { object } | RefundState::Succeeded { object, .. } => Some(object),
        }
    }

    const fn stage(&self) -> Stage {
        match self.state {
            RefundState::Requested => Stage::Requested,
            RefundState::Sent { .. } => Stage::Sent,
            RefundState::Succeeded { .. } => Stage::Succeeded,
            RefundState::Failed { .. } => Stage::Failed,
        }
    }

    pub(crate) fn outgoing(&self) -> Outgoing {
        let from = Account::client_wallet(self.client, self.amount.currency());
        let (about, subject) = (self.id.to_string(), self.id.uuid());
        Outgoing { words: &WORDS, about, subject, from, amount: self.amount }
    }
}

/// From which of the `payments` that one milestone has had `amount` goes back, oldest first, when `refunds` were asked of
/// them before. A refund that failed does not count: its money came back.
///
/// Errors: they do not have that much left.
pub fn refund_parts<'p>(
    payments: &'p [Payment],
    refunds: &[Refund],
    amount: Money,
) -> Result<Vec<(&'p Payment, Money)>, RefundError> {
    let mut parts = Vec::new();
    let mut missing = amount;
    for payment in payments {
        let left = left_of(payment, refunds)?;
        let part = if left.checked_cmp(missing)? == Ordering::Less { left } else { missing };
        if part.is_positive() {
            parts.push((payment, part));
            missing = missing.checked_sub(part)?;
        }
    }
    if missing.is_zero() { Ok(parts) } else { Err(RefundError::ExceedsPayment) }
}

/// What came in by a payment and has not gone back.
fn left_of(payment: &Payment, refunds: &[Refund]) -> Result<Money, MoneyError> {
    match payment.state {
        PaymentState::Requested | PaymentState::Processing { .. } | PaymentState::Failed { .. } => {
            Ok(Money::zero(payment.amount.currency()))
        }
        PaymentState::Succeeded { .. } => refunds
            .iter()
            .filter(|refund| refund.payment == payment.id && !matches!(refund.state, RefundState::Failed { .. }))
            .try_fold(payment.amount, |left, refund| left.checked_sub(refund.amount)),
    }
}

#[cfg(test)]
#[path = "refund_tests.rs"]
mod tests;
