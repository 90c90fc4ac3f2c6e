use super::MilestoneInDeal;
use crate::work::Work;
use crate::{Event, Failure, Fault, Letter};
use escrow::Share;
use market::{Contract, ContractRefusal, ContractState, EndedHow, Milestone, MilestoneState, Split, Step};
use storage::Stored;

impl Work<'_> {
    /// Saves a step of a milestone with all that follows from it: the money that moves, the delivery that was answered,
    /// the clock of what comes next, and the contract, when this was its last milestone to end.
    pub(crate) async fn take_step<E: Failure>(&mut self, found: &MilestoneInDeal, step: Step) -> Result<(), E> {
        let Step { milestone, delivery, moves } = step;
        if moves != Split::nothing(milestone.gross.currency()) {
            self.save_contract_after::<E>(found, &milestone).await?;
        }
        self.tx.save_milestone(&found.milestone.with(milestone.clone())).await?;
        let share = self.let_go(&found.deal, &[(milestone.id, moves)]).await?.pop();
        if let (Some(waiting), Some(answered)) = (&found.waiting, delivery) {
            self.tx.save_delivery(&waiting.with(answered)).await?;
        }
        // A dispute tells both sides itself how it ended.
        let by_dispute = matches!(milestone.state, MilestoneState::Ended { how: EndedHow::Split, .. });
        if let Some(net) = share.map(Share::net).filter(|net| net.is_positive() && !by_dispute) {
            let letter = Letter::DeliveryAccepted { milestone: milestone.id, title: milestone.title.clone(), net };
            self.tell(found.contract().parties.worker, letter);
        }
        self.set_clock(&milestone);
        Ok(())
    }

    /// Saves the contract whether it changes or not, because the fee's tiers count what all of it has released.
    async fn save_contract_after<E: Failure>(
        &mut self,
        found: &MilestoneInDeal,
        milestone: &Milestone,
    ) -> Result<(), E> {
        let after = |stored: &Stored<Milestone>| match stored.value.id == milestone.id {
            true => milestone.clone(),
            false => stored.value.clone(),
        };
        let milestones: Vec<Milestone> = found.deal.milestones.iter().map(after).collect();
        let contract = match found.contract().clone().complete(&milestones, self.now) {
            Ok(completed) => completed,
            Err(ContractRefusal::MilestoneOpen) => found.contract().clone(),
            Err(other) => return Err(Fault::internal(other).into()),
        };
        self.tx.save_contract(&found.deal.contract.with(contract.clone())).await?;
        match contract.state {
            ContractState::Completed { .. } => self.contract_completed(&contract),
            ContractState::Active | ContractState::Cancelling { .. } | ContractState::Cancelled { .. } => {
                self.watch_contract(&contract, &milestones);
            }
        }
        Ok(())
    }

    /// Every milestone has ended: from here on the two may review each other.
    fn contract_completed(&mut self, contract: &Contract) {
        self.event(contract.id.uuid(), Event::ContractCompleted {});
    }
}
