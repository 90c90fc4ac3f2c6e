//! Limits, leases and publish/subscribe, in memory for one process or in Redis for several.
//!
//! Nothing here is the truth about anything: what is lost with a restart of Redis may cost a limit its memory or a
//! lease its holder, never a fact. Whether to go on or to refuse when the store cannot be reached is the caller's
//! decision, by what it protects.

mod bucket;
mod memory;
mod redis_store;
mod subscription;

pub use bucket::{Limit, Take};
pub use subscription::{Event, Subscription};

use kernel::Instant;
use memory::Memory;
use redis_store::RedisStore;
use std::error::Error;
use std::sync::Arc;
use time::Duration;

/// The store, cheap to clone; clones share one state.
#[derive(Clone)]
pub enum Kv {
    /// In this process only.
    Memory(Arc<Memory>),
    /// Shared by every process that uses the same Redis and prefix.
    Redis(Arc<RedisStore>),
}

/// Why the store did not answer.
#[derive(Debug, thiserror::Error)]
pub enum KvError {
    /// Not reached, or no answer in time. It may have happened.
    #[error("the key-value store cannot be reached")]
    Unavailable(#[source] Cause),
    /// Reached, and it will not do it: wrong password, no permission, something else under our key.
    #[error("the key-value store refused")]
    Refused(#[source] Cause),
    /// Not an address of a Redis.
    #[error("not the address of a Redis")]
    InvalidAddress(#[source] Cause),
    /// A limit that never fills, is longer than a year, or can never pay the cost asked for.
    #[error("the limit or the cost is out of range")]
    LimitOutOfRange,
}

/// The error underneath.
pub type Cause = Box<dyn Error + Send + Sync>;

impl Kv {
    /// An empty store of this process.
    pub fn memory() -> Self {
        Self::Memory(Arc::default())
    }

    /// The Redis at `url` (`redis://` or `rediss://`), every key and channel below `prefix`. Connects with the first
    /// command and again whenever the connection is lost; fails only when `url` is none. Needs a Tokio runtime.
    pub fn redis(url: &str, prefix: &str) -> Result<Self, KvError> {
        RedisStore::new(url, prefix).map(|store| Self::Redis(Arc::new(store)))
    }

    /// Can the store be reached now?
    pub async fn ping(&self) -> Result<(), KvError> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::Redis(store) => store.ping().await,
        }
    }

    /// Takes `cost` tokens from the bucket named `key`, all or none.
    ///
    /// A bucket begins full. One that is asked with different limits keeps the time it needs to be full again. A clock
    /// that has been set back costs at most one filling.
    pub async fn take(&self, key: &str, limit: Limit, cost: u32, now: Instant) -> Result<Take, KvError> {
        let ask = limit.ask(cost)?;
        match self {
            Self::Memory(store) => Ok(store.take(key, ask, now)),
            Self::Redis(store) => store.take(key, ask, now).await,
        }
    }

    /// Takes the lease `name` for `ttl`: true when it was free or already `holder`'s. Measured by the store's clock.
    ///
    /// A lease keeps work from being done twice most of the time; what must not happen twice is guarded by the database.
    pub async fn acquire(&self, name: &str, holder: &str, ttl: Duration) -> Result<bool, KvError> {
        match self {
            Self::Memory(store) => Ok(store.acquire(name, holder, ttl)),
            Self::Redis(store) => store.acquire(name, holder, ttl).await,
        }
    }

    /// Holds the lease `name` for another `ttl` from now; false when it is no longer `holder`'s, even if it is free:
    /// someone else may have held it in between.
    pub async fn renew(&self, name: &str, holder: &str, ttl: Duration) -> Result<bool, KvError> {
        match self {
            Self::Memory(store) => Ok(store.renew(name, holder, ttl)),
            Self::Redis(store) => store.renew(name, holder, ttl).await,
        }
    }

    /// Gives the lease `name` back; false when it was not `holder`'s.
    pub async fn release(&self, name: &str, holder: &str) -> Result<bool, KvError> {
        match self {
            Self::Memory(store) => Ok(store.release(name, holder)),
            Self::Redis(store) => store.release(name, holder).await,
        }
    }

    /// Tells everyone who is subscribed to `channel` at this moment.
    pub async fn publish(&self, channel: &str, message: &str) -> Result<(), KvError> {
        match self {
            Self::Memory(store) => {
                store.publish(channel, message);
                Ok(())
            }
            Self::Redis(store) => store.publish(channel, message).await,
        }
    }

    /// Listens to `channel` until the subscription is dropped. Begins, and after every interruption begins again, with
    /// [`Event::Up`]. Needs a Tokio runtime.
    pub fn subscribe(&self, channel: &str) -> Subscription {
        match self {
            Self::Memory(store) => store.subscribe(channel),
            Self::Redis(store) => store.subscribe(channel),
        }
    }
}

#[cfg(test)]
#[path = "kv_tests.rs"]
mod tests;
