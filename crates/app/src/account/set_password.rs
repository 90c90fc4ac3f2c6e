use crate::session::{Limit, hash_password, verify_password};
use crate::{App, AppError, Caller, Event, codes};
use identity::{Action, Parties, Password};

codes! {
    /// Why a password was not set.
    pub enum PasswordSetCode {
        /// The password given as the present one is not.
        WrongPassword,
    }
}

/// Sets one's own password, or changes it.
#[derive(Clone)]
pub struct PasswordSet {
    /// The present one; needed when there is one.
    pub current: Option<String>,
    /// The new one.
    pub new: String,
}

impl App {
    /// Sets the caller's password and ends their other sessions.
    pub async fn password_set(&self, caller: &Caller, ask: PasswordSet) -> Result<(), AppError<PasswordSetCode>> {
        let id = caller.require_signed_in()?.id;
        let session = caller.session().ok_or(AppError::Unauthenticated)?;
        let new = Password::try_new("new", &ask.new)?;
        self.limit(Limit::SignInsPerAddress, &id.to_string()).await?;
        let hash = self.db.read().password_hash(id).await?;
        if hash.is_some() && !verify_password(ask.current.unwrap_or_default(), hash).await? {
            return Err(AppError::refused_field("current", PasswordSetCode::WrongPassword));
        }
        let hash = hash_password(new, self.ids.secret()).await?;
        let mut work = self.work(caller).await?;
        let own = Parties { owner: Some(id), ..Parties::default() };
        work.require(Action::PasswordSet, Action::AccountRead, &own, "id")?;
        work.tx.set_password_hash(id, &hash).await?;
        work.tx.end_other_sessions(id, session, work.now).await?;
        work.event(id.uuid(), Event::PasswordSet {});
        work.commit().await?;
        Ok(())
    }
}
