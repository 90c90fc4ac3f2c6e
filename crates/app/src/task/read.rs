use crate::{App, Caller, Fault};
use identity::{Action, Parties};
use kernel::{OrganisationId, TaskId};
use std::collections::HashMap;
use storage::{SkillUse, Slice, TaskFilter, TaskKey, TaskOrder, TaskRow, TaskSort};

/// Most tasks that are counted.
const COUNTED: u32 = 10_000;
/// Most skills that are listed.
const SKILLS: u32 = 100;

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
    /// Published tasks, whoever asks.
    pub async fn tasks(&self, mut list: TaskList) -> Result<Vec<TaskRow>, Fault> {
        list.filter.with_unpublished = false;
        let TaskList { filter, order, slice, with_task } = list;
        Ok(self.db.read().browse_tasks(&filter, order, slice, with_task).await?)
    }

    /// How many published tasks there are, counted to 10,000.
    pub async fn count_tasks(&self, mut filter: TaskFilter) -> Result<u32, Fault> {
        filter.with_unpublished = false;
        Ok(self.db.read().count_tasks(&filter, COUNTED).await?)
    }

    /// The tasks of one client, drafts for its own people alone, newest first.
    pub async fn organisation_tasks(
        &self,
        caller: &Caller,
        client: OrganisationId,
        filter: TaskFilter,
        slice: Slice<TaskKey>,
        with_task: bool,
    ) -> Result<Vec<TaskRow>, Fault> {
        let filter = self.of_client(caller, client, filter);
        let order = TaskOrder { by: TaskSort::Drafted, descending: true };
        Ok(self.db.read().browse_tasks(&filter, order, slice, with_task).await?)
    }

    /// How many tasks of one client the caller may see, counted to 10,000.
    pub async fn count_organisation_tasks(
        &self,
        caller: &Caller,
        client: OrganisationId,
        filter: TaskFilter,
    ) -> Result<u32, Fault> {
        Ok(self.db.read().count_tasks(&self.of_client(caller, client, filter), COUNTED).await?)
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

    fn of_client(&self, caller: &Caller, client: OrganisationId, filter: TaskFilter) -> TaskFilter {
        TaskFilter { client: Some(client), with_unpublished: may_see_drafts(caller, client), ..filter }
    }
}

fn may_see_drafts(caller: &Caller, client: OrganisationId) -> bool {
    caller.may(Action::TaskDraftRead, &Parties { client: Some(client), ..Parties::default() })
}
