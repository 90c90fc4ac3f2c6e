use crate::deadlines;
use crate::{AcceptedHow, Deal, Delivery, DeliveryRefusal, MilestoneTerms, Split};
use kernel::{ContractId, DeliveryId, DisputeId, InputError, Instant, MilestoneId, Money, MoneyError};
use serde::{Deserialize, Serialize};

mod ending;
mod review;

/// A funded part of a contract.
///
/// **Invariant:** `accepted + returned <= gross`, and equal once a funded milestone has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Its id; also that of its escrow.
    pub id: MilestoneId,
    /// The deal it is part of.
    pub contract: ContractId,
    /// Its place in the order of work, from 1.
    pub number: u8,
    /// What it is called in the written terms.
    pub title: String,
    /// The agreed price, net of consumption tax.
    pub price: Money,
    /// The agreed price with consumption tax: what is held, and what every amount below is part of.
    pub gross: Money,
    /// How much of the gross was accepted or given to the worker so far.
    pub accepted: Money,
    /// How much of the gross went back to the client so far.
    pub returned: Money,
    /// Rounds so far in which the client sent work back: revision requests and partial acceptances.
    pub revisions: u8,
    /// When work was first received. From then on, silence pays what is still held ([`Milestone::owed`]).
    pub received_at: Option<Instant>,
    /// Where it stands.
    pub state: MilestoneState,
}

/// Where a milestone stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum MilestoneState {
    /// In the written terms; nobody may start.
    Agreed,
    /// The money is held and the worker works.
    InProgress {
        /// Since when.
        since: Instant,
        /// When the clock ends it if nothing is handed in.
        lapse_at: Instant,
    },
    /// A delivery waits for the client's answer.
    Delivered {
        /// The delivery.
        delivery: DeliveryId,
        /// When it was received.
        at: Instant,
        /// When silence accepts it.
        answer_by: Instant,
    },
    /// All that was left was accepted.
    Accepted {
        /// Since when.
        at: Instant,
        /// By whom.
        how: AcceptedHow,
    },
    /// Nothing moves until the dispute ends.
    Disputed {
        /// The dispute.
        dispute: DisputeId,
        /// Since when.
        since: Instant,
        /// What it goes back to when the two agree to go on.
        paused: Paused,
    },
    /// Ended without being accepted as a whole.
    Ended {
        /// Since when.
        at: Instant,
        /// By what.
        how: EndedHow,
    },
}

crate::kinds::kinds! {
    /// Where a milestone stands, without what the state carries.
    MilestoneStateKind of MilestoneState {
        Agreed = "agreed",
        InProgress = "in_progress",
        Delivered = "delivered",
        Accepted = "accepted",
        Disputed = "disputed",
        Ended = "ended",
    }
}

/// What a dispute interrupted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Paused {
    /// Work.
    InProgress {
        /// Since when it had run.
        since: Instant,
        /// When it would have lapsed.
        lapse_at: Instant,
    },
    /// The review of a delivery.
    Delivered {
        /// The delivery.
        delivery: DeliveryId,
        /// When it was received.
        at: Instant,
        /// When silence would have accepted it.
        answer_by: Instant,
    },
}

/// What ended a milestone that was not accepted as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedHow {
    /// The worker gave the money back.
    Refunded,
    /// A dispute, by agreement or decision.
    Split,
    /// The contract was cancelled, or lapsed before this part was funded.
    Cancelled,
    /// Nothing was ever handed in and its time was over.
    Lapsed,
}

/// A milestone after a step, the delivery that changed with it, and what the step takes out of the held money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The milestone as it is now.
    pub milestone: Milestone,
    /// The delivery as it is now, when the step was about one.
    pub delivery: Option<Delivery>,
    /// What leaves the escrow, gross; often nothing.
    pub moves: Split,
}

/// Why a milestone did not change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MilestoneRefusal {
    /// Not possible in this state.
    #[error("not possible while the milestone is {0}")]
    WrongState(MilestoneStateKind),
    /// Less is held than the price: nobody works unfunded.
    #[error("the milestone is not fully funded")]
    Unfunded,
    /// The delivery is not the one that waits here.
    #[error("another delivery is waiting")]
    OtherDelivery,
    /// The delivery was already answered.
    #[error(transparent)]
    Delivery(#[from] DeliveryRefusal),
    /// The clock has not come to this moment yet.
    #[error("not before {0}")]
    NotYet(Instant),
    /// The review window is over: the delivery counts as accepted.
    #[error("too late since {0}")]
    TooLate(Instant),
    /// The agreed number of rounds is used up.
    #[error("no free revision is left")]
    NoRevisionLeft,
    /// An amount of nothing or less, or more than what is left.
    #[error("the amount is not part of what is left")]
    AmountOutOfRange,
    /// The dispute is another one or has not ended.
    #[error("the dispute has not ended")]
    DisputeOpen,
    /// Something is wrong in what was typed.
    #[error("the input is not valid")]
    Invalid(Vec<InputError>),
    /// The amounts do not add up; the row is corrupt.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Milestone {
    /// Part of a new contract, as its written terms have it.
    pub fn agreed(id: MilestoneId, contract: ContractId, terms: &MilestoneTerms) -> Self {
        let nothing = Money::zero(terms.gross.currency());
        Self {
            id,
            contract,
            number: terms.number,
            title: terms.title.clone(),
            price: terms.price,
            gross: terms.gross,
            accepted: nothing,
            returned: nothing,
            revisions: 0,
            received_at: None,
            state: MilestoneState::Agreed,
        }
    }

    /// The money arrived: work may start. The only way there; `held` is what the escrow holds for this milestone.
    pub fn funded(self, held: Money, deal: &Deal, now: Instant) -> Result<Self, MilestoneRefusal> {
        match self.state {
            MilestoneState::Agreed => {
                if held.checked_cmp(self.gross)?.is_lt() {
                    return Err(MilestoneRefusal::Unfunded);
                }
                Ok(Self { state: self.working(deal, now), ..self })
            }
            MilestoneState::InProgress { .. }
            | MilestoneState::Delivered { .. }
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => Err(self.wrong_state()),
        }
    }

    /// Can money still come in for it? Only before work has started.
    pub const fn awaits_funding(&self) -> bool {
        match self.state {
            MilestoneState::Agreed => true,
            MilestoneState::InProgress { .. }
            | MilestoneState::Delivered { .. }
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => false,
        }
    }

    /// What is still held: nothing before it is funded and after it has ended.
    pub fn held(&self) -> Result<Money, MoneyError> {
        match self.state {
            MilestoneState::InProgress { .. } | MilestoneState::Delivered { .. } | MilestoneState::Disputed { .. } => {
                self.gross.checked_sub(self.accepted)?.checked_sub(self.returned)
            }
            MilestoneState::Agreed | MilestoneState::Accepted { .. } | MilestoneState::Ended { .. } => {
                Ok(Money::zero(self.gross.currency()))
            }
        }
    }

    /// What silence pays the worker: all that is held once work was received, nothing before (M11).
    pub fn owed(&self) -> Result<Money, MoneyError> {
        if self.received_at.is_some() { self.held() } else { Ok(Money::zero(self.gross.currency())) }
    }

    /// When it ended, if it has.
    pub const fn ended_at(&self) -> Option<Instant> {
        match self.state {
            MilestoneState::Accepted { at, .. } | MilestoneState::Ended { at, .. } => Some(at),
            MilestoneState::Agreed
            | MilestoneState::InProgress { .. }
            | MilestoneState::Delivered { .. }
            | MilestoneState::Disputed { .. } => None,
        }
    }

    /// When the clock has to look at it next: [`Milestone::lapse`] in progress, [`Milestone::auto_accept`] when delivered.
    ///
    /// A disputed milestone waits for its dispute's clock, one not funded for its contract's.
    pub const fn next_clock_event(&self) -> Option<Instant> {
        match self.state {
            MilestoneState::InProgress { lapse_at, .. } => Some(lapse_at),
            MilestoneState::Delivered { answer_by, .. } => Some(answer_by),
            MilestoneState::Agreed
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => None,
        }
    }

    /// The delivery that waits for an answer; in a dispute, the one that waits for the dispute to end.
    pub const fn waiting(&self) -> Option<DeliveryId> {
        match self.state {
            MilestoneState::Delivered { delivery, .. }
            | MilestoneState::Disputed { paused: Paused::Delivered { delivery, .. }, .. } => Some(delivery),
            MilestoneState::Agreed
            | MilestoneState::InProgress { .. }
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { paused: Paused::InProgress { .. }, .. }
            | MilestoneState::Ended { .. } => None,
        }
    }

    /// When to remind whoever must act next: the worker in progress, the client when delivered.
    pub fn reminders(&self) -> Vec<Instant> {
        match self.state {
            MilestoneState::InProgress { since, lapse_at } => deadlines::reminders(since, lapse_at),
            MilestoneState::Delivered { at, answer_by, .. } => deadlines::reminders(at, answer_by),
            MilestoneState::Agreed
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => Vec::new(),
        }
    }

    /// In progress from now on.
    fn working(&self, deal: &Deal, now: Instant) -> MilestoneState {
        MilestoneState::InProgress { since: now, lapse_at: deal.rules.lapse_at(now, deal.finish_by) }
    }

    /// Enters `state` with `moves` taken out of what was held.
    fn step(self, state: MilestoneState, delivery: Option<Delivery>, moves: Split) -> Result<Step, MilestoneRefusal> {
        let accepted = self.accepted.checked_add(moves.to_worker)?;
        let returned = self.returned.checked_add(moves.to_client)?;
        Ok(Step { milestone: Self { accepted, returned, state, ..self }, delivery, moves })
    }

    const fn wrong_state(&self) -> MilestoneRefusal {
        MilestoneRefusal::WrongState(self.state.kind())
    }
}

#[cfg(test)]
#[path = "milestone_tests.rs"]
mod tests;
