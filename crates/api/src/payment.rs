//! Money on its way in, and a client's money.

use crate::context::{app, caller, cursors, loaders};
use crate::fault::ApiError;
use crate::milestone::Milestone;
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::refund::Refund;
use crate::scalars::{DateTime, Money, read_id, show_id};
use crate::{error_codes, payload};
use app::{AppError, Requested, Slice};
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use kernel::{MilestoneId, OrganisationId, PaymentId};
use serde::{Deserialize, Serialize};

/// How far a payment is. New states may be added: treat an unknown one as not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PaymentState {
    /// Asked for; the gateway may not know yet.
    Requested,
    /// The gateway has accepted it and not decided.
    Processing,
    /// The money came.
    Succeeded,
    /// It did not come. Another payment can be made.
    Failed,
}

/// Money on its way in, to fund one milestone.
pub struct Payment(Requested<escrow::Payment>);

impl Payment {
    /// Looks a payment up; null when there is none that the caller may see.
    pub async fn load(ctx: &Context<'_>, id: PaymentId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.payment(id).await?.map(Self))
    }

    /// The attempts to pay a milestone in, oldest first; none for callers who may not see them.
    pub async fn of_milestone(ctx: &Context<'_>, milestone: MilestoneId) -> Result<Vec<Self>, ApiError> {
        let payments = loaders(ctx)?.payments_of(milestone).await?;
        Ok(payments.unwrap_or_default().into_iter().map(Self).collect())
    }

    fn payment(&self) -> &escrow::Payment {
        &self.0.stored.value
    }
}

#[derive(Serialize, Deserialize)]
struct PaymentPlace(PaymentId);

impl CursorKey for PaymentPlace {
    const KIND: &'static str = "payments by age";
}

/// Money on its way in, to fund one milestone.
#[Object]
impl Payment {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.payment().id)
    }

    /// What it is to fund.
    async fn milestone(&self, ctx: &Context<'_>) -> Option<Result<Milestone, ApiError>> {
        Milestone::load(ctx, self.payment().milestone).await.transpose()
    }

    /// How much, tax included.
    async fn amount(&self) -> Money {
        self.payment().amount.into()
    }

    /// How far it is.
    async fn state(&self) -> PaymentState {
        match self.payment().state {
            escrow::PaymentState::Requested => PaymentState::Requested,
            escrow::PaymentState::Processing { .. } => PaymentState::Processing,
            escrow::PaymentState::Succeeded { .. } => PaymentState::Succeeded,
            escrow::PaymentState::Failed { .. } => PaymentState::Failed,
        }
    }

    /// The gateway's word for why it did not come, for example insufficient_funds; null unless it has FAILED.
    async fn failure_code(&self) -> Option<&str> {
        match &self.payment().state {
            escrow::PaymentState::Failed { code, .. } => Some(code.as_str()),
            escrow::PaymentState::Requested
            | escrow::PaymentState::Processing { .. }
            | escrow::PaymentState::Succeeded { .. } => None,
        }
    }

    /// When it was asked for.
    async fn requested_at(&self) -> DateTime {
        self.0.at.into()
    }

    /// When it succeeded or failed; null before.
    async fn ended_at(&self) -> Option<DateTime> {
        match &self.payment().state {
            escrow::PaymentState::Succeeded { at, .. } | escrow::PaymentState::Failed { at, .. } => Some((*at).into()),
            escrow::PaymentState::Requested | escrow::PaymentState::Processing { .. } => None,
        }
    }
}

/// A client's money outside of any escrow, in one currency.
#[derive(SimpleObject)]
pub struct ClientBalance {
    /// Paid in or come back, and not on its way anywhere.
    available: Money,
    /// On its way back to where it was paid from.
    on_the_way: Money,
}

impl From<app::ClientBalance> for ClientBalance {
    fn from(balance: app::ClientBalance) -> Self {
        Self { available: balance.available.into(), on_the_way: balance.on_the_way.into() }
    }
}

/// A client's money, for its owners and finance.
pub struct OrganisationMoney(OrganisationId);

impl OrganisationMoney {
    /// The money of an organisation; null for callers who may not see it.
    pub fn of(ctx: &Context<'_>, organisation: OrganisationId) -> Result<Option<Self>, ApiError> {
        Ok(app(ctx)?.may_see_money(caller(ctx)?, organisation).then_some(Self(organisation)))
    }
}

/// A client's money, for its owners and finance.
#[Object]
impl OrganisationMoney {
    /// What is in no escrow, one entry for each currency.
    async fn balances(&self, ctx: &Context<'_>) -> Result<Vec<ClientBalance>, ApiError> {
        let balances = app(ctx)?.client_balances(caller(ctx)?, self.0).await?;
        Ok(balances.into_iter().map(ClientBalance::from).collect())
    }

    /// Money in, newest first.
    async fn payments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Result<Connection<Payment>, ApiError> {
        let cursors = cursors(ctx)?;
        let page = PageArgs::forward(Some(first), after).read::<PaymentPlace>(cursors)?;
        let slice = Slice::newest(page.rows(), page.after.as_ref().map(|place| place.0));
        let payments = app(ctx)?.client_payments(caller(ctx)?, self.0, slice).await?;
        let rows = payments.into_iter().map(|found| (PaymentPlace(found.stored.value.id), Payment(found)));
        Connection::new(&page, rows.collect(), cursors)
    }

    /// Money back, newest first.
    async fn refunds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Result<Connection<Refund>, ApiError> {
        Refund::list(ctx, self.0, (first, after)).await
    }
}

error_codes! {
    /// Why a milestone is not paid in.
    pub enum MilestoneFundErrorCode for "MilestoneFund" from app::MilestoneFundCode {
        /// A payment for it is on its way; wait for its end.
        PaymentUnderWay: "お支払いを確認しています。", "A payment for it is on its way.";
        /// It was paid in before.
        AlreadyFunded: "すでにお預かりしています。", "It was paid in before.";
    }
}

/// Input of milestoneFund.
#[derive(InputObject)]
pub struct MilestoneFundInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same payment and takes no money.
    idempotency_key: String,
    /// Which.
    milestone_id: ID,
    /// Version of the milestone the caller has seen.
    expected_version: i32,
    /// The gateway's token of the client's payment method.
    payment_method: String,
}

payload! {
    /// Outcome of milestoneFund. The money is on its way; the milestone can be worked on once it is IN_PROGRESS.
    pub struct MilestoneFundPayload or MilestoneFundErrorCode {
        /// The payment that was asked for.
        payment: Payment,
        /// The milestone, not funded yet.
        milestone: Milestone,
    }
}

/// Writes of payments.
#[derive(Default)]
pub struct PaymentMutation;

/// Writes of payments.
#[Object]
impl PaymentMutation {
    /// Pays the whole price of a milestone in, with tax; it is held until the work is accepted.
    async fn milestone_fund(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: MilestoneFundInput,
    ) -> Result<MilestoneFundPayload, ApiError> {
        let MilestoneFundInput { idempotency_key, milestone_id, expected_version, payment_method } = input;
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let milestone = read_id(&milestone_id).ok_or_else(|| AppError::not_found("milestoneId"))?;
            let ask = app::MilestoneFund { idempotency_key, milestone, expected_version, payment_method };
            app.milestone_fund(caller, ask).await
        };
        match outcome.await {
            Ok(id) => {
                let payment = Payment::load(ctx, id).await?;
                let milestone = match &payment {
                    Some(payment) => Milestone::load(ctx, payment.payment().milestone).await?,
                    None => None,
                };
                Ok(MilestoneFundPayload::done(payment, milestone))
            }
            Err(error) => MilestoneFundPayload::refused(ctx, error),
        }
    }
}
