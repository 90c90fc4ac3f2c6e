use crate::AppError;
use identity::{Action, CallingPerson, Denial, Locale, Membership, Parties, Person};
use kernel::{PersonId, SessionId};

/// On whose behalf a use case runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    who: identity::Caller,
    session: Option<SessionId>,
    /// The language to answer in.
    pub locale: Locale,
}

impl Caller {
    /// Nobody is signed in.
    pub fn anonymous(locale: Locale) -> Self {
        Self { who: identity::Caller::Anonymous, session: None, locale }
    }

    /// Somebody is, through `session`.
    pub fn person(person: CallingPerson, session: SessionId, locale: Locale) -> Self {
        Self { who: identity::Caller::Person(person), session: Some(session), locale }
    }

    /// The clock, the gateway or the operator's command line.
    pub fn system() -> Self {
        Self { who: identity::Caller::System, session: None, locale: Locale::En }
    }

    /// Who is signed in, if anybody.
    pub fn signed_in(&self) -> Option<&CallingPerson> {
        match &self.who {
            identity::Caller::Person(person) => Some(person),
            identity::Caller::Anonymous | identity::Caller::System => None,
        }
    }

    /// The id of who is signed in, if anybody.
    pub fn id(&self) -> Option<PersonId> {
        self.signed_in().map(|person| person.id)
    }

    /// The session, if one is used.
    pub fn session(&self) -> Option<SessionId> {
        self.session
    }

    /// Who must be signed in to ask.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] when nobody is.
    pub fn require_signed_in<C>(&self) -> Result<&CallingPerson, AppError<C>> {
        self.signed_in().ok_or(AppError::Unauthenticated)
    }

    /// Asks the one table: may the caller do `action` to an object of `parties`?
    ///
    /// # Errors
    /// Why not.
    pub fn authorise(&self, action: Action, parties: &Parties) -> Result<(), Denial> {
        identity::authorise(action, &self.who, parties)
    }

    /// As [`Caller::authorise`], for reads: what may not be seen is not there.
    pub fn may(&self, action: Action, parties: &Parties) -> bool {
        self.authorise(action, parties).is_ok()
    }
}

/// A person with the rights they have at this moment.
pub(crate) fn calling_person(person: &Person, memberships: Vec<Membership>) -> CallingPerson {
    CallingPerson { id: person.id, staff: person.staff, is_suspended: person.is_suspended(), memberships }
}
