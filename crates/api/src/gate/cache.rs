use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// SHA-256 of a document.
pub(super) type Key = [u8; 32];

/// Keeps what was used last, up to a weight in all.
pub(super) struct Cache<V> {
    budget: usize,
    state: Mutex<State<V>>,
}

struct State<V> {
    entries: HashMap<Key, Entry<V>>,
    weight: usize,
    clock: u64,
}

struct Entry<V> {
    value: Arc<V>,
    weight: usize,
    used: u64,
}

impl<V> Cache<V> {
    /// Room for `budget` bytes of documents.
    pub(super) fn new(budget: usize) -> Self {
        Self { budget, state: Mutex::new(State { entries: HashMap::new(), weight: 0, clock: 0 }) }
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<V>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.clock = state.clock.saturating_add(1);
        let now = state.clock;
        let entry = state.entries.get_mut(key)?;
        entry.used = now;
        Some(entry.value.clone())
    }

    /// Keeps `value`, and forgets what was not used for longest until it fits. What never fits is not kept.
    pub(super) fn insert(&self, key: Key, weight: usize, value: Arc<V>) {
        if weight > self.budget {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.clock = state.clock.saturating_add(1);
        let used = state.clock;
        state.remove(&key);
        while state.weight.saturating_add(weight) > self.budget {
            let Some(oldest) = state.entries.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| *key) else {
                break;
            };
            state.remove(&oldest);
        }
        state.weight = state.weight.saturating_add(weight);
        state.entries.insert(key, Entry { value, weight, used });
    }
}

impl<V> State<V> {
    fn remove(&mut self, key: &Key) {
        if let Some(entry) = self.entries.remove(key) {
            self.weight = self.weight.saturating_sub(entry.weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_longest_makes_room() {
        let cache = Cache::new(10);
        cache.insert([1; 32], 4, Arc::new("one"));
        cache.insert([2; 32], 4, Arc::new("two"));
        assert_eq!(cache.get(&[1; 32]).as_deref(), Some(&"one"));
        cache.insert([3; 32], 4, Arc::new("three"));
        assert_eq!(cache.get(&[1; 32]).as_deref(), Some(&"one"));
        assert_eq!(cache.get(&[2; 32]), None);
        assert_eq!(cache.get(&[3; 32]).as_deref(), Some(&"three"));
    }

    #[test]
    fn what_never_fits_pushes_nothing_out() {
        let cache = Cache::new(10);
        cache.insert([1; 32], 4, Arc::new("one"));
        cache.insert([2; 32], 11, Arc::new("huge"));
        assert_eq!(cache.get(&[2; 32]), None);
        assert_eq!(cache.get(&[1; 32]).as_deref(), Some(&"one"));
    }

    #[test]
    fn the_same_document_again_weighs_once() {
        let cache = Cache::new(10);
        cache.insert([1; 32], 6, Arc::new("one"));
        cache.insert([1; 32], 6, Arc::new("again"));
        cache.insert([2; 32], 4, Arc::new("two"));
        assert_eq!(cache.get(&[1; 32]).as_deref(), Some(&"again"));
        assert_eq!(cache.get(&[2; 32]).as_deref(), Some(&"two"));
    }
}
