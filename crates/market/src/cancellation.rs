use crate::rules::days;
use crate::{Milestone, MilestoneState, Rules, Side, Split, SplitOutOfRange, deadlines};
use kernel::{Currency, InputError, InputFault, Instant, MilestoneId, Money, MoneyError, TextRule};
use serde::{Deserialize, Serialize};

const NOTE: TextRule = TextRule::lines(1, 4_000);

/// What someone types to propose that a contract ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancellationDraft {
    /// What the worker would get of all that is held, gross; the client gets the rest.
    pub to_worker: Money,
    /// Why, 1 to 4,000 characters.
    pub note: String,
}

/// A proposal to end a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Who proposes.
    pub by: Side,
    /// What would be divided, gross: all that was held when it was proposed.
    pub held: Money,
    /// The worker's part of it.
    pub to_worker: Money,
    /// Why.
    pub note: String,
    /// When.
    pub at: Instant,
    /// When silence answers.
    pub answer_by: Instant,
}

/// What a contract's milestones hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// All that is held, gross.
    pub held: Money,
    /// The part of it for which work was received.
    pub owed: Money,
    /// Is any of it frozen by a dispute?
    pub disputed: bool,
}

/// What a milestone does when its contract is cancelled: [`Milestone::cancel`] with `split.to_worker`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MilestoneShare {
    /// The milestone.
    pub milestone: MilestoneId,
    /// Sums to what it holds.
    pub split: Split,
}

impl CancellationDraft {
    pub(crate) fn check(
        self,
        by: Side,
        standing: Standing,
        rules: &Rules,
        now: Instant,
    ) -> Result<Proposal, ProposalFault> {
        let note = NOTE.check("note", &self.note).map_err(ProposalFault::Input)?;
        if self.to_worker.currency() != standing.held.currency() {
            return Err(ProposalFault::Input(InputError::new("toWorker", InputFault::CurrencyMismatch)));
        }
        let split = Split::try_new(standing.held, self.to_worker).map_err(|SplitOutOfRange| ProposalFault::Share)?;
        let answer_by = now.plus(days(rules.cancellation_days));
        Ok(Proposal { by, held: standing.held, to_worker: split.to_worker, note, at: now, answer_by })
    }
}

/// What is wrong with a proposal.
pub(crate) enum ProposalFault {
    Input(InputError),
    Share,
}

impl Proposal {
    /// Does silence agree? Only to what costs the silent side nothing it is due: a silent worker keeps the pay for work
    /// that was received, a silent client the money for work that was not (M11).
    pub(crate) fn silence_agrees(&self, standing: Standing) -> bool {
        let fair = match self.by {
            Side::Client => self.to_worker.minor() >= standing.owed.minor(),
            Side::Worker => self.to_worker.minor() <= standing.owed.minor(),
        };
        fair && self.fits(standing)
    }

    /// Is what would be divided still there, all of it and free to move?
    pub(crate) fn fits(&self, standing: Standing) -> bool {
        self.held == standing.held && !standing.disputed
    }

    /// When to remind the side that has to answer.
    pub fn reminders(&self) -> Vec<Instant> {
        deadlines::reminders(self.at, self.answer_by)
    }
}

impl Standing {
    /// Of all milestones of a contract in `currency`.
    pub fn of(currency: Currency, milestones: &[Milestone]) -> Result<Self, MoneyError> {
        let mut standing = Self { held: Money::zero(currency), owed: Money::zero(currency), disputed: false };
        for milestone in milestones {
            standing.held = standing.held.checked_add(milestone.held()?)?;
            standing.owed = standing.owed.checked_add(milestone.owed()?)?;
            standing.disputed |= match milestone.state {
                MilestoneState::Disputed { .. } => true,
                MilestoneState::Agreed
                | MilestoneState::InProgress { .. }
                | MilestoneState::Delivered { .. }
                | MilestoneState::Accepted { .. }
                | MilestoneState::Ended { .. } => false,
            };
        }
        Ok(standing)
    }
}

/// Divides `to_worker` over the milestones that have not ended: first those whose work was received, then in the order
/// of work, each up to what it holds.
pub(crate) fn share_out(to_worker: Money, milestones: &[Milestone]) -> Result<Vec<MilestoneShare>, MoneyError> {
    let mut open: Vec<&Milestone> = milestones.iter().filter(|milestone| milestone.ended_at().is_none()).collect();
    open.sort_by_key(|milestone| (milestone.received_at.is_none(), milestone.number));
    let mut left = to_worker;
    let mut shares = Vec::with_capacity(open.len());
    for milestone in open {
        let held = milestone.held()?;
        let part = if left.checked_cmp(held)?.is_gt() { held } else { left };
        left = left.checked_sub(part)?;
        let split = Split::try_new(held, part).map_err(|SplitOutOfRange| MoneyError::OutOfRange)?;
        shares.push(MilestoneShare { milestone: milestone.id, split });
    }
    Ok(shares)
}
