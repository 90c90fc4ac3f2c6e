use crate::faults::{Faults, check_distinct};
use crate::{Deal, Milestone};
use kernel::{
    ContractId, DeliveryId, InputError, InputFault, Instant, MilestoneId, Money, TextRule, UploadId, check_list_len,
};
use serde::{Deserialize, Serialize};

const NOTE: TextRule = TextRule::lines(0, 10_000);
const REASON: TextRule = TextRule::lines(1, 4_000);
const FILES_LEN: usize = 50;

/// What a worker hands in for a milestone. Its state changes only together with its milestone's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The deal it belongs to.
    pub contract: ContractId,
    /// The part it is for.
    pub milestone: MilestoneId,
    /// Ids of the checklist items that the worker says are done, ascending.
    pub ticks: Vec<u8>,
    /// To the client; empty only when there are files.
    pub note: String,
    /// The work itself; empty only when there is a note.
    pub files: Vec<UploadId>,
    /// When it was handed in: the receipt that the day of payment is counted from.
    pub submitted_at: Instant,
    /// Where it stands.
    pub state: DeliveryState,
}

/// What a worker types and uploads to deliver.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryDraft {
    /// Ids of the checklist items that are done, in any order.
    pub ticks: Vec<u8>,
    /// Up to 10,000 characters.
    pub note: String,
    /// Up to 50 finished uploads.
    pub files: Vec<UploadId>,
}

/// What a client types to have something put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionAsk {
    /// The checklist item that is not met.
    pub item: u8,
    /// What is missing, 1 to 4,000 characters.
    pub reason: String,
}

/// Where a delivery stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum DeliveryState {
    /// Waits for the client's answer, or for a dispute about it to end.
    Submitted,
    /// Taken as the whole.
    Accepted {
        /// Since when.
        at: Instant,
        /// By whom.
        how: AcceptedHow,
    },
    /// Taken as a part; the milestone goes on with the rest.
    PartlyAccepted {
        /// Since when.
        at: Instant,
        /// What was paid for it, gross.
        amount: Money,
    },
    /// Sent back against a written criterion.
    RevisionRequested {
        /// Since when.
        at: Instant,
        /// The checklist item that is not met.
        item: u8,
        /// What is missing.
        reason: String,
    },
    /// The worker handed in another in its place.
    Superseded {
        /// Since when.
        at: Instant,
    },
    /// A dispute or a cancellation settled what is paid for it.
    Settled {
        /// Since when.
        at: Instant,
    },
}

crate::kinds::kinds! {
    /// Where a delivery stands, without what the state carries.
    DeliveryStateKind of DeliveryState {
        Submitted = "submitted",
        Accepted = "accepted",
        PartlyAccepted = "partly_accepted",
        RevisionRequested = "revision_requested",
        Superseded = "superseded",
        Settled = "settled",
    }
}

/// Who accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AcceptedHow {
    /// The client said so.
    ByClient,
    /// The client said nothing for the whole review window.
    ByClock,
}

/// Why a delivery did not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryRefusal {
    /// It was already answered.
    #[error("the delivery is already {0}")]
    WrongState(DeliveryStateKind),
}

impl Delivery {
    /// A delivery for `milestone`; refuses ticks of items there are not, and one with neither note nor file.
    ///
    /// Nothing is received before [`Milestone::deliver`] or [`Milestone::replace_delivery`] has taken it.
    pub fn hand_in(
        id: DeliveryId,
        milestone: &Milestone,
        draft: DeliveryDraft,
        deal: &Deal,
        now: Instant,
    ) -> Result<Self, Vec<InputError>> {
        let mut faults = Faults::default();
        let ticks = faults.take(check_ticks(draft.ticks, deal.checklist_items));
        let note = faults.take(NOTE.check("note", &draft.note));
        let files = faults.take(
            check_list_len("uploadIds", draft.files.len(), 0, FILES_LEN)
                .and_then(|()| check_distinct("uploadIds", &draft.files))
                .map(|()| draft.files),
        );
        match (ticks, note, files) {
            (Some(_), Some(note), Some(files)) if note.is_empty() && files.is_empty() => {
                Err(vec![InputError::new("note", InputFault::Blank)])
            }
            (Some(ticks), Some(note), Some(files)) => Ok(Self {
                id,
                contract: milestone.contract,
                milestone: milestone.id,
                ticks,
                note,
                files,
                submitted_at: now,
                state: DeliveryState::Submitted,
            }),
            _ => Err(faults.into_vec()),
        }
    }

    pub(crate) fn accept(self, how: AcceptedHow, now: Instant) -> Result<Self, DeliveryRefusal> {
        self.answer(DeliveryState::Accepted { at: now, how })
    }

    pub(crate) fn accept_partly(self, amount: Money, now: Instant) -> Result<Self, DeliveryRefusal> {
        self.answer(DeliveryState::PartlyAccepted { at: now, amount })
    }

    pub(crate) fn request_revision(self, ask: RevisionAsk, now: Instant) -> Result<Self, DeliveryRefusal> {
        self.answer(DeliveryState::RevisionRequested { at: now, item: ask.item, reason: ask.reason })
    }

    pub(crate) fn supersede(self, now: Instant) -> Result<Self, DeliveryRefusal> {
        self.answer(DeliveryState::Superseded { at: now })
    }

    pub(crate) fn settle(self, now: Instant) -> Result<Self, DeliveryRefusal> {
        self.answer(DeliveryState::Settled { at: now })
    }

    /// Refuses a delivery that was already answered.
    pub(crate) fn unanswered(&self) -> Result<(), DeliveryRefusal> {
        match self.state {
            DeliveryState::Submitted => Ok(()),
            DeliveryState::Accepted { .. }
            | DeliveryState::PartlyAccepted { .. }
            | DeliveryState::RevisionRequested { .. }
            | DeliveryState::Superseded { .. }
            | DeliveryState::Settled { .. } => Err(DeliveryRefusal::WrongState(self.state.kind())),
        }
    }

    fn answer(self, state: DeliveryState) -> Result<Self, DeliveryRefusal> {
        self.unanswered()?;
        Ok(Self { state, ..self })
    }
}

impl RevisionAsk {
    /// The ask as it will be kept. Refuses one that names no written criterion (Freelance Act art. 5: no free redo
    /// outside what was agreed) or gives no reason.
    pub(crate) fn check(self, deal: &Deal) -> Result<Self, Vec<InputError>> {
        let mut faults = Faults::default();
        if !(1..=deal.checklist_items).contains(&self.item) {
            faults.add(InputError::new("item", InputFault::OutOfRange));
        }
        match faults.take(REASON.check("reason", &self.reason)) {
            Some(reason) => faults.or(Self { reason, ..self }),
            None => Err(faults.into_vec()),
        }
    }
}

fn check_ticks(mut ticks: Vec<u8>, checklist_items: u8) -> Result<Vec<u8>, InputError> {
    check_distinct("ticks", &ticks)?;
    match ticks.iter().position(|tick| !(1..=checklist_items).contains(tick)) {
        Some(index) => {
            Err(InputError { path: vec!["ticks".to_owned(), index.to_string()], fault: InputFault::OutOfRange })
        }
        None => {
            ticks.sort_unstable();
            Ok(ticks)
        }
    }
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
