use super::thread::talk;
use crate::{App, Caller, Fault};
use identity::Action;
use kernel::MessageId;
use market::{Message, Thread};
use storage::Slice;

impl App {
    /// A piece of what was said in a thread, newest first; `None` for callers it is not for.
    pub async fn messages(
        &self,
        caller: &Caller,
        thread: Thread,
        slice: Slice<MessageId>,
    ) -> Result<Option<Vec<Message>>, Fault> {
        let read = self.db.read();
        match talk(&read, thread).await? {
            Some(talk) if caller.may(Action::MessagesRead, &talk.parties) => {
                Ok(Some(read.messages(thread, slice).await?))
            }
            Some(_) | None => Ok(None),
        }
    }

    /// A message the caller may read.
    pub async fn message(&self, caller: &Caller, id: MessageId) -> Result<Option<Message>, Fault> {
        let read = self.db.read();
        let Some(message) = read.message(id).await? else { return Ok(None) };
        let talk = talk(&read, message.thread).await?;
        let seen = talk.is_some_and(|talk| caller.may(Action::MessagesRead, &talk.parties));
        Ok(Some(message).filter(|_| seen))
    }
}
