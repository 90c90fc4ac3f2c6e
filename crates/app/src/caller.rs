use crate::{AppError, Reader};
use identity::{Action, CallingPerson, Denial, Locale, Membership, Parties, Person, TimeZone};
use kernel::{PersonId, SessionId};

/// On whose behalf a use case runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    who: identity::Caller,
    session: Option<SessionId>,
    reader: Reader,
}

impl Caller {
    /// Nobody is signed in.
    pub fn anonymous(locale: Locale) -> Self {
        let reader = Reader { locale, time_zone: TimeZone::utc() };
        Self { who: identity::Caller::Anonymous, session: None, reader }
    }

    /// Somebody is, through `session`.
    pub fn person(person: CallingPerson, session: SessionId, reader: Reader) -> Self {
        Self { who: identity::Caller::Person(person), session: Some(session), reader }
    }

    /// The clock, the gateway or the operator's command line.
    pub fn system() -> Self {
        Self { who: identity::Caller::System, ..Self::anonymous(Locale::En) }
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

    /// For whom the answer's words are chosen.
    pub fn reader(&self) -> &Reader {
        &self.reader
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
