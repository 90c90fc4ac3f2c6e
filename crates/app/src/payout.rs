//! Payouts: asked for by the worker, sent by the gateway.

mod read;
mod request;

pub use request::{PayoutRequest, PayoutRequestCode};
