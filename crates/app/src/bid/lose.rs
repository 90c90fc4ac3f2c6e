use crate::work::Work;
use crate::{Event, Fault, Letter};
use market::{DeclineReason, LostTo, Task};

impl Work<'_> {
    /// Ends the bids that still wait on a task, because of something else that happened to it, and tells their workers.
    ///
    /// The task has to be saved before: from then on no bid is placed on it.
    pub(crate) async fn lose_bids(&mut self, task: &Task, to: LostTo) -> Result<(), Fault> {
        let title = task.published().map(|content| content.title.clone()).unwrap_or_default();
        let reason = match to {
            LostTo::AnotherBid => DeclineReason::AnotherBidWon,
            LostTo::ClosedTask => DeclineReason::TaskClosed,
        };
        for waiting in self.tx.lock_submitted_bids(task.id).await? {
            let lost = waiting.value.clone().lose(to, self.now).map_err(Fault::internal)?;
            let (id, worker) = (lost.id, lost.worker);
            self.tx.save_bid(&waiting.with(lost)).await?;
            self.event(id.uuid(), Event::BidDeclined { reason });
            let letter = Letter::BidDeclined { task: task.id, title: title.clone(), reason };
            self.tell(worker, letter);
        }
        Ok(())
    }
}
