use super::card::{self, TaskRow};
use super::{language_word, words};
use crate::aggregate::one_of_in;
use crate::slice::{Keyset, Slice};
use crate::{DbError, Read, SearchQuery};
use kernel::{Currency, OrganisationId, TaskId};
use market::{Language, TaskStateKind};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, ColumnRef, Expr, ExprTrait, IntoColumnRef, Query, SelectStatement};
use serde::{Deserialize, Serialize};

/// Which tasks a list holds. All given conditions must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Of this client.
    pub client: Option<OrganisationId>,
    /// Drafts, and what was thrown away as a draft, as well?
    pub with_unpublished: bool,
    /// In one of these states; in any when empty.
    pub states: Vec<TaskStateKind>,
    /// With these words in title or description. Finds nothing that is not published.
    pub text: Option<SearchQuery>,
    /// Asking for all of these skills. Finds nothing that is not published.
    pub skills: Vec<String>,
    /// Written and done in this language.
    pub language: Option<Language>,
    /// Taking no longer than this.
    pub minutes_at_most: Option<u32>,
    /// Priced so.
    pub price: Option<PriceFilter>,
}

/// Conditions on money, in one currency. Amounts are minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceFilter {
    /// Tasks in other currencies are left out.
    pub currency: Currency,
    /// Budget not below.
    pub budget_at_least: Option<i64>,
    /// Budget not above.
    pub budget_at_most: Option<i64>,
    /// The worker's net by the hour not below.
    pub net_per_hour_at_least: Option<i64>,
}

impl PriceFilter {
    /// Any price in one currency.
    pub const fn any_in(currency: Currency) -> Self {
        Self { currency, budget_at_least: None, budget_at_most: None, net_per_hour_at_least: None }
    }
}

/// In which order a list is, ties broken by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskOrder {
    /// By what.
    pub by: TaskSort,
    /// Newest or largest first?
    pub descending: bool,
}

/// By what tasks are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskSort {
    /// When they were first written.
    Drafted,
    /// When they were published; leaves out what never was.
    Published,
    /// Budget in minor units: for tasks of one currency.
    Budget,
}

/// The place of a task in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskKey {
    /// Microseconds or minor units: [`TaskRow::place`].
    pub place: i64,
    /// Ties.
    pub id: TaskId,
}

impl TaskSort {
    const fn column(self) -> &'static str {
        match self {
            Self::Drafted => "created_at",
            Self::Published => "published_at",
            Self::Budget => "budget",
        }
    }
}

impl TaskRow {
    /// Its place in the list it was read by.
    pub fn key(&self) -> TaskKey {
        TaskKey { place: self.place, id: self.card.id }
    }
}

impl Read<'_> {
    /// A piece of the list of tasks, in one statement.
    pub async fn browse_tasks(
        &self,
        filter: &TaskFilter,
        order: TaskOrder,
        slice: Slice<TaskKey>,
        with_task: bool,
    ) -> Result<Vec<TaskRow>, DbError> {
        let mut query = card::select(order.by.column(), with_task);
        self.narrow(&mut query, filter);
        let keyset = Keyset { table: "task", columns: [order.by.column(), "id"], descending: order.descending };
        keyset.cut(&mut query, slice.map(|key| [key.place.into(), key.id.uuid().into()]));
        self.conn.query_all(&query).await?.iter().map(|row| card::decode(row, with_task)).collect()
    }

    /// How many tasks a list holds, counted to `most`.
    pub async fn count_tasks(&self, filter: &TaskFilter, most: u32) -> Result<u32, DbError> {
        let mut matching = Query::select();
        matching.expr(Expr::value(1)).from(Alias::new("task")).limit(most.into());
        self.narrow(&mut matching, filter);
        let mut count = Query::select();
        count.expr(Expr::cust("count(*)")).from_subquery(matching, Alias::new("matching"));
        let row = self.conn.query_one(&count).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        Ok(u32::try_from(count).unwrap_or(most))
    }

    /// Tasks by their ids, in no particular order.
    pub async fn task_rows(&self, ids: &[TaskId], with_task: bool) -> Result<Vec<TaskRow>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let mut query = card::select("created_at", with_task);
        query.and_where(one_of_in(of_task("id"), &ids));
        self.conn.query_all(&query).await?.iter().map(|row| card::decode(row, with_task)).collect()
    }

    fn narrow(&self, query: &mut SelectStatement, filter: &TaskFilter) {
        let column = |name| Expr::col(of_task(name));
        query.and_where_option(filter.client.map(|client| column("organisation").eq(client.uuid())));
        match filter.states.as_slice() {
            [] => {}
            [state] => {
                query.and_where(column("state_kind").eq(state.to_string()));
            }
            states => {
                query.and_where(column("state_kind").is_in(states.iter().map(TaskStateKind::to_string)));
            }
        }
        if !filter.with_unpublished {
            query.and_where(column("published_at").is_not_null());
        }
        if let Some(text) = &filter.text {
            query.and_where(words::holds(self.engine(), text));
        }
        for skill in &filter.skills {
            query.and_where(words::asks_for(skill));
        }
        query.and_where_option(filter.language.map(|language| column("language").eq(language_word(language))));
        query.and_where_option(
            filter.minutes_at_most.map(|minutes| column("estimated_minutes").lte(i64::from(minutes))),
        );
        if let Some(price) = filter.price {
            query
                .and_where(column("currency").eq(price.currency.code()))
                .and_where_option(price.budget_at_least.map(|minor| column("budget").gte(minor)))
                .and_where_option(price.budget_at_most.map(|minor| column("budget").lte(minor)))
                .and_where_option(price.net_per_hour_at_least.map(|minor| column("net_per_hour").gte(minor)));
        }
    }
}

fn of_task(name: &'static str) -> ColumnRef {
    (Alias::new("task"), Alias::new(name)).into_column_ref()
}
