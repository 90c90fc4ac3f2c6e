use crate::column::{Doc, Ts};
use crate::{DbError, Read};
use kernel::{EventId, Instant, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::InsertStatement;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, Set};
use uuid::Uuid;

/// A line to append to the event log.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its id, ordered by time.
    pub id: EventId,
    /// When it happened.
    pub at: Instant,
    /// Who did it; `None` for the clock or the gateway.
    pub actor: Option<PersonId>,
    /// What happened, object first: `delivery.accepted`.
    pub kind: &'static str,
    /// The object it happened to.
    pub subject: Uuid,
    /// What was said, and before and after where it matters. Holds no personal data.
    pub data: serde_json::Value,
}

/// A line of the event log.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRecord {
    /// Its id, ordered by time.
    pub id: EventId,
    /// When it happened.
    pub at: Instant,
    /// Who did it; `None` for the clock or the gateway.
    pub actor: Option<PersonId>,
    /// What happened.
    pub kind: String,
    /// The object it happened to.
    pub subject: Uuid,
    /// What was said.
    pub data: serde_json::Value,
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    at: Ts,
    actor: Option<Uuid>,
    kind: String,
    subject: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    data: Doc<serde_json::Value>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Appends lines to the log.
pub(crate) fn insert(events: Vec<NewEvent>) -> Option<InsertStatement> {
    if events.is_empty() {
        return None;
    }
    let rows = events.into_iter().map(|event| ActiveModel {
        id: Set(event.id.uuid()),
        at: Set(event.at.into()),
        actor: Set(event.actor.map(PersonId::uuid)),
        kind: Set(event.kind.to_owned()),
        subject: Set(event.subject),
        data: Set(Doc(event.data)),
    });
    Some(Entity::insert_many(rows).into_query())
}

impl Read<'_> {
    /// What happened to one object, oldest first, at most `limit` lines.
    pub async fn events_of(&self, subject: Uuid, limit: u64) -> Result<Vec<EventRecord>, DbError> {
        let rows = Entity::find()
            .filter(Column::Subject.eq(subject))
            .order_by_asc(Column::Id)
            .limit(limit)
            .all(&self.conn)
            .await?;
        Ok(rows.into_iter().map(EventRecord::from).collect())
    }
}

impl From<Model> for EventRecord {
    fn from(row: Model) -> Self {
        Self {
            id: EventId::new(row.id),
            at: row.at.0,
            actor: row.actor.map(PersonId::new),
            kind: row.kind,
            subject: row.subject,
            data: row.data.0,
        }
    }
}
