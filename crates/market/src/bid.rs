use crate::content::check_price;
use crate::faults::Faults;
use crate::{Task, TaskContent, TaskRefusal, TaskRules};
use kernel::{BidId, ContractId, InputError, InputFault, Instant, Money, PersonId, TaskId, TextRule};
use serde::{Deserialize, Serialize};

const MESSAGE: TextRule = TextRule::lines(1, 4_000);
const NOTE: TextRule = TextRule::lines(0, 1_000);

/// A worker's offer on a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bid {
    /// Its id.
    pub id: BidId,
    /// The task it is on.
    pub task: TaskId,
    /// Who offers.
    pub worker: PersonId,
    /// What is offered.
    pub offer: Offer,
    /// When it was first placed.
    pub placed_at: Instant,
    /// Where it stands.
    pub state: BidState,
}

/// What a worker types to bid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferDraft {
    /// For the whole work, net of consumption tax.
    pub price: Money,
    /// To the client, 1 to 4,000 characters.
    pub message: String,
    /// When all of it would be handed in.
    pub finish_by: Instant,
}

/// A checked offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// For the whole work, net of consumption tax.
    pub price: Money,
    /// To the client, 1 to 4,000 characters.
    pub message: String,
    /// When all of it would be handed in.
    pub finish_by: Instant,
    /// The revision of the task that the worker had read.
    pub revision: u32,
}

/// Where a bid stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum BidState {
    /// Waits for the client.
    Submitted,
    /// Won.
    Awarded {
        /// The deal.
        contract: ContractId,
        /// Since when.
        at: Instant,
    },
    /// Not taken.
    Declined {
        /// Since when.
        at: Instant,
        /// Why.
        reason: DeclineReason,
        /// The client's own words, if any.
        note: Option<String>,
    },
    /// Taken back by the worker.
    Withdrawn {
        /// Since when.
        at: Instant,
    },
}

crate::kinds::kinds! {
    /// Where a bid stands, without what the state carries.
    BidStateKind of BidState {
        Submitted = "submitted", Awarded = "awarded", Declined = "declined", Withdrawn = "withdrawn",
    }
}

/// Why a bid was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// The price is over what the client can pay.
    Price,
    /// The work would come too late.
    FinishDate,
    /// The work needs another skill.
    Skills,
    /// The hours do not fit.
    Hours,
    /// The offer does not answer what was asked.
    Unclear,
    /// Something else, said in the note.
    Other,
    /// Another bid was awarded.
    AnotherBidWon,
    /// The task ended without a contract.
    TaskClosed,
}

/// What ends a bid without the client judging it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostTo {
    /// Another bid was awarded.
    AnotherBid,
    /// The task was withdrawn or expired.
    ClosedTask,
}

/// Why a bid was not placed or did not change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BidRefusal {
    /// Not possible in this state.
    #[error("not possible while the bid is {0}")]
    WrongState(BidStateKind),
    /// The task takes no bids.
    #[error("the task takes no bids")]
    Task(#[source] TaskRefusal),
    /// It is a bid on another task.
    #[error("the bid is on another task")]
    OtherTask,
    /// The task has changed since the worker read it; the worker has to confirm the offer by changing it.
    #[error("the task has changed since the bid was made")]
    TaskChanged,
    /// Something is wrong in the offer or the note.
    #[error("the input is not valid")]
    Invalid(Vec<InputError>),
}

impl Bid {
    /// A new bid of `worker` on an open task.
    pub fn place(
        ids: (BidId, PersonId),
        task: &Task,
        offer: OfferDraft,
        rules: &TaskRules,
        now: Instant,
    ) -> Result<Self, BidRefusal> {
        let (id, worker) = ids;
        let offer = offer.check(task, rules, now)?;
        Ok(Self { id, task: task.id, worker, offer, placed_at: now, state: BidState::Submitted })
    }

    /// Another offer in place of the first, on the task as it is now.
    pub fn change(self, task: &Task, offer: OfferDraft, rules: &TaskRules, now: Instant) -> Result<Self, BidRefusal> {
        self.submitted()?;
        if task.id != self.task {
            return Err(BidRefusal::OtherTask);
        }
        Ok(Self { offer: offer.check(task, rules, now)?, ..self })
    }

    /// The worker takes the bid back.
    pub fn withdraw(self, now: Instant) -> Result<Self, BidRefusal> {
        self.submitted()?;
        Ok(Self { state: BidState::Withdrawn { at: now }, ..self })
    }

    /// The client does not take the bid and says why; reason `Other` needs a note of its own words.
    pub fn decline(self, reason: DeclineReason, note: Option<&str>, now: Instant) -> Result<Self, BidRefusal> {
        self.submitted()?;
        let invalid = |fault| BidRefusal::Invalid(vec![fault]);
        let note = NOTE.check("note", note.unwrap_or_default()).map_err(invalid)?;
        let note = Some(note).filter(|note| !note.is_empty());
        match reason {
            DeclineReason::Other if note.is_none() => Err(invalid(InputError::new("note", InputFault::Blank))),
            // These two are facts, not judgements: only `lose` may state them.
            DeclineReason::AnotherBidWon | DeclineReason::TaskClosed => {
                Err(invalid(InputError::new("reason", InputFault::OutOfRange)))
            }
            DeclineReason::Price
            | DeclineReason::FinishDate
            | DeclineReason::Skills
            | DeclineReason::Hours
            | DeclineReason::Unclear
            | DeclineReason::Other => Ok(Self { state: BidState::Declined { at: now, reason, note }, ..self }),
        }
    }

    /// The bid wins and becomes `contract`. `task` is still open.
    pub fn award(self, task: &Task, contract: ContractId, now: Instant) -> Result<Self, BidRefusal> {
        self.submitted()?;
        if task.id != self.task {
            return Err(BidRefusal::OtherTask);
        }
        if task.revision != self.offer.revision {
            return Err(BidRefusal::TaskChanged);
        }
        Ok(Self { state: BidState::Awarded { contract, at: now }, ..self })
    }

    /// The bid ends because of something else that happened to its task.
    pub fn lose(self, to: LostTo, now: Instant) -> Result<Self, BidRefusal> {
        self.submitted()?;
        let reason = match to {
            LostTo::AnotherBid => DeclineReason::AnotherBidWon,
            LostTo::ClosedTask => DeclineReason::TaskClosed,
        };
        Ok(Self { state: BidState::Declined { at: now, reason, note: None }, ..self })
    }

    fn submitted(&self) -> Result<(), BidRefusal> {
        match self.state {
            BidState::Submitted => Ok(()),
            BidState::Awarded { .. } | BidState::Declined { .. } | BidState::Withdrawn { .. } => {
                Err(BidRefusal::WrongState(self.state.kind()))
            }
        }
    }
}

impl OfferDraft {
    fn check(self, task: &Task, rules: &TaskRules, now: Instant) -> Result<Offer, BidRefusal> {
        let content = task.open_content(now).map_err(BidRefusal::Task)?;
        let mut faults = Faults::default();
        let price = faults.take(check_offered_price(content, self.price));
        let message = faults.take(MESSAGE.check("message", &self.message));
        let finish_by = faults.take(
            if self.finish_by > now && self.finish_by <= rules.latest_finish(content.milestones.len(), now) {
                Ok(self.finish_by)
            } else {
                Err(InputError::new("finishBy", InputFault::OutOfRange))
            },
        );
        match (price, message, finish_by) {
            (Some(price), Some(message), Some(finish_by)) => {
                Ok(Offer { price, message, finish_by, revision: task.revision })
            }
            _ => Err(BidRefusal::Invalid(faults.into_vec())),
        }
    }
}

/// A price the budget's parts can be scaled to without any of them becoming free.
fn check_offered_price(content: &TaskContent, price: Money) -> Result<Money, InputError> {
    let price = check_price("price", price, content.budget.currency())?;
    match content.milestones_at(price) {
        Ok(_) => Ok(price),
        Err(_) => Err(InputError::new("price", InputFault::OutOfRange)),
    }
}

#[cfg(test)]
#[path = "bid_tests.rs"]
mod tests;
