//! Money on its way out, to a worker's bank.

use crate::context::{app, caller, cursors, loaders};
use crate::fault::ApiError;
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::scalars::{DateTime, Money, MoneyInput, show_id};
use crate::wallet::Wallet;
use crate::{error_codes, payload};
use app::{Requested, Slice};
use async_graphql::{Context, Enum, ID, InputObject, Object};
use kernel::{PayoutId, PersonId};
use serde::{Deserialize, Serialize};

/// How far a payout is. New states may be added: treat an unknown one as not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PayoutState {
    /// Asked for; the money is set aside, and the gateway may not know yet.
    Requested,
    /// The gateway has accepted it and not decided.
    Sent,
    /// The bank has it.
    Paid,
    /// It did not go, or it came back: the money can be paid out again.
    Failed,
}

/// Money on its way from a worker's earnings to a bank.
pub struct Payout(Requested<escrow::Payout>);

impl Payout {
    /// Looks a payout up; null when there is none that the caller may see.
    pub async fn load(ctx: &Context<'_>, id: PayoutId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.payout(id).await?.map(Self))
    }

    /// A page of a worker's payouts, newest first; empty for callers who may not see them.
    pub async fn list(
        ctx: &Context<'_>,
        worker: PersonId,
        (first, after): (i32, Option<String>),
    ) -> Result<Connection<Self>, ApiError> {
        let cursors = cursors(ctx)?;
        let page = PageArgs::forward(Some(first), after).read::<PayoutPlace>(cursors)?;
        let slice = Slice::newest(page.rows(), page.after.as_ref().map(|place| place.0));
        let payouts = app(ctx)?.worker_payouts(caller(ctx)?, worker, slice).await?;
        let rows = payouts.into_iter().map(|found| (PayoutPlace(found.stored.value.id), Self(found)));
        Connection::new(&page, rows.collect(), cursors)
    }

    fn payout(&self) -> &escrow::Payout {
        &self.0.stored.value
    }
}

#[derive(Serialize, Deserialize)]
struct PayoutPlace(PayoutId);

impl CursorKey for PayoutPlace {
    const KIND: &'static str = "payouts by age";
}

/// Money on its way from a worker's earnings to a bank.
#[Object]
impl Payout {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.payout().id)
    }

    /// How much.
    async fn amount(&self) -> Money {
        self.payout().amount.into()
    }

    /// How far it is.
    async fn state(&self) -> PayoutState {
        match self.payout().state {
            escrow::PayoutState::Requested => PayoutState::Requested,
            escrow::PayoutState::Sent { .. } => PayoutState::Sent,
            escrow::PayoutState::Paid { .. } => PayoutState::Paid,
            escrow::PayoutState::Failed { .. } => PayoutState::Failed,
        }
    }

    /// The gateway's word for why it did not arrive, for example destination_failed; null unless it has FAILED.
    async fn failure_code(&self) -> Option<&str> {
        match &self.payout().state {
            escrow::PayoutState::Failed { code, .. } => Some(code.as_str()),
            escrow::PayoutState::Requested | escrow::PayoutState::Sent { .. } | escrow::PayoutState::Paid { .. } => {
                None
            }
        }
    }

    /// When it was asked for.
    async fn requested_at(&self) -> DateTime {
        self.0.at.into()
    }

    /// When it arrived or failed; null before.
    async fn ended_at(&self) -> Option<DateTime> {
        match &self.payout().state {
            escrow::PayoutState::Paid { at, .. } | escrow::PayoutState::Failed { at, .. } => Some((*at).into()),
            escrow::PayoutState::Requested | escrow::PayoutState::Sent { .. } => None,
        }
    }
}

error_codes! {
    /// Why nothing is paid out.
    pub enum PayoutRequestErrorCode for "PayoutRequest" from app::PayoutRequestCode {
        /// The account does not hold that much that can be paid out.
        InsufficientFunds: "お受け取りできる残高を超えています。", "More than can be paid out now.";
    }
}

/// Input of payoutRequest.
#[derive(InputObject)]
pub struct PayoutRequestInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same payout and sends no money.
    idempotency_key: String,
    /// How much; more than nothing.
    amount: MoneyInput,
    /// The gateway's token of the worker's bank account.
    destination: String,
}

payload! {
    /// Outcome of payoutRequest.
    pub struct PayoutRequestPayload or PayoutRequestErrorCode {
        /// The payout, on its way.
        payout: Payout,
        /// The caller's earnings without it.
        wallet: Wallet,
    }
}

/// Writes of payouts.
#[derive(Default)]
pub struct PayoutMutation;

/// Writes of payouts.
#[Object]
impl PayoutMutation {
    /// Sends earnings that are past their security period to a bank.
    async fn payout_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: PayoutRequestInput,
    ) -> Result<PayoutRequestPayload, ApiError> {
        let PayoutRequestInput { idempotency_key, amount, destination } = input;
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let ask = app::PayoutRequest { idempotency_key, amount: amount.read("amount")?, destination };
            app.payout_request(caller, ask).await
        };
        match outcome.await {
            Ok(id) => Ok(PayoutRequestPayload::done(Payout::load(ctx, id).await?, Wallet::own(ctx)?)),
            Err(error) => PayoutRequestPayload::refused(ctx, error),
        }
    }
}
