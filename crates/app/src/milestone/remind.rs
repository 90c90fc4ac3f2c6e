use crate::{App, Caller, Event, Fault, Letter};
use kernel::{Instant, MilestoneId};
use market::MilestoneState;

impl App {
    /// Reminds whoever must act next: the client of a delivery that waits, the worker of work that was not handed in.
    /// Nobody, when the reminder belongs to a state that is over.
    pub(crate) async fn milestone_remind(&self, id: MilestoneId, reminder: Instant) -> Result<(), Fault> {
        let system = Caller::system();
        let mut work = self.work(&system).await?;
        let Some(deal) = work.tx.read().deal_of_milestone(id).await? else { return Ok(()) };
        let parties = deal.contract.value.parties;
        let Some(milestone) = deal.milestone(id).map(|stored| &stored.value) else { return Ok(()) };
        if !milestone.reminders().contains(&reminder) {
            return Ok(());
        }
        let title = milestone.title.clone();
        match milestone.state {
            MilestoneState::Delivered { delivery, answer_by, .. } => {
                work.event(delivery.uuid(), Event::DeliveryReminded { milestone: id });
                let letter = Letter::DeliveryReminder { milestone: id, title, answer_by };
                work.tell_client(parties.client, &letter).await?;
            }
            MilestoneState::InProgress { lapse_at, .. } => {
                work.event(id.uuid(), Event::MilestoneReminded { lapse_at });
                work.tell(parties.worker, Letter::LapseReminder { milestone: id, title, lapse_at });
            }
            MilestoneState::Agreed
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => return Ok(()),
        }
        Ok(work.commit().await?)
    }
}
