use crate::work::Work;
use kernel::{OrganisationId, PersonId};
use market::Side;
use storage::DbError;

impl Work<'_> {
    /// May `person` take `side` in the deals of `client`? Nobody stands on both: who works for it under a contract that runs
    /// does not join it, and who belongs to it is not contracted. Of two who ask at once, the second is answered when the
    /// first is done.
    pub(crate) async fn may_take_side(
        &self,
        client: OrganisationId,
        person: PersonId,
        side: Side,
    ) -> Result<bool, DbError> {
        self.tx.lock_organisation(client).await?;
        match side {
            Side::Client => Ok(!self.tx.read().has_running_contract(client, person).await?),
            Side::Worker => {
                let joined = self.tx.read().memberships(person).await?;
                Ok(joined.iter().all(|membership| membership.organisation != client))
            }
        }
    }
}
