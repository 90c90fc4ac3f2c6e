use super::{Bid, BidDeclineReason};
use crate::context::{app, caller};
use crate::contract::Contract;
use crate::fault::ApiError;
use crate::scalars::{DateTime, MoneyInput, read_id};
use crate::task::Task;
use crate::{error_codes, payload};
use app::AppError;
use async_graphql::{Context, ID, InputObject, Object};
use kernel::InputError;
use market::OfferDraft;

error_codes! {
    /// Why a bid was not placed.
    pub enum BidPlaceErrorCode for "BidPlace" from app::BidPlaceCode {
        /// The worker has a bid on the task that waits for an answer.
        AlreadyBid: "このしごとにはすでに応募しています。", "You have a bid on this task already.";
        /// The task has as many bids as it may.
        TooManyBids: "応募が上限に達しています。", "The task has as many bids as it may.";
    }
}

error_codes! {
    /// Why a bid was not changed.
    pub enum BidUpdateErrorCode for "BidUpdate" from app::BidUpdateCode {}
}

error_codes! {
    /// Why a bid was not taken back.
    pub enum BidWithdrawErrorCode for "BidWithdraw" from app::BidWithdrawCode {}
}

error_codes! {
    /// Why a bid was not declined.
    pub enum BidDeclineErrorCode for "BidDecline" from app::BidDeclineCode {}
}

error_codes! {
    /// Why a bid was not awarded.
    pub enum BidAwardErrorCode for "BidAward" from app::BidAwardCode {
        /// The task says something else than when the bid was made; its worker has to confirm the offer by changing it.
        TaskChanged: "応募のあとに募集内容が変わりました。応募者の確認が必要です。",
            "The task changed after this bid. Its worker has to confirm the offer.";
        /// The day by which the bid offers to finish is over; its worker has to name another.
        FinishDateOver: "応募の納期を過ぎています。", "The day by which this bid offers to finish is over.";
        /// The worker's account is suspended.
        WorkerSuspended: "応募者は現在、新しい仕事を受けられません。", "The worker cannot take new work now.";
    }
}

/// What a worker offers.
#[derive(InputObject)]
pub struct OfferInput {
    /// For the whole work, without consumption tax.
    price: MoneyInput,
    /// To the client, 1 to 4,000 characters.
    message: String,
    /// When all of it would be handed in.
    finish_by: DateTime,
}

impl OfferInput {
    fn read(self) -> Result<OfferDraft, InputError> {
        let within = |error: InputError| error.within("offer");
        Ok(OfferDraft {
            price: self.price.read("price").map_err(within)?,
            message: self.message,
            finish_by: self.finish_by.read("finishBy").map_err(within)?,
        })
    }
}

/// Input of bidPlace.
#[derive(InputObject)]
pub struct BidPlaceInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same bid.
    idempotency_key: String,
    /// Task to bid on.
    task_id: ID,
    /// Version of the task the caller has seen: an offer binds to what its worker has read.
    expected_version: i32,
    /// What is offered.
    offer: OfferInput,
}

payload! {
    /// Outcome of bidPlace.
    pub struct BidPlacePayload or BidPlaceErrorCode {
        /// The new bid.
        bid: Bid,
    }
}

/// Input of bidUpdate.
#[derive(InputObject)]
pub struct BidUpdateInput {
    /// Bid to change.
    bid_id: ID,
    /// Version of the bid the caller has seen.
    expected_version: i32,
    /// Version of the task the caller has seen: an offer binds to what its worker has read.
    expected_task_version: i32,
    /// What is offered in place of the first offer.
    offer: OfferInput,
}

payload! {
    /// Outcome of bidUpdate.
    pub struct BidUpdatePayload or BidUpdateErrorCode {
        /// The bid after the change.
        bid: Bid,
    }
}

/// Input of bidWithdraw.
#[derive(InputObject)]
pub struct BidWithdrawInput {
    /// Bid to take back.
    bid_id: ID,
    /// Version of the bid the caller has seen.
    expected_version: i32,
}

payload! {
    /// Outcome of bidWithdraw.
    pub struct BidWithdrawPayload or BidWithdrawErrorCode {
        /// The bid after the change.
        bid: Bid,
    }
}

/// Input of bidDecline.
#[derive(InputObject)]
pub struct BidDeclineInput {
    /// Bid that is not taken.
    bid_id: ID,
    /// Version of the bid the caller has seen.
    expected_version: i32,
    /// Why; ANOTHER_BID_WON and TASK_CLOSED cannot be given.
    reason: BidDeclineReason,
    /// In the client's own words, up to 1,000 characters; needed with OTHER.
    note: Option<String>,
}

payload! {
    /// Outcome of bidDecline.
    pub struct BidDeclinePayload or BidDeclineErrorCode {
        /// The bid after the change.
        bid: Bid,
    }
}

/// Input of bidAward.
#[derive(InputObject)]
pub struct BidAwardInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same contract.
    idempotency_key: String,
    /// Bid to take.
    bid_id: ID,
    /// Version of the bid the caller has seen.
    expected_version: i32,
}

payload! {
    /// Outcome of bidAward.
    pub struct BidAwardPayload or BidAwardErrorCode {
        /// The new contract.
        contract: Contract,
        /// The task after the change.
        task: Task,
    }
}

/// Writes of bids.
#[derive(Default)]
pub struct BidMutation;

/// Writes of bids.
#[Object]
impl BidMutation {
    /// Offers to do a task.
    async fn bid_place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: BidPlaceInput,
    ) -> Result<BidPlacePayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let BidPlaceInput { idempotency_key, task_id, expected_version, offer } = input;
            let task = read_id(&task_id).ok_or_else(|| AppError::not_found("taskId"))?;
            let offer = offer.read()?;
            app.bid_place(caller, app::BidPlace { idempotency_key, task, expected_version, offer }).await
        };
        match outcome.await {
            Ok(id) => Ok(BidPlacePayload::done(Bid::load(ctx, id).await?)),
            Err(error) => BidPlacePayload::refused(ctx, error),
        }
    }

    /// Puts another offer in place of the first, on the task as it is now.
    async fn bid_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: BidUpdateInput,
    ) -> Result<BidUpdatePayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let BidUpdateInput { bid_id, expected_version, expected_task_version, offer } = input;
            let bid = read_id(&bid_id).ok_or_else(|| AppError::not_found("bidId"))?;
            let offer = offer.read()?;
            app.bid_update(caller, app::BidUpdate { bid, expected_version, expected_task_version, offer }).await
        };
        match outcome.await {
            Ok(id) => Ok(BidUpdatePayload::done(Bid::load(ctx, id).await?)),
            Err(error) => BidUpdatePayload::refused(ctx, error),
        }
    }

    /// Takes one's bid back; another can be placed.
    async fn bid_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: BidWithdrawInput,
    ) -> Result<BidWithdrawPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let bid = read_id(&input.bid_id).ok_or_else(|| AppError::not_found("bidId"))?;
            app.bid_withdraw(caller, app::BidWithdraw { bid, expected_version: input.expected_version }).await
        };
        match outcome.await {
            Ok(id) => Ok(BidWithdrawPayload::done(Bid::load(ctx, id).await?)),
            Err(error) => BidWithdrawPayload::refused(ctx, error),
        }
    }

    /// Does not take a bid, and says why.
    async fn bid_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: BidDeclineInput,
    ) -> Result<BidDeclinePayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let BidDeclineInput { bid_id, expected_version, reason, note } = input;
            let bid = read_id(&bid_id).ok_or_else(|| AppError::not_found("bidId"))?;
            app.bid_decline(caller, app::BidDecline { bid, expected_version, reason: reason.into(), note }).await
        };
        match outcome.await {
            Ok(id) => Ok(BidDeclinePayload::done(Bid::load(ctx, id).await?)),
            Err(error) => BidDeclinePayload::refused(ctx, error),
        }
    }

    /// Takes a bid: makes the contract with its written terms, and declines the other bids.
    async fn bid_award(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: BidAwardInput,
    ) -> Result<BidAwardPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let BidAwardInput { idempotency_key, bid_id, expected_version } = input;
            let bid = read_id(&bid_id).ok_or_else(|| AppError::not_found("bidId"))?;
            app.bid_award(caller, app::BidAward { idempotency_key, bid, expected_version }).await
        };
        match outcome.await {
            Ok(id) => {
                let contract = Contract::load(ctx, id).await?;
                let task = match &contract {
                    Some(contract) => Task::load(ctx, contract.task_id()).await?,
                    None => None,
                };
                Ok(BidAwardPayload::done(contract, task))
            }
            Err(error) => BidAwardPayload::refused(ctx, error),
        }
    }
}
