use super::thread::talk;
use crate::upload::FileView;
use crate::{App, Caller, Fault};
use kernel::{MessageId, PersonId};
use market::{Message, Thread};
use storage::{DbError, Slice};

/// A message as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// The message.
    pub message: Message,
    /// Its files, in the order they were named.
    pub files: Vec<FileView>,
}

impl App {
    /// A piece of what was said in a thread, newest first; `None` for callers it is not for.
    pub async fn messages(
        &self,
        caller: &Caller,
        thread: Thread,
        slice: Slice<MessageId>,
    ) -> Result<Option<Vec<MessageView>>, Fault> {
        let Some(reader) = self.reader_of(caller, thread).await? else { return Ok(None) };
        let messages = self.db.read().messages(thread, slice).await?;
        Ok(Some(self.with_files(reader, messages).await?))
    }

    /// A message the caller may read.
    pub async fn message(&self, caller: &Caller, id: MessageId) -> Result<Option<MessageView>, Fault> {
        let Some(message) = self.db.read().message(id).await? else { return Ok(None) };
        let Some(reader) = self.reader_of(caller, message.thread).await? else { return Ok(None) };
        Ok(self.with_files(reader, vec![message]).await?.pop())
    }

    /// The caller, if they may read what is said in a thread.
    async fn reader_of(&self, caller: &Caller, thread: Thread) -> Result<Option<PersonId>, DbError> {
        let talk = talk(&self.db.read(), thread).await?;
        Ok(caller.id().filter(|_| talk.is_some_and(|talk| caller.may(talk.read_by, &talk.parties))))
    }

    async fn with_files(&self, reader: PersonId, messages: Vec<Message>) -> Result<Vec<MessageView>, DbError> {
        let mut files = self.file_views(reader, messages.iter().flat_map(|said| said.files.iter().copied())).await?;
        let view = |message: Message| {
            let files = message.files.iter().filter_map(|file| files.remove(file)).collect();
            MessageView { message, files }
        };
        Ok(messages.into_iter().map(view).collect())
    }
}
