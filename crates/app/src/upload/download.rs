use crate::caller::calling_person;
use crate::message::talk;
use crate::milestone::parties_of;
use crate::{App, Fault};
use bytes::Bytes;
use files::{Content, ContentType, FilesError, TokenError, download_headers};
use futures::stream::BoxStream;
use identity::{Action, Parties};
use kernel::PersonId;
use std::io;
use storage::{DbError, UploadPurpose, UploadState};

/// A file to be sent to its reader.
pub struct Download {
    /// What says that it is saved under its name, and never shown or run.
    pub headers: [(&'static str, String); 7],
    /// Its bytes, in order.
    pub body: BoxStream<'static, Result<Bytes, io::Error>>,
}

/// Why a file is not sent.
#[derive(Debug)]
pub enum DownloadRefused {
    /// The link was not made by us, or was changed.
    InvalidToken,
    /// The link has expired; what the file is part of has a new one.
    Expired,
    /// There is no such file, or the person the link was made for may not see it any more.
    NotFound,
    /// It could not be read.
    Fault(Fault),
}

impl From<TokenError> for DownloadRefused {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Invalid => Self::InvalidToken,
            TokenError::Expired => Self::Expired,
        }
    }
}

impl From<DbError> for DownloadRefused {
    fn from(error: DbError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<FilesError> for DownloadRefused {
    fn from(error: FilesError) -> Self {
        Self::Fault(Fault::unavailable(error))
    }
}

impl App {
    /// The file of a link. Whether its reader may see it is asked anew, with the rights they have at this moment.
    pub async fn download(&self, token: &str) -> Result<Download, DownloadRefused> {
        let grant = self.files.download_grant(token, self.clock.now())?;
        let upload = self.db.read().upload(grant.file).await?.ok_or(DownloadRefused::NotFound)?;
        match upload.state {
            UploadState::Used { .. } => {}
            UploadState::Announced | UploadState::Received { .. } => return Err(DownloadRefused::NotFound),
        }
        let (action, parties) = self.readers(upload.purpose).await?.ok_or(DownloadRefused::NotFound)?;
        if !self.may_read(grant.person, action, &parties).await? {
            return Err(DownloadRefused::NotFound);
        }
        let content_type = ContentType::parse("contentType", &upload.content_type)
            .map_err(|error| DownloadRefused::Fault(Fault::internal(error)))?;
        let content = self.files.open(upload.id).await?;
        let missing = || Fault::internal(format!("the content of {} is missing", upload.id));
        let Content { bytes, body } = content.ok_or_else(|| DownloadRefused::Fault(missing()))?;
        Ok(Download { headers: download_headers(&upload.filename, &content_type, bytes), body })
    }

    /// What somebody must be allowed to do, and to an object of whom, to see what the file is part of.
    async fn readers(&self, purpose: UploadPurpose) -> Result<Option<(Action, Parties)>, DbError> {
        let read = self.db.read();
        match purpose {
            UploadPurpose::Milestone(milestone) => {
                let deal = read.deal_of_milestone(milestone).await?;
                Ok(deal.map(|deal| (Action::DeliveryFilesRead, parties_of(&deal.contract.value))))
            }
            UploadPurpose::Thread(thread) => Ok(talk(&read, thread).await?.map(|talk| (talk.read_by, talk.parties))),
        }
    }

    async fn may_read(&self, reader: PersonId, action: Action, parties: &Parties) -> Result<bool, DbError> {
        let Some(person) = self.db.read().person(reader).await? else { return Ok(false) };
        let memberships = self.db.read().memberships(reader).await?;
        let reader = identity::Caller::Person(calling_person(&person.value, memberships));
        Ok(identity::authorise(action, &reader, parties).is_ok())
    }
}
