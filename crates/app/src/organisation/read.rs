use crate::{App, Caller, Fault};
use identity::{Action, Membership, Organisation, Parties};
use kernel::OrganisationId;
use std::collections::HashMap;
use storage::Stored;

impl App {
    /// Organisations by their ids. Everybody may see who offers work; particulars are for [`App::may_see_team`].
    pub async fn organisations(
        &self,
        ids: &[OrganisationId],
    ) -> Result<HashMap<OrganisationId, Stored<Organisation>>, Fault> {
        let organisations = self.db.read().organisations(ids).await?;
        Ok(organisations.into_iter().map(|organisation| (organisation.value.id, organisation)).collect())
    }

    /// May the caller see who belongs to an organisation, and its particulars?
    pub fn may_see_team(&self, caller: &Caller, id: OrganisationId) -> bool {
        caller.may(Action::OrganisationTeamRead, &Parties { client: Some(id), ..Parties::default() })
    }

    /// Everybody who belongs to an organisation; `None` for callers who may not see it.
    pub async fn team(&self, caller: &Caller, id: OrganisationId) -> Result<Option<Vec<Membership>>, Fault> {
        if !self.may_see_team(caller, id) {
            return Ok(None);
        }
        Ok(Some(self.db.read().team(id).await?.members().to_vec()))
    }
}
