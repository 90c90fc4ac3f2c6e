use crate::column::Ts;
use crate::{Db, DbError, Read};
use kernel::Instant;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, Set};

/// A hint of the gateway, as the inbox keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxEvent {
    /// The gateway's id of it; the same when it comes again.
    pub id: String,
    /// The gateway's name of what changed.
    pub object: String,
    /// When it changed.
    pub at: Instant,
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "gateway_event")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    object: String,
    at: Ts,
    received_at: Ts,
    processed_at: Option<Ts>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Read<'_> {
    /// Events that nobody has followed yet, oldest first, at most `limit`.
    pub async fn open_gateway_events(&self, limit: u64) -> Result<Vec<InboxEvent>, DbError> {
        let rows = Entity::find()
            .filter(Column::ProcessedAt.is_null())
            .order_by_asc(Column::ReceivedAt)
            .order_by_asc(Column::Id)
            .limit(limit)
            .all(&self.conn)
            .await?;
        Ok(rows.into_iter().map(|row| InboxEvent { id: row.id, object: row.object, at: row.at.0 }).collect())
    }
}

impl Db {
    /// Keeps events, each once: one that came before is dropped.
    pub async fn keep_gateway_events(&self, events: Vec<InboxEvent>, now: Instant) -> Result<(), DbError> {
        if events.is_empty() {
            return Ok(());
        }
        let rows = events.into_iter().map(|InboxEvent { id, object, at }| ActiveModel {
            id: Set(id),
            object: Set(object),
            at: Set(at.into()),
            received_at: Set(now.into()),
            processed_at: Set(None),
        });
        let tx = self.write().await?;
        Entity::insert_many(rows).on_conflict_do_nothing_on([Column::Id]).exec_without_returning(&tx.inner).await?;
        tx.commit().await
    }

    /// An event was followed.
    pub async fn close_gateway_event(&self, id: &str, now: Instant) -> Result<(), DbError> {
        let tx = self.write().await?;
        Entity::update_many()
            .col_expr(Column::ProcessedAt, Expr::value(Ts(now)))
            .filter(Column::Id.eq(id))
            .exec(&tx.inner)
            .await?;
        tx.commit().await
    }
}
