use crate::column::{Doc, Ts};
use crate::slice::{Keyset, Slice};
use crate::{DbError, Read, Tx};
use kernel::{Instant, NoticeId, PersonId};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, InsertStatement, Query};
use uuid::Uuid;

const TABLE: &str = "notice";

/// What a person is told, as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticeRecord {
    /// Its id.
    pub id: NoticeId,
    /// What it says; the words are made from it when it is read.
    pub letter: serde_json::Value,
    /// When it was caused.
    pub at: Instant,
    /// When it was read.
    pub read_at: Option<Instant>,
}

/// Something to tell a person.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// Its id, ordered by time.
    pub id: NoticeId,
    /// Whom.
    pub person: PersonId,
    /// What it says.
    pub letter: serde_json::Value,
    /// When it was caused.
    pub at: Instant,
}

/// Tells people.
pub(crate) fn insert(notices: Vec<NewNotice>) -> Option<InsertStatement> {
    if notices.is_empty() {
        return None;
    }
    let mut insert = Query::insert();
    insert.into_table(Alias::new(TABLE)).columns(["id", "person", "letter", "at"].map(Alias::new));
    for notice in notices {
        insert.values_panic([
            notice.id.uuid().into(),
            notice.person.uuid().into(),
            Expr::value(Doc(notice.letter)),
            Expr::value(Ts(notice.at)),
        ]);
    }
    Some(insert)
}

impl Read<'_> {
    /// A piece of a person's notices, newest first.
    pub async fn notices(&self, person: PersonId, slice: Slice<NoticeId>) -> Result<Vec<NoticeRecord>, DbError> {
        let mut query = Query::select();
        query
            .columns(["id", "letter", "at", "read_at"].map(Alias::new))
            .from(Alias::new(TABLE))
            .and_where(Expr::col(Alias::new("person")).eq(person.uuid()));
        Keyset { table: TABLE, columns: ["id"], descending: true }.cut(&mut query, slice.map(|id| [id.uuid().into()]));
        let mut notices = Vec::new();
        for row in self.conn.query_all(&query).await? {
            let id: Uuid = row.try_get("", "id")?;
            let Doc(letter) = row.try_get("", "letter")?;
            let at: Ts = row.try_get("", "at")?;
            let read_at: Option<Ts> = row.try_get("", "read_at")?;
            notices.push(NoticeRecord { id: NoticeId::new(id), letter, at: at.0, read_at: read_at.map(|at| at.0) });
        }
        Ok(notices)
    }

    /// Is this one of a person's notices?
    pub async fn is_notice_of(&self, person: PersonId, id: NoticeId) -> Result<bool, DbError> {
        let mut query = Query::select();
        query
            .column(Alias::new("id"))
            .from(Alias::new(TABLE))
            .and_where(Expr::col(Alias::new("id")).eq(id.uuid()))
            .and_where(Expr::col(Alias::new("person")).eq(person.uuid()));
        Ok(self.conn.query_one(&query).await?.is_some())
    }

    /// How many notices a person has not read, counted to `limit` at most.
    pub async fn unread_notices(&self, person: PersonId, limit: u64) -> Result<i64, DbError> {
        let mut some = Query::select();
        some.column(Alias::new("id"))
            .from(Alias::new(TABLE))
            .and_where(Expr::col(Alias::new("person")).eq(person.uuid()))
            .and_where(Expr::col(Alias::new("read_at")).is_null())
            .limit(limit);
        let mut count = Query::select();
        count.expr_as(Expr::col(Alias::new("id")).count(), Alias::new("unread")).from_subquery(some, "some");
        match self.conn.query_one(&count).await? {
            Some(row) => Ok(row.try_get("", "unread")?),
            None => Ok(0),
        }
    }
}

impl Tx {
    /// Notes that a person has read all their notices up to one.
    pub async fn mark_notices_read(&self, person: PersonId, up_to: NoticeId, at: Instant) -> Result<(), DbError> {
        let mut update = Query::update();
        update
            .table(Alias::new(TABLE))
            .value(Alias::new("read_at"), Expr::value(Ts(at)))
            .and_where(Expr::col(Alias::new("person")).eq(person.uuid()))
            .and_where(Expr::col(Alias::new("read_at")).is_null())
            .and_where(Expr::col(Alias::new("id")).lte(up_to.uuid()));
        self.inner.execute(&update).await?;
        Ok(())
    }
}
