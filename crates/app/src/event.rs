use kernel::{
    BidId, ContractId, Instant, MilestoneId, Money, OrganisationId, PaymentId, PayoutId, PersonId, RefundId, ReviewId,
    TaskId, Version,
};
use market::{CancelledHow, ClosedWhy, DeclineReason, Settlement};
use serde::{Deserialize, Serialize};
use storage::UploadPurpose;

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $kind:literal { $($field:ident : $type:ty),* $(,)? })+) => {
        /// What happened, as the event log keeps it. Names ids, amounts and reasons, never personal data.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(untagged)]
        pub enum Event {
            $($(#[$doc])* $variant {
                $(#[allow(missing_docs, reason = "the field's type names it")] $field: $type,)*
            },)+
        }

        impl Event {
            /// Every kind there is, object first.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];

            /// The kind and the data, as they are stored.
            pub(crate) fn into_parts(self) -> (&'static str, serde_json::Value) {
                let kind = match &self { $(Self::$variant { .. } => $kind,)+ };
                // Fields are ids, amounts and texts: all of them have a JSON form.
                (kind, serde_json::to_value(self).unwrap_or_default())
            }
        }
    };
}

events! {
    /// Somebody registered and confirmed their address.
    AccountRegistered = "account.registered" {}
    /// Somebody changed their name, language or time zone.
    AccountUpdated = "account.updated" {}
    /// Somebody set or changed their password.
    PasswordSet = "password.set" {}
    /// Somebody signed in.
    SessionCreated = "session.created" {}
    /// Somebody signed out.
    SessionEnded = "session.ended" {}
    /// A person became or ceased to be staff, by the command line.
    StaffRoleSet = "staff.role_set" { role: Option<String> }
    /// The operator told what became of an operation at the gateway.
    OperationEnded = "operation.ended" { succeeded: bool, reason: String }
    /// A worker's profile changed.
    ProfileUpdated = "profile.updated" {}
    /// A piece was added to a portfolio.
    PortfolioItemAdded = "portfolio_item.added" {}
    /// A piece was taken out of a portfolio.
    PortfolioItemRemoved = "portfolio_item.removed" {}
    /// A client organisation was founded.
    OrganisationCreated = "organisation.created" {}
    /// Its particulars changed.
    OrganisationUpdated = "organisation.updated" {}
    /// A person joined it or changed roles.
    MemberAdded = "organisation.member_added" { member: PersonId, role: String }
    /// A person left it.
    MemberRemoved = "organisation.member_removed" { member: PersonId }
    /// A task was written.
    TaskDrafted = "task.drafted" { client: OrganisationId }
    /// A task was changed.
    TaskUpdated = "task.updated" { version: Version }
    /// A task was published.
    TaskPublished = "task.published" { budget: Money, expires_at: Instant }
    /// A task was closed without a contract.
    TaskClosed = "task.closed" { reason: ClosedWhy }
    /// A bid was placed.
    BidPlaced = "bid.placed" { task: TaskId, price: Money }
    /// A bid was changed.
    BidUpdated = "bid.updated" { price: Money }
    /// One side of a bid or contract wrote to the other.
    MessageSent = "message.sent" { files: u32 }
    /// A bid was taken back.
    BidWithdrawn = "bid.withdrawn" {}
    /// A bid was declined, or lost to another.
    BidDeclined = "bid.declined" { reason: DeclineReason }
    /// A bid became a contract.
    BidAwarded = "bid.awarded" { contract: ContractId }
    /// A contract was made; its written terms have this hash.
    ContractMade = "contract.made" { task: TaskId, bid: BidId, terms_sha256: String }
    /// Every milestone of a contract has ended.
    ContractCompleted = "contract.completed" {}
    /// One side proposed to end the contract.
    CancellationProposed = "contract.cancellation_proposed" { to_worker: Money }
    /// The proposal was declined, taken back, or fell because nobody answered it.
    CancellationDropped = "contract.cancellation_dropped" {}
    /// The contract ended before all of it was done.
    ContractCancelled = "contract.cancelled" { how: CancelledHow }
    /// A client asked to pay a milestone in.
    PaymentRequested = "payment.requested" { milestone: MilestoneId, amount: Money }
    /// The money arrived.
    PaymentSucceeded = "payment.succeeded" { object: String }
    /// The money did not arrive.
    PaymentFailed = "payment.failed" { code: String }
    /// A milestone's money is held; work may start.
    MilestoneFunded = "milestone.funded" { payment: PaymentId, amount: Money }
    /// Somebody announced a file for a delivery or a message.
    UploadAnnounced = "upload.announced" { purpose: UploadPurpose }
    /// It arrived whole.
    UploadReceived = "upload.received" { sha256: String }
    /// A worker handed in work.
    DeliverySubmitted = "delivery.submitted" { milestone: MilestoneId, answer_by: Instant }
    /// A client was reminded that a delivery waits.
    DeliveryReminded = "delivery.reminded" { milestone: MilestoneId }
    /// A client asked for changes to one item.
    RevisionRequested = "delivery.revision_requested" { item: u32, count: u32 }
    /// A delivery was accepted, by the client or the clock.
    DeliveryAccepted = "delivery.accepted" { milestone: MilestoneId, by_clock: bool }
    /// A part of a milestone was accepted and paid.
    DeliveryAcceptedPartly = "delivery.accepted_partly" { milestone: MilestoneId, amount: Money }
    /// The worker gave held money back.
    MilestoneRefunded = "milestone.refunded" { amount: Money }
    /// A milestone's time was over and nothing waited for an answer.
    MilestoneLapsed = "milestone.lapsed" { to_worker: Money, to_client: Money }
    /// A worker was reminded that a milestone lapses.
    MilestoneReminded = "milestone.reminded" { lapse_at: Instant }
    /// Held money was paid to the worker's account.
    EscrowReleased = "escrow.released" { gross: Money, net: Money, fee: Money, fee_tax: Money }
    /// Held money went back to the client's account.
    EscrowRefunded = "escrow.refunded" { amount: Money }
    /// The security period of a release is over.
    ReleaseSettled = "escrow.settled" { amount: Money }
    /// Money is on its way back to the client's card or bank.
    RefundRequested = "refund.requested" { refund: RefundId, amount: Money }
    /// It arrived.
    RefundSucceeded = "refund.succeeded" {}
    /// It did not; the money is in the client's account.
    RefundFailed = "refund.failed" { code: String }
    /// A worker asked for money.
    PayoutRequested = "payout.requested" { amount: Money }
    /// It was sent.
    PayoutSent = "payout.sent" { object: String }
    /// It arrived.
    PayoutPaid = "payout.paid" {}
    /// It did not; the money is back in the worker's account.
    PayoutFailed = "payout.failed" { payout: PayoutId, code: String }
    /// A side opened a dispute.
    DisputeOpened = "dispute.opened" { milestone: MilestoneId }
    /// The other side answered.
    DisputeResponded = "dispute.responded" {}
    /// A side offered to divide what is held, or to go on.
    SettlementProposed = "dispute.settlement_proposed" { to_worker: Option<Money> }
    /// The two agreed.
    DisputeSettled = "dispute.settled" { settlement: Settlement }
    /// The talk ended without agreement.
    DisputeAwaitsDecision = "dispute.awaits_decision" { due: Instant }
    /// A moderator took the case.
    DisputeAssigned = "dispute.assigned" { moderator: PersonId }
    /// A moderator decided.
    DisputeDecided = "dispute.decided" { to_worker: Money, to_client: Money, appeal_until: Instant }
    /// A side asked for a second look.
    DisputeAppealed = "dispute.appealed" { due: Instant }
    /// Whoever must act was reminded.
    DisputeReminded = "dispute.reminded" { by: Instant }
    /// The decision stands and the money moved.
    DisputeFinal = "dispute.final" { to_worker: Money, to_client: Money }
    /// A review was sealed.
    ReviewSubmitted = "review.submitted" { review: ReviewId }
    /// The reviews of a contract became public.
    ReviewsPublished = "review.published" { count: u32 }
}
