use crate::column::Ts;
use crate::slice::Keyset;
use crate::{DbError, Read, Slice, Tx};
use kernel::{ContractId, Instant, JournalId, MilestoneId, Money, PersonId, ReleaseId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait, Query};
use sea_orm::{QueryOrder, QueryTrait, Set, sea_query};
use uuid::Uuid;

/// Held money that was given to a worker by one journal: how it was divided, and when it can be paid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerRelease {
    /// Its id.
    pub id: ReleaseId,
    /// The journal that moved it.
    pub journal: JournalId,
    /// To whom.
    pub worker: PersonId,
    /// Out of whose escrow.
    pub milestone: MilestoneId,
    /// The contract, over which the fee's tiers count.
    pub contract: ContractId,
    /// What the contract had released before, tax included.
    pub released_before: Money,
    /// What left the escrow, tax included.
    pub gross: Money,
    /// The platform's fee, without tax.
    pub fee: Money,
    /// Consumption tax on the fee.
    pub fee_tax: Money,
    /// What the worker receives.
    pub net: Money,
    /// When it was released.
    pub released_at: Instant,
    /// When the security period ends.
    pub settles_at: Instant,
    /// When it ended; the money can be paid out since.
    pub settled_at: Option<Instant>,
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "worker_release")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    journal: Uuid,
    worker: Uuid,
    milestone: Uuid,
    contract: Uuid,
    currency: String,
    released_before: i64,
    gross: i64,
    fee: i64,
    fee_tax: i64,
    net: i64,
    released_at: Ts,
    settles_at: Ts,
    settled_at: Option<Ts>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Read<'_> {
    /// A release.
    pub async fn release(&self, id: ReleaseId) -> Result<Option<WorkerRelease>, DbError> {
        let row = Entity::find_by_id(id.uuid()).one(&self.conn).await?;
        row.map(WorkerRelease::try_from).transpose()
    }

    /// The releases of the contracts after one: of whole contracts, in the order they were released in; those of at most
    /// `contracts` contracts.
    pub async fn releases_after(
        &self,
        after: Option<ContractId>,
        contracts: u64,
    ) -> Result<Vec<WorkerRelease>, DbError> {
        let column = |name: &'static str| sea_query::Expr::col(Alias::new(name));
        let mut some = Query::select();
        some.distinct()
            .column(Alias::new("contract"))
            .from(Alias::new("worker_release"))
            .and_where_option(after.map(|contract| column("contract").gt(contract.uuid())))
            .order_by(Alias::new("contract"), sea_query::Order::Asc)
            .limit(contracts);
        let some = Query::select().column(Alias::new("contract")).from_subquery(some, Alias::new("some")).to_owned();
        let rows = Entity::find()
            .filter(Column::Contract.in_subquery(some))
            .order_by_asc(Column::Contract)
            .order_by_asc(Column::ReleasedBefore)
            .all(&self.conn)
            .await?;
        rows.into_iter().map(WorkerRelease::try_from).collect()
    }

    /// A piece of the list of what a worker earned, newest first.
    pub async fn releases_of_worker(
        &self,
        worker: PersonId,
        slice: Slice<ReleaseId>,
    ) -> Result<Vec<WorkerRelease>, DbError> {
        let mut find = Entity::find().filter(Column::Worker.eq(worker.uuid()));
        let newest_first = Keyset { table: "worker_release", columns: ["id"], descending: true };
        newest_first.cut(QueryTrait::query(&mut find), slice.map(|id| [id.uuid().into()]));
        find.all(&self.conn).await?.into_iter().map(WorkerRelease::try_from).collect()
    }
}

impl Tx {
    /// Keeps a release, together with what else is gathered. A second one that counts the same part of its contract is
    /// [`DbError::Unique`] then.
    pub fn insert_release_at_commit(&mut self, release: &WorkerRelease) {
        self.gathered.insert(Some(Entity::insert(ActiveModel::from(release)).into_query()));
    }

    /// The security period of a release is over. False when that was written before.
    pub async fn settle_release(&self, id: ReleaseId, now: Instant) -> Result<bool, DbError> {
        let updated = Entity::update_many()
            .col_expr(Column::SettledAt, Expr::value(Ts(now)))
            .filter(Column::Id.eq(id.uuid()))
            .filter(Column::SettledAt.is_null())
            .exec(&self.inner)
            .await?;
        Ok(updated.rows_affected == 1)
    }
}

impl From<&WorkerRelease> for ActiveModel {
    fn from(release: &WorkerRelease) -> Self {
        Self {
            id: Set(release.id.uuid()),
            journal: Set(release.journal.uuid()),
            worker: Set(release.worker.uuid()),
            milestone: Set(release.milestone.uuid()),
            contract: Set(release.contract.uuid()),
            currency: Set(release.gross.currency().code().to_owned()),
            released_before: Set(release.released_before.minor()),
            gross: Set(release.gross.minor()),
            fee: Set(release.fee.minor()),
            fee_tax: Set(release.fee_tax.minor()),
            net: Set(release.net.minor()),
            released_at: Set(release.released_at.into()),
            settles_at: Set(release.settles_at.into()),
            settled_at: Set(release.settled_at.map(Ts)),
        }
    }
}

impl TryFrom<Model> for WorkerRelease {
    type Error = DbError;

    fn try_from(row: Model) -> Result<Self, DbError> {
        let corrupt = || DbError::Corrupt { table: "worker_release", id: row.id.to_string() };
        let currency = row.currency.parse().map_err(|_| corrupt())?;
        let money = |minor| Money::new(minor, currency);
        Ok(Self {
            id: ReleaseId::new(row.id),
            journal: JournalId::new(row.journal),
            worker: PersonId::new(row.worker),
            milestone: MilestoneId::new(row.milestone),
            contract: ContractId::new(row.contract),
            released_before: money(row.released_before),
            gross: money(row.gross),
            fee: money(row.fee),
            fee_tax: money(row.fee_tax),
            net: money(row.net),
            released_at: row.released_at.0,
            settles_at: row.settles_at.0,
            settled_at: row.settled_at.map(|at| at.0),
        })
    }
}
