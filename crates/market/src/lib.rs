//! Tasks, bids, contracts with their written terms, milestones, deliveries, cancellations and disputes.
//!
//! Every aggregate is a plain value with a state that carries what exists only then. A transition takes `self`, the time
//! and ids, checks the state before anything else, and answers the new value or a typed refusal. Held money belongs to
//! the escrow: a step only says how much of it goes to whom ([`Step::moves`]), in gross amounts.
//!
//! **What silence means** is one rule everywhere ([`Milestone::owed`]): held money follows the work. Where both sides
//! fall silent, what was received is paid and what was never received goes back. So no clock ever pays nothing while the
//! client keeps the work, nor pays for what nobody handed in.

#![deny(clippy::arithmetic_side_effects, clippy::wildcard_enum_match_arm)]

mod kinds;

mod bid;
mod cancellation;
mod content;
mod contract;
pub mod deadlines;
mod delivery;
mod dispute;
mod faults;
mod message;
mod milestone;
mod rules;
mod side;
mod split;
mod task;
mod terms;
mod work_style;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod silence_tests;
#[cfg(test)]
mod table;

pub use bid::{Bid, BidRefusal, BidState, BidStateKind, DeclineReason, LostTo, Offer, OfferDraft};
pub use cancellation::{CancellationDraft, MilestoneShare, Proposal, Standing};
pub use content::{ChecklistItem, Language, MilestoneDraft, PlannedMilestone, TaskContent, TaskDraft, TaskRules};
pub use contract::{
    CancelledHow, Contract, ContractParties, ContractRefusal, ContractState, ContractStateKind, Ending,
};
pub use delivery::{
    AcceptedHow, Delivery, DeliveryDraft, DeliveryRefusal, DeliveryState, DeliveryStateKind, RevisionAsk,
};
pub use dispute::{
    Appeal, Decider, Decision, DecisionDraft, DecisionReason, Dispute, DisputeDraft, DisputeReason, DisputeRefusal,
    DisputeState, DisputeStateKind, Response, Settlement, SettlementOffer,
};
pub use message::{Message, MessageDraft, Thread};
pub use milestone::{EndedHow, Milestone, MilestoneRefusal, MilestoneState, MilestoneStateKind, Paused, Step};
pub use rules::{Deal, Rules, RulesRefusal};
pub use side::Side;
pub use split::{Split, SplitOutOfRange};
pub use task::{ClosedWhy, Content, Task, TaskKind, TaskRefusal, TaskState, TaskStateKind};
pub use terms::{
    Clauses, FrozenTerms, InspectionTerms, MilestoneTerms, Order, Party, PaymentMethod, PaymentTerms, Place, TermsItem,
    TermsRefusal, WorkTerms, WrittenTerms,
};
pub use work_style::{
    ContactHours, Experience, FlexibleHours, Interruption, LeadPath, Meetings, MoreHours, ResponseTime, SuddenLeave,
    Tools, WorkStyle, WorkStyleDraft,
};
