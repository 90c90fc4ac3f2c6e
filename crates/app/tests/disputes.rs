//! Disputes: what they freeze, who ends them how, and where the money goes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

extern crate engawa_app as app;

#[path = "disputes/clock.rs"]
mod clock;
#[path = "disputes/decision.rs"]
mod decision;
#[path = "disputes/roles.rs"]
mod roles;
#[path = "disputes/staff.rs"]
mod staff;
#[path = "disputes/table.rs"]
mod table;
#[path = "disputes/talk.rs"]
mod talk;
