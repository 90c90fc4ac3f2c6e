use crate::column::Ts;
use crate::{DbError, Read, Tx};
use kernel::{DeliveryId, Instant, MilestoneId, PersonId, UploadId};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

const TABLE: &str = "upload";

/// A file on its way in, or kept. Its content lies in the file store under the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// What it is for.
    pub milestone: MilestoneId,
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
    /// Part of a delivery, of one only and for good.
    Delivered {
        /// When it was received.
        at: Instant,
        /// Which delivery.
        delivery: DeliveryId,
    },
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

    /// How many files of a milestone are in no delivery, or will never be.
    pub async fn waiting_uploads(&self, milestone: MilestoneId) -> Result<u64, DbError> {
        let mut query = Query::select();
        query
            .expr_as(Expr::col(Alias::new("id")).count(), Alias::new("waiting"))
            .from(Alias::new(TABLE))
            .and_where(Expr::col(Alias::new("milestone")).eq(milestone.uuid()))
            .and_where(Expr::col(Alias::new("delivery")).is_null());
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
        let mut insert = Query::insert();
        insert
            .into_table(Alias::new(TABLE))
            .columns(
                [
                    "id",
                    "milestone",
                    "person",
                    "filename",
                    "content_type",
                    "byte_size",
                    "sha256",
                    "created_at",
                    "expires_at",
                ]
                .map(Alias::new),
            )
            .values_panic([
                upload.id.uuid().into(),
                upload.milestone.uuid().into(),
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

    /// Makes received files part of a delivery.
    ///
    /// # Errors
    /// [`DbError::Conflict`] when one of them is not there, or part of a delivery already.
    pub async fn deliver_uploads(&self, ids: &[UploadId], delivery: DeliveryId) -> Result<(), DbError> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut update = Query::update();
        update
            .table(Alias::new(TABLE))
            .value(Alias::new("delivery"), delivery.uuid())
            .and_where(one_of(ids))
            .and_where(Expr::col(Alias::new("received_at")).is_not_null())
            .and_where(Expr::col(Alias::new("delivery")).is_null());
        let taken = self.inner.execute(&update).await?.rows_affected();
        if usize::try_from(taken) == Ok(ids.len()) { Ok(()) } else { Err(DbError::Conflict) }
    }

    /// Forgets a file that is in no delivery; one that is stays. Answers whether the content may go.
    pub async fn forget_upload(&self, id: UploadId) -> Result<bool, DbError> {
        let mut delete = Query::delete();
        delete
            .from_table(Alias::new(TABLE))
            .and_where(Expr::col(Alias::new("id")).eq(id.uuid()))
            .and_where(Expr::col(Alias::new("delivery")).is_null());
        self.inner.execute(&delete).await?;
        Ok(self.read().upload(id).await?.is_none())
    }
}

fn one_of(ids: &[UploadId]) -> SimpleExpr {
    crate::aggregate::one_of("id", &ids.iter().map(|id| id.uuid()).collect::<Vec<_>>())
}

fn select() -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(
            [
                "id",
                "milestone",
                "person",
                "filename",
                "content_type",
                "byte_size",
                "sha256",
                "created_at",
                "expires_at",
                "received_at",
                "delivery",
            ]
            .map(Alias::new),
        )
        .from(Alias::new(TABLE));
    query
}

fn decode(row: &QueryResult) -> Result<Upload, DbError> {
    let id: Uuid = row.try_get("", "id")?;
    let corrupt = || DbError::Corrupt { table: TABLE, id: id.to_string() };
    let (received_at, delivery): (Option<Ts>, Option<Uuid>) =
        (row.try_get("", "received_at")?, row.try_get("", "delivery")?);
    let state = match (received_at, delivery) {
        (None, None) => UploadState::Announced,
        (Some(Ts(at)), None) => UploadState::Received { at },
        (Some(Ts(at)), Some(delivery)) => UploadState::Delivered { at, delivery: DeliveryId::new(delivery) },
        (None, Some(_)) => return Err(corrupt()),
    };
    let size: i64 = row.try_get("", "byte_size")?;
    let sha256: Vec<u8> = row.try_get("", "sha256")?;
    let (Ts(created_at), Ts(expires_at)) = (row.try_get("", "created_at")?, row.try_get("", "expires_at")?);
    Ok(Upload {
        id: UploadId::new(id),
        milestone: MilestoneId::new(row.try_get("", "milestone")?),
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
