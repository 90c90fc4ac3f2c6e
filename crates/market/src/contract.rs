use crate::cancellation::{ProposalFault, share_out};
use crate::rules::days;
use crate::{
    CancellationDraft, Deal, Milestone, MilestoneShare, MilestoneState, Proposal, Side, Standing, WrittenTerms,
};
use kernel::{BidId, ContractId, Currency, InputError, Instant, Money, MoneyError, OrganisationId, PersonId, TaskId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The deal after an award. Its milestones are objects of their own; a transition that depends on them is given all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Its id.
    pub id: ContractId,
    /// Who made it about what.
    pub parties: ContractParties,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// What the work is called in the terms.
    pub title: String,
    /// What the steps need from the terms.
    pub deal: Deal,
    /// The marketplace's fee as the terms have it, for whoever divides the money.
    pub fees: Value,
    /// The hash of the written terms both sides got; the document itself is kept once, beside the contract.
    pub terms_sha256: String,
    /// When it was made: the day of order.
    pub made_at: Instant,
    /// Where it stands.
    pub state: ContractState,
}

/// Who made a contract about what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractParties {
    /// The task it came from.
    pub task: TaskId,
    /// The bid that won.
    pub bid: BidId,
    /// Who pays.
    pub client: OrganisationId,
    /// Who works.
    pub worker: PersonId,
}

/// Where a contract stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ContractState {
    /// Work, review and disputes go on in its milestones.
    Active,
    /// One side has proposed to end it; its milestones go on meanwhile.
    Cancelling {
        /// What is proposed.
        proposal: Proposal,
    },
    /// Every milestone has ended.
    Completed {
        /// Since when.
        at: Instant,
    },
    /// Ended before all of it was done.
    Cancelled {
        /// Since when.
        at: Instant,
        /// By what.
        how: CancelledHow,
    },
}

crate::kinds::kinds! {
    /// Where a contract stands, without what the state carries.
    ContractStateKind of ContractState {
        Active = "active", Cancelling = "cancelling", Completed = "completed", Cancelled = "cancelled",
    }
}

/// What ended a contract before all of it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelledHow {
    /// Both sides agreed.
    Agreed,
    /// One side proposed, the other was silent.
    BySilence,
    /// Nothing was funded for the agreed number of days.
    Lapsed,
}

/// A contract after its ending was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The contract as it is now.
    pub contract: Contract,
    /// What each milestone that has not ended does: one entry each when the contract is cancelled, otherwise none.
    pub shares: Vec<MilestoneShare>,
}

/// Why a contract did not change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContractRefusal {
    /// Not possible in this state.
    #[error("not possible while the contract is {0}")]
    WrongState(ContractStateKind),
    /// A proposal is answered by the other side, and taken back by its own.
    #[error("the proposal is not this side's to answer")]
    OtherSide,
    /// The worker's part is not between nothing and what is held.
    #[error("the worker's part is not between nothing and what is held")]
    ShareOutOfRange,
    /// Money has moved since the proposal was made; it has to be made again.
    #[error("what is held has changed since the proposal")]
    HeldChanged,
    /// A dispute has frozen part of the money.
    #[error("a milestone is in dispute")]
    Disputed,
    /// The clock has not come to this moment yet.
    #[error("not before {0}")]
    NotYet(Instant),
    /// A milestone has not ended, or one is funded.
    #[error("a milestone is still going on")]
    MilestoneOpen,
    /// Something is wrong in what was typed.
    #[error("the input is not valid")]
    Invalid(Vec<InputError>),
    /// The milestones' amounts do not add up; a row is corrupt.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Contract {
    /// The deal as its written terms have it.
    pub fn made(id: ContractId, parties: ContractParties, terms: &WrittenTerms, now: Instant) -> Self {
        Self {
            id,
            parties,
            currency: terms.gross.currency(),
            title: terms.work.title.clone(),
            deal: terms.deal(),
            fees: terms.fees.clone(),
            terms_sha256: terms.freeze().sha256().to_owned(),
            made_at: now,
            state: ContractState::Active,
        }
    }

    /// One side proposes to end it and to divide all that is held.
    pub fn propose_cancellation(
        self,
        by: Side,
        draft: CancellationDraft,
        milestones: &[Milestone],
        now: Instant,
    ) -> Result<Self, ContractRefusal> {
        match self.state {
            ContractState::Active => {
                let standing = Standing::of(self.currency, milestones)?;
                if standing.disputed {
                    return Err(ContractRefusal::Disputed);
                }
                let proposal = draft.check(by, standing, &self.deal.rules, now).map_err(|fault| match fault {
                    ProposalFault::Input(fault) => ContractRefusal::Invalid(vec![fault]),
                    ProposalFault::Share => ContractRefusal::ShareOutOfRange,
                })?;
                Ok(Self { state: ContractState::Cancelling { proposal }, ..self })
            }
            ContractState::Cancelling { .. } | ContractState::Completed { .. } | ContractState::Cancelled { .. } => {
                Err(self.wrong_state())
            }
        }
    }

    /// The other side agrees: the contract ends and its milestones take their shares.
    pub fn accept_cancellation(
        self,
        by: Side,
        milestones: &[Milestone],
        now: Instant,
    ) -> Result<Ending, ContractRefusal> {
        let proposal = self.proposal_of(by.other())?;
        if !proposal.fits(Standing::of(self.currency, milestones)?) {
            return Err(ContractRefusal::HeldChanged);
        }
        let to_worker = proposal.to_worker;
        self.cancelled(CancelledHow::Agreed, to_worker, milestones, now)
    }

    /// The other side does not agree: everything goes on.
    pub fn decline_cancellation(self, by: Side) -> Result<Self, ContractRefusal> {
        self.proposal_of(by.other())?;
        Ok(Self { state: ContractState::Active, ..self })
    }

    /// The proposing side takes its proposal back: everything goes on.
    pub fn withdraw_cancellation(self, by: Side) -> Result<Self, ContractRefusal> {
        self.proposal_of(by)?;
        Ok(Self { state: ContractState::Active, ..self })
    }

    /// Nobody answered in time. Silence agrees unless it would cost the silent side what it is due, or money has moved
    /// since; then the proposal falls and everything goes on.
    pub fn answer_by_silence(self, milestones: &[Milestone], now: Instant) -> Result<Ending, ContractRefusal> {
        let proposal = self.proposal()?;
        if now < proposal.answer_by {
            return Err(ContractRefusal::NotYet(proposal.answer_by));
        }
        if proposal.silence_agrees(Standing::of(self.currency, milestones)?) {
            let to_worker = proposal.to_worker;
            return self.cancelled(CancelledHow::BySilence, to_worker, milestones, now);
        }
        Ok(Ending { contract: Self { state: ContractState::Active, ..self }, shares: Vec::new() })
    }

    /// Every milestone has ended, so the contract has; a proposal that was still open falls.
    pub fn complete(self, milestones: &[Milestone], now: Instant) -> Result<Self, ContractRefusal> {
        match self.state {
            ContractState::Active | ContractState::Cancelling { .. } => {
                if milestones.iter().any(|milestone| milestone.ended_at().is_none()) {
                    return Err(ContractRefusal::MilestoneOpen);
                }
                Ok(Self { state: ContractState::Completed { at: now }, ..self })
            }
            ContractState::Completed { .. } | ContractState::Cancelled { .. } => Err(self.wrong_state()),
        }
    }

    /// Nothing was funded for so long that the contract is over; its unfunded milestones end with it.
    pub fn lapse(self, milestones: &[Milestone], now: Instant) -> Result<Ending, ContractRefusal> {
        match self.state {
            ContractState::Active => match self.idle_until(milestones) {
                None => Err(ContractRefusal::MilestoneOpen),
                Some(at) if now < at => Err(ContractRefusal::NotYet(at)),
                Some(_) => {
                    let nothing = Money::zero(self.currency);
                    self.cancelled(CancelledHow::Lapsed, nothing, milestones, now)
                }
            },
            ContractState::Cancelling { .. } | ContractState::Completed { .. } | ContractState::Cancelled { .. } => {
                Err(self.wrong_state())
            }
        }
    }

    /// When it ended, if it has.
    pub const fn ended_at(&self) -> Option<Instant> {
        match self.state {
            ContractState::Completed { at } | ContractState::Cancelled { at, .. } => Some(at),
            ContractState::Active | ContractState::Cancelling { .. } => None,
        }
    }

    /// When the clock has to look at it next: [`Contract::answer_by_silence`] while cancelling, [`Contract::lapse`] while
    /// active with nothing funded. The clocks of milestones in work and of disputes are their own.
    pub fn next_clock_event(&self, milestones: &[Milestone]) -> Option<Instant> {
        match &self.state {
            ContractState::Active => self.idle_until(milestones),
            ContractState::Cancelling { proposal } => Some(proposal.answer_by),
            ContractState::Completed { .. } | ContractState::Cancelled { .. } => None,
        }
    }

    /// When it has been idle too long, if nothing is funded and something still could be.
    fn idle_until(&self, milestones: &[Milestone]) -> Option<Instant> {
        let mut last = self.made_at;
        let mut unfunded = false;
        for milestone in milestones {
            match milestone.state {
                MilestoneState::Agreed => unfunded = true,
                MilestoneState::Accepted { at, .. } | MilestoneState::Ended { at, .. } => last = last.max(at),
                MilestoneState::InProgress { .. }
                | MilestoneState::Delivered { .. }
                | MilestoneState::Disputed { .. } => return None,
            }
        }
        unfunded.then(|| last.plus(days(self.deal.rules.idle_days)))
    }

    fn cancelled(
        self,
        how: CancelledHow,
        to_worker: Money,
        milestones: &[Milestone],
        now: Instant,
    ) -> Result<Ending, ContractRefusal> {
        let shares = share_out(to_worker, milestones)?;
        Ok(Ending { contract: Self { state: ContractState::Cancelled { at: now, how }, ..self }, shares })
    }

    fn proposal(&self) -> Result<&Proposal, ContractRefusal> {
        match &self.state {
            ContractState::Cancelling { proposal } => Ok(proposal),
            ContractState::Active | ContractState::Completed { .. } | ContractState::Cancelled { .. } => {
                Err(self.wrong_state())
            }
        }
    }

    fn proposal_of(&self, side: Side) -> Result<&Proposal, ContractRefusal> {
        self.proposal()
            .and_then(|proposal| if proposal.by == side { Ok(proposal) } else { Err(ContractRefusal::OtherSide) })
    }

    const fn wrong_state(&self) -> ContractRefusal {
        ContractRefusal::WrongState(self.state.kind())
    }
}

#[cfg(test)]
#[path = "contract_tests.rs"]
mod tests;
