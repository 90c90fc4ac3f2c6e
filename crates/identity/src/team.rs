use crate::unknown_word::words;
use kernel::{OrganisationId, PersonId};

/// What a person does in a client organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberRole {
    /// Everything, and says who belongs to it.
    Owner,
    /// The work: tasks, bids, deliveries. No money in.
    Member,
    /// The money: funds and sees it. No judgement of bids or work.
    Finance,
}

words!(MemberRole { Owner = "owner", Member = "member", Finance = "finance" });

/// A person's place in an organisation; a person has at most one in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Of whom.
    pub person: PersonId,
    /// Where.
    pub organisation: OrganisationId,
    /// As what.
    pub role: MemberRole,
}

/// Everyone who belongs to one organisation.
///
/// **Invariant:** there is an owner, and nobody stands in it twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    organisation: OrganisationId,
    members: Vec<Membership>,
}

/// Why a team could not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TeamRefusal {
    /// The person belongs to it already; their role changes by leaving and coming back.
    #[error("already a member")]
    AlreadyMember,
    /// It has 200 members.
    #[error("the organisation is full")]
    Full,
    /// The person does not belong to it.
    #[error("not a member")]
    NotMember,
    /// Without an owner nobody could act for it.
    #[error("the last owner cannot leave")]
    LastOwner,
}

impl Team {
    /// Most members.
    pub const MAX: usize = 200;

    /// The team of a new organisation: who made it owns it.
    pub fn found(organisation: OrganisationId, owner: PersonId) -> Self {
        Self { organisation, members: vec![Membership { person: owner, organisation, role: MemberRole::Owner }] }
    }

    /// The team that was stored; `None` when what was stored breaks the invariant.
    pub fn restore(
        organisation: OrganisationId,
        members: impl IntoIterator<Item = (PersonId, MemberRole)>,
    ) -> Option<Self> {
        let mut team = Self { organisation, members: Vec::new() };
        for (person, role) in members {
            team = team.add(person, role).ok()?;
        }
        (team.owners() > 0).then_some(team)
    }

    /// Its members, in the order they came.
    pub fn members(&self) -> &[Membership] {
        &self.members
    }

    /// Takes a person in.
    pub fn add(mut self, person: PersonId, role: MemberRole) -> Result<Self, TeamRefusal> {
        if self.members.iter().any(|member| member.person == person) {
            return Err(TeamRefusal::AlreadyMember);
        }
        if self.members.len() >= Self::MAX {
            return Err(TeamRefusal::Full);
        }
        self.members.push(Membership { person, organisation: self.organisation, role });
        Ok(self)
    }

    /// Lets a person go, by their own wish or an owner's.
    pub fn remove(mut self, person: PersonId) -> Result<Self, TeamRefusal> {
        let place = self.members.iter().position(|member| member.person == person).ok_or(TeamRefusal::NotMember)?;
        self.members.remove(place);
        if self.owners() == 0 { Err(TeamRefusal::LastOwner) } else { Ok(self) }
    }

    fn owners(&self) -> usize {
        self.members.iter().filter(|member| member.role == MemberRole::Owner).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u32) -> PersonId {
        format!("person_{number:026}").parse().unwrap()
    }

    fn organisation() -> OrganisationId {
        "org_00000000000000000000000001".parse().unwrap()
    }

    fn team(members: &[(u32, MemberRole)]) -> Option<Team> {
        Team::restore(organisation(), members.iter().map(|(number, role)| (person(*number), *role)))
    }

    #[test]
    fn the_last_owner_cannot_leave_but_one_of_two_can() {
        let alone = team(&[(1, MemberRole::Owner), (2, MemberRole::Member)]).unwrap();
        assert_eq!(alone.remove(person(1)), Err(TeamRefusal::LastOwner));
        let two = team(&[(1, MemberRole::Owner), (2, MemberRole::Owner)]).unwrap();
        assert_eq!(two.remove(person(1)), Ok(team(&[(2, MemberRole::Owner)]).unwrap()));
    }

    #[test]
    fn a_person_belongs_to_a_team_once() {
        let team = Team::found(organisation(), person(1)).add(person(2), MemberRole::Finance).unwrap();
        assert_eq!(team.clone().add(person(2), MemberRole::Owner), Err(TeamRefusal::AlreadyMember));
        assert_eq!(team.remove(person(3)), Err(TeamRefusal::NotMember));
    }

    #[test]
    fn a_team_ends_at_two_hundred() {
        let full = (1..200).fold(Team::found(organisation(), person(0)), |team, number| {
            team.add(person(number), MemberRole::Member).unwrap()
        });
        assert_eq!(full.members().len(), 200);
        assert_eq!(full.add(person(200), MemberRole::Member), Err(TeamRefusal::Full));
    }

    #[test]
    fn a_stored_team_without_an_owner_or_with_a_double_is_corrupt() {
        assert_eq!(team(&[]), None);
        assert_eq!(team(&[(1, MemberRole::Member)]), None);
        assert_eq!(team(&[(1, MemberRole::Owner), (1, MemberRole::Member)]), None);
    }
}
