mod action;

pub use action::Action;

use crate::{MemberRole, Membership, StaffRole};
use kernel::{OrganisationId, PersonId};

/// What a caller is to the object of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Not signed in.
    Anonymous,
    /// Signed in, no staff, and a stranger to the object.
    SignedIn,
    /// The person whose account, session, profile, wallet or membership it is.
    Oneself,
    /// The bidder, or the worker of the contract.
    Worker,
    /// Owner of the client organisation it belongs to.
    ClientOwner,
    /// Member of the client organisation it belongs to.
    ClientMember,
    /// Finance of the client organisation it belongs to.
    ClientFinance,
    /// A moderator who is a stranger to the object.
    Moderator,
    /// An admin who is a stranger to the object.
    Admin,
    /// The engine itself, by its clock or the operator's command line.
    System,
}

impl Relation {
    /// Every relation, in the order of the table's columns.
    pub const ALL: &'static [Self] = &[
        Self::Anonymous,
        Self::SignedIn,
        Self::Oneself,
        Self::Worker,
        Self::ClientOwner,
        Self::ClientMember,
        Self::ClientFinance,
        Self::Moderator,
        Self::Admin,
        Self::System,
    ];
}

/// What a suspension does to an action: it stops new business, never what is owed to others or to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Business {
    /// Stopped.
    New,
    /// Goes on.
    Owed,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Nobody signed in.
    Anonymous,
    /// A signed-in person.
    Person(CallingPerson),
    /// The engine itself.
    System,
}

/// A signed-in person, as of this request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallingPerson {
    /// Id.
    pub id: PersonId,
    /// Staff role, if any.
    pub staff: Option<StaffRole>,
    /// Is the account suspended?
    pub is_suspended: bool,
    /// Their places in organisations.
    pub memberships: Vec<Membership>,
}

/// Whose an object is. What does not apply is `None`, and `None` is nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// The bidder, or the worker of the contract.
    pub worker: Option<PersonId>,
    /// The client organisation, or the organisation itself.
    pub client: Option<OrganisationId>,
    /// The person whose account, session, profile, wallet or membership it is.
    pub owner: Option<PersonId>,
}

/// Why a caller may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// Nobody is signed in.
    #[error("sign-in needed")]
    SignInNeeded,
    /// The person has no right to it. Shown as if the object did not exist.
    #[error("no right to this")]
    Forbidden,
    /// The person would have the right, were they not on the other side too: bidding on a task of one's own
    /// organisation, accepting one's own delivery, deciding one's own dispute, dealing as staff.
    #[error("on both sides of the deal")]
    ConflictOfInterest,
    /// The account is suspended and this is new business.
    #[error("the account is suspended")]
    Suspended,
}

/// One cell of the table: may a caller who stands in `relation` to the object?
pub fn may(action: Action, relation: Relation) -> bool {
    action.allowed().contains(&relation)
}

/// What the caller is to an object with these parties. Several may hold.
///
/// Nobody stands on two sides: the worker of a deal acts for its client in nothing, and who is a party is neither a
/// stranger nor staff. Staff are never strangers, so they make no deals. A suspended person is no staff.
pub fn relations(caller: &Caller, parties: &Parties) -> Vec<Relation> {
    let person = match caller {
        Caller::Anonymous => return vec![Relation::Anonymous],
        Caller::System => return vec![Relation::System],
        Caller::Person(person) => person,
    };
    let mut held = Vec::new();
    held.extend(person.as_owner(parties));
    held.extend(person.as_worker(parties).or_else(|| person.as_client(parties)));
    if held.is_empty() {
        held.extend(person.as_staff().or_else(|| person.staff.is_none().then_some(Relation::SignedIn)));
    }
    held
}

/// Lets the caller act on an object with these parties, or says why not. Any relation that holds is enough.
pub fn authorise(action: Action, caller: &Caller, parties: &Parties) -> Result<(), Denial> {
    let allowed = relations(caller, parties).into_iter().any(|relation| may(action, relation));
    match caller {
        Caller::Anonymous if !allowed => Err(Denial::SignInNeeded),
        Caller::Anonymous => Ok(()),
        Caller::System if !allowed => Err(Denial::Forbidden),
        Caller::System => Ok(()),
        Caller::Person(person) if !allowed && person.has_conflict(action, parties) => Err(Denial::ConflictOfInterest),
        Caller::Person(_) if !allowed => Err(Denial::Forbidden),
        Caller::Person(person) if person.is_suspended && action.business() == Business::New => Err(Denial::Suspended),
        Caller::Person(_) => Ok(()),
    }
}

impl CallingPerson {
    fn as_owner(&self, parties: &Parties) -> Option<Relation> {
        (parties.owner == Some(self.id)).then_some(Relation::Oneself)
    }

    fn as_worker(&self, parties: &Parties) -> Option<Relation> {
        (parties.worker == Some(self.id)).then_some(Relation::Worker)
    }

    fn as_client(&self, parties: &Parties) -> Option<Relation> {
        let client = parties.client?;
        let own = |place: &&Membership| place.person == self.id && place.organisation == client;
        self.memberships.iter().find(own).map(|place| match place.role {
            MemberRole::Owner => Relation::ClientOwner,
            MemberRole::Member => Relation::ClientMember,
            MemberRole::Finance => Relation::ClientFinance,
        })
    }

    fn as_staff(&self) -> Option<Relation> {
        match self.staff {
            Some(StaffRole::Moderator) if !self.is_suspended => Some(Relation::Moderator),
            Some(StaffRole::Admin) if !self.is_suspended => Some(Relation::Admin),
            Some(StaffRole::Moderator | StaffRole::Admin) | None => None,
        }
    }

    /// Would any one of the person's hats allow what all of them together do not?
    fn has_conflict(&self, action: Action, parties: &Parties) -> bool {
        let hats = [Some(Relation::SignedIn), self.as_worker(parties), self.as_client(parties), self.as_staff()];
        hats.into_iter().flatten().any(|hat| may(action, hat))
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
