use super::thread::Talk;
use crate::upload::UploadFault;
use crate::work::{Begun, Intent, Work, digest};
use crate::{App, AppError, Caller, Event, Letter, codes};
use identity::Action;
use kernel::{MessageId, TaskId};
use market::{Message, MessageDraft, Side, Thread};
use serde::Serialize;
use storage::{DbError, UploadPurpose, UploadUse};

codes! {
    /// Why nothing was said.
    pub enum MessageSendCode {
        /// A file is not there, not the caller's, or of another thread; or it is part of a message already.
        UploadNotUsable,
    }
}

impl From<UploadFault> for MessageSendCode {
    fn from(fault: UploadFault) -> Self {
        match fault {
            UploadFault::NotFound | UploadFault::NotReceived | UploadFault::Used => Self::UploadNotUsable,
        }
    }
}

/// Says something to the other side.
#[derive(Clone, Debug, Serialize)]
pub struct MessageSend {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Where.
    pub thread: Thread,
    /// What.
    pub message: MessageDraft,
}

impl App {
    /// Says something to the other side of a bid or contract.
    pub async fn message_send(
        &self,
        caller: &Caller,
        ask: MessageSend,
    ) -> Result<MessageId, AppError<MessageSendCode>> {
        let author = caller.require_signed_in()?.id;
        let id = MessageId::new(self.ids.uuid(self.clock.now()));
        let hash = digest(&ask);
        let intent = Intent { mutation: "messageSend", key: &ask.idempotency_key, hash, result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(MessageId::new(id)),
        };
        let Talk { parties, task, .. } = work.talk(ask.thread, Action::MessageSend).await?;
        let MessageDraft { text, files } = ask.message.check()?;
        work.check_uploads(&files, UploadPurpose::Thread(ask.thread)).await?;
        let side = if parties.worker == Some(author) { Side::Worker } else { Side::Client };
        let message = Message { id, thread: ask.thread, author, side, text, files, sent_at: work.now };
        work.tx.insert_message(&message).await?;
        // Another message may have taken one of them since they were looked at.
        work.tx.use_uploads(&message.files, UploadUse::Message(id)).await.map_err(|error| match error {
            DbError::Conflict => AppError::refused_field("uploadIds", MessageSendCode::UploadNotUsable),
            other => other.into(),
        })?;
        work.event(id.uuid(), Event::MessageSent { files: u32::try_from(message.files.len()).unwrap_or(u32::MAX) });
        let title = work.title(task).await?;
        let letter = Letter::MessageReceived { message: id, title };
        match side {
            Side::Client => {
                if let Some(worker) = parties.worker {
                    work.tell(worker, letter);
                }
            }
            Side::Worker => {
                if let Some(client) = parties.client {
                    work.tell_client(client, &letter).await?;
                }
            }
        }
        work.commit().await?;
        Ok(id)
    }
}

impl Work<'_> {
    async fn title(&self, task: TaskId) -> Result<String, DbError> {
        let task = self.tx.read().task(task).await?;
        Ok(task.and_then(|task| task.value.published().map(|content| content.title.clone())).unwrap_or_default())
    }
}
