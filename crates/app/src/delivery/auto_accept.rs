use crate::milestone::MilestoneInDeal;
use crate::work::Work;
use crate::{Event, Fault, Letter};

impl Work<'_> {
    /// Accepts the delivery that waits in a milestone, because the client said nothing for the whole review window.
    pub(crate) async fn auto_accept(mut self, found: MilestoneInDeal) -> Result<(), Fault> {
        let waiting = found.waiting.as_ref().ok_or_else(|| Fault::internal("nothing waits where something must"))?;
        let delivery = waiting.value.id;
        let milestone = found.milestone.value.clone();
        let step = milestone.auto_accept(waiting.value.clone(), self.now).map_err(Fault::internal)?;
        let (milestone, title) = (step.milestone.id, step.milestone.title.clone());
        self.event(delivery.uuid(), Event::DeliveryAccepted { milestone, by_clock: true });
        let earned = self.take_step::<Fault>(&found, step).await?;
        self.tell_accepted(&found, earned);
        self.tell_client(found.contract().parties.client, &Letter::AcceptedBySilence { milestone, title }).await?;
        Ok(self.commit().await?)
    }
}
