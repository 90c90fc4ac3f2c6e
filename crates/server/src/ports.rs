//! The one real clock and the one real source of ids and secrets.

use app::{Clock, IdSource};
use kernel::Instant;
use rand::{Rng, TryRngCore, rngs::OsRng};
use time::OffsetDateTime;
use uuid::Uuid;

/// The clock of the machine.
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the one clock")]
    fn now(&self) -> Instant {
        // A machine whose clock stands before 1970 has not been set yet.
        OffsetDateTime::now_utc().try_into().unwrap_or(Instant::EPOCH)
    }
}

/// The random source of the machine.
pub struct RandomIds;

impl IdSource for RandomIds {
    fn uuid(&self, now: Instant) -> Uuid {
        let millis = u64::try_from(now.micros() / 1_000).unwrap_or(0);
        let mut tail = [0; 10];
        rand::rng().fill(&mut tail);
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        OsRng.try_fill_bytes(&mut bytes).expect("the system's random source answers");
        bytes
    }

    fn below(&self, bound: u32) -> u32 {
        rand::rng().random_range(0..bound)
    }
}
