//! Files: on their way in, and part of something.

use crate::fault::ApiError;
use crate::scalars::{DateTime, Url, read_id, show_id};
use app::{AppError, Code, FileView, Refusal, UploadTicket};
use async_graphql::{ID, Object, SimpleObject};
use kernel::UploadId;

/// A header the uploader must send.
#[derive(SimpleObject)]
pub struct UploadHeader {
    /// Name.
    name: String,
    /// Value.
    value: String,
}

/// What the payload of an announcement says: the upload, where to send it, by which headers, and until when.
pub fn place(ticket: UploadTicket) -> (ID, Url, Vec<UploadHeader>, DateTime) {
    let headers = ticket.headers.into_iter().map(|(name, value)| UploadHeader { name: name.to_owned(), value });
    (show_id(ticket.upload), Url::own(ticket.url), headers.collect(), ticket.expires_at.into())
}

/// Reads the ids of `uploadIds`. What names no upload is refused by `code`, as one that the caller does not have.
pub fn read_uploads<C: Code>(ids: &[ID], code: C) -> Result<Vec<UploadId>, AppError<C>> {
    let refused = |index: usize| {
        let path = vec!["uploadIds".to_owned(), index.to_string()];
        AppError::Refused(vec![Refusal { code, path }])
    };
    let read = |(index, id)| read_id(id).ok_or_else(|| refused(index));
    ids.iter().enumerate().map(read).collect()
}

/// A file of a delivery or a message.
pub struct File<'a>(pub &'a FileView);

/// A file of a delivery or a message.
#[Object]
impl File<'_> {
    /// What its sender calls it.
    async fn filename(&self) -> &str {
        &self.0.upload.filename
    }

    /// Its media type: as announced, or application/octet-stream when that was not true.
    async fn content_type(&self) -> &str {
        &self.0.upload.content_type
    }

    /// Its exact size.
    async fn byte_size(&self) -> Result<i32, ApiError> {
        i32::try_from(self.0.upload.bytes).map_err(ApiError::internal)
    }

    /// SHA-256 of its content, in hex.
    async fn sha256(&self) -> String {
        hex::encode(self.0.upload.sha256)
    }

    /// Gives the content to a GET, for 15 minutes, as long as the caller may see what the file is part of.
    async fn download_url(&self) -> Url {
        Url::own(self.0.download_url.clone())
    }
}
