//! Money on its way back.

use crate::context::{app, caller, cursors, loaders};
use crate::fault::ApiError;
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::payment::Payment;
use crate::scalars::{DateTime, Money, show_id};
use app::{Requested, Slice};
use async_graphql::{Context, Enum, ID, Object};
use kernel::{OrganisationId, RefundId};
use serde::{Deserialize, Serialize};

/// How far a refund is. New states may be added: treat an unknown one as not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RefundState {
    /// Asked for; the gateway may not know yet.
    Requested,
    /// The gateway has accepted it and not decided.
    Sent,
    /// It arrived.
    Succeeded,
    /// It did not arrive; the money is in the client's account here.
    Failed,
}

/// Money on its way back from a client's account to where it was paid from.
pub struct Refund(Requested<escrow::Refund>);

impl Refund {
    /// Looks a refund up; null when there is none that the caller may see.
    pub async fn load(ctx: &Context<'_>, id: RefundId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.refund(id).await?.map(Self))
    }

    /// A page of a client's refunds, newest first; empty for callers who may not see them.
    pub async fn list(
        ctx: &Context<'_>,
        client: OrganisationId,
        (first, after): (i32, Option<String>),
    ) -> Result<Connection<Self>, ApiError> {
        let cursors = cursors(ctx)?;
        let page = PageArgs::forward(Some(first), after).read::<RefundPlace>(cursors)?;
        let slice = Slice::newest(page.rows(), page.after.as_ref().map(|place| place.0));
        let refunds = app(ctx)?.client_refunds(caller(ctx)?, client, slice).await?;
        let rows = refunds.into_iter().map(|found| (RefundPlace(found.stored.value.id), Self(found)));
        Connection::new(&page, rows.collect(), cursors)
    }

    fn refund(&self) -> &escrow::Refund {
        &self.0.stored.value
    }
}

#[derive(Serialize, Deserialize)]
struct RefundPlace(RefundId);

impl CursorKey for RefundPlace {
    const KIND: &'static str = "refunds by age";
}

/// Money on its way back from a client's account to where it was paid from.
#[Object]
impl Refund {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.refund().id)
    }

    /// The payment it is of.
    async fn payment(&self, ctx: &Context<'_>) -> Option<Result<Payment, ApiError>> {
        Payment::load(ctx, self.refund().payment).await.transpose()
    }

    /// How much.
    async fn amount(&self) -> Money {
        self.refund().amount.into()
    }

    /// How far it is.
    async fn state(&self) -> RefundState {
        match self.refund().state {
            escrow::RefundState::Requested => RefundState::Requested,
            escrow::RefundState::Sent { .. } => RefundState::Sent,
            escrow::RefundState::Succeeded { .. } => RefundState::Succeeded,
            escrow::RefundState::Failed { .. } => RefundState::Failed,
        }
    }

    /// The gateway's word for why it did not arrive; null unless it has FAILED.
    async fn failure_code(&self) -> Option<&str> {
        match &self.refund().state {
            escrow::RefundState::Failed { code, .. } => Some(code.as_str()),
            escrow::RefundState::Requested
            | escrow::RefundState::Sent { .. }
            | escrow::RefundState::Succeeded { .. } => None,
        }
    }

    /// When it was asked for.
    async fn requested_at(&self) -> DateTime {
        self.0.at.into()
    }

    /// When it arrived or failed; null before.
    async fn ended_at(&self) -> Option<DateTime> {
        match &self.refund().state {
            escrow::RefundState::Succeeded { at, .. } | escrow::RefundState::Failed { at, .. } => Some((*at).into()),
            escrow::RefundState::Requested | escrow::RefundState::Sent { .. } => None,
        }
    }
}
