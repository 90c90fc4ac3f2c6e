use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::requested;
use crate::{DbError, Read, Requested, Slice, Stored, Tx};
use escrow::Refund;
use kernel::{Instant, MilestoneId, OrganisationId, RefundId, Version};
use sea_orm::Value;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query};
use uuid::Uuid;

/// More refunds than the payments of one milestone can come to have.
const REFUNDS_MAX: u64 = 10_000;

impl Aggregate for Refund {
    const TABLE: &'static str = "refund";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Read<'_> {
    /// A refund.
    pub async fn refund(&self, id: RefundId) -> Result<Option<Stored<Refund>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }

    /// The refunds of all payments of a milestone, oldest first.
    pub async fn refunds_of_milestone(&self, milestone: MilestoneId) -> Result<Vec<Stored<Refund>>, DbError> {
        let mut payments = Query::select();
        payments
            .column(Alias::new("id"))
            .from(Alias::new("payment"))
            .and_where(Expr::col(Alias::new("milestone")).eq(milestone.uuid()));
        let condition = Condition::all().add(Expr::col(Alias::new("payment")).in_subquery(payments));
        aggregate::find_all(&self.conn, condition, REFUNDS_MAX).await
    }

    /// Several refunds at once.
    pub async fn refunds(&self, ids: &[RefundId]) -> Result<Vec<Requested<Refund>>, DbError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        requested::by_ids(&self.conn, "id", &ids).await
    }

    /// A piece of the list of a client's refunds, newest first.
    pub async fn refunds_of_client(
        &self,
        client: OrganisationId,
        slice: Slice<RefundId>,
    ) -> Result<Vec<Requested<Refund>>, DbError> {
        let condition = Expr::col(Alias::new("organisation")).eq(client.uuid());
        requested::list(&self.conn, condition, slice.map(|id| id.uuid())).await
    }
}

impl Tx {
    /// Adds a refund.
    pub async fn insert_refund(&self, refund: &Refund, at: Instant) -> Result<(), DbError> {
        let once = vec![
            ("payment", refund.payment.uuid().into()),
            ("organisation", refund.client.uuid().into()),
            ("amount", refund.amount.minor().into()),
            ("currency", refund.amount.currency().code().into()),
            ("requested_at", Ts(at).into()),
        ];
        aggregate::insert_with(&self.inner, refund, once).await
    }

    /// Saves a refund over the version it was read at.
    pub async fn save_refund(&self, refund: &Stored<Refund>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, refund).await
    }
}
