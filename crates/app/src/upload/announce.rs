use crate::work::Work;
use crate::{App, AppError, Code, Event, Fault, Job};
use files::{ContentType, Sha256Sum, UploadGrant, file_name};
use kernel::{InputError, InputFault, Instant, UploadId};
use serde::Serialize;
use storage::{Upload, UploadPurpose, UploadState};
use time::Duration;
use uuid::Uuid;

/// How long the right to send a file lasts; a file that is under way by then may arrive.
const SENT_WITHIN: Duration = Duration::HOUR;
/// How long a file is kept that is part of nothing.
const KEPT_UNUSED: Duration = Duration::days(7);
/// Most files of one person for one purpose that are part of nothing.
const UNUSED_MAX: u64 = 100;

/// A file as its sender announces it.
#[derive(Clone, Debug, Serialize)]
pub struct FileDraft {
    /// What to call it; of a path, its last part.
    pub filename: String,
    /// Its media type.
    pub content_type: String,
    /// Its exact size.
    pub byte_size: i64,
    /// SHA-256 of its content, 64 hex digits.
    pub sha256: String,
}

/// Where and how to send a file that was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadTicket {
    /// Names the file in what it is for.
    pub upload: UploadId,
    /// Takes one `PUT` of the content.
    pub url: String,
    /// Headers to send along.
    pub headers: Vec<(&'static str, String)>,
    /// From when on the URL takes nothing.
    pub expires_at: Instant,
}

/// Why no place for a file was made, whatever the file is for.
pub(crate) enum AnnounceRefusal {
    /// Larger than this instance takes.
    TooLarge,
    /// Too many files of the sender wait to become part of the same.
    TooManyUploads,
}

/// A file that may come.
pub(crate) struct Announced {
    filename: String,
    content_type: ContentType,
    bytes: u64,
    sha256: Sha256Sum,
}

impl App {
    pub(crate) fn announced<C: Code + From<AnnounceRefusal>>(
        &self,
        file: &FileDraft,
    ) -> Result<Announced, AppError<C>> {
        let out_of_range = || InputError::new("byteSize", InputFault::OutOfRange);
        let bytes = u64::try_from(file.byte_size).ok().filter(|bytes| *bytes > 0).ok_or_else(out_of_range)?;
        if bytes > self.files.max_bytes() {
            return Err(AppError::refused_field("byteSize", AnnounceRefusal::TooLarge));
        }
        Ok(Announced {
            filename: file_name("filename", &file.filename)?,
            content_type: ContentType::parse("contentType", &file.content_type)?,
            bytes,
            sha256: Sha256Sum::parse("sha256", &file.sha256)?,
        })
    }

    /// The place that was made before, for who repeats an announcement.
    pub(crate) async fn ticket_again<C: Code>(&self, id: Uuid) -> Result<UploadTicket, AppError<C>> {
        let made = self.db.read().upload(UploadId::new(id)).await?;
        Ok(self.ticket(&made.ok_or_else(|| AppError::not_found("idempotencyKey"))?)?)
    }

    fn ticket(&self, upload: &Upload) -> Result<UploadTicket, Fault> {
        let content_type = ContentType::parse("contentType", &upload.content_type).map_err(Fault::internal)?;
        let grant = UploadGrant {
            upload: upload.id,
            bytes: upload.bytes,
            sha256: Sha256Sum::new(upload.sha256),
            content_type,
            expires: upload.expires_at,
        };
        Ok(UploadTicket {
            upload: upload.id,
            url: format!("{}/uploads/{}", self.settings.public_url, self.files.upload_token(&grant)),
            headers: vec![("content-type", upload.content_type.clone())],
            expires_at: upload.expires_at,
        })
    }
}

impl Work<'_> {
    /// Makes a place for a file of the caller's, and commits. `field` is the argument that names what it is for.
    pub(crate) async fn announce_upload<C: Code + From<AnnounceRefusal>>(
        mut self,
        id: UploadId,
        purpose: UploadPurpose,
        file: Announced,
        field: &str,
    ) -> Result<UploadTicket, AppError<C>> {
        let person = self.caller.require_signed_in()?.id;
        if self.tx.read().waiting_uploads(person, purpose).await? >= UNUSED_MAX {
            return Err(AppError::refused_field(field, AnnounceRefusal::TooManyUploads));
        }
        let Announced { filename, content_type, bytes, sha256 } = file;
        let upload = Upload {
            id,
            purpose,
            person,
            filename,
            content_type: content_type.to_string(),
            bytes,
            sha256: sha256.bytes(),
            created_at: self.now,
            expires_at: self.now.plus(SENT_WITHIN),
            state: UploadState::Announced,
        };
        self.tx.insert_upload(&upload).await?;
        self.event(id.uuid(), Event::UploadAnnounced { purpose });
        self.job_at(Job::ForgetUpload { upload: id }, self.now.plus(KEPT_UNUSED));
        let ticket = self.app.ticket(&upload)?;
        self.commit().await?;
        Ok(ticket)
    }
}
