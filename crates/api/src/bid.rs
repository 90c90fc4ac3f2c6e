//! Bids: what workers offer on tasks.

mod mutations;

pub use mutations::BidMutation;

use crate::account::Person;
use crate::context::{app, caller, cursors, loaders};
use crate::contract::Contract;
use crate::fault::ApiError;
use crate::message::Message;
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::scalars::{DateTime, Money, read_id, show_id};
use crate::task::{TakeHome, Task};
use app::{BidToClient, BidsOf, Slice};
use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use kernel::BidId;
use market::Thread;
use serde::{Deserialize, Serialize};

/// Where a bid stands. New states may be added: treat an unknown one as not actionable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::BidStateKind")]
pub enum BidState {
    /// Waits for the client.
    Submitted,
    /// Became a contract.
    Awarded,
    /// Not taken, or ended with its task.
    Declined,
    /// Taken back by the worker.
    Withdrawn,
}

/// Why a bid was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::DeclineReason")]
pub enum BidDeclineReason {
    /// The price is over what the client can pay.
    Price,
    /// The work would come too late.
    FinishDate,
    /// The work needs another skill.
    Skills,
    /// The hours do not fit.
    Hours,
    /// The offer does not answer what was asked.
    Unclear,
    /// Something else, said in the note.
    Other,
    /// Another bid was awarded. Stated by the engine alone.
    AnotherBidWon,
    /// The task ended without a contract. Stated by the engine alone.
    TaskClosed,
}

/// Why and when a bid was not taken.
#[derive(SimpleObject)]
pub struct BidDecision {
    /// Why.
    reason: BidDeclineReason,
    /// The client's own words, if any.
    note: Option<String>,
    /// When.
    at: DateTime,
}

/// A worker's offer on a task.
pub struct Bid(BidToClient);

impl Bid {
    /// Looks a bid up; null when there is none that the caller may see.
    pub async fn load(ctx: &Context<'_>, id: BidId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.bid(id).await?.map(Self))
    }

    /// A page of a list, newest first; null for callers it is not for.
    pub async fn list(
        ctx: &Context<'_>,
        of: BidsOf,
        (first, after): (i32, Option<String>),
    ) -> Result<Option<Connection<Self>>, ApiError> {
        let cursors = cursors(ctx)?;
        let page = PageArgs::forward(Some(first), after).read::<BidPlace>(cursors)?;
        let slice =
            Slice { rows: page.rows(), from_end: false, after: page.after.as_ref().map(|at| at.0), before: None };
        let Some(bids) = app(ctx)?.bid_list(caller(ctx)?, of, slice).await? else { return Ok(None) };
        let rows = bids.into_iter().map(|found| (BidPlace(found.bid.value.id), Self(found)));
        Connection::new(&page, rows.collect(), cursors).map(Some)
    }

    fn bid(&self) -> &market::Bid {
        &self.0.bid.value
    }
}

#[derive(Serialize, Deserialize)]
struct BidPlace(BidId);

impl CursorKey for BidPlace {
    const KIND: &'static str = "bids by age";
}

/// A worker's offer on a task.
#[Object]
impl Bid {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.bid().id)
    }

    /// Version for optimistic locking; rises with every change.
    async fn version(&self) -> i32 {
        self.0.bid.version.get()
    }

    /// The task it is on.
    async fn task(&self, ctx: &Context<'_>) -> Option<Result<Task, ApiError>> {
        Task::load(ctx, self.bid().task).await.transpose()
    }

    /// Was it made on what the task says now? Only such a bid can be awarded; its worker confirms it by bidUpdate.
    async fn is_on_latest(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        let task = loaders(ctx)?.task(self.bid().task).await?;
        Ok(task.is_some_and(|task| task.card.summary.revision == self.bid().offer.revision))
    }

    /// Who offers.
    async fn worker(&self, ctx: &Context<'_>) -> Option<Result<Person, ApiError>> {
        Person::load(ctx, self.bid().worker).await.transpose()
    }

    /// What was said about it, newest first; for its two sides and, where there is a contract, moderators.
    async fn messages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor.")] after: Option<String>,
    ) -> Option<Result<Connection<Message>, ApiError>> {
        let thread = Thread::Bid { bid: self.bid().id };
        Message::list(ctx, thread, first, after).await.transpose()
    }

    /// For the whole work, without consumption tax.
    async fn price(&self) -> Money {
        self.bid().offer.price.into()
    }

    /// To the client.
    async fn message(&self) -> &str {
        &self.bid().offer.message
    }

    /// When all of it would be handed in.
    async fn finish_by(&self) -> DateTime {
        self.bid().offer.finish_by.into()
    }

    /// When it was first placed.
    async fn placed_at(&self) -> DateTime {
        self.bid().placed_at.into()
    }

    /// Where it stands.
    async fn state(&self) -> BidState {
        self.bid().state.kind().into()
    }

    /// Why it was not taken; null unless it is DECLINED.
    async fn decline(&self) -> Option<BidDecision> {
        match &self.bid().state {
            market::BidState::Declined { at, reason, note } => {
                Some(BidDecision { reason: (*reason).into(), note: note.clone(), at: (*at).into() })
            }
            market::BidState::Submitted | market::BidState::Awarded { .. } | market::BidState::Withdrawn { .. } => None,
        }
    }

    /// The deal it became; null unless it is AWARDED.
    async fn contract(&self, ctx: &Context<'_>) -> Option<Result<Contract, ApiError>> {
        match self.bid().state {
            market::BidState::Awarded { contract, .. } => Contract::load(ctx, contract).await.transpose(),
            market::BidState::Submitted | market::BidState::Declined { .. } | market::BidState::Withdrawn { .. } => {
                None
            }
        }
    }

    /// What its price leaves the worker, under the fees of today. A contract keeps the fees it was made under.
    async fn take_home(&self, ctx: &Context<'_>) -> Option<Result<TakeHome, ApiError>> {
        TakeHome::at(ctx, self.bid().task, self.bid().offer.price).await.transpose()
    }
}

/// Reads of bids.
#[derive(Default)]
pub struct BidQuery;

/// Reads of bids.
#[Object]
impl BidQuery {
    /// A bid; null when there is none that the caller may see.
    async fn bid(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> Option<Result<Bid, ApiError>> {
        Bid::load(ctx, read_id(&id)?).await.transpose()
    }
}
