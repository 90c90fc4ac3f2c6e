use crate::work::Work;
use crate::{Event, Fault};
use escrow::{Escrow, EscrowError, EscrowState, EscrowStep, Share};
use kernel::{Instant, MilestoneId};
use market::Split;
use storage::{DealRows, Stored};

impl Work<'_> {
    /// Moves what milestones let go out of their escrows: to the worker's account less fee and tax, and back to the
    /// client. Writes the escrows, the journals, the releases with the jobs that settle them, the refunds with their
    /// operations at the gateway, and the events. Answers how each part was divided, in their order.
    ///
    /// `deal` was read in this transaction, and the contract and the milestones are saved in it, now or at the commit, the
    /// contract even if nothing of it changed: the fee's tiers count what the whole contract has released, so no two
    /// releases of one contract may pass each other.
    pub(crate) async fn let_go(
        &mut self,
        deal: &DealRows,
        parts: &[(MilestoneId, Split)],
    ) -> Result<Vec<Share>, Fault> {
        let mut shares = Vec::with_capacity(parts.len());
        let mut released = deal.released().map_err(Fault::internal)?;
        for (milestone, moves) in parts {
            let share = deal.fees.share(moves.to_worker, released).map_err(Fault::internal)?;
            if moves.to_worker.is_positive() || moves.to_client.is_positive() {
                let missing = || Fault::internal("a milestone without an escrow");
                let stored = deal.escrow(*milestone).ok_or_else(missing)?;
                let step = step(stored, share, *moves, self.now).map_err(Fault::internal)?;
                agrees(&stored.value, &step.escrow, *moves)?;
                self.tx.save_escrow_at_commit(&stored.with(step.escrow));
                if moves.to_worker.is_positive() {
                    self.keep_release(deal, &step, share, released).await?;
                }
                self.book(step.journals);
                if moves.to_client.is_positive() {
                    self.event(milestone.uuid(), Event::EscrowRefunded { amount: moves.to_client });
                    self.request_refunds(*milestone, moves.to_client).await?;
                }
            }
            released = released.checked_add(moves.to_worker).map_err(Fault::internal)?;
            shares.push(share);
        }
        Ok(shares)
    }
}

/// What the escrow calls it.
fn step(stored: &Stored<Escrow>, share: Share, moves: Split, now: Instant) -> Result<EscrowStep, EscrowError> {
    let (escrow, version) = (stored.value, stored.version);
    match escrow.state {
        EscrowState::Frozen { .. } => escrow.split(share, version, now),
        EscrowState::Unfunded | EscrowState::Funding { .. } | EscrowState::Held { .. } | EscrowState::Closed { .. } => {
            if moves.to_client.is_zero() {
                escrow.release(share, version, now)
            } else if moves.to_worker.is_zero() {
                escrow.refund(moves.to_client, version, now)
            } else {
                escrow.split(share, version, now)
            }
        }
    }
}

/// Did exactly that leave which the milestone let go?
fn agrees(before: &Escrow, after: &Escrow, moves: Split) -> Result<(), Fault> {
    let (before, after) = (before.tally(), after.tally());
    let released = after.released().checked_sub(before.released()).map_err(Fault::internal)?;
    let refunded = after.refunded().checked_sub(before.refunded()).map_err(Fault::internal)?;
    if (released, refunded) == (moves.to_worker, moves.to_client) {
        Ok(())
    } else {
        Err(Fault::internal("an escrow holds something else than its milestone says"))
    }
}
