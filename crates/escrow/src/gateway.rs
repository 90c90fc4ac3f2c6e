use kernel::{Currency, Instant, Money, MoneyError};
use ledger::{Journal, JournalError};
use serde::{Deserialize, Serialize};

/// The gateway's name of a charge, refund or payout.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GatewayObject(String);

/// The gateway's word for why an operation failed, such as `insufficient_funds`. Kept and shown; nothing is decided by
/// it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GatewayCode(String);

/// What the gateway says has become of an operation, however the news came: an answer, an event, a look-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayOutcome {
    /// Accepted, not decided.
    Processing {
        /// The gateway's name of it.
        object: GatewayObject,
    },
    /// The money moved.
    Succeeded {
        /// The gateway's name of it.
        object: GatewayObject,
        /// What the gateway took for itself from our balance.
        fee: Money,
        /// From when on money that came in can be sent out; without meaning for money that went out.
        available_at: Instant,
        /// When it moved.
        at: Instant,
    },
    /// The money did not move, or came back.
    Failed {
        /// The gateway's name of it, if it made one.
        object: Option<GatewayObject>,
        /// Why.
        code: GatewayCode,
        /// When.
        at: Instant,
    },
}

/// What came of an outcome that was not refused.
///
/// The states of an operation have an order, and an outcome only ever moves it forward. So it does not matter in which
/// order outcomes arrive, nor how often: the operation ends in the same state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advance<M> {
    /// It was news.
    Moved(Step<M>),
    /// It was known, or older than what is known; nothing changes and nothing has to be saved.
    AlreadyApplied(M),
}

/// One step of a payment, refund or payout: what has to be saved together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<M> {
    /// The operation after the step.
    pub next: M,
    /// What moves; empty when nothing does.
    pub journals: Vec<Journal>,
}

/// Why an outcome was refused: it cannot be about this operation, so a person has to look. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutcomeError {
    /// The operation has another object at the gateway.
    #[error("the operation has another object at the gateway")]
    AnotherObject,
    /// The fee is negative, of another currency, or more than the payment it was taken from.
    #[error("the gateway's fee is out of range")]
    FeeOutOfRange,
    /// An amount is out of range.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The step's journal cannot be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl GatewayObject {
    /// Wraps a name that the gateway gave.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl GatewayCode {
    /// Wraps a code of the gateway.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl GatewayOutcome {
    /// The gateway's name of the operation, if it has one.
    pub const fn object(&self) -> Option<&GatewayObject> {
        match self {
            Self::Processing { object } | Self::Succeeded { object, .. } => Some(object),
            Self::Failed { object, .. } => object.as_ref(),
        }
    }

    /// Refuses an outcome of another object than the `known` one, or with a fee that cannot be.
    pub(crate) fn check(&self, known: Option<&GatewayObject>, currency: Currency) -> Result<(), OutcomeError> {
        if let (Some(known), Some(named)) = (known, self.object())
            && known != named
        {
            return Err(OutcomeError::AnotherObject);
        }
        match self {
            Self::Succeeded { fee, .. } if fee.minor() < 0 || fee.currency() != currency => {
                Err(OutcomeError::FeeOutOfRange)
            }
            Self::Processing { .. } | Self::Succeeded { .. } | Self::Failed { .. } => Ok(()),
        }
    }
}

impl<M> Advance<M> {
    /// The operation as it is now.
    pub fn into_inner(self) -> M {
        match self {
            Self::Moved(step) => step.next,
            Self::AlreadyApplied(same) => same,
        }
    }
}
