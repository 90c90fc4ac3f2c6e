//! Milestones: their funding, their clock, what a step of one brings with it, and their ends that are not acceptance.

mod clock;
mod fund;
mod in_deal;
mod lapse;
mod refund;
mod remind;
mod step;

pub use fund::{MilestoneFund, MilestoneFundCode};
pub(crate) use in_deal::{MilestoneInDeal, parties_of};
pub use refund::{MilestoneRefund, MilestoneRefundCode};
