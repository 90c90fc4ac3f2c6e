use super::open::token_hash;
use crate::caller::calling_person;
use crate::{App, Caller, Fault, Reader};
use identity::{Locale, Membership, Session, SessionToken};
use storage::{DbError, SessionOwner};

/// Why a token does not tell who asks.
#[derive(Debug)]
pub enum TokenRefused {
    /// It opens nothing: malformed, unknown, ended or expired. The four are not told apart.
    Unknown,
    /// It could not be looked up.
    Fault(Fault),
}

impl From<storage::DbError> for TokenRefused {
    fn from(error: storage::DbError) -> Self {
        Self::Fault(error.into())
    }
}

impl App {
    /// Who a session token belongs to, with the rights they have at this moment. `locale` is the language the request
    /// asked for; without one, the person's own.
    pub async fn authenticate(&self, token: &str, locale: Option<Locale>) -> Result<Caller, TokenRefused> {
        let token = SessionToken::parse(token).map_err(|_| TokenRefused::Unknown)?;
        let owner = self.db.read().session_by_token(&token_hash(&token)).await?;
        let SessionOwner { session, person, memberships } = owner.ok_or(TokenRefused::Unknown)?;
        let now = self.clock.now();
        if !session.is_live(now) {
            return Err(TokenRefused::Unknown);
        }
        let id = session.id;
        if session.is_touch_due(now) {
            let session = session.touch(now).map_err(|_| TokenRefused::Unknown)?;
            match self.keep_touch(&session).await {
                // Who only reads is served all the same; the session ends earlier if it stays so.
                Err(error) if error.is_retryable() => log::warn!("the use of a session was not written: {error}"),
                touched => touched?,
            }
        }
        let reader = Reader { locale: locale.unwrap_or(person.locale), time_zone: person.time_zone.clone() };
        let place = |(organisation, role)| Membership { person: person.id, organisation, role };
        let calling = calling_person(&person, memberships.into_iter().map(place).collect());
        Ok(Caller::person(calling, id, reader))
    }

    async fn keep_touch(&self, session: &Session) -> Result<(), DbError> {
        let tx = self.db.write().await?;
        tx.touch_session(session).await?;
        tx.commit().await
    }
}
