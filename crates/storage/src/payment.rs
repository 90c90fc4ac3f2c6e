use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::requested;
use crate::{DbError, Read, Requested, Slice, Stored, Tx};
use escrow::Payment;
use kernel::{Instant, MilestoneId, OrganisationId, PaymentId, Version};
use sea_orm::Value;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait};
use uuid::Uuid;

/// More payments than one milestone can come to have: each attempt is one.
const ATTEMPTS_MAX: u64 = 1_000;

impl Aggregate for Payment {
    const TABLE: &'static str = "payment";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Read<'_> {
    /// A payment.
    pub async fn payment(&self, id: PaymentId) -> Result<Option<Stored<Payment>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }

    /// The attempts to pay a milestone in, oldest first.
    pub async fn payments_of_milestone(&self, milestone: MilestoneId) -> Result<Vec<Stored<Payment>>, DbError> {
        let condition = Condition::all().add(Expr::col(Alias::new("milestone")).eq(milestone.uuid()));
        aggregate::find_all(&self.conn, condition, ATTEMPTS_MAX).await
    }

    /// Several payments at once.
    pub async fn payments(&self, ids: &[PaymentId]) -> Result<Vec<Requested<Payment>>, DbError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        requested::by_ids(&self.conn, "id", &ids).await
    }

    /// The attempts to pay several milestones in, oldest first.
    pub async fn payments_of(&self, milestones: &[MilestoneId]) -> Result<Vec<Requested<Payment>>, DbError> {
        let ids: Vec<Uuid> = milestones.iter().map(|id| id.uuid()).collect();
        requested::by_ids(&self.conn, "milestone", &ids).await
    }

    /// A piece of the list of a client's payments, newest first.
    pub async fn payments_of_client(
        &self,
        client: OrganisationId,
        slice: Slice<PaymentId>,
    ) -> Result<Vec<Requested<Payment>>, DbError> {
        let condition = Expr::col(Alias::new("organisation")).eq(client.uuid());
        requested::list(&self.conn, condition, slice.map(|id| id.uuid())).await
    }
}

impl Tx {
    /// Adds a payment. A second one on its way for its milestone is [`DbError::Unique`].
    pub async fn insert_payment(&self, payment: &Payment, at: Instant) -> Result<(), DbError> {
        let once = vec![
            ("milestone", payment.milestone.uuid().into()),
            ("organisation", payment.client.uuid().into()),
            ("amount", payment.amount.minor().into()),
            ("currency", payment.amount.currency().code().into()),
            ("requested_at", Ts(at).into()),
        ];
        aggregate::insert_with(&self.inner, payment, once).await
    }

    /// Saves a payment over the version it was read at.
    pub async fn save_payment(&self, payment: &Stored<Payment>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, payment).await
    }
}
