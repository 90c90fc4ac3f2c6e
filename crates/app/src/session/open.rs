use crate::{App, Event, Fault};
use identity::{Person, Session, SessionToken};
use kernel::{EventId, SessionId};
use sha2::{Digest, Sha256};
use storage::{NewEvent, Tx};

/// A session that has just begun. The token is shown this once.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Opens the session: `Authorization: Bearer …`.
    pub token: SessionToken,
    /// The session.
    pub session: Session,
}

/// Begins a session for a person in the transaction that proved who they are.
pub(crate) async fn open_session(app: &App, tx: &mut Tx, person: &Person) -> Result<SignedIn, Fault> {
    let now = app.clock.now();
    let token = SessionToken::new(app.ids.secret());
    let session = Session::begin(SessionId::new(app.ids.uuid(now)), person.id, person.session_rule(), now);
    tx.insert_session(&session, &token_hash(&token)).await?;
    let (kind, data) = Event::SessionCreated {}.into_parts();
    let id = EventId::new(app.ids.uuid(now));
    tx.event(NewEvent { id, at: now, actor: Some(person.id), kind, subject: person.id.uuid(), data });
    Ok(SignedIn { token, session })
}

/// What is kept of a token. A token is 256 random bits, so a plain hash cannot be undone by guessing.
pub(crate) fn token_hash(token: &SessionToken) -> [u8; 32] {
    Sha256::digest(token.bytes()).into()
}
