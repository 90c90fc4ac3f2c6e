use super::{net_per_hour, own_task, refused, rules_for};
use crate::{App, AppError, Caller, Event, Job, codes};
use identity::Action;
use kernel::TaskId;
use market::TaskDraft;

codes! {
    /// Why a task was not changed.
    pub enum TaskUpdateCode {}
}

/// Rewrites a draft, or an open task as its next revision: bids on the one before stay and cannot be awarded.
#[derive(Clone, Debug)]
pub struct TaskUpdate {
    /// Which.
    pub task_id: TaskId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// All that it says.
    pub task: TaskDraft,
}

impl App {
    /// Rewrites a task.
    pub async fn task_update(&self, caller: &Caller, ask: TaskUpdate) -> Result<TaskId, AppError<TaskUpdateCode>> {
        let TaskUpdate { task_id, expected_version, task: draft } = ask;
        let mut work = self.work(caller).await?;
        let task = own_task(&work, task_id, Action::TaskUpdate, expected_version).await?;
        let rules = rules_for(&self.settings, &draft);
        let edited = task.value.clone().edit(draft, &rules, work.now).map_err(refused)?;
        let hourly = edited.published().map(|content| net_per_hour(&self.settings, content)).transpose()?.flatten();
        let expires_at = edited.next_clock_event();
        let version = work.tx.save_task_content(&task.with(edited), hourly).await?;
        work.event(task_id.uuid(), Event::TaskUpdated { version });
        if let Some(earlier) = expires_at.filter(|_| expires_at != task.value.next_clock_event()) {
            work.job_at(Job::TaskExpire { task: task_id }, earlier);
        }
        work.commit().await?;
        Ok(task_id)
    }
}
