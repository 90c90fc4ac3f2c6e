//! Money's way in, back and out: the [`Gateway`] port, the [`contract`] every adapter passes, the [`Operation`] that makes
//! one effect of many calls, and the [`simulated`] gateway.
//!
//! No type of a provider crosses this border: adapters translate, the rest of the engine speaks the words below.

pub mod contract;
mod operation;
mod port;
pub mod simulated;

pub use operation::{ManualReason, Mismatch, NextStep, Operation, OperationRequest, OperationState};
pub use port::{
    Answer, Capabilities, ChargeRequest, DeclineCode, Gateway, GatewayError, GatewayEvent, IdempotencyKey, ObjectId,
    Outcome, PayoutRequest, RefundRequest, Verb,
};
