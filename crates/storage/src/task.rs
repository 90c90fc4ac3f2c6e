mod browse;
mod card;
mod words;

pub use browse::{PriceFilter, TaskFilter, TaskKey, TaskOrder, TaskSort};
pub use card::{TaskCard, TaskClient, TaskRow, TaskSummary};
pub use words::SkillUse;

use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::{DbError, Read, Stored, Tx};
use kernel::{Instant, Money, PersonId, TaskId, Version};
use market::{Language, Task, TaskState};
use sea_orm::Value;
use uuid::Uuid;

impl Aggregate for Task {
    const TABLE: &'static str = "task";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let card = TaskSummary::of(self);
        let budget = card.budget();
        let mut columns = vec![
            ("budget", budget.map(Money::minor).into()),
            ("currency", budget.map(|budget| budget.currency().code()).into()),
            ("estimated_minutes", card.estimated_minutes.and_then(|minutes| i32::try_from(minutes).ok()).into()),
            ("language", card.language.map(language_word).into()),
            ("card", card.to_json().into()),
        ];
        // Kept as it was once the task has left the market.
        if let TaskState::Open { published_at, .. } = self.state {
            columns.push(("published_at", Ts(published_at).into()));
        }
        columns
    }
}

const fn language_word(language: Language) -> &'static str {
    match language {
        Language::Ja => "ja",
        Language::En => "en",
    }
}

impl Read<'_> {
    /// A task with all that it says, for use cases.
    pub async fn task(&self, id: TaskId) -> Result<Option<Stored<Task>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }
}

impl Tx {
    /// Adds a draft.
    pub async fn insert_task(&self, task: &Task, by: PersonId, at: Instant) -> Result<(), DbError> {
        let once = vec![
            ("organisation", task.client.uuid().into()),
            ("created_by", by.uuid().into()),
            ("created_at", Ts(at).into()),
        ];
        aggregate::insert_with(&self.inner, task, once).await
    }

    /// Saves a task whose state moved over the version it was read at. What it says has not changed.
    pub async fn save_task(&self, task: &Stored<Task>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, task).await
    }

    /// Saves a task that says something new. Once it is published, it is found by its words and skills, and by what an
    /// hour of it leaves the worker.
    pub async fn save_task_content(
        &self,
        task: &Stored<Task>,
        net_per_hour: Option<Money>,
    ) -> Result<Version, DbError> {
        let hourly = vec![("net_per_hour", net_per_hour.map(Money::minor).into())];
        let version = aggregate::save_with(&self.inner, task, hourly).await?;
        if let Some(content) = task.value.published() {
            words::index(self, task.value.id, content).await?;
        }
        Ok(version)
    }
}
