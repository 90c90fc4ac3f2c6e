//! The words for disputes that pages of both sides and of the staff share.

use crate::schema::schema;
use crate::words::Words;

/// Where a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum DisputeState {
    Talking,
    AwaitingDecision,
    Decided,
    Appealed,
    Final,
    Settled,
}

impl DisputeState {
    /// As a heading says it.
    pub fn say(self, words: &Words) -> String {
        match self {
            Self::Talking => say!(words, "dispute-talking"),
            Self::AwaitingDecision => say!(words, "dispute-awaiting-decision"),
            Self::Decided => say!(words, "dispute-decided"),
            Self::Appealed => say!(words, "dispute-appealed"),
            Self::Final => say!(words, "dispute-final"),
            Self::Settled => say!(words, "dispute-settled"),
        }
    }
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum DisputeReason {
    NotAsAgreed,
    NotDelivered,
    NoAnswer,
    Other,
    ScopeChanged,
    UnfairRevision,
}

impl DisputeReason {
    /// In plain words.
    pub fn say(self, words: &Words) -> String {
        match self {
            Self::NotAsAgreed => say!(words, "reason-not-as-agreed"),
            Self::NotDelivered => say!(words, "reason-not-delivered"),
            Self::NoAnswer => say!(words, "reason-no-answer"),
            Self::Other => say!(words, "reason-other"),
            Self::ScopeChanged => say!(words, "reason-scope-changed"),
            Self::UnfairRevision => say!(words, "reason-unfair-revision"),
        }
    }
}

/// The ground of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum DecisionReason {
    DeliveredAsAgreed,
    PartlyAsAgreed,
    NotAsAgreed,
    NotDelivered,
    OutsideTerms,
    NoAnswer,
    Other,
    Undecided,
}

impl DecisionReason {
    /// Those that a moderator may give, in the order of the form, with the words that forms send.
    pub const GIVEN: [(Self, &'static str); 7] = [
        (Self::DeliveredAsAgreed, "delivered-as-agreed"),
        (Self::PartlyAsAgreed, "partly-as-agreed"),
        (Self::NotAsAgreed, "not-as-agreed"),
        (Self::NotDelivered, "not-delivered"),
        (Self::OutsideTerms, "outside-terms"),
        (Self::NoAnswer, "no-answer"),
        (Self::Other, "other"),
    ];

    /// In plain words.
    pub fn say(self, words: &Words) -> String {
        match self {
            Self::DeliveredAsAgreed => say!(words, "ground-delivered-as-agreed"),
            Self::PartlyAsAgreed => say!(words, "ground-partly-as-agreed"),
            Self::NotAsAgreed => say!(words, "ground-not-as-agreed"),
            Self::NotDelivered => say!(words, "ground-not-delivered"),
            Self::OutsideTerms => say!(words, "ground-outside-terms"),
            Self::NoAnswer => say!(words, "ground-no-answer"),
            Self::Other => say!(words, "ground-other"),
            Self::Undecided => say!(words, "ground-undecided"),
        }
    }
}

/// One of the two sides of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum DealSide {
    Client,
    Worker,
}

impl DealSide {
    /// What it is called.
    pub fn say(self, words: &Words) -> String {
        match self {
            Self::Client => say!(words, "side-client"),
            Self::Worker => say!(words, "side-worker"),
        }
    }
}
