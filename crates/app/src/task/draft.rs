use super::{invalid, rules_for};
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, codes};
use identity::{Action, Parties};
use kernel::{OrganisationId, TaskId};
use market::{Task, TaskDraft};
use serde::Serialize;

codes! {
    /// Why no draft was made.
    pub enum TaskDraftCode {}
}

/// Writes the draft of a task.
#[derive(Clone, Debug, Serialize)]
pub struct TaskDraftAsk {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Whose task it will be.
    pub organisation: OrganisationId,
    /// What it says so far.
    pub task: TaskDraft,
}

impl App {
    /// Writes the draft of a task.
    pub async fn task_draft(&self, caller: &Caller, ask: TaskDraftAsk) -> Result<TaskId, AppError<TaskDraftCode>> {
        let by = caller.require_signed_in()?.id;
        let id = TaskId::new(self.ids.uuid(self.clock.now()));
        let hash = digest(&ask);
        let TaskDraftAsk { idempotency_key: key, organisation, task } = ask;
        let rules = rules_for(&self.settings, &task);
        let task = Task::draft(id, organisation, task, &rules).map_err(invalid)?;
        let intent = Intent { mutation: "taskDraft", key: &key, hash, result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(TaskId::new(id)),
        };
        let found = work.tx.read().organisation(organisation).await?;
        found.ok_or_else(|| AppError::not_found("organisationId"))?;
        let parties = Parties { client: Some(organisation), ..Parties::default() };
        work.require_of_public(Action::TaskDraft, &parties, "organisationId")?;
        work.tx.insert_task(&task, by, work.now).await?;
        work.event(id.uuid(), Event::TaskDrafted { client: organisation });
        work.commit().await?;
        Ok(id)
    }
}
