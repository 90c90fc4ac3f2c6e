use super::case::DecisionReason;
use super::{Dispute, DisputeReason};
use crate::context::{app, caller};
use crate::fault::ApiError;
use crate::scalars::{MoneyInput, read_id};
use crate::{error_codes, payload};
use app::{AppError, DisputeCode, Settle};
use async_graphql::{Context, Enum, ID, InputObject, Object};
use kernel::{DisputeId, InputError, InputFault};
use market::{DecisionDraft, DisputeDraft};

error_codes! {
    /// Why a dispute was not opened or did not change.
    pub enum DisputeErrorCode for "Dispute" from app::DisputeCode {
        /// The time for it is over: silence has accepted the work, or the decision stands.
        TooLate: "期限が過ぎています。", "The time for it is over.";
        /// Only the side that did not open it responds, and once.
        NotToRespond: "返事は、申し出を受けた側が一度だけできます。", "Only the other side responds, and once.";
        /// The other side has offered no settlement.
        NoOffer: "相手からの提案がありません。", "The other side has offered no settlement.";
        /// The moderator has not taken the dispute.
        NotAssigned: "先に担当になってください。", "Take the dispute first.";
        /// An appeal is decided by another moderator than the first decision.
        SameModerator: "見直しは、最初に判断した人とは別の担当者が行います。",
            "Another moderator than the first has to decide the appeal.";
    }
}

/// Input of disputeOpen.
#[derive(InputObject)]
pub struct DisputeOpenInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same dispute.
    idempotency_key: String,
    /// Milestone in work or under review.
    milestone_id: ID,
    /// What is wrong.
    reason: DisputeReason,
    /// What happened, 1 to 10,000 characters.
    statement: String,
}

/// Input of disputeRespond.
#[derive(InputObject)]
pub struct DisputeRespondInput {
    /// Dispute that the other side has opened.
    dispute_id: ID,
    /// Version of the dispute the caller has seen.
    expected_version: i32,
    /// How the caller's side sees the matter, 1 to 10,000 characters.
    statement: String,
}

/// What to do to settle a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DisputeSettleAction {
    /// Propose to divide what is held, in place of any earlier offer.
    OfferSplit,
    /// Propose to go on where the milestone was, in place of any earlier offer.
    OfferGoOn,
    /// Accept the other side's offer; it takes effect at once.
    Accept,
}

/// Input of disputeSettle.
#[derive(InputObject)]
pub struct DisputeSettleInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat moves no money.
    idempotency_key: String,
    /// Dispute to settle.
    dispute_id: ID,
    /// Version of the dispute the caller has seen; an offer that has changed since is not accepted.
    expected_version: i32,
    /// What to do.
    action: DisputeSettleAction,
    /// For OFFER_SPLIT alone: the worker's part of what is held, tax included; the client gets the rest.
    to_worker: Option<MoneyInput>,
}

impl DisputeSettleInput {
    fn settle(&self) -> Result<Settle, InputError> {
        match (self.action, &self.to_worker) {
            (DisputeSettleAction::OfferSplit, Some(to_worker)) => to_worker.read("toWorker").map(Settle::OfferSplit),
            (DisputeSettleAction::OfferSplit, None) => Err(InputError::new("toWorker", InputFault::Blank)),
            (DisputeSettleAction::OfferGoOn, None) => Ok(Settle::OfferGoOn),
            (DisputeSettleAction::Accept, None) => Ok(Settle::Accept),
            (DisputeSettleAction::OfferGoOn | DisputeSettleAction::Accept, Some(_)) => {
                Err(InputError::new("toWorker", InputFault::Malformed))
            }
        }
    }
}

/// Input of disputeAssign.
#[derive(InputObject)]
pub struct DisputeAssignInput {
    /// Dispute that waits for a decision, or whose appeal does.
    dispute_id: ID,
    /// Version of the dispute the caller has seen.
    expected_version: i32,
}

/// Input of disputeDecide.
#[derive(InputObject)]
pub struct DisputeDecideInput {
    /// Dispute that the caller has taken.
    dispute_id: ID,
    /// Version of the dispute the caller has seen.
    expected_version: i32,
    /// The worker's part of what is held, tax included; the client gets the rest.
    to_worker: MoneyInput,
    /// The ground; not UNDECIDED.
    reason: DecisionReason,
    /// The ground in plain words, 1 to 10,000 characters.
    text: String,
}

/// Input of disputeAppeal.
#[derive(InputObject)]
pub struct DisputeAppealInput {
    /// Dispute that was decided.
    dispute_id: ID,
    /// Version of the dispute the caller has seen.
    expected_version: i32,
    /// Why, 1 to 10,000 characters.
    reason: String,
}

/// Input of disputeAppealDecide.
#[derive(InputObject)]
pub struct DisputeAppealDecideInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat moves no money.
    idempotency_key: String,
    /// Dispute whose appeal the caller has taken.
    dispute_id: ID,
    /// Version of the dispute the caller has seen.
    expected_version: i32,
    /// The worker's part of what is held, tax included; the client gets the rest.
    to_worker: MoneyInput,
    /// The ground; not UNDECIDED.
    reason: DecisionReason,
    /// The ground in plain words, 1 to 10,000 characters.
    text: String,
}

/// One payload for each mutation, all alike.
macro_rules! payloads {
    ($($(#[$doc:meta])* $payload:ident;)+) => {$(
        payload! {
            $(#[$doc])*
            pub struct $payload or DisputeErrorCode {
                /// The dispute after the change.
                dispute: Dispute,
            }
        }

        impl $payload {
            async fn of(
                ctx: &Context<'_>,
                outcome: impl Future<Output = Result<DisputeId, AppError<DisputeCode>>>,
            ) -> Result<Self, ApiError> {
                match outcome.await {
                    Ok(id) => Ok(Self::done(Dispute::load(ctx, id).await?)),
                    Err(error) => Self::refused(ctx, error),
                }
            }
        }
    )+};
}

payloads! {
    /// Outcome of disputeOpen.
    DisputeOpenPayload;
    /// Outcome of disputeRespond.
    DisputeRespondPayload;
    /// Outcome of disputeSettle.
    DisputeSettlePayload;
    /// Outcome of disputeAssign.
    DisputeAssignPayload;
    /// Outcome of disputeDecide.
    DisputeDecidePayload;
    /// Outcome of disputeAppeal.
    DisputeAppealPayload;
    /// Outcome of disputeAppealDecide.
    DisputeAppealDecidePayload;
}

fn read_dispute(id: &ID) -> Result<DisputeId, AppError<DisputeCode>> {
    read_id(id).ok_or_else(|| AppError::not_found("disputeId"))
}

/// Writes of disputes.
#[derive(Default)]
pub struct DisputeMutation;

/// Writes of disputes.
#[Object]
impl DisputeMutation {
    /// Opens a dispute about a milestone, and freezes it and its money.
    async fn dispute_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DisputeOpenInput,
    ) -> Result<DisputeOpenPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let DisputeOpenInput { idempotency_key, milestone_id, reason, statement } = input;
            let milestone = read_id(&milestone_id).ok_or_else(|| AppError::not_found("milestoneId"))?;
            let draft = DisputeDraft { reason: reason.into(), statement };
            app.dispute_open(caller, app::DisputeOpen { idempotency_key, milestone, draft }).await
        };
        DisputeOpenPayload::of(ctx, outcome).await
    }

    /// Tells how the side sees the matter that did not open the dispute; once.
    async fn dispute_respond(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DisputeRespondInput,
    ) -> Result<DisputeRespondPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let DisputeRespondInput { dispute_id, expected_version, statement } = input;
            let dispute = read_dispute(&dispute_id)?;
            app.dispute_respond(caller, app::DisputeRespond { dispute, expected_version, statement }).await
        };
        DisputeRespondPayload::of(ctx, outcome).await
    }

    /// Offers the other side a settlement, or accepts theirs.
    async fn dispute_settle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DisputeSettleInput,
    ) -> Result<DisputeSettlePayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let settle = input.settle()?;
            let DisputeSettleInput { idempotency_key, dispute_id, expected_version, .. } = input;
            let dispute = read_dispute(&dispute_id)?;
            let ask = app::DisputeSettle { idempotency_key, dispute, expected_version, settle };
            app.dispute_settle(caller, ask).await
        };
        DisputeSettlePayload::of(ctx, outcome).await
    }

    /// A moderator takes the decision, or that of the appeal, upon them, in place of one who had.
    async fn dispute_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DisputeAssignInput,
    ) -> Result<DisputeAssignPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let dispute = read_dispute(&input.dispute_id)?;
            let ask = app::DisputeAssign { dispute, expected_version: input.expected_version };
            app.dispute_assign(caller, ask).await
        };
        DisputeAssignPayload::of(ctx, outcome).await
    }

    /// The moderator who took it decides. Nothing moves until the time for an appeal is over.
    async fn dispute_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DisputeDecideInput,
    ) -> Result<DisputeDecidePayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let DisputeDecideInput { dispute_id, expected_version, to_worker, reason, text } = input;
            let dispute = read_dispute(&dispute_id)?;
            let decision = DecisionDraft { to_worker: to_worker.read("toWorker")?, reason: reason.into(), text };
            app.dispute_decide(caller, app::DisputeDecide { dispute, expected_version, decision }).await
        };
        DisputeDecidePayload::of(ctx, outcome).await
    }

    /// Asks that another moderator decides; there is one appeal for both sides together.
    async fn dispute_appeal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DisputeAppealInput,
    ) -> Result<DisputeAppealPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let DisputeAppealInput { dispute_id, expected_version, reason } = input;
            let dispute = read_dispute(&dispute_id)?;
            app.dispute_appeal(caller, app::DisputeAppeal { dispute, expected_version, reason }).await
        };
        DisputeAppealPayload::of(ctx, outcome).await
    }

    /// Another moderator, who took the appeal, decides for good; the money moves at once.
    async fn dispute_appeal_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DisputeAppealDecideInput,
    ) -> Result<DisputeAppealDecidePayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let DisputeAppealDecideInput { idempotency_key, dispute_id, expected_version, to_worker, reason, text } =
                input;
            let dispute = read_dispute(&dispute_id)?;
            let decision = DecisionDraft { to_worker: to_worker.read("toWorker")?, reason: reason.into(), text };
            let ask = app::DisputeAppealDecide { idempotency_key, dispute, expected_version, decision };
            app.dispute_appeal_decide(caller, ask).await
        };
        DisputeAppealDecidePayload::of(ctx, outcome).await
    }
}
