use crate::Letter;
use kernel::{ContractId, DeliveryId, DisputeId, MilestoneId, PersonId, TaskId};
use serde::{Deserialize, Serialize};
use storage::ClaimedJob;
use uuid::Uuid;

/// Work for later. Each is safe to run twice: the objects themselves say whether anything is left to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Write to a person.
    Mail {
        /// To whom.
        to: PersonId,
        /// What.
        letter: Letter,
    },
    /// Close a call that nobody was chosen for.
    TaskExpire {
        /// Which.
        task: TaskId,
    },
    /// Remind the client that a delivery waits.
    DeliveryRemind {
        /// Of which milestone.
        milestone: MilestoneId,
        /// Which delivery.
        delivery: DeliveryId,
        /// Which reminder, from 0.
        number: u32,
    },
    /// Accept a delivery that nobody answered.
    DeliveryAutoAccept {
        /// Of which milestone.
        milestone: MilestoneId,
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// End a contract whose cancellation nobody answered.
    CancellationAutoAnswer {
        /// Which.
        contract: ContractId,
    },
    /// Let the clock move a dispute on.
    DisputeAdvance {
        /// Which.
        dispute: DisputeId,
    },
    /// Publish the reviews of a contract.
    ReviewsPublish {
        /// Which.
        contract: ContractId,
    },
    /// End the security period of a release.
    ReleaseSettle {
        /// The release, as it is named in `worker_release`.
        release: Uuid,
    },
    /// Carry a gateway operation one step further.
    GatewayOperation {
        /// Which.
        operation: Uuid,
    },
}

impl Job {
    /// The handler's name.
    pub const fn kind(&self) -> &'static str {
        match self {
            Job::Mail { .. } => "mail",
            Job::TaskExpire { .. } => "task_expire",
            Job::DeliveryRemind { .. } => "delivery_remind",
            Job::DeliveryAutoAccept { .. } => "delivery_auto_accept",
            Job::CancellationAutoAnswer { .. } => "cancellation_auto_answer",
            Job::DisputeAdvance { .. } => "dispute_advance",
            Job::ReviewsPublish { .. } => "reviews_publish",
            Job::ReleaseSettle { .. } => "release_settle",
            Job::GatewayOperation { .. } => "gateway_operation",
        }
    }

    /// What it stands in the queue under, where one waiting job of its kind for its object is enough.
    pub(crate) fn key(&self) -> Option<String> {
        match self {
            Job::ReviewsPublish { contract } => Some(format!("reviews_publish:{contract}")),
            Job::Mail { .. }
            | Job::TaskExpire { .. }
            | Job::DeliveryRemind { .. }
            | Job::DeliveryAutoAccept { .. }
            | Job::CancellationAutoAnswer { .. }
            | Job::DisputeAdvance { .. }
            | Job::ReleaseSettle { .. }
            | Job::GatewayOperation { .. } => None,
        }
    }

    /// The kind and the payload, as they are stored.
    pub(crate) fn into_parts(self) -> (&'static str, serde_json::Value) {
        let kind = self.kind();
        // Fields are ids and texts: all of them have a JSON form.
        (kind, serde_json::to_value(self).unwrap_or_default())
    }
}

impl TryFrom<&ClaimedJob> for Job {
    type Error = serde_json::Error;

    fn try_from(claimed: &ClaimedJob) -> Result<Self, serde_json::Error> {
        serde_json::from_value(claimed.payload.clone())
    }
}
