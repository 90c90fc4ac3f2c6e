use crate::{App, Caller, Fault};
use identity::{Action, Parties};
use kernel::{OrganisationId, TaskId};
use std::collections::HashMap;
use storage::{SkillUse, Slice, TaskFilter, TaskKey, TaskOrder, TaskRow};

/// Most tasks that are counted.
const COUNTED: u32 = 10_000;
/// Most skills that are listed.
const SKILLS: u32 = 50;

/// A piece of a list of tasks, and how much of each is wanted.
#[derive(Clone, Debug)]
pub struct TaskList {
    /// Which.
    pub filter: TaskFilter,
    /// In which order.
    pub order: TaskOrder,
    /// Which piece.
    pub slice: Slice<TaskKey>,
    /// With the long texts?
    pub with_task: bool,
}

impl App {
    /// Tasks that the caller may see: published ones, and with a client in the filter those that only its own people
    /// see, when the caller is one of them.
    pub async fn tasks(&self, caller: &Caller, list: TaskList) -> Result<Vec<TaskRow>, Fault> {
        let TaskList { filter, order, slice, with_task } = list;
        Ok(self.db.read().browse_tasks(&seen_by(caller, filter), order, slice, with_task).await?)
    }

    /// How many of these tasks the caller may see, counted to 10,000.
    pub async fn count_tasks(&self, caller: &Caller, filter: TaskFilter) -> Result<u32, Fault> {
        Ok(self.db.read().count_tasks(&seen_by(caller, filter), COUNTED).await?)
    }

    /// Tasks by their ids, those the caller may see.
    pub async fn tasks_by_ids(
        &self,
        caller: &Caller,
        ids: &[TaskId],
        with_task: bool,
    ) -> Result<HashMap<TaskId, TaskRow>, Fault> {
        let rows = self.db.read().task_rows(ids, with_task).await?;
        let seen = |row: &TaskRow| row.card.published_at.is_some() || may_see_drafts(caller, row.card.client.id);
        Ok(rows.into_iter().filter(seen).map(|row| (row.card.id, row)).collect())
    }

    /// The skills that published tasks ask for, beginning with `prefix`, by slug.
    pub async fn skills_in_use(&self, prefix: &str) -> Result<Vec<SkillUse>, Fault> {
        Ok(self.db.read().skills_in_use(prefix, SKILLS).await?)
    }
}

fn seen_by(caller: &Caller, filter: TaskFilter) -> TaskFilter {
    let with_unpublished = filter.client.is_some_and(|client| may_see_drafts(caller, client));
    TaskFilter { with_unpublished, ..filter }
}

fn may_see_drafts(caller: &Caller, client: OrganisationId) -> bool {
    caller.may(Action::TaskDraftRead, &Parties { client: Some(client), ..Parties::default() })
}
