//! The built binary as its users meet it: a process that is started, asked over HTTP, stopped, killed, and given
//! another time of day.

mod client;
mod deal;
mod disk;
mod dispute;
mod marketplace;
mod spoil;

pub use client::{Person, document, id, key, reasons, text, until};
pub use deal::{
    BANK, Books, CARD, Call, Deal, Delivered, UPLOAD, date_time, offer_input, organisation_input, task_input, yen,
    yen_input,
};
pub use dispute::Dispute;
pub use marketplace::{Letter, Marketplace, On};
pub use spoil::Spoiler;

use std::time::Duration;

/// A span of whole days.
pub const fn days(count: u64) -> Duration {
    Duration::from_secs(count * 86_400)
}
