use crate::{App, AppError, Caller, Event, codes};
use identity::{Action, Parties};

codes! {
    /// Why a session was not ended.
    pub enum SessionEndCode {}
}

/// Asks to sign out of the session that asks.
#[derive(Clone, Copy, Debug)]
pub struct SessionEnd;

impl App {
    /// Signs out; the token opens nothing from the next request on.
    pub async fn session_end(&self, caller: &Caller, _ask: SessionEnd) -> Result<(), AppError<SessionEndCode>> {
        let person = caller.require_signed_in()?.id;
        let session = caller.session().ok_or(AppError::Unauthenticated)?;
        let mut work = self.work(caller).await?;
        let own = Parties { owner: Some(person), ..Parties::default() };
        work.require(Action::SessionEnd, Action::SessionEnd, &own, "session")?;
        work.tx.end_session(session, work.now).await?;
        work.event(person.uuid(), Event::SessionEnded {});
        work.commit().await?;
        Ok(())
    }
}
