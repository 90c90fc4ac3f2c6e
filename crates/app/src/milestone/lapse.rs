use super::MilestoneInDeal;
use crate::work::Work;
use crate::{Event, Fault, Letter};

impl Work<'_> {
    /// Ends a milestone whose time is over while nothing waits for an answer.
    pub(super) async fn lapse(mut self, found: MilestoneInDeal) -> Result<(), Fault> {
        let step = found.milestone.value.clone().lapse(self.now).map_err(Fault::internal)?;
        let (id, title, moves) = (step.milestone.id, step.milestone.title.clone(), step.moves);
        self.event(id.uuid(), Event::MilestoneLapsed { to_worker: moves.to_worker, to_client: moves.to_client });
        let earned = self.take_step::<Fault>(&found, step).await?;
        self.tell_accepted(&found, earned);
        if moves.to_worker.is_zero() {
            self.tell(found.contract().parties.worker, Letter::MilestoneLapsed { milestone: id, title });
        }
        Ok(self.commit().await?)
    }
}
