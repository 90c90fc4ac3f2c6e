//! What the simulated gateway writes down: one line of its file each.

use crate::{Answer, DeclineCode, GatewayEvent, IdempotencyKey, ObjectId, Outcome, Verb};
use kernel::{Instant, Money};
use serde::{Deserialize, Serialize};

/// A request without its key and time: what must be the same when a key comes again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) verb: Verb,
    pub(super) amount: Money,
    pub(super) party: String,
    pub(super) reference: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub(super) enum Fact {
    /// A call that was not carried out.
    Attempted { key: String, at: Instant },
    /// A call that was carried out.
    Executed { entry: Entry, deliveries: Vec<Delivery> },
    /// The object's end has come.
    Settled { object: ObjectId },
    /// Events that were handed out.
    Delivered { deliveries: Vec<Delivery> },
}

/// A charge, refund or payout.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) object: ObjectId,
    pub(super) key: IdempotencyKey,
    pub(super) request: Request,
    pub(super) at: Instant,
    pub(super) state: State,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(super) enum State {
    Ended { ending: Ending },
    Waiting { until: Instant, ending: Ending },
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(tag = "ending", rename_all = "snake_case")]
pub(super) enum Ending {
    Succeeded { fee: Money, available_at: Instant, at: Instant },
    Declined { code: DeclineCode, at: Instant },
}

/// One handing out of an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Delivery {
    pub(super) due: Instant,
    pub(super) event: GatewayEvent,
    /// Tells deliveries of one event apart.
    pub(super) copy: u8,
}

impl Entry {
    pub(super) fn answer(&self) -> Answer {
        let object = self.object.clone();
        let outcome = match self.state {
            State::Waiting { .. } => Outcome::Processing { object },
            State::Ended { ending: Ending::Succeeded { fee, available_at, at } } => {
                Outcome::Succeeded { object, fee, available_at, at }
            }
            State::Ended { ending: Ending::Declined { code, at } } => {
                Outcome::Declined { object: Some(object), code, at }
            }
        };
        Answer {
            op_id: self.key.op_id,
            verb: self.request.verb,
            amount: self.request.amount,
            party: self.request.party.clone(),
            outcome,
        }
    }
}
