//! The ledger on both databases: it answers as the reference book does, holds against raw SQL and against many at once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

extern crate engawa_storage as storage;

mod attacks;
mod audit;
mod concurrency;
mod model;
mod posting;
mod samples;
