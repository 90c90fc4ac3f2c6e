use crate::{App, Caller, Event, Fault};
use kernel::{Instant, TaskId};
use market::{ClosedWhy, LostTo, TaskRefusal};

impl App {
    /// Closes a call whose time is over; who bid on it is told. Answers when to come back, if its time is not over yet.
    pub(crate) async fn task_expire(&self, id: TaskId) -> Result<Option<Instant>, Fault> {
        let clock = Caller::system();
        let mut work = self.work(&clock).await?;
        let Some(task) = work.tx.read().task(id).await? else { return Ok(None) };
        let expired = match task.value.clone().expire(work.now) {
            Ok(expired) => expired,
            Err(TaskRefusal::NotYet(at)) => return Ok(Some(at)),
            Err(TaskRefusal::WrongState(_) | TaskRefusal::Expired | TaskRefusal::Invalid(_)) => return Ok(None),
        };
        work.tx.save_task(&task.with(expired)).await?;
        work.lose_bids(&task.value, LostTo::ClosedTask).await?;
        work.event(id.uuid(), Event::TaskClosed { reason: ClosedWhy::Expired });
        work.commit().await?;
        Ok(None)
    }
}
