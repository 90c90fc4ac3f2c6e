use crate::{Advance, Escrow, GatewayCode, GatewayObject, GatewayOutcome, OutcomeError, Step, fact};
use kernel::{Instant, MilestoneId, Money, OrganisationId, PaymentId};
use ledger::{Account, Journal, JournalError, JournalKind, Posting, TransferCode};
use serde::{Deserialize, Serialize};

/// Money on its way in from a client, to fund one milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its id; also that of the operation at the gateway.
    pub id: PaymentId,
    /// What it is to fund.
    pub milestone: MilestoneId,
    /// Who pays.
    pub client: OrganisationId,
    /// How much, tax included.
    pub amount: Money,
    /// How far it is.
    pub state: PaymentState,
}

/// How far a payment is. Later variants win over earlier ones, whichever the gateway reports first: a failed attempt
/// may still be followed by a success, and money that has come in does not un-come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum PaymentState {
    /// We want it; the gateway may not know yet.
    Requested,
    /// The gateway has accepted it and not decided.
    Processing {
        /// The gateway's name of it.
        object: GatewayObject,
    },
    /// It did not come.
    Failed {
        /// The gateway's name of it, if it made one.
        object: Option<GatewayObject>,
        /// Why.
        code: GatewayCode,
        /// When.
        at: Instant,
    },
    /// It came.
    Succeeded {
        /// The gateway's name of it.
        object: GatewayObject,
        /// When.
        at: Instant,
        /// What the gateway took of it.
        fee: Money,
        /// From when on the rest can be sent out.
        available_at: Instant,
        /// Has that been booked?
        available: bool,
    },
}

/// Why a payment could not be made available. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AvailabilityError {
    /// The payment has not come.
    #[error("the payment has not succeeded")]
    NotSucceeded,
    /// The gateway still keeps it.
    #[error("the payment is not available yet")]
    TooEarly,
    /// The journal cannot be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl Payment {
    /// Asks for all the money of an escrow. Nothing moves until it has come.
    pub const fn request(id: PaymentId, escrow: &Escrow) -> Self {
        let (milestone, client, amount) = (escrow.milestone, escrow.client, escrow.gross);
        Self { id, milestone, client, amount, state: PaymentState::Requested }
    }

    /// Takes what the gateway says. A success puts the money into the client's wallet account (F1), books the gateway's
    /// fee (F1b) and, if the gateway no longer keeps the money back, makes it available (F2).
    pub fn apply(self, outcome: GatewayOutcome, now: Instant) -> Result<Advance<Self>, OutcomeError> {
        outcome.check(self.object(), self.amount.currency())?;
        let rank = match outcome {
            GatewayOutcome::Processing { .. } => 1,
            GatewayOutcome::Failed { .. } => 2,
            GatewayOutcome::Succeeded { .. } => 3,
        };
        if rank <= self.state.rank() {
            return Ok(Advance::AlreadyApplied(self));
        }
        let mut journals = Vec::new();
        let state = match outcome {
            GatewayOutcome::Processing { object } => PaymentState::Processing { object },
            GatewayOutcome::Failed { object, code, at } => {
                PaymentState::Failed { object: object.or_else(|| self.object().cloned()), code, at }
            }
            GatewayOutcome::Succeeded { object, fee, available_at, at } => {
                if self.amount.checked_sub(fee)?.minor() < 0 {
                    return Err(OutcomeError::FeeOutOfRange);
                }
                let available = available_at <= now;
                journals.extend(self.received()?);
                journals.extend(self.gateway_fee(fee)?);
                if available {
                    journals.extend(self.made_available(fee)?);
                }
                PaymentState::Succeeded { object, at, fee, available_at, available }
            }
        };
        Ok(Advance::Moved(Step { next: Self { state, ..self }, journals }))
    }

    /// The time has come at which the gateway makes the money available (F2).
    pub fn make_available(self, now: Instant) -> Result<Advance<Self>, AvailabilityError> {
        match &self.state {
            PaymentState::Requested | PaymentState::Processing { .. } | PaymentState::Failed { .. } => {
                Err(AvailabilityError::NotSucceeded)
            }
            PaymentState::Succeeded { available: true, .. } => Ok(Advance::AlreadyApplied(self)),
            PaymentState::Succeeded { available_at, .. } if now < *available_at => Err(AvailabilityError::TooEarly),
            PaymentState::Succeeded { object, at, fee, available_at, available: false } => {
                let journals = self.made_available(*fee)?.into_iter().collect();
                let (object, at, fee, available_at) = (object.clone(), *at, *fee, *available_at);
                let state = PaymentState::Succeeded { object, at, fee, available_at, available: true };
                Ok(Advance::Moved(Step { next: Self { state, ..self }, journals }))
            }
        }
    }

    /// The gateway's name of it, when known.
    pub const fn object(&self) -> Option<&GatewayObject> {
        match &self.state {
            PaymentState::Requested => None,
            PaymentState::Failed { object, .. } => object.as_ref(),
            PaymentState::Processing { object } | PaymentState::Succeeded { object, .. } => Some(object),
        }
    }

    /// F1.
    fn received(&self) -> Result<Option<Journal>, JournalError> {
        let currency = self.amount.currency();
        let posting = Posting {
            code: TransferCode::PaymentReceived,
            debit: Account::gateway_pending(currency),
            credit: Account::client_wallet(self.client, currency),
            amount: self.amount,
        };
        self.journal(JournalKind::PaymentReceived, posting)
    }

    /// F1b.
    fn gateway_fee(&self, fee: Money) -> Result<Option<Journal>, JournalError> {
        let currency = self.amount.currency();
        let posting = Posting {
            code: TransferCode::GatewayFee,
            debit: Account::gateway_fee_expense(currency),
            credit: Account::gateway_pending(currency),
            amount: fee,
        };
        self.journal(JournalKind::GatewayFeeCharged, posting)
    }

    /// F2.
    fn made_available(&self, fee: Money) -> Result<Option<Journal>, JournalError> {
        let currency = self.amount.currency();
        let posting = Posting {
            code: TransferCode::PaymentAvailable,
            debit: Account::gateway_available(currency),
            credit: Account::gateway_pending(currency),
            amount: Money::new(self.amount.minor().saturating_sub(fee.minor()), currency),
        };
        self.journal(JournalKind::PaymentAvailable, posting)
    }

    /// None when nothing moves: a payment without a fee, or eaten up by it.
    fn journal(&self, kind: JournalKind, posting: Posting) -> Result<Option<Journal>, JournalError> {
        if posting.amount.is_zero() {
            return Ok(None);
        }
        Journal::builder(fact(kind, self.id), kind, self.id.uuid()).single(posting).build().map(Some)
    }
}

impl PaymentState {
    /// Its place in the order: an outcome counts only if its place is later.
    const fn rank(&self) -> u8 {
        match self {
            Self::Requested => 0,
            Self::Processing { .. } => 1,
            Self::Failed { .. } => 2,
            Self::Succeeded { .. } => 3,
        }
    }
}

#[cfg(test)]
#[path = "payment_tests.rs"]
mod tests;
