use crate::{MilestoneRefusal, Side, Split, SplitOutOfRange};
use kernel::{ContractId, DisputeId, InputError, InputFault, Instant, MilestoneId, Money, PersonId};
use serde::{Deserialize, Serialize};

mod decide;
mod talk;

/// A disagreement that freezes a milestone: the two talk, then a moderator decides, then one appeal is possible.
///
/// No stage is without an end: where nobody acts, the clock leads on ([`Dispute::advance`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Its id.
    pub id: DisputeId,
    /// The deal it is about.
    pub contract: ContractId,
    /// The frozen part of it.
    pub milestone: MilestoneId,
    /// Who opened it.
    pub opened_by: Side,
    /// When.
    pub opened_at: Instant,
    /// What is wrong.
    pub reason: DisputeReason,
    /// The opener's words, 1 to 10,000 characters.
    pub statement: String,
    /// The other side's words, once given.
    pub response: Option<Response>,
    /// What is frozen, gross; every split divides exactly this.
    pub held: Money,
    /// What the worker gets when nobody decides: all if work was received, otherwise nothing.
    pub owed: Money,
    /// The latest proposal to settle that the other side may accept.
    pub offer: Option<SettlementOffer>,
    /// Who has taken the decision or the appeal upon them; nobody yet, or nobody again after an appeal.
    pub moderator: Option<PersonId>,
    /// Where it stands.
    pub state: DisputeState,
}

/// What someone types to open a dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeDraft {
    /// What is wrong.
    pub reason: DisputeReason,
    /// What happened, 1 to 10,000 characters.
    pub statement: String,
}

/// What went wrong, in the six choices people are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeReason {
    /// Nothing usable was handed in.
    NotDelivered,
    /// What was handed in is not what the checklist says.
    NotAsAgreed,
    /// More or other work is asked for than was agreed.
    ScopeChanged,
    /// Changes are asked for that the checklist does not cover.
    UnfairRevision,
    /// The other side does not answer.
    NoAnswer,
    /// Something else.
    Other,
}

/// What the other side says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// 1 to 10,000 characters.
    pub statement: String,
    /// When.
    pub at: Instant,
}

/// How the two may end it by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Settlement {
    /// The milestone ends and what is held is divided.
    Divide {
        /// Sums to what is held.
        split: Split,
    },
    /// The milestone goes on where it was.
    GoOn,
}

/// A settlement that waits for the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementOffer {
    /// Who proposed it.
    pub by: Side,
    /// What.
    pub settlement: Settlement,
    /// When.
    pub at: Instant,
}

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Decider {
    /// A moderator.
    Moderator {
        /// The person.
        person: PersonId,
    },
    /// Nobody in time: the rule of silence.
    Clock,
}

/// The ground of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionReason {
    /// Every item in question was met.
    DeliveredAsAgreed,
    /// Some were.
    PartlyAsAgreed,
    /// None was.
    NotAsAgreed,
    /// Nothing usable was handed in.
    NotDelivered,
    /// What was asked is not in the written terms.
    OutsideTerms,
    /// One side did not answer.
    NoAnswer,
    /// Something else, said in the text.
    Other,
    /// Nobody decided in time; only the clock gives this ground.
    Undecided,
}

/// What a moderator types to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDraft {
    /// The worker's part of what is held, gross; the client gets the rest.
    pub to_worker: Money,
    /// The ground.
    pub reason: DecisionReason,
    /// The ground in plain words, 1 to 10,000 characters.
    pub text: String,
}

/// A reasoned split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who decided.
    pub by: Decider,
    /// When.
    pub at: Instant,
    /// Sums to what is held.
    pub split: Split,
    /// The ground.
    pub reason: DecisionReason,
    /// The ground in plain words; empty only when the clock decided.
    pub text: String,
}

/// One side's wish that another moderator decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// The decision it is made against.
    pub against: Decision,
    /// Who made it.
    pub by: Side,
    /// Why, 1 to 10,000 characters.
    pub reason: String,
    /// When.
    pub at: Instant,
}

/// Where a dispute stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum DisputeState {
    /// The two look for a way by themselves.
    Talking {
        /// When a moderator takes over.
        until: Instant,
    },
    /// A moderator looks into it.
    AwaitingDecision {
        /// When it should be decided.
        due: Instant,
    },
    /// Decided, and nothing has moved yet.
    Decided {
        /// The decision.
        decision: Decision,
        /// Until when one appeal may be made.
        appeal_until: Instant,
    },
    /// Another moderator looks into it.
    Appealed {
        /// The appeal.
        appeal: Appeal,
        /// When it should be decided.
        due: Instant,
    },
    /// Decided for good.
    Final {
        /// The decision.
        decision: Decision,
        /// The appeal that led to it, or that nobody decided.
        appeal: Option<Appeal>,
        /// Since when.
        at: Instant,
    },
    /// The two agreed.
    Settled {
        /// On what.
        settlement: Settlement,
        /// Since when.
        at: Instant,
    },
}

crate::kinds::kinds! {
    /// Where a dispute stands, without what the state carries.
    DisputeStateKind of DisputeState {
        Talking = "talking",
        AwaitingDecision = "awaiting_decision",
        Decided = "decided",
        Appealed = "appealed",
        Final = "final",
        Settled = "settled",
    }
}

/// Why a dispute was not opened or did not change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DisputeRefusal {
    /// Not possible in this state.
    #[error("not possible while the dispute is {0}")]
    WrongState(DisputeStateKind),
    /// The milestone cannot be disputed now.
    #[error(transparent)]
    Milestone(#[from] MilestoneRefusal),
    /// Only the side that did not open it responds, and once.
    #[error("the response is not this side's to give")]
    NotToRespond,
    /// There is no offer of the other side to accept.
    #[error("the other side has offered no settlement")]
    NoOffer,
    /// The offer is another one by now.
    #[error("the offer has changed")]
    OfferChanged,
    /// The worker's part is not between nothing and what is held.
    #[error("the split does not divide what is held")]
    SplitOutOfRange,
    /// The appeal window is over.
    #[error("too late since {0}")]
    TooLate(Instant),
    /// Another moderator has taken it, or none has.
    #[error("this moderator has not taken the dispute")]
    NotAssigned,
    /// An appeal is decided by another person than the first decision.
    #[error("the same moderator may not decide the appeal")]
    SameModerator,
    /// The clock has not come to this moment yet.
    #[error("not before {0}")]
    NotYet(Instant),
    /// Something is wrong in what was typed.
    #[error("the input is not valid")]
    Invalid(Vec<InputError>),
}

impl Dispute {
    /// What its milestone does now that it has ended; nothing while it goes on.
    pub const fn outcome(&self) -> Option<Settlement> {
        match &self.state {
            DisputeState::Final { decision, .. } => Some(Settlement::Divide { split: decision.split }),
            DisputeState::Settled { settlement, .. } => Some(*settlement),
            DisputeState::Talking { .. }
            | DisputeState::AwaitingDecision { .. }
            | DisputeState::Decided { .. }
            | DisputeState::Appealed { .. } => None,
        }
    }

    /// The decision that counts as things stand; what the appeal was made against is in the appeal.
    pub const fn decision(&self) -> Option<&Decision> {
        match &self.state {
            DisputeState::Decided { decision, .. } | DisputeState::Final { decision, .. } => Some(decision),
            DisputeState::Appealed { appeal, .. } => Some(&appeal.against),
            DisputeState::Talking { .. } | DisputeState::AwaitingDecision { .. } | DisputeState::Settled { .. } => None,
        }
    }

    /// The appeal, once one was made.
    pub const fn appeal_made(&self) -> Option<&Appeal> {
        match &self.state {
            DisputeState::Appealed { appeal, .. } => Some(appeal),
            DisputeState::Final { appeal, .. } => appeal.as_ref(),
            DisputeState::Talking { .. }
            | DisputeState::AwaitingDecision { .. }
            | DisputeState::Decided { .. }
            | DisputeState::Settled { .. } => None,
        }
    }

    /// `to_worker` of what is frozen, and the rest to the client.
    fn divide(&self, to_worker: Money) -> Result<Split, DisputeRefusal> {
        if to_worker.currency() != self.held.currency() {
            return Err(DisputeRefusal::Invalid(vec![InputError::new("toWorker", InputFault::CurrencyMismatch)]));
        }
        Split::try_new(self.held, to_worker).map_err(|SplitOutOfRange| DisputeRefusal::SplitOutOfRange)
    }

    const fn wrong_state(&self) -> DisputeRefusal {
        DisputeRefusal::WrongState(self.state.kind())
    }
}

#[cfg(test)]
#[path = "dispute_tests.rs"]
mod tests;
