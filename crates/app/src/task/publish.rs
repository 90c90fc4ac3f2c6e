use super::{net_per_hour, own_task, refused, rules_for};
use crate::{App, AppError, Caller, Event, Fault, Job, codes};
use identity::Action;
use kernel::TaskId;
use market::Content;

codes! {
    /// Why a task was not published.
    pub enum TaskPublishCode {}
}

/// Opens a complete draft for bids.
#[derive(Clone, Copy, Debug)]
pub struct TaskPublish {
    /// Which.
    pub task: TaskId,
    /// The version the caller has seen.
    pub expected_version: i32,
}

impl App {
    /// Opens a complete draft for bids. Every part of it must have a take-home that can be shown.
    pub async fn task_publish(&self, caller: &Caller, ask: TaskPublish) -> Result<TaskId, AppError<TaskPublishCode>> {
        let id = ask.task;
        let mut work = self.work(caller).await?;
        let task = own_task(&work, id, Action::TaskPublish, ask.expected_version).await?;
        let draft = match &task.value.content {
            Content::Draft(draft) => draft.clone(),
            Content::Published(_) => Default::default(),
        };
        let rules = rules_for(&self.settings, &draft);
        let open = task.value.clone().publish(&rules, work.now).map_err(refused)?;
        let (Some(content), Some(expires_at)) = (open.published(), open.next_clock_event()) else {
            return Err(Fault::internal("a published task has content and an end").into());
        };
        let (budget, hourly) = (content.budget, net_per_hour(&self.settings, content)?);
        work.tx.save_task_content(&task.with(open), hourly).await?;
        work.event(id.uuid(), Event::TaskPublished { budget, expires_at });
        work.job_at(Job::TaskExpire { task: id }, expires_at);
        work.commit().await?;
        Ok(id)
    }
}
