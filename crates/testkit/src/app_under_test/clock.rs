use app::Clock;
use kernel::Instant;
use std::sync::atomic::{AtomicI64, Ordering};
use time::Duration;

/// A clock that shows what it was set to.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Shows `instant`.
    pub fn at(instant: Instant) -> Self {
        Self(AtomicI64::new(instant.micros()))
    }

    /// Shows `instant` from now on.
    pub fn set(&self, instant: Instant) {
        self.0.store(instant.micros(), Ordering::SeqCst);
    }

    /// Moves on by `span`, and answers what it shows then.
    pub fn advance(&self, span: Duration) -> Instant {
        let then = self.now().plus(span);
        self.set(then);
        then
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::SeqCst)).expect("set from an instant")
    }
}
