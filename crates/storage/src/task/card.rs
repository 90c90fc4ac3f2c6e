use crate::column::{Doc, Ts};
use crate::{DbError, Stored};
use kernel::{Instant, Money, OrganisationId, TaskId, Version};
use market::{Content, Language, Task, TaskState, WorkStyleDraft};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{DbErr, QueryResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What lists show of a task: all but its long texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskCard {
    /// Its id.
    pub id: TaskId,
    /// How often it has changed.
    pub version: Version,
    /// Whose it is.
    pub client: TaskClient,
    /// When it was published; `None` when it never was.
    pub published_at: Option<Instant>,
    /// Bids placed and not taken back.
    pub bid_count: u32,
    /// What it says, in short.
    pub summary: TaskSummary,
}

/// What a list of tasks shows of the organisation behind one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskClient {
    /// Its id.
    pub id: OrganisationId,
    /// How often it has changed.
    pub version: Version,
    /// Public name.
    pub name: String,
    /// Kind.
    pub legal_form: identity::LegalForm,
}

/// A task as a list or a page of its own shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    /// In short.
    pub card: TaskCard,
    /// In full, where it was asked for.
    pub task: Option<Stored<Task>>,
    /// Its place in the order of the list it was read by: microseconds or minor units.
    pub place: i64,
}

/// What a task says without its long texts; kept beside the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskSummary {
    /// One line; a draft may have none.
    pub title: Option<String>,
    /// Where it stands.
    pub state: TaskState,
    /// See [`Task::revision`].
    pub revision: u32,
    /// Prices of its milestones, net of consumption tax, as far as they are set.
    pub prices: Vec<Money>,
    /// How long the client thinks it takes.
    pub estimated_minutes: Option<u32>,
    /// When the work is needed.
    pub deadline: Option<Instant>,
    /// Slugs.
    pub skills: Vec<String>,
    /// Of the work.
    pub language: Option<Language>,
    /// The ten facts, as far as they are answered.
    pub work_style: WorkStyleDraft,
}

impl TaskSummary {
    pub(super) fn of(task: &Task) -> Self {
        let (state, revision) = (task.state.clone(), task.revision);
        match &task.content {
            Content::Draft(draft) => Self {
                title: draft.title.clone(),
                state,
                revision,
                prices: draft.milestones.iter().filter_map(|part| part.price).collect(),
                estimated_minutes: draft.estimated_minutes,
                deadline: draft.deadline,
                skills: draft.skills.clone(),
                language: draft.language,
                work_style: draft.work_style,
            },
            Content::Published(content) => Self {
                title: Some(content.title.clone()),
                state,
                revision,
                prices: content.milestones.iter().map(|part| part.price).collect(),
                estimated_minutes: Some(content.estimated_minutes),
                deadline: Some(content.deadline),
                skills: content.skills.clone(),
                language: Some(content.language),
                work_style: content.work_style.into(),
            },
        }
    }

    /// The sum of the prices; `None` while none is set, or when a draft holds more than money can count.
    pub fn budget(&self) -> Option<Money> {
        let currency = self.prices.first()?.currency();
        Money::sum(currency, self.prices.iter().copied()).ok()
    }

    pub(super) fn to_json(&self) -> Option<String> {
        // Every field has a JSON form; were one to lose it, the column's NOT NULL refuses the row.
        serde_json::to_string(self).ok()
    }
}

/// The columns in the order in which [`decode`] reads them.
const TASK: [&str; 6] = ["id", "version", "organisation", "published_at", "bid_count", "card"];
const CLIENT: [&str; 3] = ["name", "legal_form", "version"];

/// `SELECT … FROM task JOIN organisation`, with `place` as the list's order and the whole document where asked for.
pub(super) fn select(place: &'static str, with_task: bool) -> SelectStatement {
    let (task, client) = (Alias::new("task"), Alias::new("organisation"));
    let mut query = Query::select();
    query
        .columns(TASK.map(|name| (task.clone(), Alias::new(name))))
        .columns(CLIENT.map(|name| (client.clone(), Alias::new(name))))
        .column((task.clone(), Alias::new(place)))
        .from(task.clone())
        .join(
            JoinType::InnerJoin,
            client.clone(),
            Expr::col((client, Alias::new("id"))).equals((task.clone(), Alias::new("organisation"))),
        );
    if with_task {
        query.column((task, Alias::new("body")));
    }
    query
}

/// A row of [`select`]. By index: a page reads hundreds of columns.
pub(super) fn decode(row: &QueryResult, with_task: bool) -> Result<TaskRow, DbError> {
    let id: Uuid = row.try_get_by_index(0)?;
    let version = Version::new(row.try_get_by_index(1)?);
    let corrupt = |error: &dyn std::fmt::Display| {
        log::error!("row {id} of task cannot be read: {error}");
        DbError::Corrupt { table: "task", id: id.to_string() }
    };
    let card: String = row.try_get_by_index(5)?;
    let legal_form: String = row.try_get_by_index(7)?;
    let card = TaskCard {
        id: TaskId::new(id),
        version,
        client: TaskClient {
            id: OrganisationId::new(row.try_get_by_index(2)?),
            version: Version::new(row.try_get_by_index(8)?),
            name: row.try_get_by_index(6)?,
            legal_form: legal_form.parse().map_err(|error| corrupt(&error))?,
        },
        published_at: row.try_get_by_index::<Option<Ts>>(3)?.map(|at| at.0),
        bid_count: u32::try_from(row.try_get_by_index::<i32>(4)?).map_err(|error| corrupt(&error))?,
        summary: serde_json::from_str(&card).map_err(|error| corrupt(&error))?,
    };
    let task = with_task
        .then(|| row.try_get_by_index::<Doc<Task>>(10))
        .transpose()
        .map_err(|error: DbErr| corrupt(&error))?
        .map(|Doc(value)| Stored { value, version });
    Ok(TaskRow { card, task, place: row.try_get_by_index::<Option<i64>>(9)?.unwrap_or_default() })
}
