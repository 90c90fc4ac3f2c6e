use crate::{App, Event, Fault};
use bytes::Bytes;
use files::{ContentType, ReceiveError, StoredFile, TokenError, UploadGrant};
use futures::Stream;
use kernel::{EventId, UploadId};
use std::io;
use storage::{DbError, NewEvent, UploadState};

/// Why a file was not taken. Nothing has changed; but for the first three, it may be sent again until the right to
/// send it expires.
#[derive(Debug)]
pub enum UploadRefused {
    /// The token was not made by us, or was changed.
    InvalidToken,
    /// The right to send it has expired.
    Expired,
    /// It was received before.
    Used,
    /// Larger than was announced.
    TooLarge,
    /// Smaller than was announced.
    TooSmall,
    /// Not the content that was announced.
    ChecksumMismatch,
    /// Said to be of another type than was announced.
    OtherType,
    /// A program or a page that was announced as something to look at, or what is certainly not of the announced type.
    Disguised,
    /// The sender stopped sending.
    Interrupted,
    /// It could not be kept.
    Fault(Fault),
}

impl From<TokenError> for UploadRefused {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Invalid => Self::InvalidToken,
            TokenError::Expired => Self::Expired,
        }
    }
}

impl From<ReceiveError> for UploadRefused {
    fn from(error: ReceiveError) -> Self {
        match error {
            ReceiveError::TooLarge { .. } => Self::TooLarge,
            ReceiveError::TooSmall => Self::TooSmall,
            ReceiveError::ChecksumMismatch => Self::ChecksumMismatch,
            ReceiveError::Disguised => Self::Disguised,
            ReceiveError::AlreadyStored => Self::Used,
            ReceiveError::Interrupted(_) => Self::Interrupted,
            ReceiveError::Store(error) => Self::Fault(Fault::unavailable(error)),
        }
    }
}

/// Somebody else received it first.
impl From<DbError> for UploadRefused {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Conflict => Self::Used,
            other => Self::Fault(other.into()),
        }
    }
}

impl App {
    /// Takes the content of an announced file. The token is all the right that is needed: it names the file, its size
    /// and its checksum, and it is good for one file that arrives whole. `content_type` is what the sender says it is now, if
    /// anything.
    pub async fn upload_receive(
        &self,
        token: &str,
        content_type: Option<&str>,
        body: impl Stream<Item = Result<Bytes, io::Error>> + Send,
    ) -> Result<UploadId, UploadRefused> {
        let grant = self.files.upload_grant(token, self.clock.now())?;
        let announced = self.db.read().upload(grant.upload).await?.ok_or(UploadRefused::Expired)?;
        match announced.state {
            UploadState::Announced => {}
            UploadState::Received { .. } | UploadState::Used { .. } => return Err(UploadRefused::Used),
        }
        let is_as_announced =
            |said| ContentType::parse("contentType", said).is_ok_and(|said| said == grant.content_type);
        if !content_type.is_none_or(is_as_announced) {
            return Err(UploadRefused::OtherType);
        }
        let stored = self.store(&grant, body).await?;
        let mut tx = self.db.write().await?;
        let now = self.clock.now();
        tx.receive_upload(grant.upload, stored.content_type.as_str(), now).await?;
        let (kind, data) = Event::UploadReceived { sha256: grant.sha256.to_string() }.into_parts();
        let id = EventId::new(self.ids.uuid(now));
        tx.event(NewEvent { id, at: now, actor: Some(announced.person), kind, subject: grant.upload.uuid(), data });
        tx.commit().await?;
        Ok(grant.upload)
    }

    /// The file, on disk. One that is there already and was not noted was checked when it arrived: the process that
    /// took it died before it could say so.
    async fn store(
        &self,
        grant: &UploadGrant,
        body: impl Stream<Item = Result<Bytes, io::Error>> + Send,
    ) -> Result<StoredFile, UploadRefused> {
        match self.files.receive(grant, body).await {
            Err(ReceiveError::AlreadyStored) => {
                let stored = self.files.stored(grant).await.map_err(ReceiveError::from)?;
                stored.ok_or(UploadRefused::Used)
            }
            other => Ok(other?),
        }
    }
}
