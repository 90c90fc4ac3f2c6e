use crate::{App, Caller};
use kernel::PersonId;
use kv::Take;
use time::Duration;

/// On whose account the cost of requests is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payer {
    /// Whoever is signed in, by all sessions together.
    Person(PersonId),
    /// A network address without a session.
    Network(String),
}

impl Payer {
    /// Who pays for what `caller` asks from `network`.
    pub fn of(caller: &Caller, network: &str) -> Self {
        caller.id().map_or_else(|| Self::Network(network.to_owned()), Self::Person)
    }
}

impl App {
    /// Takes `points` of cost from a payer's bucket; a request that costs nothing still counts as one point. Open when the
    /// buckets cannot be reached: a store that is away must not stop the market, and guessing has limits of its own.
    ///
    /// # Errors
    /// How long to wait when there are not enough points left.
    pub async fn charge(&self, payer: &Payer, points: u64) -> Result<(), Duration> {
        let (key, limit) = match payer {
            Payer::Person(person) => (format!("cost-person:{person}"), self.settings.limits.cost_per_person),
            Payer::Network(network) => (format!("cost-network:{network}"), self.settings.limits.cost_per_network),
        };
        let points = u32::try_from(points.max(1)).unwrap_or(u32::MAX).min(limit.capacity);
        match self.kv.take(&key, limit, points, self.clock.now()).await {
            Ok(Take::Taken) => Ok(()),
            Ok(Take::Empty { retry_after }) => Err(retry_after),
            Err(error) => {
                log::warn!("the cost of a request was not counted: {error}");
                Ok(())
            }
        }
    }
}
