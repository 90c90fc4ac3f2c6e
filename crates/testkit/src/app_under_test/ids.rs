use app::IdSource;
use kernel::Instant;
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Ids and secrets that are the same in every run: numbered, and ordered by the time they were asked at.
#[derive(Debug, Default)]
pub struct SeededIds(AtomicU64);

impl SeededIds {
    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

impl IdSource for SeededIds {
    fn uuid(&self, now: Instant) -> Uuid {
        let millis = u128::try_from(now.micros() / 1_000).expect("after 1970");
        let version = 0x7_u128 << 76;
        let variant = 0x8_u128 << 60;
        Uuid::from_u128((millis << 80) | version | variant | u128::from(self.next()))
    }

    fn secret(&self) -> [u8; 32] {
        Sha256::digest(self.next().to_be_bytes()).into()
    }

    fn below(&self, bound: u32) -> u32 {
        u32::from_be_bytes(self.secret()[..4].try_into().expect("four bytes")) % bound
    }
}
