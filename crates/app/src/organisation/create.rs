use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, codes};
use identity::{Action, MemberRole, Membership, Organisation, OrganisationDraft, Parties};
use kernel::OrganisationId;
use serde::Serialize;

codes! {
    /// Why an organisation was not founded.
    pub enum OrganisationCreateCode {}
}

/// Founds a client organisation; who asks owns it.
#[derive(Clone, Debug, Serialize)]
pub struct OrganisationCreate {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Its particulars, as typed.
    pub organisation: OrganisationDraft,
}

impl App {
    /// Founds a client organisation.
    pub async fn organisation_create(
        &self,
        caller: &Caller,
        ask: OrganisationCreate,
    ) -> Result<OrganisationId, AppError<OrganisationCreateCode>> {
        let owner = caller.require_signed_in()?.id;
        let id = OrganisationId::new(self.ids.uuid(self.clock.now()));
        let organisation =
            Organisation::try_new(id, &ask.organisation).map_err(|fault| fault.within("organisation"))?;
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "organisationCreate", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(OrganisationId::new(id)),
        };
        work.require(Action::OrganisationCreate, Action::OrganisationCreate, &Parties::default(), "organisation")?;
        work.tx.insert_organisation(&organisation, work.now).await?;
        let membership = Membership { person: owner, organisation: id, role: MemberRole::Owner };
        work.tx.insert_membership(membership, work.now).await?;
        work.event(id.uuid(), Event::OrganisationCreated {});
        work.commit().await?;
        Ok(id)
    }
}
