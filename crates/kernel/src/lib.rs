//! The words every other crate shares: money, rates, typed ids, versions, instants and checked texts.
//!
//! Nothing here reads a clock, a random source or the outside world.

#![deny(clippy::arithmetic_side_effects, clippy::wildcard_enum_match_arm)]

mod currency;
mod id;
mod input;
mod instant;
mod money;
mod rate;
mod text;
mod version;

pub use currency::{Currency, UnknownCurrency};
pub use id::{
    BidId, ContractId, DeliveryId, DisputeId, EventId, InvalidId, JournalId, MessageId, MilestoneId, NoticeId,
    OrganisationId, PaymentId, PayoutId, PersonId, PortfolioItemId, RefundId, ReleaseId, ReviewId, SessionId, TaskId,
    UploadId, fact_uuid, parse_any,
};
pub use input::{InputError, InputFault};
pub use instant::{Instant, InvalidInstant};
pub use money::{MAX_MINOR, Money, MoneyError};
pub use rate::{BasisPoints, Rounding};
pub use text::{TextRule, check_list_len, check_range};
pub use version::Version;
