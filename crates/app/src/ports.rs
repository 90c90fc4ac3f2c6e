use kernel::Instant;
use uuid::Uuid;

/// What time it is. The server has the one real clock.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;
}

/// Where ids and secrets come from. The server has the one real source.
pub trait IdSource: Send + Sync {
    /// A new UUID version 7 (RFC 9562): ordered by `now`, unguessable in its tail.
    fn uuid(&self, now: Instant) -> Uuid;

    /// Bytes nobody can guess.
    fn secret(&self) -> [u8; 32];

    /// A number below `bound`, every one as likely as the other.
    fn below(&self, bound: u32) -> u32;
}
