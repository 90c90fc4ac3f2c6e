use crate::work::Work;
use crate::{App, Caller, Fault, Job, Letter};
use kernel::{ContractId, Instant};
use market::{Contract, ContractState, Milestone, Side};
use storage::DealRows;

impl Work<'_> {
    /// Has the clock look at a contract when it next must ([`Contract::next_clock_event`]). Whoever changes a contract or
    /// one of its milestones calls this.
    pub(crate) fn watch_contract(&mut self, contract: &Contract, milestones: &[Milestone]) {
        if let Some(at) = contract.next_clock_event(milestones) {
            self.job_at(Job::ContractClock { contract: contract.id, at }, at);
        }
    }
}

impl App {
    /// Ends what nobody ended: answers a proposal after silence, and lapses a contract that nobody funds.
    pub(crate) async fn contract_clock(&self, id: ContractId) -> Result<(), Fault> {
        let caller = Caller::system();
        let mut work = self.work(&caller).await?;
        let Some(deal) = work.tx.read().deal(id).await? else { return Ok(()) };
        let milestones = deal.milestone_values();
        let contract = deal.contract.value.clone();
        // Whatever moved the moment put a job of its own there.
        if contract.next_clock_event(&milestones).is_none_or(|at| at > work.now) {
            return Ok(());
        }
        let ending = match contract.state {
            ContractState::Active => contract.lapse(&milestones, work.now),
            ContractState::Cancelling { .. } => contract.answer_by_silence(&milestones, work.now),
            ContractState::Completed { .. } | ContractState::Cancelled { .. } => return Ok(()),
        };
        work.conclude(&deal, ending.map_err(Fault::internal)?, &[Side::Client, Side::Worker]).await?;
        Ok(work.commit().await?)
    }

    /// Writes once more to the side that has to answer a proposal, if it still waits.
    pub(crate) async fn remind_of_cancellation(&self, id: ContractId, proposed_at: Instant) -> Result<(), Fault> {
        let caller = Caller::system();
        let mut work = self.work(&caller).await?;
        let Some(DealRows { contract, .. }) = work.tx.read().deal(id).await? else { return Ok(()) };
        let contract = contract.value;
        match contract.state {
            ContractState::Cancelling { proposal } if proposal.at == proposed_at => {
                let title = contract.title;
                let letter = Letter::CancellationProposed { contract: id, title, answer_by: proposal.answer_by };
                work.tell_side(&contract.parties, proposal.by.other(), letter).await?;
            }
            ContractState::Cancelling { .. }
            | ContractState::Active
            | ContractState::Completed { .. }
            | ContractState::Cancelled { .. } => {}
        }
        Ok(work.commit().await?)
    }
}
