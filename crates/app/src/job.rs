use crate::Letter;
use kernel::{ContractId, DisputeId, Instant, MilestoneId, PaymentId, PersonId, ReleaseId, TaskId, UploadId};
use market::DisputeStateKind;
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
    /// Take an operation at the gateway a step further.
    GatewayOperation {
        /// Which.
        operation: Uuid,
    },
    /// Book that the gateway lets us have a payment.
    PaymentAvailable {
        /// Which.
        payment: PaymentId,
    },
    /// Let the worker have what was released, after the security period.
    ReleaseSettle {
        /// Which release.
        release: ReleaseId,
    },
    /// Accept what waited for its answer too long, or end what was never handed in.
    MilestoneClock {
        /// Of which milestone.
        milestone: MilestoneId,
    },
    /// Tell whoever must act next that the clock runs.
    MilestoneRemind {
        /// Of which milestone.
        milestone: MilestoneId,
        /// Which of its reminders.
        at: Instant,
    },
    /// Remove a file that is part of nothing.
    ForgetUpload {
        /// Which.
        upload: UploadId,
    },
    /// Lead a dispute on where nobody acted in time.
    DisputeClock {
        /// Which.
        dispute: DisputeId,
    },
    /// Remind whoever must act in a dispute.
    DisputeRemind {
        /// Which.
        dispute: DisputeId,
        /// In which stage of it.
        stage: DisputeStateKind,
    },
    /// Publish what reviews a contract has, once the time for them is over.
    PublishReviews {
        /// Of which contract.
        contract: ContractId,
    },
    /// Close a call whose time is over.
    TaskExpire {
        /// Which.
        task: TaskId,
    },
    /// Look at a contract that nobody answers or funds.
    ContractClock {
        /// Which.
        contract: ContractId,
        /// When its next moment was, as of the change that put this here.
        at: Instant,
    },
    /// Write once more to the side that has to answer a proposal to end a contract.
    CancellationRemind {
        /// Which.
        contract: ContractId,
        /// When it was proposed.
        proposed_at: Instant,
    },
}

impl Job {
    /// The handler's name.
    pub const fn kind(&self) -> &'static str {
        match self {
            Job::Mail { .. } => "mail",
            Job::GatewayOperation { .. } => "gateway_operation",
            Job::PaymentAvailable { .. } => "payment_available",
            Job::ReleaseSettle { .. } => "release_settle",
            Job::MilestoneClock { .. } => "milestone_clock",
            Job::MilestoneRemind { .. } => "milestone_remind",
            Job::ForgetUpload { .. } => "forget_upload",
            Job::DisputeClock { .. } => "dispute_clock",
            Job::DisputeRemind { .. } => "dispute_remind",
            Job::PublishReviews { .. } => "publish_reviews",
            Job::TaskExpire { .. } => "task_expire",
            Job::ContractClock { .. } => "contract_clock",
            Job::CancellationRemind { .. } => "cancellation_remind",
        }
    }

    /// What it stands in the queue under, where one waiting job of its kind for its object is enough.
    pub(crate) fn key(&self) -> Option<String> {
        match self {
            Job::GatewayOperation { operation } => Some(format!("gateway_operation:{operation}")),
            Job::PaymentAvailable { payment } => Some(format!("payment_available:{payment}")),
            Job::ReleaseSettle { release } => Some(format!("release_settle:{release}")),
            Job::PublishReviews { contract } => Some(format!("publish_reviews:{contract}")),
            Job::ContractClock { contract, at } => Some(format!("{}:{contract}:{}", self.kind(), at.micros())),
            Job::Mail { .. }
            | Job::MilestoneClock { .. }
            | Job::MilestoneRemind { .. }
            | Job::ForgetUpload { .. }
            | Job::DisputeClock { .. }
            | Job::DisputeRemind { .. }
            | Job::TaskExpire { .. }
            | Job::CancellationRemind { .. } => None,
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
