//! Money's way in, back and out: the [`Gateway`] port, the [`contract`] every adapter passes, and the [`simulated`]
//! gateway.
//!
//! No type of a provider crosses this border: adapters translate, the rest of the engine speaks the words below.

pub mod contract;
mod port;
pub mod simulated;

pub use port::{
    Answer, Capabilities, ChargeRequest, DeclineCode, Gateway, GatewayError, GatewayEvent, IdempotencyKey, ObjectId,
    Outcome, PayoutRequest, RefundRequest, Verb,
};
