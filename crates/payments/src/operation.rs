//! One operation at a gateway, from the row that is written before anything is sent to its end.
//!
//! Pure: what to do next follows from what is written, the time and how long the gateway remembers keys. Whoever drives
//! it commits each answer of a method here before the next call is made, so that the process may die at any point:
//!
//! | it died | what is written | what happens next |
//! | --- | --- | --- |
//! | before the first call | [`OperationState::Ready`] | the call |
//! | around a call, or before its answer was written | [`OperationState::InFlight`] | the same call with the same key |
//! | while nobody remembers the key any more | either | a look-up, and the next epoch when the gateway has certainly nothing |

use crate::{Answer, DeclineCode, GatewayError, IdempotencyKey, ObjectId, Outcome, Verb};
use kernel::{Instant, Money};
use serde::{Deserialize, Serialize};
use time::Duration;
use uuid::Uuid;

/// A key is not used this long before the gateway may forget it: between our clock and its, and for the time a call
/// takes.
const KEY_MARGIN: Duration = Duration::hours(1);
/// How long a call is repeated with the same key before the operation is looked up: a gateway may have stored a failure
/// under the key and answer it until it forgets the key.
const RESEND_FOR: Duration = Duration::minutes(10);
/// An operation is absent when two look-ups this far apart do not find it and nothing was sent between them.
const ABSENT_AFTER: Duration = Duration::seconds(60);
/// How long to wait for a person to repair the settings before the next call.
const REPAIR_WAIT: Duration = Duration::hours(1);
/// Longest wait between two calls of one operation.
const CALL_WAIT_MAX: Duration = Duration::minutes(5);
/// Longest wait between two looks at what the gateway has not decided.
const POLL_WAIT_MAX: Duration = Duration::hours(1);

/// What is asked of the gateway, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its id, also that of the payment, refund or payout it is for.
    pub id: Uuid,
    /// What is asked; never changes.
    pub request: OperationRequest,
    /// Which key is used.
    pub epoch: u32,
    /// Calls with this key so far.
    pub calls: u32,
    /// When the first of them was made.
    pub first_sent_at: Option<Instant>,
    /// How far it is.
    pub state: OperationState,
}

/// What an operation asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRequest {
    /// Which way the money goes.
    pub verb: Verb,
    /// How much.
    pub amount: Money,
    /// With whom: a payment method, a charge or a destination, as the gateway names it.
    pub party: String,
    /// What the money is for, shown beside it at the gateway; ours, never personal.
    pub reference: String,
}

/// How far an operation is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum OperationState {
    /// To be sent.
    Ready {
        /// Not before this moment.
        at: Instant,
    },
    /// A call is under way, or whoever made it has died.
    InFlight {
        /// Since when.
        sent_at: Instant,
    },
    /// Calls had no answer; it may have happened.
    Unknown {
        /// Since when.
        since: Instant,
        /// When to go on.
        next_at: Instant,
        /// Since when look-ups have not found it; nothing was sent since.
        absent_since: Option<Instant>,
    },
    /// The gateway has accepted it and not decided.
    Processing {
        /// The gateway's name of it.
        object: ObjectId,
        /// Looks at it so far.
        polls: u32,
        /// When to look next.
        next_at: Instant,
    },
    /// The money moved.
    Succeeded {
        /// The gateway's name of it.
        object: ObjectId,
        /// When.
        at: Instant,
    },
    /// The money did not move, or came back.
    Failed {
        /// The gateway's name of it, if it made one.
        object: Option<ObjectId>,
        /// Why.
        code: DeclineCode,
        /// When.
        at: Instant,
    },
    /// Nothing may be booked before a person has looked.
    Manual {
        /// Since when.
        since: Instant,
        /// Why.
        why: ManualReason,
        /// The gateway's name of it, if one is known.
        object: Option<ObjectId>,
    },
}

/// Why a person has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManualReason {
    /// The gateway does not take our credentials or settings. The call is repeated every hour meanwhile.
    Misconfigured,
    /// The gateway has the key under another request.
    KeyReused,
    /// The gateway's object is not what was asked for, or another one than before.
    Mismatch,
    /// The gateway no longer knows an object that it made.
    ObjectGone,
    /// The books refuse what the gateway says.
    Refused,
}

/// The answer is about something else than the operation. Nothing may be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the gateway answers something else than was asked")]
pub struct Mismatch;

/// What to do with an operation now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Write [`Operation::claimed`], call with [`Operation::key`], then write [`Operation::told`] or
    /// [`Operation::failed`].
    Send,
    /// Ask for it by its id, then write [`Operation::told`], [`Operation::not_found`] or [`Operation::failed`].
    LookUp,
    /// Ask for the object, then write [`Operation::told`], [`Operation::object_gone`] or [`Operation::failed`].
    Fetch(ObjectId),
    /// Nothing before this moment.
    Wait(Instant),
    /// Nothing, unless the gateway speaks of it again.
    Rest,
}

impl Operation {
    /// An operation to be sent as soon as may be.
    pub const fn new(id: Uuid, request: OperationRequest, now: Instant) -> Self {
        Self { id, request, epoch: 0, calls: 0, first_sent_at: None, state: OperationState::Ready { at: now } }
    }

    /// The key of its next call.
    pub const fn key(&self) -> IdempotencyKey {
        IdempotencyKey { op_id: self.id, epoch: self.epoch }
    }

    /// The gateway's name of it, when known.
    pub const fn object(&self) -> Option<&ObjectId> {
        match &self.state {
            OperationState::Ready { .. } | OperationState::InFlight { .. } | OperationState::Unknown { .. } => None,
            OperationState::Processing { object, .. } | OperationState::Succeeded { object, .. } => Some(object),
            OperationState::Failed { object, .. } | OperationState::Manual { object, .. } => object.as_ref(),
        }
    }

    /// What to do now, at a gateway that remembers keys for `key_lifetime`.
    pub fn next(&self, now: Instant, key_lifetime: Duration) -> NextStep {
        let (at, step) = match &self.state {
            OperationState::Ready { at } => (*at, self.call(now, key_lifetime)),
            OperationState::InFlight { sent_at } => (*sent_at, self.call(now, key_lifetime)),
            OperationState::Unknown { next_at, absent_since: Some(_), .. } => (*next_at, NextStep::LookUp),
            OperationState::Unknown { next_at, absent_since: None, .. } => (*next_at, self.call(now, key_lifetime)),
            OperationState::Processing { object, next_at, .. } => (*next_at, NextStep::Fetch(object.clone())),
            OperationState::Manual { since, why: ManualReason::Misconfigured, .. } => {
                (since.plus(REPAIR_WAIT), self.call(now, key_lifetime))
            }
            OperationState::Manual {
                why: ManualReason::KeyReused | ManualReason::Mismatch | ManualReason::ObjectGone | ManualReason::Refused,
                ..
            }
            | OperationState::Succeeded { .. }
            | OperationState::Failed { .. } => return NextStep::Rest,
        };
        if now < at { NextStep::Wait(at) } else { step }
    }

    /// A call is about to be made.
    #[must_use]
    pub fn claimed(self, now: Instant) -> Self {
        Self {
            calls: self.calls.saturating_add(1),
            first_sent_at: self.first_sent_at.or(Some(now)),
            state: OperationState::InFlight { sent_at: now },
            ..self
        }
    }

    /// The gateway says what has become of it: in an answer, or because an event or a poll made us ask.
    ///
    /// What comes late changes nothing: a state only moves on, and of two ends the one wins that the books keep: money
    /// that came in stays, money that came back does not go out again.
    ///
    /// # Errors
    /// The answer is about something else.
    pub fn told(self, answer: &Answer, now: Instant) -> Result<Self, Mismatch> {
        let OperationRequest { verb, amount, party, .. } = &self.request;
        let asked = (self.id, *verb, *amount, party.as_str());
        if asked != (answer.op_id, answer.verb, answer.amount, answer.party.as_str()) {
            return Err(Mismatch);
        }
        if let (Some(known), Some(named)) = (self.object(), answer.outcome.object())
            && known != named
        {
            return Err(Mismatch);
        }
        let state = match &answer.outcome {
            Outcome::Processing { object } => self.processing(object, now),
            Outcome::Succeeded { object, at, .. } => OperationState::Succeeded { object: object.clone(), at: *at },
            Outcome::Declined { object, code, at } => {
                let object = object.clone().or_else(|| self.object().cloned());
                OperationState::Failed { object, code: *code, at: *at }
            }
        };
        if self.rank(&state) < self.rank(&self.state) { Ok(self) } else { Ok(Self { state, ..self }) }
    }

    /// What the gateway would say, were this what has become of it.
    pub fn answer(&self, outcome: Outcome) -> Answer {
        let OperationRequest { verb, amount, party, .. } = self.request.clone();
        Answer { op_id: self.id, verb, amount, party, outcome }
    }

    /// There was no answer.
    #[must_use]
    pub fn failed(self, error: GatewayError, now: Instant) -> Self {
        let waited = now.plus(wait(self.calls, CALL_WAIT_MAX));
        let object = self.object().cloned();
        let manual = |why| OperationState::Manual { since: now, why, object: object.clone() };
        let state = match (&self.state, error) {
            // A look at something already known; the next one comes later.
            (OperationState::Processing { object, .. }, _) => self.processing(object, now),
            // A look-up: what was not found before is still not found.
            (OperationState::Unknown { since, absent_since: Some(absent), .. }, _) => {
                OperationState::Unknown { since: *since, next_at: now.plus(ABSENT_AFTER), absent_since: Some(*absent) }
            }
            (OperationState::Succeeded { .. } | OperationState::Failed { .. }, _) => self.state.clone(),
            (_, GatewayError::KeyReused) => manual(ManualReason::KeyReused),
            (_, GatewayError::Misconfigured) => manual(ManualReason::Misconfigured),
            (_, GatewayError::Busy { retry_after }) => OperationState::Ready { at: waited.max(now.plus(retry_after)) },
            (_, GatewayError::Unknown) => {
                OperationState::Unknown { since: self.unknown_since(now), next_at: waited, absent_since: None }
            }
        };
        Self { state, ..self }
    }

    /// A look-up found nothing. The second time, the gateway has certainly not carried it out: a new key is used.
    #[must_use]
    pub fn not_found(self, now: Instant) -> Self {
        let absent = match &self.state {
            OperationState::Unknown { absent_since, .. } => absent_since.unwrap_or(now),
            OperationState::Ready { .. } | OperationState::InFlight { .. } | OperationState::Manual { .. } => now,
            OperationState::Processing { .. } | OperationState::Succeeded { .. } | OperationState::Failed { .. } => {
                return self;
            }
        };
        if now.since(absent) >= ABSENT_AFTER {
            let state = OperationState::Ready { at: now };
            return Self { epoch: self.epoch.saturating_add(1), calls: 0, first_sent_at: None, state, ..self };
        }
        let next_at = absent.plus(ABSENT_AFTER);
        let since = self.unknown_since(now);
        Self { state: OperationState::Unknown { since, next_at, absent_since: Some(absent) }, ..self }
    }

    /// The gateway no longer knows the object that it made.
    #[must_use]
    pub fn object_gone(self, now: Instant) -> Self {
        self.left_to_a_person(ManualReason::ObjectGone, now)
    }

    /// A person has to look. What has ended stays ended.
    #[must_use]
    pub fn left_to_a_person(self, why: ManualReason, now: Instant) -> Self {
        match self.state {
            OperationState::Succeeded { .. } | OperationState::Failed { .. } => self,
            OperationState::Ready { .. }
            | OperationState::InFlight { .. }
            | OperationState::Unknown { .. }
            | OperationState::Processing { .. }
            | OperationState::Manual { .. } => {
                let object = self.object().cloned();
                Self { state: OperationState::Manual { since: now, why, object }, ..self }
            }
        }
    }

    /// A call with the same key while that is safe and of use, otherwise a look-up.
    fn call(&self, now: Instant, key_lifetime: Duration) -> NextStep {
        let safe_for = RESEND_FOR.min(key_lifetime.saturating_sub(KEY_MARGIN));
        match self.first_sent_at {
            Some(first) if now.since(first) >= safe_for => NextStep::LookUp,
            Some(_) | None => NextStep::Send,
        }
    }

    fn processing(&self, object: &ObjectId, now: Instant) -> OperationState {
        let polls = match &self.state {
            OperationState::Processing { polls, .. } => polls.saturating_add(1),
            OperationState::Ready { .. }
            | OperationState::InFlight { .. }
            | OperationState::Unknown { .. }
            | OperationState::Succeeded { .. }
            | OperationState::Failed { .. }
            | OperationState::Manual { .. } => 0,
        };
        let next_at = now.plus(wait(polls.saturating_add(1), POLL_WAIT_MAX));
        OperationState::Processing { object: object.clone(), polls, next_at }
    }

    fn unknown_since(&self, now: Instant) -> Instant {
        match &self.state {
            OperationState::Unknown { since, .. } => *since,
            OperationState::Ready { .. }
            | OperationState::InFlight { .. }
            | OperationState::Processing { .. }
            | OperationState::Succeeded { .. }
            | OperationState::Failed { .. }
            | OperationState::Manual { .. } => self.first_sent_at.unwrap_or(now),
        }
    }

    /// The order of the states that the gateway can tell; the others come before all of them.
    const fn rank(&self, state: &OperationState) -> u8 {
        match (state, self.request.verb) {
            (
                OperationState::Ready { .. }
                | OperationState::InFlight { .. }
                | OperationState::Unknown { .. }
                | OperationState::Manual { .. },
                _,
            ) => 0,
            (OperationState::Processing { .. }, _) => 1,
            (OperationState::Failed { .. }, Verb::Charge) => 2,
            (OperationState::Succeeded { .. }, Verb::Charge) => 3,
            (OperationState::Succeeded { .. }, Verb::Refund | Verb::Payout) => 2,
            (OperationState::Failed { .. }, Verb::Refund | Verb::Payout) => 3,
        }
    }
}

/// One second after the first try, twice as long after each further one.
fn wait(tries: u32, longest: Duration) -> Duration {
    let seconds = 1_i64 << tries.saturating_sub(1).min(20);
    Duration::seconds(seconds).min(longest)
}

#[cfg(test)]
#[path = "operation_tests.rs"]
mod tests;
