use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The text is not an id of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid id")]
pub struct InvalidId;

/// Crockford's base 32 in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 26 characters of five bits hold the 128 bits of a UUID with two to spare.
const ENCODED_LEN: usize = 26;

fn encode(id: Uuid) -> String {
    let bits = id.as_u128();
    (0..ENCODED_LEN)
        .rev()
        .map(|place| {
            let shift = u32::try_from(place.saturating_mul(5)).unwrap_or(0);
            let index = usize::try_from((bits >> shift) & 31).unwrap_or(0);
            char::from(ALPHABET[index])
        })
        .collect()
}

fn decode(text: &str) -> Result<Uuid, InvalidId> {
    if text.len() != ENCODED_LEN || text.as_bytes().first().is_none_or(|first| *first > b'7') {
        return Err(InvalidId);
    }
    let mut bits = 0_u128;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|letter| *letter == byte).ok_or(InvalidId)?;
        bits = (bits << 5) | u128::try_from(digit).map_err(|_| InvalidId)?;
    }
    Ok(Uuid::from_u128(bits))
}

/// Splits an id of any kind into its prefix and its UUID, for look-ups by a global id.
pub fn parse_any(text: &str) -> Result<(&str, Uuid), InvalidId> {
    let (prefix, rest) = text.split_once('_').ok_or(InvalidId)?;
    Ok((prefix, decode(rest)?))
}

/// The id of a fact: the same words always give the same id, so that whoever records the fact first wins and everyone
/// after finds it recorded. UUID version 5 (RFC 9562) in a namespace of our own.
pub fn fact_uuid(fact: &str) -> Uuid {
    const NAMESPACE: Uuid = Uuid::from_u128(0x6a1d_7c6e_9f1b_5c2e_8a44_0e6b_2f9d_31c7);
    Uuid::new_v5(&NAMESPACE, fact.as_bytes())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        ///
        /// Shown as a prefix and 26 characters; equal, ordered and stored by its UUID.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// What the text form begins with, before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// Wraps a UUID that is known to name such an object.
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The UUID inside.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", Self::PREFIX, encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                match parse_any(text)? {
                    (Self::PREFIX, id) => Ok(Self(id)),
                    _ => Err(InvalidId),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// A person who can sign in.
    PersonId = "person";
    /// A client organisation.
    OrganisationId = "org";
    /// A signed-in session.
    SessionId = "session";
    /// A piece of a worker's portfolio.
    PortfolioItemId = "work";
    /// What a client posts.
    TaskId = "task";
    /// A worker's offer on a task.
    BidId = "bid";
    /// The deal after an award.
    ContractId = "contract";
    /// A funded part of a contract; also names its escrow.
    MilestoneId = "milestone";
    /// What a worker hands in for a milestone.
    DeliveryId = "delivery";
    /// A file on its way in.
    UploadId = "upload";
    /// Money on its way in from a client.
    PaymentId = "payment";
    /// Money on its way back to a client.
    RefundId = "refund";
    /// Money on its way out to a worker's bank.
    PayoutId = "payout";
    /// Held money that was given to a worker.
    ReleaseId = "release";
    /// One side's rating of the other.
    ReviewId = "review";
    /// A disagreement that freezes a milestone.
    DisputeId = "dispute";
    /// What one side of a deal says to the other.
    MessageId = "message";
    /// What a person is told.
    NoticeId = "notice";
    /// One line of the event log.
    EventId = "event";
    /// One business event of the ledger.
    JournalId = "journal";
}

impl JournalId {
    /// The journal that records `fact`, whoever records it.
    pub fn of_fact(fact: &str) -> Self {
        Self(fact_uuid(fact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_what_it_shows() {
        for bits in [0, 1, u128::MAX, 0x0190_0000_0000_7000_8000_0000_0000_0001] {
            let id = TaskId::new(Uuid::from_u128(bits));
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        assert_eq!(TaskId::new(Uuid::from_u128(1)).to_string(), "task_00000000000000000000000001");
    }

    #[test]
    fn an_id_of_another_kind_or_a_broken_one_is_refused() {
        let bid = BidId::new(Uuid::from_u128(7)).to_string();
        assert_eq!(bid.parse::<TaskId>(), Err(InvalidId));
        for text in [
            "",
            "task_",
            "task",
            "task_0000000000000000000000000U",
            "task_80000000000000000000000000",
            "task_é0000000000000000000000001",
        ] {
            assert_eq!(text.parse::<TaskId>(), Err(InvalidId), "{text:?}");
        }
    }

    #[test]
    fn one_fact_has_one_id() {
        assert_eq!(JournalId::of_fact("release:1"), JournalId::of_fact("release:1"));
        assert_ne!(JournalId::of_fact("release:1"), JournalId::of_fact("release:2"));
    }
}
