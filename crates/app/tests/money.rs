//! Money: in by every card, out by every bank, back, and through every way in which a process or a gateway may fail.
#![allow(clippy::unwrap_used, reason = "what a test cannot do without stops it")]

extern crate engawa_app as app;

#[path = "money/crashes.rs"]
mod crashes;
#[path = "money/deal.rs"]
mod deal;
#[path = "money/funding.rs"]
mod funding;
#[path = "money/payouts.rs"]
mod payouts;
#[path = "money/queue.rs"]
mod queue;
#[path = "money/refunds.rs"]
mod refunds;
#[path = "money/verify.rs"]
mod verify;
