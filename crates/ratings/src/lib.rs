//! Reviews that neither side sees before its own is given, and the public formula that turns them into a reputation.
//!
//! Nothing here reads a clock, a random source or a database.

#![deny(clippy::arithmetic_side_effects, clippy::wildcard_enum_match_arm)]

mod reputation;
mod review;

pub use reputation::{
    Counterpart, FACTS_SHOWN_FROM, FactCount, FactCounts, MilliStars, PRIOR_REVIEWS, PRIOR_STARS, Rated, Reputation,
    Sixteenths, reputation,
};
pub use review::{Facts, Review, ReviewDraft, ReviewPair, ReviewRefusal, ReviewState, Score, Side, Step};
