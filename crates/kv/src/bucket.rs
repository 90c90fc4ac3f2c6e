use crate::KvError;
use kernel::Instant;
use time::Duration;

/// How much may be taken from a bucket: up to `capacity` tokens at once, one more every `refill_every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Tokens in a full bucket.
    pub capacity: u32,
    /// The time in which one token comes back, to the microsecond.
    pub refill_every: Duration,
}

/// What came of taking tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// They were there.
    Taken,
    /// There are too few, and none was taken.
    Empty {
        /// When there will be enough, if nobody else takes any.
        retry_after: Duration,
    },
}

/// No bucket takes longer to fill. Keeps every sum of microseconds far below 2^53, which Redis' Lua counts exactly.
const LONGEST: Duration = Duration::days(366);

/// A taking, in microseconds: a token is worth the time in which it comes back.
#[derive(Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) price: i64,
    pub(crate) full: i64,
}

impl Limit {
    /// `capacity` tokens that all come back within `period`: 5 an hour is `per(5, Duration::HOUR)`.
    pub fn per(capacity: u32, period: Duration) -> Self {
        Self {
            capacity,
            refill_every: period.checked_div(i32::try_from(capacity).unwrap_or(i32::MAX)).unwrap_or(period),
        }
    }

    pub(crate) fn ask(self, cost: u32) -> Result<Ask, KvError> {
        let micros = |tokens: u32| {
            let micros = self.refill_every.whole_microseconds().checked_mul(i128::from(tokens));
            micros.and_then(|micros| i64::try_from(micros).ok()).ok_or(KvError::LimitOutOfRange)
        };
        let ask = Ask { price: micros(cost)?, full: micros(self.capacity)? };
        let longest = i64::try_from(LONGEST.whole_microseconds()).unwrap_or(i64::MAX);
        if micros(1)? > 0 && ask.price <= ask.full && ask.full <= longest {
            Ok(ask)
        } else {
            Err(KvError::LimitOutOfRange)
        }
    }
}

impl Ask {
    /// Takes from a bucket that will be full at `full_at`, both in microseconds since the epoch (the generic cell rate
    /// algorithm): the time at which it will be full afterwards, or how long to wait.
    pub(crate) fn decide(self, full_at: i64, now: Instant) -> Result<i64, Duration> {
        let now = now.micros();
        let then = full_at.clamp(now, now + self.full) + self.price;
        let wait = then - self.full - now;
        if wait > 0 { Err(Duration::microseconds(wait)) } else { Ok(then) }
    }
}
