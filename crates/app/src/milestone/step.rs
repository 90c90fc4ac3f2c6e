use super::MilestoneInDeal;
use crate::work::Work;
use crate::{Event, Failure, Fault, Letter};
use escrow::Share;
use kernel::Money;
use market::{ContractRefusal, ContractState, Milestone, Split, Step};
use storage::Stored;

impl Work<'_> {
    /// Saves a step of a milestone with all that follows from it: the money that moves, the delivery that was answered,
    /// the clock of what comes next, and the contract, when this was its last milestone to end. Answers what the worker
    /// earned by it.
    pub(crate) async fn take_step<E: Failure>(
        &mut self,
        found: &MilestoneInDeal,
        step: Step,
    ) -> Result<Option<Money>, E> {
        let Step { milestone, delivery, moves } = step;
        if moves != Split::nothing(milestone.gross.currency()) {
            self.save_contract_after(found, &milestone)?;
        }
        self.tx.save_milestone_at_commit(&found.milestone.with(milestone.clone()));
        let share = self.let_go(&found.deal, &[(milestone.id, moves)]).await?.pop();
        if let (Some(waiting), Some(answered)) = (&found.waiting, delivery) {
            self.tx.save_delivery_at_commit(&waiting.with(answered));
        }
        self.set_clock(&milestone);
        Ok(share.map(Share::net).filter(|net| net.is_positive()))
    }

    /// Writes to the worker that work was accepted, and what was earned by it.
    pub(crate) fn tell_accepted(&mut self, found: &MilestoneInDeal, earned: Option<Money>) {
        if let Some(net) = earned {
            let (milestone, title) = (found.milestone.value.id, found.milestone.value.title.clone());
            self.tell(found.contract().parties.worker, Letter::DeliveryAccepted { milestone, title, net });
        }
    }

    /// Saves the contract whether it changes or not, because the fee's tiers count what all of it has released.
    fn save_contract_after(&mut self, found: &MilestoneInDeal, milestone: &Milestone) -> Result<(), Fault> {
        let after = |stored: &Stored<Milestone>| match stored.value.id == milestone.id {
            true => milestone.clone(),
            false => stored.value.clone(),
        };
        let milestones: Vec<Milestone> = found.deal.milestones.iter().map(after).collect();
        let contract = match found.contract().clone().complete(&milestones, self.now) {
            Ok(completed) => completed,
            Err(ContractRefusal::MilestoneOpen) => found.contract().clone(),
            Err(other) => return Err(Fault::internal(other)),
        };
        self.tx.save_contract_at_commit(&found.deal.contract.with(contract.clone()));
        match contract.state {
            ContractState::Completed { .. } => self.event(contract.id.uuid(), Event::ContractCompleted {}),
            ContractState::Active | ContractState::Cancelling { .. } | ContractState::Cancelled { .. } => {
                self.watch_contract(&contract, &milestones);
            }
        }
        Ok(())
    }
}
