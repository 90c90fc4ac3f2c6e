use super::{own_task, refused};
use crate::{App, AppError, Caller, Event, codes};
use identity::Action;
use kernel::TaskId;
use market::{ClosedWhy, LostTo};

codes! {
    /// Why a task was not closed.
    pub enum TaskCloseCode {}
}

/// Takes a task back; who bid on it is told.
#[derive(Clone, Copy, Debug)]
pub struct TaskClose {
    /// Which.
    pub task: TaskId,
    /// The version the caller has seen.
    pub expected_version: i32,
}

impl App {
    /// Takes a task back.
    pub async fn task_close(&self, caller: &Caller, ask: TaskClose) -> Result<TaskId, AppError<TaskCloseCode>> {
        let id = ask.task;
        let mut work = self.work(caller).await?;
        let task = own_task(&work, id, Action::TaskClose, ask.expected_version).await?;
        let closed = task.value.clone().close(work.now).map_err(refused)?;
        work.tx.save_task(&task.with(closed)).await?;
        work.lose_bids(&task.value, LostTo::ClosedTask).await?;
        work.event(id.uuid(), Event::TaskClosed { reason: ClosedWhy::Withdrawn });
        work.commit().await?;
        Ok(id)
    }
}
