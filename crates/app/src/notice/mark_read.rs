use crate::{App, AppError, Caller, codes};
use identity::{Action, Parties};
use kernel::NoticeId;

codes! {
    /// Why notices were not marked.
    pub enum NoticesMarkReadCode {}
}

/// Says that one has read one's notices up to one of them.
#[derive(Clone, Copy, Debug)]
pub struct NoticesMarkRead {
    /// The newest that was read, one of the caller's own.
    pub up_to: NoticeId,
}

impl App {
    /// Marks the caller's notices as read; marking them again changes nothing.
    pub async fn notices_mark_read(
        &self,
        caller: &Caller,
        ask: NoticesMarkRead,
    ) -> Result<(), AppError<NoticesMarkReadCode>> {
        let person = caller.require_signed_in()?.id;
        let work = self.work(caller).await?;
        let own = Parties { owner: Some(person), ..Parties::default() };
        work.require(Action::NoticesMarkRead, Action::NoticesRead, &own, "upTo")?;
        if !work.tx.read().is_notice_of(person, ask.up_to).await? {
            return Err(AppError::not_found("upTo"));
        }
        work.tx.mark_notices_read(person, ask.up_to, work.now).await?;
        work.commit().await?;
        Ok(())
    }
}
