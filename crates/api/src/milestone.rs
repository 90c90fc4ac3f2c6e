//! Milestones: the funded parts of a contract.

use crate::context::loaders;
use crate::contract::Contract;
use crate::delivery::Delivery;
use crate::dispute::Dispute;
use crate::escrow::{Escrow, EscrowState};
use crate::fault::ApiError;
use crate::paging::Connection;
use crate::payment::Payment;
use crate::scalars::{DateTime, Money, show_id};
use app::{DealRows, Stored};
use async_graphql::{Context, Enum, ID, Object};
use kernel::MilestoneId;
use std::sync::Arc;

/// Where a milestone stands. New states may be added: treat an unknown one as not actionable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::MilestoneStateKind")]
pub enum MilestoneState {
    /// In the written terms; nobody may start before it is funded.
    Agreed,
    /// The money is held and the worker works.
    InProgress,
    /// A delivery waits for the client's answer.
    Delivered,
    /// All that was left was accepted.
    Accepted,
    /// Nothing moves until the dispute ends.
    Disputed,
    /// Ended without being accepted as a whole.
    Ended,
}

/// What accepted a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::AcceptedHow")]
pub enum AcceptedHow {
    /// The client said so.
    ByClient,
    /// The client was silent until the end of the review.
    ByClock,
}

/// What ended a milestone that was not accepted as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::EndedHow")]
pub enum MilestoneEndedHow {
    /// The worker gave the money back.
    Refunded,
    /// A dispute, by agreement or decision.
    Split,
    /// The contract was cancelled, or lapsed before this part was funded.
    Cancelled,
    /// Nothing was ever handed in and its time was over.
    Lapsed,
}

/// A funded part of a contract.
pub struct Milestone {
    deal: Arc<DealRows>,
    id: MilestoneId,
}

impl Milestone {
    /// Looks a milestone up; null when there is none that the caller may see.
    pub async fn load(ctx: &Context<'_>, id: MilestoneId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.deal_of_milestone(id).await?.map(|deal| Self { deal, id }))
    }

    /// One of the milestones of a contract that the caller may see.
    pub(crate) fn new(deal: &Arc<DealRows>, id: MilestoneId) -> Self {
        Self { deal: Arc::clone(deal), id }
    }

    fn stored(&self) -> Result<&Stored<market::Milestone>, ApiError> {
        self.deal.milestone(self.id).ok_or_else(|| ApiError::internal("a milestone outside its contract"))
    }

    fn milestone(&self) -> Result<&market::Milestone, ApiError> {
        Ok(&self.stored()?.value)
    }

    fn money(&self) -> Result<&escrow::Escrow, ApiError> {
        let escrow = self.deal.escrow(self.id).ok_or_else(|| ApiError::internal("a milestone without an escrow"))?;
        Ok(&escrow.value)
    }
}

/// A funded part of a contract.
#[Object]
impl Milestone {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.id)
    }

    /// Version for optimistic locking; rises with every change.
    async fn version(&self) -> Result<i32, ApiError> {
        Ok(self.stored()?.version.get())
    }

    /// The contract it is part of.
    async fn contract(&self) -> Contract {
        Contract::of(&self.deal)
    }

    /// Its place in the order of work, from 1.
    async fn number(&self) -> Result<i32, ApiError> {
        Ok(self.milestone()?.number.into())
    }

    /// What it is called in the written terms.
    async fn title(&self) -> Result<&str, ApiError> {
        Ok(&self.milestone()?.title)
    }

    /// The agreed price, without consumption tax.
    async fn price(&self) -> Result<Money, ApiError> {
        Ok(self.milestone()?.price.into())
    }

    /// The agreed price with consumption tax: what the client pays in, and what all amounts below are part of.
    async fn gross(&self) -> Result<Money, ApiError> {
        Ok(self.milestone()?.gross.into())
    }

    /// How much of it was accepted or given to the worker so far.
    async fn accepted(&self) -> Result<Money, ApiError> {
        Ok(self.milestone()?.accepted.into())
    }

    /// How much of it went back to the client so far.
    async fn returned(&self) -> Result<Money, ApiError> {
        Ok(self.milestone()?.returned.into())
    }

    /// Rounds so far in which the client sent work back.
    async fn revisions(&self) -> Result<i32, ApiError> {
        Ok(self.milestone()?.revisions.into())
    }

    /// Rounds in which the client may send work back, in all.
    async fn free_revisions(&self) -> i32 {
        self.deal.contract.value.deal.rules.free_revisions.into()
    }

    /// When work was first received; null before.
    async fn received_at(&self) -> Result<Option<DateTime>, ApiError> {
        Ok(self.milestone()?.received_at.map(DateTime::from))
    }

    /// Where it stands.
    async fn state(&self) -> Result<MilestoneState, ApiError> {
        Ok(self.milestone()?.state.kind().into())
    }

    /// When the clock ends what it waits for: while IN_PROGRESS the money goes back if nothing was handed in, while
    /// DELIVERED the delivery is accepted. Null in other states.
    async fn due_at(&self) -> Result<Option<DateTime>, ApiError> {
        Ok(self.milestone()?.next_clock_event().map(DateTime::from))
    }

    /// When it ended; null before.
    async fn ended_at(&self) -> Result<Option<DateTime>, ApiError> {
        Ok(self.milestone()?.ended_at().map(DateTime::from))
    }

    /// What accepted it; null unless it is ACCEPTED.
    async fn accepted_how(&self) -> Result<Option<AcceptedHow>, ApiError> {
        Ok(match self.milestone()?.state {
            market::MilestoneState::Accepted { how, .. } => Some(how.into()),
            market::MilestoneState::Agreed
            | market::MilestoneState::InProgress { .. }
            | market::MilestoneState::Delivered { .. }
            | market::MilestoneState::Disputed { .. }
            | market::MilestoneState::Ended { .. } => None,
        })
    }

    /// What ended it; null unless it is ENDED.
    async fn ended_how(&self) -> Result<Option<MilestoneEndedHow>, ApiError> {
        Ok(match self.milestone()?.state {
            market::MilestoneState::Ended { how, .. } => Some(how.into()),
            market::MilestoneState::Agreed
            | market::MilestoneState::InProgress { .. }
            | market::MilestoneState::Delivered { .. }
            | market::MilestoneState::Accepted { .. }
            | market::MilestoneState::Disputed { .. } => None,
        })
    }

    /// What was handed in for it, newest first; null for callers who may not see it.
    async fn deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Option<Result<Connection<Delivery>, ApiError>> {
        Delivery::list(ctx, self.id, (first, after)).await.transpose()
    }

    /// The money held for it.
    async fn escrow(&self) -> Result<Escrow, ApiError> {
        let escrow = self.money()?;
        Escrow::sum(escrow.gross.currency(), [escrow.tally()])
    }

    /// The newest dispute about it, open or ended; null when there was none.
    async fn dispute(&self, ctx: &Context<'_>) -> Option<Result<Dispute, ApiError>> {
        Dispute::of_milestone(ctx, self.id).await.transpose()
    }

    /// The attempts to pay it in, oldest first; empty for callers who may not see the client's money.
    async fn payments(&self, ctx: &Context<'_>) -> Option<Result<Vec<Payment>, ApiError>> {
        Some(Payment::of_milestone(ctx, self.id).await)
    }

    /// How far its money is.
    async fn escrow_state(&self) -> Result<EscrowState, ApiError> {
        Ok(self.money()?.state.kind().into())
    }
}
