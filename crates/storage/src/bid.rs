use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::{DbError, Read, Stored, Tx};
use kernel::{BidId, TaskId, Version};
use market::{Bid, BidStateKind, Task};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, Value};
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

/// What became of counting one bid more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BidCounted {
    /// It is counted, and the task stays as it was read until this transaction ends.
    Counted,
    /// The task has as many bids as it may.
    Full,
}

impl Read<'_> {
    /// A bid.
    pub async fn bid(&self, id: BidId) -> Result<Option<Stored<Bid>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }

    /// Several bids at once.
    pub async fn bids(&self, ids: &[BidId]) -> Result<Vec<Stored<Bid>>, DbError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        aggregate::find_many(&self.conn, &ids).await
    }

    /// The bids on a task that wait for its client, in the order they were placed.
    pub async fn submitted_bids(&self, task: TaskId, limit: u64) -> Result<Vec<Stored<Bid>>, DbError> {
        let condition = Condition::all()
            .add(Expr::col(Alias::new("task")).eq(task.uuid()))
            .add(Expr::col(Alias::new("state_kind")).eq(BidStateKind::Submitted.to_string()));
        aggregate::find_all(&self.conn, condition, limit).await
    }
}

impl Tx {
    /// Adds a bid. A second live one of its worker on the task is [`DbError::Unique`].
    pub async fn insert_bid(&self, bid: &Bid) -> Result<(), DbError> {
        let once = vec![
            ("task", bid.task.uuid().into()),
            ("worker", bid.worker.uuid().into()),
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
