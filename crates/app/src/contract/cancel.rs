use super::refused;
use crate::{App, AppError, Caller, Event, Job, Letter, codes};
use identity::Action;
use kernel::{ContractId, Money};
use market::{CancellationDraft, ContractRefusal, ContractState};

codes! {
    /// Why no end was proposed.
    pub enum ContractCancelCode {
        /// A milestone is in dispute; its money is decided there.
        InDispute,
    }
}

/// Proposes to end a contract and to divide all that is held.
#[derive(Clone, Debug)]
pub struct ContractCancel {
    /// Which contract.
    pub contract: ContractId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// What the worker would get of all that is held, tax included; the client gets the rest.
    pub to_worker: Money,
    /// Why, 1 to 4,000 characters.
    pub note: String,
}

impl App {
    /// Proposes to end a contract; the other side answers, or its silence does.
    pub async fn contract_cancel(
        &self,
        caller: &Caller,
        ask: ContractCancel,
    ) -> Result<ContractId, AppError<ContractCancelCode>> {
        let mut work = self.work(caller).await?;
        let (deal, side) = work.contract(ask.contract, Action::ContractCancel).await?;
        work.expect(deal.contract.version, ask.expected_version)?;
        let milestones = deal.milestone_values();
        let draft = CancellationDraft { to_worker: ask.to_worker, note: ask.note };
        let contract = deal.contract.value.clone();
        let proposed = contract.propose_cancellation(side, draft, &milestones, work.now);
        let proposed = proposed.map_err(|refusal| match refusal {
            ContractRefusal::Disputed => AppError::refused_field("contractId", ContractCancelCode::InDispute),
            other => refused(other),
        })?;
        work.event(ask.contract.uuid(), Event::CancellationProposed { to_worker: ask.to_worker });
        work.watch_contract(&proposed, &milestones);
        if let ContractState::Cancelling { proposal } = &proposed.state {
            let (contract, title) = (ask.contract, proposed.title.clone());
            for reminder in proposal.reminders() {
                work.job_at(Job::CancellationRemind { contract, proposed_at: proposal.at }, reminder);
            }
            let letter = Letter::CancellationProposed { contract, title, answer_by: proposal.answer_by };
            work.tell_side(&proposed.parties, side.other(), letter).await?;
        }
        work.tx.save_contract(&deal.contract.with(proposed)).await?;
        work.commit().await?;
        Ok(ask.contract)
    }
}
