use crate::{App, AppError, Caller, Event, Shared, codes};
use identity::{Action, EmailAddress, MemberRole, Membership, Parties, TeamRefusal};
use kernel::OrganisationId;
use market::Side;

codes! {
    /// Why nobody joined.
    pub enum OrganisationMemberAddCode {
        /// The person belongs to the organisation already.
        AlreadyMember,
        /// The organisation has as many members as it may.
        OrganisationFull,
    }
}

/// Takes a person into an organisation.
#[derive(Clone, Debug)]
pub struct OrganisationMemberAdd {
    /// Which.
    pub organisation: OrganisationId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// The person's address; they have an account.
    pub email: String,
    /// What they will do there.
    pub role: MemberRole,
}

impl App {
    /// Takes a person into an organisation. Nobody joins who works for it under a contract, or settles its disputes.
    pub async fn organisation_member_add(
        &self,
        caller: &Caller,
        ask: OrganisationMemberAdd,
    ) -> Result<OrganisationId, AppError<OrganisationMemberAddCode>> {
        let id = ask.organisation;
        let email = EmailAddress::try_new("email", &ask.email)?;
        let mut work = self.work(caller).await?;
        let stored = work.tx.read().organisation(id).await?.ok_or_else(|| AppError::not_found("organisationId"))?;
        let parties = Parties { client: Some(id), ..Parties::default() };
        work.require_of_public(Action::OrganisationMemberAdd, &parties, "organisationId")?;
        work.expect(stored.version, ask.expected_version)?;
        let person = work.tx.read().person_by_email(&email).await?.ok_or_else(|| AppError::not_found("email"))?;
        let member = person.value.id;
        if person.value.staff.is_some() || !work.may_take_side(id, member, Side::Client).await? {
            return Err(AppError::refused_field("email", Shared::ConflictOfInterest));
        }
        work.tx.read().team(id).await?.add(member, ask.role).map_err(|refusal| {
            AppError::refused_field(
                "email",
                match refusal {
                    TeamRefusal::AlreadyMember => OrganisationMemberAddCode::AlreadyMember,
                    TeamRefusal::Full => OrganisationMemberAddCode::OrganisationFull,
                    TeamRefusal::NotMember | TeamRefusal::LastOwner => OrganisationMemberAddCode::InvalidState,
                },
            )
        })?;
        work.tx.insert_membership(Membership { person: member, organisation: id, role: ask.role }, work.now).await?;
        work.tx.save_organisation(&stored).await?;
        work.event(id.uuid(), Event::MemberAdded { member, role: ask.role.word().to_owned() });
        work.commit().await?;
        Ok(id)
    }
}
