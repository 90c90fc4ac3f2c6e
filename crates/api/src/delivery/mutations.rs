use super::Delivery;
use crate::context::{app, caller};
use crate::fault::ApiError;
use crate::milestone::Milestone;
use crate::scalars::{MoneyInput, read_id};
use crate::upload::read_uploads;
use crate::{error_codes, payload};
use app::AppError;
use async_graphql::{Context, ID, InputObject, Object};
use kernel::{InputError, InputFault};
use market::{DeliveryDraft, RevisionAsk};

error_codes! {
    /// Why nothing was delivered.
    pub enum DeliverySubmitErrorCode for "DeliverySubmit" from app::DeliverySubmitCode {
        /// The file was announced and has not arrived.
        UploadNotReceived: "ファイルがまだ届いていません。", "The file has not arrived.";
        /// The file is part of a delivery already.
        UploadUsed: "このファイルは納品済みです。", "The file is part of a delivery already.";
        /// The client's silence has accepted the work.
        TooLate: "期限が過ぎ、自動で検収になりました。", "The time to answer is over; the work counts as accepted.";
    }
}

error_codes! {
    /// Why a delivery was not accepted.
    pub enum DeliveryAcceptErrorCode for "DeliveryAccept" from app::DeliveryAcceptCode {}
}

error_codes! {
    /// Why no part of a delivery was accepted.
    pub enum DeliveryAcceptPartlyErrorCode for "DeliveryAcceptPartly" from app::DeliveryAcceptPartlyCode {
        /// The client's silence has accepted the work.
        TooLate: "期限が過ぎ、自動で検収になりました。", "The time to answer is over; the work counts as accepted.";
        /// The agreed number of rounds in which work is sent back is used up: accept it, or open a dispute.
        NoRevisionLeft: "お願いできる直しの回数を使い切りました。", "No round of changes is left.";
    }
}

error_codes! {
    /// Why a delivery was not sent back.
    pub enum DeliveryRequestRevisionErrorCode for "DeliveryRequestRevision" from app::DeliveryRequestRevisionCode {
        /// The client's silence has accepted the work.
        TooLate: "期限が過ぎ、自動で検収になりました。", "The time to answer is over; the work counts as accepted.";
        /// The agreed number of rounds in which work is sent back is used up: accept it, or open a dispute.
        NoRevisionLeft: "お願いできる直しの回数を使い切りました。", "No round of changes is left.";
    }
}

error_codes! {
    /// Why nothing was given back.
    pub enum MilestoneRefundErrorCode for "MilestoneRefund" from app::MilestoneRefundCode {}
}

/// Input of deliverySubmit.
#[derive(InputObject)]
pub struct DeliverySubmitInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same delivery.
    idempotency_key: String,
    /// Milestone the work is for.
    milestone_id: ID,
    /// Ids of the checklist items that are done.
    ticks: Vec<i32>,
    /// To the client, up to 10,000 characters of markdown; may be empty only where there are files.
    #[graphql(default)]
    note: String,
    /// The files, up to 50: uploads that have arrived, each for this milestone and in no other delivery.
    #[graphql(default)]
    upload_ids: Vec<ID>,
}

payload! {
    /// Outcome of deliverySubmit.
    pub struct DeliverySubmitPayload or DeliverySubmitErrorCode {
        /// The new delivery.
        delivery: Delivery,
    }
}

/// Input of deliveryAccept.
#[derive(InputObject)]
pub struct DeliveryAcceptInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat moves no money.
    idempotency_key: String,
    /// Delivery to take.
    delivery_id: ID,
    /// Version of the delivery the caller has seen.
    expected_version: i32,
}

payload! {
    /// Outcome of deliveryAccept.
    pub struct DeliveryAcceptPayload or DeliveryAcceptErrorCode {
        /// The delivery after the change.
        delivery: Delivery,
    }
}

/// Input of deliveryAcceptPartly.
#[derive(InputObject)]
pub struct DeliveryAcceptPartlyInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat moves no money.
    idempotency_key: String,
    /// Delivery of which a part is taken.
    delivery_id: ID,
    /// Version of the delivery the caller has seen.
    expected_version: i32,
    /// What is paid for it: more than nothing and less than what is held, consumption tax included, before the worker's
    /// fee. The rest stays held for the rest of the work. Counts as a round of changes.
    amount: MoneyInput,
}

payload! {
    /// Outcome of deliveryAcceptPartly.
    pub struct DeliveryAcceptPartlyPayload or DeliveryAcceptPartlyErrorCode {
        /// The delivery after the change.
        delivery: Delivery,
    }
}

/// Input of deliveryRequestRevision.
#[derive(InputObject)]
pub struct DeliveryRequestRevisionInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat counts no further round.
    idempotency_key: String,
    /// Delivery to send back.
    delivery_id: ID,
    /// Version of the delivery the caller has seen.
    expected_version: i32,
    /// Id of the checklist item that is not met.
    item: i32,
    /// What is missing, 1 to 4,000 characters.
    reason: String,
}

payload! {
    /// Outcome of deliveryRequestRevision.
    pub struct DeliveryRequestRevisionPayload or DeliveryRequestRevisionErrorCode {
        /// The delivery after the change.
        delivery: Delivery,
    }
}

/// Input of milestoneRefund.
#[derive(InputObject)]
pub struct MilestoneRefundInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat moves no money.
    idempotency_key: String,
    /// Milestone whose money goes back.
    milestone_id: ID,
    /// Version of the milestone the caller has seen.
    expected_version: i32,
    /// How much, consumption tax included; left out, all that is held, which ends the milestone.
    amount: Option<MoneyInput>,
}

payload! {
    /// Outcome of milestoneRefund.
    pub struct MilestoneRefundPayload or MilestoneRefundErrorCode {
        /// The milestone after the change.
        milestone: Milestone,
    }
}

/// Writes of deliveries.
#[derive(Default)]
pub struct DeliveryMutation;

/// Writes of deliveries.
#[Object]
impl DeliveryMutation {
    /// Hands in work for a milestone, by its worker; in place of the delivery that waits, if one does. Silence accepts it
    /// at the milestone's dueAt.
    async fn delivery_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DeliverySubmitInput,
    ) -> Result<DeliverySubmitPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let milestone = read_id(&input.milestone_id).ok_or_else(|| AppError::not_found("milestoneId"))?;
            let draft = DeliveryDraft {
                ticks: ticks(&input.ticks)?,
                note: input.note,
                files: read_uploads(&input.upload_ids, app::Shared::NotFound.into())?,
            };
            let ask = app::DeliverySubmit { idempotency_key: input.idempotency_key, milestone, draft };
            app.delivery_submit(caller, ask).await
        };
        match outcome.await {
            Ok(id) => Ok(DeliverySubmitPayload::done(Delivery::load(ctx, id).await?)),
            Err(error) => DeliverySubmitPayload::refused(ctx, error),
        }
    }

    /// Takes a delivery as the whole: all that is held for its milestone is paid to the worker.
    async fn delivery_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DeliveryAcceptInput,
    ) -> Result<DeliveryAcceptPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let DeliveryAcceptInput { idempotency_key, delivery_id, expected_version } = input;
        let outcome = async {
            let delivery = read_id(&delivery_id).ok_or_else(|| AppError::not_found("deliveryId"))?;
            app.delivery_accept(caller, app::DeliveryAccept { idempotency_key, delivery, expected_version }).await
        };
        match outcome.await {
            Ok(id) => Ok(DeliveryAcceptPayload::done(Delivery::load(ctx, id).await?)),
            Err(error) => DeliveryAcceptPayload::refused(ctx, error),
        }
    }

    /// Takes a part of a delivery and pays for it; the milestone goes on with the rest.
    async fn delivery_accept_partly(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DeliveryAcceptPartlyInput,
    ) -> Result<DeliveryAcceptPartlyPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let DeliveryAcceptPartlyInput { idempotency_key, delivery_id, expected_version, amount } = input;
        let outcome = async {
            let delivery = read_id(&delivery_id).ok_or_else(|| AppError::not_found("deliveryId"))?;
            let amount = amount.read("amount")?;
            let ask = app::DeliveryAcceptPartly { idempotency_key, delivery, expected_version, amount };
            app.delivery_accept_partly(caller, ask).await
        };
        match outcome.await {
            Ok(id) => Ok(DeliveryAcceptPartlyPayload::done(Delivery::load(ctx, id).await?)),
            Err(error) => DeliveryAcceptPartlyPayload::refused(ctx, error),
        }
    }

    /// Sends a delivery back against one item of the checklist. The time to answer stops until the next delivery.
    async fn delivery_request_revision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DeliveryRequestRevisionInput,
    ) -> Result<DeliveryRequestRevisionPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let DeliveryRequestRevisionInput { idempotency_key, delivery_id, expected_version, item, reason } = input;
        let outcome = async {
            let delivery = read_id(&delivery_id).ok_or_else(|| AppError::not_found("deliveryId"))?;
            let item = u8::try_from(item).map_err(|_| InputError::new("item", InputFault::OutOfRange))?;
            let revision = RevisionAsk { item, reason };
            let ask = app::DeliveryRequestRevision { idempotency_key, delivery, expected_version, revision };
            app.delivery_request_revision(caller, ask).await
        };
        match outcome.await {
            Ok(id) => Ok(DeliveryRequestRevisionPayload::done(Delivery::load(ctx, id).await?)),
            Err(error) => DeliveryRequestRevisionPayload::refused(ctx, error),
        }
    }

    /// Gives held money back to the client, by the worker of the milestone; not while a delivery waits. It goes to the
    /// client's account at once, and from there back to where it was paid from.
    async fn milestone_refund(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: MilestoneRefundInput,
    ) -> Result<MilestoneRefundPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let MilestoneRefundInput { idempotency_key, milestone_id, expected_version, amount } = input;
        let outcome = async {
            let milestone = read_id(&milestone_id).ok_or_else(|| AppError::not_found("milestoneId"))?;
            let amount = amount.map(|amount| amount.read("amount")).transpose()?;
            app.milestone_refund(caller, app::MilestoneRefund { idempotency_key, milestone, expected_version, amount })
                .await
        };
        match outcome.await {
            Ok(id) => Ok(MilestoneRefundPayload::done(Milestone::load(ctx, id).await?)),
            Err(error) => MilestoneRefundPayload::refused(ctx, error),
        }
    }
}

fn ticks(ticks: &[i32]) -> Result<Vec<u8>, InputError> {
    let out_of_range =
        |index: usize| InputError { path: vec!["ticks".to_owned(), index.to_string()], fault: InputFault::OutOfRange };
    let read = |(index, tick): (usize, &i32)| u8::try_from(*tick).map_err(|_| out_of_range(index));
    ticks.iter().enumerate().map(read).collect()
}
