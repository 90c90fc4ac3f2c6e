use super::thread::field;
use crate::upload::{AnnounceRefusal, FileDraft, UploadTicket};
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, codes};
use identity::Action;
use kernel::UploadId;
use market::Thread;
use serde::Serialize;
use storage::UploadPurpose;

codes! {
    /// Why no place for a file was made.
    pub enum MessageUploadCreateCode {
        /// Larger than this instance takes.
        TooLarge,
        /// Too many of the sender's files for the thread are in no message; those that stay so go after 7 days.
        TooManyUploads,
    }
}

impl From<AnnounceRefusal> for MessageUploadCreateCode {
    fn from(refusal: AnnounceRefusal) -> Self {
        match refusal {
            AnnounceRefusal::TooLarge => Self::TooLarge,
            AnnounceRefusal::TooManyUploads => Self::TooManyUploads,
        }
    }
}

/// Announces a file that is to be part of a message.
#[derive(Clone, Debug, Serialize)]
pub struct MessageUploadCreate {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Where it will be said.
    pub thread: Thread,
    /// The file.
    pub file: FileDraft,
}

impl App {
    /// Announces a file, and answers where to send it. A repeat answers with the same place.
    pub async fn message_upload_create(
        &self,
        caller: &Caller,
        ask: MessageUploadCreate,
    ) -> Result<UploadTicket, AppError<MessageUploadCreateCode>> {
        caller.require_signed_in()?;
        let file = self.announced(&ask.file)?;
        let upload = UploadId::new(self.ids.uuid(self.clock.now()));
        let intent = Intent {
            mutation: "messageUploadCreate",
            key: &ask.idempotency_key,
            hash: digest(&ask),
            result: upload.uuid(),
        };
        let work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return self.ticket_again(id).await,
        };
        work.talk(ask.thread, Action::MessageUploadCreate).await?;
        work.announce_upload(upload, UploadPurpose::Thread(ask.thread), file, field(ask.thread)).await
    }
}
