use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::slice::{Keyset, Slice};
use crate::{DbError, Engine, Read, Stored, Tx};
use kernel::{BidId, OrganisationId, PersonId, TaskId, Version};
use market::{Bid, BidStateKind, Task};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

impl Aggregate for Bid {
    const TABLE: &'static str = "bid";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

/// A bid with the client it was made to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BidToClient {
    /// The client whose task it is on.
    pub client: OrganisationId,
    /// The bid.
    pub bid: Stored<Bid>,
}

/// Which bids a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BidsBy {
    /// All on a task.
    Task(TaskId),
    /// A worker's on a task.
    WorkerOnTask(PersonId, TaskId),
    /// All of a worker.
    Worker(PersonId),
    /// All made to a client.
    Client(OrganisationId),
}

/// What became of counting one bid more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BidCounted {
    /// It is counted, and the task stays as it was read until this transaction ends.
    Counted,
    /// The task has as many bids as it may.
    Full,
}

impl Read<'_> {
    /// Several bids at once; ids of nothing are left out.
    pub async fn bids(&self, ids: &[BidId]) -> Result<Vec<BidToClient>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let mut query = select();
        query.and_where(aggregate::one_of("id", &ids));
        self.conn.query_all(&query).await?.iter().map(decode).collect()
    }

    /// A piece of a list of bids, newest first.
    pub async fn bid_list(&self, by: BidsBy, slice: Slice<BidId>) -> Result<Vec<BidToClient>, DbError> {
        let is = |column: &'static str, id: Uuid| Expr::col(Alias::new(column)).eq(id);
        let mut query = select();
        match by {
            BidsBy::Task(task) => query.and_where(is("task", task.uuid())),
            BidsBy::WorkerOnTask(worker, task) => {
                query.and_where(is("task", task.uuid())).and_where(is("worker", worker.uuid()))
            }
            BidsBy::Worker(worker) => query.and_where(is("worker", worker.uuid())),
            BidsBy::Client(client) => query.and_where(is("organisation", client.uuid())),
        };
        Keyset { table: Bid::TABLE, columns: ["id"], descending: true }
            .cut(&mut query, slice.map(|id| [id.uuid().into()]));
        self.conn.query_all(&query).await?.iter().map(decode).collect()
    }
}

fn select() -> SelectStatement {
    let mut query = aggregate::select::<Bid>();
    query.column(Alias::new("organisation"));
    query
}

fn decode(row: &QueryResult) -> Result<BidToClient, DbError> {
    let client: Uuid = row.try_get("", "organisation")?;
    Ok(BidToClient { client: OrganisationId::new(client), bid: aggregate::decode(row)? })
}

impl Tx {
    /// The bids on a task that wait for its client, in the order they were placed; none of them changes before this
    /// transaction ends.
    pub async fn lock_submitted_bids(&self, task: TaskId) -> Result<Vec<Stored<Bid>>, DbError> {
        let mut query = aggregate::select::<Bid>();
        query
            .and_where(Expr::col(Alias::new("task")).eq(task.uuid()))
            .and_where(Expr::col(Alias::new("state_kind")).eq(BidStateKind::Submitted.to_string()))
            .order_by(Alias::new("id"), Order::Asc);
        if self.engine == Engine::Postgres {
            query.lock_exclusive();
        }
        self.inner.query_all(&query).await?.iter().map(aggregate::decode).collect()
    }

    /// Adds a bid on a task of `client`. A second live one of its worker on the task is [`DbError::Unique`].
    pub async fn insert_bid(&self, bid: &Bid, client: OrganisationId) -> Result<(), DbError> {
        let once = vec![
            ("task", bid.task.uuid().into()),
            ("worker", bid.worker.uuid().into()),
            ("organisation", client.uuid().into()),
            ("placed_at", Ts(bid.placed_at).into()),
        ];
        aggregate::insert_with(&self.inner, bid, once).await
    }

    /// Saves a bid over the version it was read at.
    pub async fn save_bid(&self, bid: &Stored<Bid>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, bid).await
    }

    /// Counts one bid more on a task, unless it has `limit` already.
    ///
    /// Guards the task's version without changing it: bids do not stand in the way of each other, but none is placed on
    /// a task that was edited, closed or awarded since it was read.
    ///
    /// # Errors
    /// [`DbError::Conflict`] when somebody saved the task first.
    pub async fn count_bid(&self, task: &Stored<Task>, limit: i32) -> Result<BidCounted, DbError> {
        let count = || Expr::col(Alias::new("bid_count"));
        let mut update = Query::update();
        update
            .table(Alias::new("task"))
            .value(Alias::new("bid_count"), count().add(1))
            .and_where(Expr::col(Alias::new("id")).eq(task.value.id.uuid()))
            .and_where(Expr::col(Alias::new("version")).eq(task.version.get()))
            .and_where(count().lt(limit));
        if self.inner.execute(&update).await?.rows_affected() == 1 {
            return Ok(BidCounted::Counted);
        }
        let mut unchanged = Query::select();
        unchanged
            .column(Alias::new("version"))
            .from(Alias::new("task"))
            .and_where(Expr::col(Alias::new("id")).eq(task.value.id.uuid()))
            .and_where(Expr::col(Alias::new("version")).eq(task.version.get()));
        match self.inner.query_one(&unchanged).await? {
            Some(_) => Ok(BidCounted::Full),
            None => Err(DbError::Conflict),
        }
    }

    /// Counts one bid less on a task.
    pub async fn uncount_bid(&self, task: TaskId) -> Result<(), DbError> {
        let mut update = Query::update();
        update
            .table(Alias::new("task"))
            .value(Alias::new("bid_count"), Expr::col(Alias::new("bid_count")).sub(1))
            .and_where(Expr::col(Alias::new("id")).eq(task.uuid()));
        self.inner.execute(&update).await?;
        Ok(())
    }
}
