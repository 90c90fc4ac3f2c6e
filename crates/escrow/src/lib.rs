//! The money of a deal: what a milestone's escrow holds, how it is divided, how money comes in, goes back and goes out.
//!
//! Four state machines, each a value with a state that carries what exists only then:
//! * [`Payment`], money in: from the gateway into the client's wallet account;
//! * [`Escrow`], held money: from the wallet into the milestone's escrow account, from there to the worker (less fee and
//!   tax) or back to the wallet;
//! * [`Refund`], money back: from the wallet to where it was paid from;
//! * [`Payout`], money out: from a worker's earnings to a bank.
//!
//! A transition takes the value, the time and what makes the fact unique, and answers the next value with the
//! [`ledger::Journal`]s that have to be written in the same transaction. Each journal's id names the fact it records, so
//! a step that is taken twice is written once. A refused transition answers an error and no step; nothing has changed.

#![deny(clippy::arithmetic_side_effects, clippy::wildcard_enum_match_arm)]

mod escrow;
mod fees;
mod footprint;
mod gateway;
mod outgoing;
mod payment;
mod payout;
mod refund;
mod tally;

#[cfg(test)]
mod laws_tests;

pub use escrow::{Earned, Escrow, EscrowError, EscrowState, EscrowStateKind, EscrowStep, NewEscrow};
pub use fees::{FeeRules, FeeSchedule, FeeScheduleError, FeeTier, Quote, Share, net_per_hour};
pub use footprint::Footprint;
pub use gateway::{Advance, GatewayCode, GatewayObject, GatewayOutcome, OutcomeError, Step};
pub use payment::{AvailabilityError, Payment, PaymentState};
pub use payout::{Payout, PayoutState};
pub use refund::{Refund, RefundError, RefundState, refund_parts};
pub use tally::{Tally, TallyError};

/// The id of the journal of one kind about one thing: two processes that book the same fact write the same journal.
pub(crate) fn fact(kind: ledger::JournalKind, about: impl std::fmt::Display) -> kernel::JournalId {
    kernel::JournalId::of_fact(&format!("{kind}:{about}"))
}
