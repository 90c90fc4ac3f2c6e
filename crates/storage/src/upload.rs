use crate::column::Ts;
use crate::message::place;
use crate::{DbError, Read, Tx};
use kernel::{BidId, ContractId, DeliveryId, Instant, MessageId, MilestoneId, PersonId, UploadId};
use market::Thread;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, QueryResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const TABLE: &str = "upload";

/// A file on its way in, or kept. Its content lies in the file store under the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// What it is for.
    pub purpose: UploadPurpose,
    /// Who sends it.
    pub person: PersonId,
    /// What its sender calls it.
    pub filename: String,
    /// Media type: as declared, and once it is received, as it really is.
    pub content_type: String,
    /// Its exact size.
    pub bytes: u64,
    /// The checksum of its content.
    pub sha256: [u8; 32],
    /// When it was announced.
    pub created_at: Instant,
    /// Until when it may be sent.
    pub expires_at: Instant,
    /// How far it is.
    pub state: UploadState,
}

/// What a file is sent for. It becomes part of nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadPurpose {
    /// To be part of a delivery for this milestone.
    Milestone(MilestoneId),
    /// To be part of a message in this thread.
    Thread(Thread),
}

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// Announced; nothing was sent.
    Announced,
    /// It is there, whole and checked.
    Received {
        /// Since when.
        at: Instant,
    },
    /// Part of something, of one thing only and for good.
    Used {
        /// When it was received.
        at: Instant,
        /// What it is part of.
        by: UploadUse,
    },
}

/// What a file is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadUse {
    /// A delivery.
    Delivery(DeliveryId),
    /// A message.
    Message(MessageId),
}

impl UploadPurpose {
    /// The column that names it, and what stands there.
    fn place(self) -> (&'static str, Uuid) {
        match self {
            Self::Milestone(milestone) => ("milestone", milestone.uuid()),
            Self::Thread(thread) => place(thread),
        }
    }
}

impl UploadUse {
    /// The column that names it, and what stands there.
    fn place(self) -> (&'static str, Uuid) {
        match self {
            Self::Delivery(delivery) => ("delivery", delivery.uuid()),
            Self::Message(message) => ("message", message.uuid()),
        }
    }
}

impl Read<'_> {
    /// A file.
    pub async fn upload(&self, id: UploadId) -> Result<Option<Upload>, DbError> {
        Ok(self.uploads(&[id]).await?.pop())
    }

    /// Several files at once, in no particular order; ids of nothing are left out.
    pub async fn uploads(&self, ids: &[UploadId]) -> Result<Vec<Upload>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = select();
        query.and_where(one_of(ids));
        self.conn.query_all(&query).await?.iter().map(decode).collect()
    }

    /// How many files somebody has sent or announced for a purpose that are part of nothing.
    pub async fn waiting_uploads(&self, person: PersonId, purpose: UploadPurpose) -> Result<u64, DbError> {
        let (column, id) = purpose.place();
        let mut query = Query::select();
        query
            .expr_as(Expr::col(Alias::new("id")).count(), Alias::new("waiting"))
            .from(Alias::new(TABLE))
            .and_where(Expr::col(Alias::new(column)).eq(id))
            .and_where(Expr::col(Alias::new("person")).eq(person.uuid()))
            .and_where(unused());
        let waiting: i64 = match self.conn.query_one(&query).await? {
            Some(row) => row.try_get("", "waiting")?,
            None => 0,
        };
        Ok(waiting.unsigned_abs())
    }
}

impl Tx {
    /// Announces a file.
    pub async fn insert_upload(&self, upload: &Upload) -> Result<(), DbError> {
        let size = i64::try_from(upload.bytes).map_err(|_| DbError::Check("byte_size".to_owned()))?;
        let (column, purpose) = upload.purpose.place();
        let mut insert = Query::insert();
        insert
            .into_table(Alias::new(TABLE))
            .columns(
                ["id", column, "person", "filename", "content_type", "byte_size", "sha256", "created_at", "expires_at"]
                    .map(Alias::new),
            )
            .values_panic([
                upload.id.uuid().into(),
                purpose.into(),
                upload.person.uuid().into(),
                upload.filename.as_str().into(),
                upload.content_type.as_str().into(),
                size.into(),
                upload.sha256.to_vec().into(),
                Expr::value(Ts(upload.created_at)),
                Expr::value(Ts(upload.expires_at)),
            ]);
        self.inner.execute(&insert).await?;
        Ok(())
    }

    /// Notes that an announced file is there and what it really is.
    ///
    /// # Errors
    /// [`DbError::Conflict`] when it was noted before, or is no longer expected.
    pub async fn receive_upload(&self, id: UploadId, content_type: &str, at: Instant) -> Result<(), DbError> {
        let mut update = Query::update();
        update
            .table(Alias::new(TABLE))
            .value(Alias::new("received_at"), Expr::value(Ts(at)))
            .value(Alias::new("content_type"), content_type)
            .and_where(Expr::col(Alias::new("id")).eq(id.uuid()))
            .and_where(Expr::col(Alias::new("received_at")).is_null());
        let noted = self.inner.execute(&update).await?;
        if noted.rows_affected() == 1 { Ok(()) } else { Err(DbError::Conflict) }
    }

    /// Makes received files part of something.
    ///
    /// # Errors
    /// [`DbError::Conflict`] when one of them is not there, or part of something already.
    pub async fn use_uploads(&self, ids: &[UploadId], by: UploadUse) -> Result<(), DbError> {
        if ids.is_empty() {
            return Ok(());
        }
        let (column, id) = by.place();
        let mut update = Query::update();
        update
            .table(Alias::new(TABLE))
            .value(Alias::new(column), id)
            .and_where(one_of(ids))
            .and_where(Expr::col(Alias::new("received_at")).is_not_null())
            .and_where(unused());
        let taken = self.inner.execute(&update).await?.rows_affected();
        if usize::try_from(taken) == Ok(ids.len()) { Ok(()) } else { Err(DbError::Conflict) }
    }

    /// Forgets a file that is part of nothing; another stays. Answers whether the content may go.
    pub async fn forget_upload(&self, id: UploadId) -> Result<bool, DbError> {
        let mut delete = Query::delete();
        delete.from_table(Alias::new(TABLE)).and_where(Expr::col(Alias::new("id")).eq(id.uuid())).and_where(unused());
        self.inner.execute(&delete).await?;
        Ok(self.read().upload(id).await?.is_none())
    }
}

fn one_of(ids: &[UploadId]) -> SimpleExpr {
    crate::aggregate::one_of("id", &ids.iter().map(|id| id.uuid()).collect::<Vec<_>>())
}

fn unused() -> SimpleExpr {
    Expr::col(Alias::new("delivery")).is_null().and(Expr::col(Alias::new("message")).is_null())
}

fn select() -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(
            [
                "id",
                "milestone",
                "bid",
                "contract",
                "person",
                "filename",
                "content_type",
                "byte_size",
                "sha256",
                "created_at",
                "expires_at",
                "received_at",
                "delivery",
                "message",
            ]
            .map(Alias::new),
        )
        .from(Alias::new(TABLE));
    query
}

fn decode(row: &QueryResult) -> Result<Upload, DbError> {
    let id: Uuid = row.try_get("", "id")?;
    let corrupt = || DbError::Corrupt { table: TABLE, id: id.to_string() };
    let named = |column| row.try_get::<Option<Uuid>>("", column);
    let purpose = match (named("milestone")?, named("bid")?, named("contract")?) {
        (Some(id), None, None) => UploadPurpose::Milestone(MilestoneId::new(id)),
        (None, Some(id), None) => UploadPurpose::Thread(Thread::Bid { bid: BidId::new(id) }),
        (None, None, Some(id)) => UploadPurpose::Thread(Thread::Contract { contract: ContractId::new(id) }),
        _ => return Err(corrupt()),
    };
    let received_at: Option<Ts> = row.try_get("", "received_at")?;
    let state = match (received_at, named("delivery")?, named("message")?) {
        (None, None, None) => UploadState::Announced,
        (Some(Ts(at)), None, None) => UploadState::Received { at },
        (Some(Ts(at)), Some(id), None) => UploadState::Used { at, by: UploadUse::Delivery(DeliveryId::new(id)) },
        (Some(Ts(at)), None, Some(id)) => UploadState::Used { at, by: UploadUse::Message(MessageId::new(id)) },
        (None, Some(_), _) | (None, _, Some(_)) | (_, Some(_), Some(_)) => return Err(corrupt()),
    };
    let size: i64 = row.try_get("", "byte_size")?;
    let sha256: Vec<u8> = row.try_get("", "sha256")?;
    let (Ts(created_at), Ts(expires_at)) = (row.try_get("", "created_at")?, row.try_get("", "expires_at")?);
    Ok(Upload {
        id: UploadId::new(id),
        purpose,
        person: PersonId::new(row.try_get("", "person")?),
        filename: row.try_get("", "filename")?,
        content_type: row.try_get("", "content_type")?,
        bytes: size.try_into().map_err(|_| corrupt())?,
        sha256: sha256.try_into().map_err(|_| corrupt())?,
        created_at,
        expires_at,
        state,
    })
}
