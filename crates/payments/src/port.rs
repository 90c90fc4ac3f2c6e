use async_trait::async_trait;
use kernel::{Currency, Instant, Money};
use serde::{Deserialize, Serialize};
use std::fmt;
use time::Duration;
use uuid::Uuid;

/// What moves money at a provider, in words of this engine.
///
/// **Invariant:** one operation has at most one effect. The caller commits a row with the operation's id *before* it
/// calls, and calls again with the same key until it gets an answer; the gateway carries out a key once and then only
/// repeats its answer. Every adapter passes [`crate::contract::run`].
///
/// How to read what comes back:
/// * `Ok(answer)` with [`Outcome::Succeeded`] or [`Outcome::Declined`] is final. It never changes again.
/// * `Ok(answer)` with [`Outcome::Processing`] is decided later: ask [`Gateway::fetch`], now and then and whenever an
///   event names the object.
/// * `Err(error)` says nothing about the money: see [`GatewayError`] for what to do.
///
/// Before an answer is applied, its amount and party are compared with those of the operation.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// What this gateway can do; the same for as long as it lives.
    fn capabilities(&self) -> Capabilities;

    /// Money in: takes `amount` from the client's payment method.
    async fn charge(&self, request: ChargeRequest) -> Result<Answer, GatewayError>;

    /// Money back: returns `amount` of a charge that succeeded to the method it came from.
    async fn refund(&self, request: RefundRequest) -> Result<Answer, GatewayError>;

    /// Money out: sends `amount` to a worker's bank.
    async fn payout(&self, request: PayoutRequest) -> Result<Answer, GatewayError>;

    /// What came of the operation `op_id`, under whichever epoch of its key; `None` when the gateway carried out no
    /// such operation. The newest when, against the rules, there are several.
    async fn find(&self, op_id: Uuid, now: Instant) -> Result<Option<Answer>, GatewayError>;

    /// The object as it stands; `None` when there is no such object.
    async fn fetch(&self, object: &ObjectId, now: Instant) -> Result<Option<Answer>, GatewayError>;

    /// Takes the events that are due, for gateways that are asked for them. An event is handed out to one caller and
    /// may come twice, late, in any order or never: it only wakes a [`Gateway::fetch`].
    async fn take_events(&self, now: Instant) -> Result<Vec<GatewayEvent>, GatewayError>;
}

/// What a gateway can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Currencies it takes; another is declined with [`DeclineCode::CurrencyUnsupported`].
    pub currencies: &'static [Currency],
    /// How long it remembers an idempotency key. Later, [`Gateway::find`] comes before a key of the next epoch.
    pub key_lifetime: Duration,
    /// Does [`Gateway::take_events`] bring anything?
    pub events_are_asked_for: bool,
}

/// What makes a call safe to repeat. Shown and sent as `op:<id>:<epoch>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IdempotencyKey {
    /// Our operation, as committed before the first call.
    pub op_id: Uuid,
    /// 0 at first; one more each time the gateway certainly has not carried out the key before.
    pub epoch: u32,
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "op:{}:{}", self.op_id, self.epoch)
    }
}

/// A charge to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeRequest {
    /// Makes it safe to repeat.
    pub key: IdempotencyKey,
    /// What to take; more than nothing.
    pub amount: Money,
    /// The gateway's token of the client's payment method.
    pub method: String,
    /// What the money is for, shown beside it at the gateway; ours, never personal.
    pub reference: String,
    /// The time of the call.
    pub now: Instant,
}

/// A refund to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRequest {
    /// Makes it safe to repeat.
    pub key: IdempotencyKey,
    /// What to return; more than nothing, no more than is left of the charge.
    pub amount: Money,
    /// The charge that brought it in.
    pub charge: ObjectId,
    /// What the money is for, shown beside it at the gateway; ours, never personal.
    pub reference: String,
    /// The time of the call.
    pub now: Instant,
}

/// A payout to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutRequest {
    /// Makes it safe to repeat.
    pub key: IdempotencyKey,
    /// What to send; more than nothing.
    pub amount: Money,
    /// The gateway's token of the worker's bank account.
    pub destination: String,
    /// What the money is for, shown beside it at the gateway; ours, never personal.
    pub reference: String,
    /// The time of the call.
    pub now: Instant,
}

/// The gateway's name of a charge, refund or payout.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ObjectId(String);

impl ObjectId {
    /// Wraps a name the gateway gave.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which way the money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// In.
    Charge,
    /// Back.
    Refund,
    /// Out.
    Payout,
}

/// An operation as the gateway has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Our operation.
    pub op_id: Uuid,
    /// Which way the money goes.
    pub verb: Verb,
    /// How much.
    pub amount: Money,
    /// With whom: the payment method, the charge, or the destination that was asked for.
    pub party: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The money moved. Final.
    Succeeded {
        /// The gateway's name of it.
        object: ObjectId,
        /// What the gateway keeps for itself; taken from our balance, beside the amount.
        fee: Money,
        /// From when on money that came in can be sent out.
        available_at: Instant,
        /// When it moved.
        at: Instant,
    },
    /// Accepted, not decided.
    Processing {
        /// The gateway's name of it.
        object: ObjectId,
    },
    /// The money did not move and will not, at once or after having been accepted. Final.
    Declined {
        /// The gateway's name of the attempt, when it keeps one.
        object: Option<ObjectId>,
        /// Why.
        code: DeclineCode,
        /// When it was declined.
        at: Instant,
    },
}

impl Outcome {
    /// The gateway's name of it, when it has one.
    pub fn object(&self) -> Option<&ObjectId> {
        match self {
            Self::Succeeded { object, .. } | Self::Processing { object } => Some(object),
            Self::Declined { object, .. } => object.as_ref(),
        }
    }

    /// Is it decided for good?
    pub fn is_final(&self) -> bool {
        match self {
            Self::Succeeded { .. } | Self::Declined { .. } => true,
            Self::Processing { .. } => false,
        }
    }
}

/// Why money did not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineCode {
    /// The payment method has not enough money.
    InsufficientFunds,
    /// The card has expired.
    CardExpired,
    /// No such payment method.
    MethodUnknown,
    /// The payer did not confirm, or the confirmation was refused.
    ConfirmationFailed,
    /// Nothing, less than nothing, or more than the gateway takes.
    AmountInvalid,
    /// A currency the gateway does not take, or not that of the charge.
    CurrencyUnsupported,
    /// There is no such charge, or it did not succeed.
    ChargeNotRefundable,
    /// More than is left of the charge.
    ExceedsCharge,
    /// The bank or card did not take the refund.
    RefundRefused,
    /// Our available balance at the gateway is too small.
    BalanceTooSmall,
    /// The bank account cannot be paid.
    DestinationRefused,
    /// The bank sent the money back.
    DestinationFailed,
    /// Nothing the gateway says: the operator has seen that the money did not move.
    EndedByHand,
}

impl DeclineCode {
    /// The word it is stored and logged by; the same as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InsufficientFunds => "insufficient_funds",
            Self::CardExpired => "card_expired",
            Self::MethodUnknown => "method_unknown",
            Self::ConfirmationFailed => "confirmation_failed",
            Self::AmountInvalid => "amount_invalid",
            Self::CurrencyUnsupported => "currency_unsupported",
            Self::ChargeNotRefundable => "charge_not_refundable",
            Self::ExceedsCharge => "exceeds_charge",
            Self::RefundRefused => "refund_refused",
            Self::BalanceTooSmall => "balance_too_small",
            Self::DestinationRefused => "destination_refused",
            Self::DestinationFailed => "destination_failed",
            Self::EndedByHand => "ended_by_hand",
        }
    }
}

impl fmt::Display for DeclineCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why there is no answer. None of these says that the money did not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// No answer, or one that cannot be read: it may have happened. Repeat with the same key while the gateway
    /// remembers keys; after that look the operation up, and only when it is certainly absent go to the next epoch.
    #[error("the gateway's answer is unknown")]
    Unknown,
    /// This call was not looked at. Repeat with the same key, no sooner than told. An earlier call with this key may
    /// still have happened.
    #[error("the gateway is busy")]
    Busy {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The key was used before for something else. A fault of ours, for a person to look at: the earlier operation
    /// stands, and nothing may be booked as failed.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The gateway does not take our credentials or settings: for a person to look at, then repeat with the same key.
    #[error("the gateway is not set up")]
    Misconfigured,
}

/// A hint that an object has changed. It says nothing about how: fetch the object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GatewayEvent {
    /// The same when the same event comes again.
    pub id: String,
    /// What changed.
    pub object: ObjectId,
    /// When it changed.
    pub at: Instant,
}
