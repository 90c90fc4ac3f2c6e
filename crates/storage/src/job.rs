use crate::column::{Doc, Ts};
use crate::{Db, DbError, Engine, Read};
use kernel::Instant;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, InsertStatement, LockBehavior, LockType, OnConflict, Query};
use sea_orm::{Condition, PaginatorTrait, QueryOrder, QuerySelect, QueryTrait, Set};
use uuid::Uuid;

/// Work to be done later by the worker: safe to run twice, and nothing in it that the database does not say better.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Its id.
    pub id: Uuid,
    /// Which handler runs it.
    pub kind: &'static str,
    /// What the handler needs: ids.
    pub payload: serde_json::Value,
    /// Not before this moment.
    pub run_at: Instant,
    /// At most one waiting job has this key; a second one is dropped.
    pub key: Option<String>,
}

/// A job that this worker may run until its lease ends.
#[derive(Clone, Debug)]
pub struct ClaimedJob {
    /// Its id.
    pub id: Uuid,
    /// Which handler runs it.
    pub kind: String,
    /// What the handler needs.
    pub payload: serde_json::Value,
    /// How often it was begun since it last went well, this time included.
    pub attempts: i32,
    /// Until when it is this worker's alone.
    pub leased_until: Instant,
}

/// How a run of a job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobOutcome {
    /// Done, or found to need nothing.
    Done,
    /// Not over yet, though nothing went wrong.
    Later {
        /// Not before this moment.
        at: Instant,
    },
    /// To be tried again.
    Retry {
        /// Not before this moment.
        at: Instant,
        /// Why, for the operator.
        why: String,
    },
    /// Never to be tried again; stays for the operator to see.
    GiveUp {
        /// Why, for the operator.
        why: String,
    },
}

/// How the queue stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueState {
    /// Jobs that are due and not done.
    pub waiting: i64,
    /// Jobs that were given up and wait for the operator.
    pub given_up: i64,
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    kind: String,
    #[sea_orm(column_type = "JsonBinary")]
    payload: Doc<serde_json::Value>,
    key: Option<String>,
    run_at: Ts,
    attempts: i32,
    leased_until: Option<Ts>,
    gave_up_at: Option<Ts>,
    last_error: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Puts jobs on the queue, but those whose key waits there already.
pub(crate) fn insert(jobs: Vec<NewJob>) -> Option<InsertStatement> {
    if jobs.is_empty() {
        return None;
    }
    let rows = jobs.into_iter().map(|job| ActiveModel {
        id: Set(job.id),
        kind: Set(job.kind.to_owned()),
        payload: Set(Doc(job.payload)),
        key: Set(job.key),
        run_at: Set(job.run_at.into()),
        attempts: Set(0),
        leased_until: Set(None),
        gave_up_at: Set(None),
        last_error: Set(None),
    });
    let unless_waiting = OnConflict::column(Column::Key).do_nothing().to_owned();
    Some(Entity::insert_many(rows).on_conflict(unless_waiting).into_query())
}

impl Db {
    /// Takes up to `limit` due jobs for this worker until `lease_until`. Two workers never get the same one; a job
    /// whose worker died comes back when its lease ends.
    pub async fn claim_jobs(&self, now: Instant, lease_until: Instant, limit: u64) -> Result<Vec<ClaimedJob>, DbError> {
        let tx = self.write().await?;
        let free = Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lt(Ts(now)));
        let mut due = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::GaveUpAt.is_null())
            .filter(Column::RunAt.lte(Ts(now)))
            .filter(free)
            .order_by_asc(Column::RunAt)
            .limit(limit)
            .into_query();
        if self.engine() == Engine::Postgres {
            due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let ids = Query::select().column(Column::Id).from_subquery(due, "due").to_owned();
        let rows = Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(Ts(lease_until)))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::Id.in_subquery(ids))
            .exec_with_returning(&tx.inner)
            .await?;
        tx.commit().await?;
        Ok(rows.into_iter().map(ClaimedJob::from).collect())
    }

    /// Records how a run ended. A run whose lease ended and whose job another worker has begun since changes nothing.
    pub async fn finish_job(&self, job: &ClaimedJob, outcome: JobOutcome, now: Instant) -> Result<(), DbError> {
        let tx = self.write().await?;
        let leased_until = Column::LeasedUntil.eq(Ts(job.leased_until));
        let still_ours = Condition::all().add(Column::Id.eq(job.id)).add(leased_until);
        let update = Entity::update_many().filter(still_ours.clone());
        match outcome {
            JobOutcome::Done => {
                Entity::delete_many().filter(still_ours).exec(&tx.inner).await?;
            }
            JobOutcome::Later { at } => {
                update
                    .col_expr(Column::RunAt, Expr::value(Ts(at)))
                    .col_expr(Column::LeasedUntil, Expr::value(Option::<Ts>::None))
                    .col_expr(Column::Attempts, Expr::value(0))
                    .col_expr(Column::LastError, Expr::value(Option::<String>::None))
                    .exec(&tx.inner)
                    .await?;
            }
            JobOutcome::Retry { at, why } => {
                update
                    .col_expr(Column::RunAt, Expr::value(Ts(at)))
                    .col_expr(Column::LeasedUntil, Expr::value(Option::<Ts>::None))
                    .col_expr(Column::LastError, Expr::value(why))
                    .exec(&tx.inner)
                    .await?;
            }
            JobOutcome::GiveUp { why } => {
                update
                    .col_expr(Column::GaveUpAt, Expr::value(Ts(now)))
                    .col_expr(Column::Key, Expr::value(Option::<String>::None))
                    .col_expr(Column::LastError, Expr::value(why))
                    .exec(&tx.inner)
                    .await?;
            }
        }
        tx.commit().await
    }

    /// When the next waiting job is due, if any waits.
    pub async fn next_job_at(&self) -> Result<Option<Instant>, DbError> {
        let row: Option<Ts> = Entity::find()
            .select_only()
            .column(Column::RunAt)
            .filter(Column::GaveUpAt.is_null())
            .order_by_asc(Column::RunAt)
            .limit(1)
            .into_tuple()
            .one(&self.read().conn)
            .await?;
        Ok(row.map(|at| at.0))
    }
}

impl Read<'_> {
    /// How the queue stands at `now`.
    pub async fn queue_state(&self, now: Instant) -> Result<QueueState, DbError> {
        let due = Entity::find().filter(Column::GaveUpAt.is_null()).filter(Column::RunAt.lte(Ts(now)));
        let given_up = Entity::find().filter(Column::GaveUpAt.is_not_null());
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        Ok(QueueState {
            waiting: count(due.count(&self.conn).await?),
            given_up: count(given_up.count(&self.conn).await?),
        })
    }
}

impl From<Model> for ClaimedJob {
    fn from(row: Model) -> Self {
        let leased_until = row.leased_until.map_or(row.run_at.0, |until| until.0);
        Self { id: row.id, kind: row.kind, payload: row.payload.0, attempts: row.attempts, leased_until }
    }
}
