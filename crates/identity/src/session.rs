use crate::unknown_word::words;
use kernel::{Instant, PersonId, SessionId};
use std::fmt;
use time::Duration;

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionRule {
    /// Of workers and clients: 14 days unused, 30 days in all.
    Person,
    /// Of moderators and admins: 20 minutes unused, 12 hours in all.
    Staff,
}

words!(SessionRule { Person = "person", Staff = "staff" });

impl SessionRule {
    /// The time without any request after which a session ends.
    pub const fn idle(self) -> Duration {
        match self {
            Self::Person => Duration::days(14),
            Self::Staff => Duration::minutes(20),
        }
    }

    /// The time after which a session ends however busy it is.
    pub const fn absolute(self) -> Duration {
        match self {
            Self::Person => Duration::days(30),
            Self::Staff => Duration::hours(12),
        }
    }
}

/// Somebody signed in. The rule is fixed when it begins, so whoever changes a person's staff role ends their sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id; shown in the list of one's sessions, opens nothing.
    pub id: SessionId,
    /// Whose it is.
    pub person: PersonId,
    /// How long it lasts.
    pub rule: SessionRule,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub last_seen_at: Instant,
}

/// The session is over; the caller must sign in again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the session has ended")]
pub struct SessionEnded;

impl Session {
    /// How stale `last_seen_at` may be, so that not every request writes a row.
    pub const TOUCH_EVERY: Duration = Duration::minutes(1);

    /// A session that begins at `now`.
    pub fn begin(id: SessionId, person: PersonId, rule: SessionRule, now: Instant) -> Self {
        Self { id, person, rule, created_at: now, last_seen_at: now }
    }

    /// From this moment on it is over, unless it is used before.
    pub fn expires_at(&self) -> Instant {
        self.last_seen_at.plus(self.rule.idle()).min(self.created_at.plus(self.rule.absolute()))
    }

    /// May it still be used?
    pub fn is_live(&self, now: Instant) -> bool {
        now < self.expires_at()
    }

    /// Is `last_seen_at` stale enough to be worth a write?
    pub fn is_touch_due(&self, now: Instant) -> bool {
        now.since(self.last_seen_at) >= Self::TOUCH_EVERY
    }

    /// The session after a use at `now`. A clock that went back does not shorten it.
    pub fn touch(self, now: Instant) -> Result<Self, SessionEnded> {
        if !self.is_live(now) {
            return Err(SessionEnded);
        }
        Ok(Self { last_seen_at: self.last_seen_at.max(now), ..self })
    }
}

/// The secret that opens a session: 256 random bits. Only its SHA-256 is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

/// The text is no session token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a session token")]
pub struct InvalidToken;

impl SessionToken {
    /// What every token begins with, so that one that leaked can be recognised by scanners.
    pub const PREFIX: &'static str = "engs_";

    /// From 32 bytes of a cryptographic source.
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// Reads the prefix and 64 digits of lower-case hex.
    pub fn parse(text: &str) -> Result<Self, InvalidToken> {
        let digits = text.strip_prefix(Self::PREFIX).ok_or(InvalidToken)?.as_bytes();
        let mut bytes = [0_u8; 32];
        let (pairs, []) = digits.as_chunks::<2>() else {
            return Err(InvalidToken);
        };
        if pairs.len() != bytes.len() {
            return Err(InvalidToken);
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = (hex_digit(*high)? << 4) | hex_digit(*low)?;
        }
        Ok(Self(bytes))
    }

    /// The text that the client keeps. Shown once, never logged.
    pub fn expose(&self) -> String {
        let mut text = Self::PREFIX.to_owned();
        text.extend(self.0.iter().map(|byte| format!("{byte:02x}")));
        text
    }

    /// The bytes, for the hash.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

fn hex_digit(byte: u8) -> Result<u8, InvalidToken> {
    let digit = match byte {
        b'0'..=b'9' => byte.checked_sub(b'0'),
        b'a'..=b'f' => byte.checked_sub(b'a' - 10),
        _ => None,
    };
    digit.ok_or(InvalidToken)
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(***)")
    }
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
