use crate::{App, AppError, Caller, Event, codes};
use identity::{Action, Organisation, OrganisationDraft, Parties};
use kernel::OrganisationId;

codes! {
    /// Why an organisation was not changed.
    pub enum OrganisationUpdateCode {}
}

/// Changes the particulars of an organisation; contracts made before keep what their terms say.
#[derive(Clone, Debug)]
pub struct OrganisationUpdate {
    /// Which.
    pub organisation: OrganisationId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// All its particulars, as typed.
    pub draft: OrganisationDraft,
}

impl App {
    /// Changes the particulars of an organisation.
    pub async fn organisation_update(
        &self,
        caller: &Caller,
        ask: OrganisationUpdate,
    ) -> Result<OrganisationId, AppError<OrganisationUpdateCode>> {
        let id = ask.organisation;
        let mut work = self.work(caller).await?;
        let stored = work.tx.read().organisation(id).await?.ok_or_else(|| AppError::not_found("organisationId"))?;
        let parties = Parties { client: Some(id), ..Parties::default() };
        work.require_of_public(Action::OrganisationUpdate, &parties, "organisationId")?;
        work.expect(stored.version, ask.expected_version)?;
        let organisation = Organisation::try_new(id, &ask.draft).map_err(|fault| fault.within("organisation"))?;
        work.tx.save_organisation(&stored.with(organisation)).await?;
        work.event(id.uuid(), Event::OrganisationUpdated {});
        work.commit().await?;
        Ok(id)
    }
}
