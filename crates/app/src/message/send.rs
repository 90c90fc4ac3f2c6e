use super::thread::{Talk, talk};
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, Letter, codes};
use identity::Action;
use kernel::MessageId;
use market::{Message, MessageDraft, Side, Thread};
use serde::Serialize;

codes! {
    /// Why nothing was said.
    pub enum MessageSendCode {
        /// A file is not there, not the caller's, or of another thread; or it is part of a message already.
        UploadNotUsable,
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
        let (field, seen_by) = match ask.thread {
            Thread::Bid { .. } => ("bidId", Action::BidRead),
            Thread::Contract { .. } => ("contractId", Action::ContractRead),
        };
        let Talk { parties, title } =
            talk(&work.tx.read(), ask.thread).await?.ok_or_else(|| AppError::not_found(field))?;
        work.require(Action::MessageSend, seen_by, &parties, field)?;
        let MessageDraft { text, files } = ask.message.check()?;
        let side = if parties.worker == Some(author) { Side::Worker } else { Side::Client };
        let message = Message { id, thread: ask.thread, author, side, text, files, sent_at: work.now };
        work.tx.insert_message(&message).await?;
        work.attach_to_message(&message).await?;
        work.event(id.uuid(), Event::MessageSent { files: u32::try_from(message.files.len()).unwrap_or(u32::MAX) });
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

impl crate::work::Work<'_> {
    async fn attach_to_message(&self, message: &Message) -> Result<(), AppError<MessageSendCode>> {
        if message.files.is_empty() { Ok(()) } else { Err(AppError::refused(MessageSendCode::UploadNotUsable)) }
    }
}
