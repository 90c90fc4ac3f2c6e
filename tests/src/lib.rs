//! The built binary as its users meet it: a process that is started, asked over HTTP, stopped, killed, and given
//! another time of day.

mod client;
mod marketplace;

pub use client::{Person, key};
pub use marketplace::{Marketplace, On};
