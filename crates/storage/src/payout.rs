use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::requested;
use crate::{DbError, Read, Requested, Slice, Stored, Tx};
use escrow::Payout;
use kernel::{Instant, PayoutId, PersonId, Version};
use sea_orm::Value;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use uuid::Uuid;

impl Aggregate for Payout {
    const TABLE: &'static str = "payout";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Read<'_> {
    /// A payout.
    pub async fn payout(&self, id: PayoutId) -> Result<Option<Stored<Payout>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }

    /// Several payouts at once.
    pub async fn payouts(&self, ids: &[PayoutId]) -> Result<Vec<Requested<Payout>>, DbError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        requested::by_ids(&self.conn, "id", &ids).await
    }

    /// A piece of the list of a worker's payouts, newest first.
    pub async fn payouts_of_worker(
        &self,
        worker: PersonId,
        slice: Slice<PayoutId>,
    ) -> Result<Vec<Requested<Payout>>, DbError> {
        let condition = Expr::col(Alias::new("worker")).eq(worker.uuid());
        requested::list(&self.conn, condition, slice.map(|id| id.uuid())).await
    }
}

impl Tx {
    /// Adds a payout.
    pub async fn insert_payout(&self, payout: &Payout, at: Instant) -> Result<(), DbError> {
        let once = vec![
            ("worker", payout.worker.uuid().into()),
            ("amount", payout.amount.minor().into()),
            ("currency", payout.amount.currency().code().into()),
            ("requested_at", Ts(at).into()),
        ];
        aggregate::insert_with(&self.inner, payout, once).await
    }

    /// Saves a payout over the version it was read at.
    pub async fn save_payout(&self, payout: &Stored<Payout>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, payout).await
    }
}
