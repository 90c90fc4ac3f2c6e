use crate::bucket::{Ask, Take};
use crate::subscription::{Event, Subscription};
use kernel::Instant;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use time::Duration;
use tokio::sync::broadcast;
use tokio::time::Instant as Monotonic;

/// Below this many buckets, looking for full ones is not worth it.
const FEW: usize = 1_024;

/// What this process keeps.
#[derive(Default)]
pub struct Memory {
    buckets: Mutex<Buckets>,
    leases: Mutex<HashMap<String, Held>>,
    channels: Mutex<HashMap<String, broadcast::Sender<Event>>>,
}

#[derive(Default)]
struct Buckets {
    /// When each will be full, in microseconds since the epoch. One that is full need not be kept.
    full_at: HashMap<String, i64>,
    sweep_at: usize,
}

struct Held {
    holder: String,
    until: Monotonic,
}

/// Every change below is complete before anything can panic, so what a panicking thread leaves is sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memory {
    pub(crate) fn take(&self, key: &str, ask: Ask, now: Instant) -> Take {
        let mut buckets = lock(&self.buckets);
        buckets.sweep(now);
        let full_at = buckets.full_at.get(key).copied().unwrap_or(0);
        match ask.decide(full_at, now) {
            Ok(then) => {
                buckets.full_at.insert(key.to_owned(), then);
                Take::Taken
            }
            Err(retry_after) => Take::Empty { retry_after },
        }
    }

    pub(crate) fn acquire(&self, name: &str, holder: &str, ttl: Duration) -> bool {
        let mut leases = lock(&self.leases);
        let now = Monotonic::now();
        leases.retain(|_, held| held.until > now);
        if leases.get(name).is_some_and(|held| held.holder != holder) {
            return false;
        }
        leases.insert(name.to_owned(), Held { holder: holder.to_owned(), until: now + ttl.unsigned_abs() });
        true
    }

    pub(crate) fn renew(&self, name: &str, holder: &str, ttl: Duration) -> bool {
        let now = Monotonic::now();
        match lock(&self.leases).get_mut(name) {
            Some(held) if held.holder == holder && held.until > now => {
                held.until = now + ttl.unsigned_abs();
                true
            }
            Some(_) | None => false,
        }
    }

    pub(crate) fn release(&self, name: &str, holder: &str) -> bool {
        let mut leases = lock(&self.leases);
        let now = Monotonic::now();
        let ours = leases.get(name).is_some_and(|held| held.holder == holder && held.until > now);
        if ours {
            leases.remove(name);
        }
        ours
    }

    pub(crate) fn publish(&self, channel: &str, message: &str) {
        let mut channels = lock(&self.channels);
        // fails when nobody listens any more
        let told = channels.get(channel).map(|sender| sender.send(Event::Message(message.to_owned())));
        if let Some(Err(_)) = told {
            channels.remove(channel);
        }
    }

    pub(crate) fn subscribe(&self, channel: &str) -> Subscription {
        let mut channels = lock(&self.channels);
        channels.retain(|_, sender| sender.receiver_count() > 0);
        let receiver = match channels.get(channel) {
            Some(sender) => sender.subscribe(),
            None => {
                let (sender, receiver) = Subscription::channel();
                channels.insert(channel.to_owned(), sender);
                receiver
            }
        };
        Subscription::up(receiver)
    }

    #[cfg(test)]
    pub(crate) fn kept_buckets(&self) -> usize {
        lock(&self.buckets).full_at.len()
    }
}

impl Buckets {
    /// Forgets full buckets whenever their number has doubled, so that each taking pays for a constant share of it.
    fn sweep(&mut self, now: Instant) {
        if self.full_at.len() >= self.sweep_at.max(FEW) {
            self.full_at.retain(|_, full_at| *full_at > now.micros());
            self.sweep_at = self.full_at.len() * 2;
        }
    }
}
