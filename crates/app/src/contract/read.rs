use crate::milestone::parties_of;
use crate::{App, Caller, Fault};
use identity::{Action, Membership, Parties};
use kernel::{ContractId, MilestoneId, OrganisationId, PersonId};
use market::{Contract, FrozenTerms, Side};
use std::collections::HashMap;
use std::sync::Arc;
use storage::{DealRows, Slice};

/// Whose contracts a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContractsOf {
    /// A worker's; for the worker alone.
    Worker(PersonId),
    /// A client's; for its people, and for moderators.
    Client(OrganisationId),
}

impl App {
    /// Contracts with their milestones and money; those the caller may not see are left out.
    pub async fn deals(
        &self,
        caller: &Caller,
        ids: &[ContractId],
    ) -> Result<HashMap<ContractId, Arc<DealRows>>, Fault> {
        let deals = self.db.read().deals(ids).await?;
        let seen = deals.into_iter().filter(|deal| may_see(caller, deal));
        Ok(seen.map(|deal| (deal.contract.value.id, Arc::new(deal))).collect())
    }

    /// The same by the milestones in them.
    pub async fn deals_of_milestones(
        &self,
        caller: &Caller,
        ids: &[MilestoneId],
    ) -> Result<HashMap<MilestoneId, Arc<DealRows>>, Fault> {
        let deals = self.db.read().deals_of_milestones(ids).await?;
        let mut seen = HashMap::new();
        for deal in deals.into_iter().filter(|deal| may_see(caller, deal)).map(Arc::new) {
            for milestone in &deal.milestones {
                seen.insert(milestone.value.id, Arc::clone(&deal));
            }
        }
        Ok(seen)
    }

    /// The written terms of contracts; those the caller may not see are left out.
    pub async fn contract_terms(
        &self,
        caller: &Caller,
        ids: &[ContractId],
    ) -> Result<HashMap<ContractId, FrozenTerms>, Fault> {
        let kept = self.db.read().contract_terms(ids).await?;
        let seen = kept.into_iter().filter(|kept| {
            let parties = Parties { worker: Some(kept.worker), client: Some(kept.client), owner: None };
            caller.may(Action::ContractRead, &parties)
        });
        Ok(seen.map(|kept| (kept.contract, kept.terms)).collect())
    }

    /// A piece of a list of contracts, newest first; `None` for callers it is not for.
    pub async fn contract_list(
        &self,
        caller: &Caller,
        of: ContractsOf,
        slice: Slice<ContractId>,
    ) -> Result<Option<Vec<ContractId>>, Fault> {
        let read = self.db.read();
        Ok(match of {
            ContractsOf::Worker(worker) if caller.id() == Some(worker) => {
                Some(read.contracts_of_worker(worker, slice).await?)
            }
            ContractsOf::Worker(_) => None,
            ContractsOf::Client(client) => {
                let parties = Parties { client: Some(client), ..Parties::default() };
                if caller.may(Action::ContractRead, &parties) {
                    Some(read.contracts_of_client(client, slice).await?)
                } else {
                    None
                }
            }
        })
    }
}

/// The side of a contract that a caller stands on; `None` for staff.
pub fn side_seen(caller: &Caller, contract: &Contract) -> Option<Side> {
    match caller.signed_in() {
        Some(person) if person.id == contract.parties.worker => Some(Side::Worker),
        Some(person) => {
            let belongs = |place: &Membership| place.organisation == contract.parties.client;
            person.memberships.iter().any(belongs).then_some(Side::Client)
        }
        None => None,
    }
}

fn may_see(caller: &Caller, deal: &DealRows) -> bool {
    caller.may(Action::ContractRead, &parties_of(&deal.contract.value))
}
