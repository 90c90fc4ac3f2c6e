use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::{DbError, Read, Stored, Tx};
use kernel::{DeliveryId, MilestoneId, Version};
use market::Delivery;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

/// A delivery with its place among those of its milestone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedDelivery {
    /// From 1, in the order they were handed in.
    pub number: i32,
    /// The delivery.
    pub delivery: Stored<Delivery>,
}

impl Aggregate for Delivery {
    const TABLE: &'static str = "delivery";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Read<'_> {
    /// A delivery.
    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Stored<Delivery>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }

    /// Several deliveries at once, in no particular order; ids of nothing are left out.
    pub async fn deliveries(&self, ids: &[DeliveryId]) -> Result<Vec<NumberedDelivery>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let mut query = select();
        query.and_where(aggregate::one_of("id", &ids));
        self.conn.query_all(&query).await?.iter().map(decode).collect()
    }

    /// The deliveries of a milestone, newest first, at most `limit`; only those before number `before`, if it is given.
    pub async fn deliveries_of(
        &self,
        milestone: MilestoneId,
        before: Option<i32>,
        limit: u64,
    ) -> Result<Vec<NumberedDelivery>, DbError> {
        let mut query = select();
        query
            .and_where(Expr::col(Alias::new("milestone")).eq(milestone.uuid()))
            .and_where_option(before.map(|number| Expr::col(Alias::new("number")).lt(number)))
            .order_by(Alias::new("number"), Order::Desc)
            .limit(limit);
        self.conn.query_all(&query).await?.iter().map(decode).collect()
    }
}

impl Tx {
    /// Adds a delivery behind those of its milestone.
    ///
    /// # Errors
    /// [`DbError::Unique`] when another got its number first.
    pub async fn insert_delivery(&self, delivery: &Delivery) -> Result<(), DbError> {
        let mut last = Query::select();
        last.expr_as(Expr::col(Alias::new("number")).max(), Alias::new("last"))
            .from(Alias::new(Delivery::TABLE))
            .and_where(Expr::col(Alias::new("milestone")).eq(delivery.milestone.uuid()));
        let last: Option<i32> = match self.inner.query_one(&last).await? {
            Some(row) => row.try_get("", "last")?,
            None => None,
        };
        let once = vec![
            ("milestone", delivery.milestone.uuid().into()),
            ("number", last.unwrap_or(0).saturating_add(1).into()),
            ("submitted_at", Ts(delivery.submitted_at).into()),
        ];
        aggregate::insert_with(&self.inner, delivery, once).await
    }

    /// Saves a delivery over the version it was read at.
    pub async fn save_delivery(&self, delivery: &Stored<Delivery>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, delivery).await
    }

    /// The same at the commit, together with what else is gathered.
    pub fn save_delivery_at_commit(&mut self, delivery: &Stored<Delivery>) {
        self.gather(delivery);
    }
}

fn select() -> SelectStatement {
    let mut query = aggregate::select::<Delivery>();
    query.column(Alias::new("number"));
    query
}

fn decode(row: &QueryResult) -> Result<NumberedDelivery, DbError> {
    Ok(NumberedDelivery { number: row.try_get("", "number")?, delivery: aggregate::decode(row)? })
}
