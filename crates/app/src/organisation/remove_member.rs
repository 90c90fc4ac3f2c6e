use crate::{App, AppError, Caller, Event, codes};
use identity::{Action, Parties, TeamRefusal};
use kernel::{OrganisationId, PersonId};

codes! {
    /// Why nobody left.
    pub enum OrganisationMemberRemoveCode {
        /// Without an owner nobody could act for the organisation.
        LastOwner,
    }
}

/// Lets a person go, by an owner's wish or their own.
#[derive(Clone, Copy, Debug)]
pub struct OrganisationMemberRemove {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// Who leaves.
    pub person: PersonId,
}

impl App {
    /// Lets a person go.
    pub async fn organisation_member_remove(
        &self,
        caller: &Caller,
        ask: OrganisationMemberRemove,
    ) -> Result<OrganisationId, AppError<OrganisationMemberRemoveCode>> {
        let id = ask.organisation;
        let mut work = self.work(caller).await?;
        let stored = work.tx.read().organisation(id).await?.ok_or_else(|| AppError::not_found("organisationId"))?;
        let team = work.tx.read().team(id).await?;
        // The membership is the leaver's own only if there is one: otherwise anybody could name themselves.
        let is_member = team.members().iter().any(|member| member.person == ask.person);
        let owner = is_member.then_some(ask.person);
        let parties = Parties { client: Some(id), owner, worker: None };
        work.require_of_public(Action::OrganisationMemberRemove, &parties, "organisationId")?;
        work.expect(stored.version, ask.expected_version)?;
        team.remove(ask.person).map_err(|refusal| {
            AppError::refused_field(
                "personId",
                match refusal {
                    TeamRefusal::NotMember => OrganisationMemberRemoveCode::NotFound,
                    TeamRefusal::LastOwner => OrganisationMemberRemoveCode::LastOwner,
                    TeamRefusal::AlreadyMember | TeamRefusal::Full => OrganisationMemberRemoveCode::InvalidState,
                },
            )
        })?;
        work.tx.delete_membership(id, ask.person).await?;
        work.tx.save_organisation(&stored).await?;
        work.event(id.uuid(), Event::MemberRemoved { member: ask.person });
        work.commit().await?;
        Ok(id)
    }
}
