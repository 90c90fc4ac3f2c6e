use super::MilestoneInDeal;
use crate::work::Work;
use crate::{App, Caller, Fault, Job};
use kernel::{Instant, MilestoneId};
use market::{Milestone, MilestoneState};

impl Work<'_> {
    /// Sets the clock of a milestone that has just entered its state: what happens by itself, and the reminders before.
    ///
    /// **Invariant:** whatever puts a milestone in progress or under review calls this in the same transaction.
    pub fn set_clock(&mut self, milestone: &Milestone) {
        let id = milestone.id;
        if let Some(at) = milestone.next_clock_event() {
            self.job_at(Job::MilestoneClock { milestone: id }, at);
        }
        for at in milestone.reminders() {
            self.job_at(Job::MilestoneRemind { milestone: id, at }, at);
        }
    }
}

impl App {
    /// Does what time has decided about a milestone. Nothing, when it was answered in the meantime; comes back, when it
    /// is too early.
    pub(crate) async fn milestone_clock(&self, id: MilestoneId) -> Result<Option<Instant>, Fault> {
        let system = Caller::system();
        let work = self.work(&system).await?;
        let Some(found) = MilestoneInDeal::read(work.tx.read(), id).await? else { return Ok(None) };
        match (found.milestone.value.next_clock_event(), &found.milestone.value.state) {
            (Some(at), _) if work.now < at => Ok(Some(at)),
            (_, MilestoneState::Delivered { .. }) => work.auto_accept(found).await.map(|()| None),
            (_, MilestoneState::InProgress { .. }) => work.lapse(found).await.map(|()| None),
            (
                _,
                MilestoneState::Agreed
                | MilestoneState::Accepted { .. }
                | MilestoneState::Disputed { .. }
                | MilestoneState::Ended { .. },
            ) => Ok(None),
        }
    }
}
