//! Double-entry bookkeeping as pure values: accounts, two-sided transfers, holds, journals, and the reference book that
//! folds them into balances.
//!
//! A [`Transfer`] debits one account and credits another, so debits and credits are equal by construction. A [`Journal`]
//! is one business event: it is written whole or not at all, never changed, and named after the fact it records, so that
//! the same fact recorded twice is one journal. [`Book`] says what a database that keeps this ledger has to answer.

#![deny(clippy::arithmetic_side_effects, clippy::wildcard_enum_match_arm)]

mod account;
pub mod audit;
mod balance;
mod book;
mod code;
mod journal;
mod transfer;

pub use account::{Account, AccountError, AccountKind, Side};
pub use balance::Balance;
pub use book::{Book, PostError, Posted};
pub use journal::{Journal, JournalBuilder, JournalError, JournalKind, MAX_LEGS};
pub use transfer::{Phase, Posting, Transfer, TransferCode};
