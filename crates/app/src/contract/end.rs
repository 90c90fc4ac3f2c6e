use crate::work::Work;
use crate::{Event, Fault, Letter};
use escrow::EscrowState;
use market::{Contract, ContractState, Ending, MilestoneShare, Side};
use storage::DealRows;

impl Work<'_> {
    /// Writes what became of a proposal or of a contract's time, moves the money with it, and tells the sides.
    pub(super) async fn conclude(&mut self, deal: &DealRows, ending: Ending, tell: &[Side]) -> Result<(), Fault> {
        let Ending { contract, shares } = ending;
        self.tx.save_contract(&deal.contract.with(contract.clone())).await?;
        self.take_shares(deal, &shares).await?;
        let ended = match contract.state {
            ContractState::Cancelled { how, .. } => {
                self.event(contract.id.uuid(), Event::ContractCancelled { how });
                true
            }
            ContractState::Active | ContractState::Cancelling { .. } | ContractState::Completed { .. } => {
                self.event(contract.id.uuid(), Event::CancellationDropped {});
                self.watch_contract(&contract, &deal.milestone_values());
                false
            }
        };
        let Contract { id, title, parties, .. } = contract;
        for side in tell {
            let letter = Letter::CancellationAnswered { contract: id, title: title.clone(), ended };
            self.tell_side(&parties, *side, letter).await?;
        }
        Ok(())
    }

    /// Ends milestones with their contract.
    async fn take_shares(&mut self, deal: &DealRows, shares: &[MilestoneShare]) -> Result<(), Fault> {
        let mut settled = Vec::new();
        for share in shares {
            let stored = deal.milestone(share.milestone).ok_or_else(missing)?;
            let waiting = deal.waiting_in(share.milestone);
            let delivery = waiting.map(|waiting| waiting.value.clone());
            let to_worker = share.split.to_worker;
            let step = stored.value.clone().cancel(delivery, to_worker, self.now).map_err(Fault::internal)?;
            self.tx.save_milestone(&stored.with(step.milestone)).await?;
            settled.extend(waiting.zip(step.delivery).map(|(waiting, delivery)| waiting.with(delivery)));
        }
        self.take_no_payments(deal, shares).await?;
        let parts: Vec<_> = shares.iter().map(|share| (share.milestone, share.split)).collect();
        self.let_go(deal, &parts).await?;
        for delivery in settled {
            self.tx.save_delivery(&delivery).await?;
        }
        Ok(())
    }

    /// Milestones that ended take no payment any more. One that is on its way is no longer waited for: should it still
    /// arrive, its money stays in the client's account and goes back from there. One that is being asked for at this
    /// moment meets the escrow's version.
    async fn take_no_payments(&mut self, deal: &DealRows, shares: &[MilestoneShare]) -> Result<(), Fault> {
        for share in shares {
            let stored = deal.escrow(share.milestone).ok_or_else(missing)?;
            let escrow = match stored.value.state {
                EscrowState::Unfunded => stored.value,
                EscrowState::Funding { payment } => {
                    stored.value.funding_failed(payment).map_err(Fault::internal)?.escrow
                }
                EscrowState::Held { .. } | EscrowState::Frozen { .. } | EscrowState::Closed { .. } => continue,
            };
            self.tx.save_escrow(&stored.with(escrow)).await?;
        }
        Ok(())
    }
}

fn missing() -> Fault {
    Fault::internal("a share of a milestone without a row")
}
