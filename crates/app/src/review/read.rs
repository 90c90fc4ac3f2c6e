use super::side;
use crate::milestone::parties_of;
use crate::{App, Caller, Fault, side_seen};
use identity::Action;
use kernel::ContractId;
use ratings::{Counterpart, Rated, Reputation, ReviewState, reputation};
use std::collections::HashMap;
use storage::{ReviewKey, ReviewRecord, Slice};

/// Of one person or organisation, the newest so many published reviews make the reputation; older ones have little
/// weight left, and nobody's reputation takes longer to make than that.
pub const REVIEWS_COUNTED: u32 = 500;

/// What everybody may know of how somebody has done so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// By the public formula, over the newest [`REVIEWS_COUNTED`] published reviews.
    pub reputation: Reputation,
    /// Contracts that ended with work accepted.
    pub completed_contracts: u32,
}

impl App {
    /// The reviews of contracts that the caller may see. A sealed one is there for its own side alone.
    pub async fn contract_reviews(
        &self,
        caller: &Caller,
        contracts: &[ContractId],
    ) -> Result<HashMap<ContractId, Vec<ReviewRecord>>, Fault> {
        let read = self.db.read();
        let mut sides = HashMap::new();
        for contract in read.contracts(contracts).await? {
            if caller.may(Action::ContractRead, &parties_of(&contract.value)) {
                sides.insert(contract.value.id, side_seen(caller, &contract.value).map(side));
            }
        }
        let mut visible: HashMap<ContractId, Vec<ReviewRecord>> = HashMap::new();
        for record in read.reviews(contracts).await? {
            let record = record.value;
            match sides.get(&record.review.contract) {
                Some(side) if record.review.is_visible_to(*side) => {
                    visible.entry(record.review.contract).or_default().push(record);
                }
                Some(_) | None => {}
            }
        }
        Ok(visible)
    }

    /// A piece of the published reviews about one, for everybody: the newest first.
    pub async fn published_reviews(
        &self,
        about: Counterpart,
        slice: Slice<ReviewKey>,
    ) -> Result<Vec<ReviewRecord>, Fault> {
        Ok(self.db.read().published_reviews(about, slice).await?)
    }

    /// How people and organisations have done so far, for everybody.
    pub async fn standings(&self, of: &[Counterpart]) -> Result<HashMap<Counterpart, Standing>, Fault> {
        let read = self.db.read();
        let reviews = read.newest_reviews(of, REVIEWS_COUNTED).await?;
        let completed = read.completed_contracts(of).await?;
        let now = self.clock.now();
        let standing = |party: &Counterpart| {
            let rated: Vec<Rated> = reviews.get(party).into_iter().flatten().filter_map(rated).collect();
            let completed_contracts = completed.get(party).map_or(0, |count| u32::try_from(*count).unwrap_or(u32::MAX));
            Standing { reputation: reputation(&rated, completed_contracts, now), completed_contracts }
        };
        Ok(of.iter().map(|party| (*party, standing(party))).collect())
    }
}

fn rated(record: &ReviewRecord) -> Option<Rated> {
    match record.review.state {
        ReviewState::Sealed { .. } => None,
        ReviewState::Published { at } => {
            Some(Rated { from: record.from, score: record.review.score, facts: record.review.facts, published_at: at })
        }
    }
}
