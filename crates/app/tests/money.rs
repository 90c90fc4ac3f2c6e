//! Money: in by every card, out by every bank, back, and through every way in which a process or a gateway may fail.

extern crate engawa_app as app;

#[path = "money/crashes.rs"]
mod crashes;
#[path = "money/deal.rs"]
mod deal;
#[path = "money/funding.rs"]
mod funding;
#[path = "money/payouts.rs"]
mod payouts;
#[path = "money/refunds.rs"]
mod refunds;
#[path = "money/verify.rs"]
mod verify;
