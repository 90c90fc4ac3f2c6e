//! Contracts: the deal after an award.

mod mutations;
mod terms;

pub use mutations::ContractMutation;

use crate::account::Person;
use crate::bid::Bid;
use crate::context::{app, caller, cursors, loaders};
use crate::escrow::Escrow;
use crate::fault::ApiError;
use crate::message::Message;
use crate::milestone::Milestone;
use crate::organisation::Organisation;
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::review::Review;
use crate::scalars::{CurrencyCode, DateTime, Money, read_id, show_id};
use crate::task::{TakeHome, Task};
use app::{ContractsOf, DealRows, Slice};
use async_graphql::{Context, Enum, ID, Object};
use escrow::Quote;
use kernel::{ContractId, TaskId};
use market::Thread;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use terms::WrittenTerms;

/// Where a contract stands. New states may be added: treat an unknown one as not actionable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::ContractStateKind")]
pub enum ContractState {
    /// Work, review and disputes go on in its milestones.
    Active,
    /// One side has proposed to end it; its milestones go on meanwhile.
    Cancelling,
    /// Every milestone has ended.
    Completed,
    /// Ended before all of it was done.
    Cancelled,
}

/// What ended a contract before all of it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::CancelledHow")]
pub enum ContractCancelledHow {
    /// Both sides agreed.
    Agreed,
    /// One side proposed, the other was silent.
    BySilence,
    /// Nothing was funded for the agreed number of days.
    Lapsed,
}

/// One of the two who make a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::Side")]
pub enum DealSide {
    /// Who posted the task and pays.
    Client,
    /// Who does the work and is paid.
    Worker,
}

/// The deal after an award.
pub struct Contract(Arc<DealRows>);

impl Contract {
    /// Looks a contract up; null when there is none that the caller may see.
    pub async fn load(ctx: &Context<'_>, id: ContractId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.deal(id).await?.map(Self))
    }

    /// A page of a list, newest first; null for callers it is not for.
    pub async fn list(
        ctx: &Context<'_>,
        of: ContractsOf,
        (first, after): (i32, Option<String>),
    ) -> Result<Option<Connection<Self>>, ApiError> {
        let (app, caller, cursors) = (app(ctx)?, caller(ctx)?, cursors(ctx)?);
        let page = PageArgs::forward(Some(first), after).read::<ContractPlace>(cursors)?;
        let slice =
            Slice { rows: page.rows(), from_end: false, after: page.after.as_ref().map(|at| at.0), before: None };
        let Some(ids) = app.contract_list(caller, of, slice).await? else { return Ok(None) };
        let mut deals = app.deals(caller, &ids).await?;
        let rows = ids.into_iter().filter_map(|id| Some((ContractPlace(id), Self(deals.remove(&id)?))));
        Connection::new(&page, rows.collect(), cursors).map(Some)
    }

    /// The contract of rows that the caller may see.
    pub(crate) fn of(deal: &Arc<DealRows>) -> Self {
        Self(Arc::clone(deal))
    }

    /// The task it came from.
    pub(crate) fn task_id(&self) -> TaskId {
        self.contract().parties.task
    }

    fn contract(&self) -> &market::Contract {
        &self.0.contract.value
    }
}

#[derive(Serialize, Deserialize)]
struct ContractPlace(ContractId);

impl CursorKey for ContractPlace {
    const KIND: &'static str = "contracts by age";
}

/// The deal after an award: what client and worker agreed on, for the two and for moderators.
#[Object]
impl Contract {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.contract().id)
    }

    /// Version for optimistic locking; rises with every change, and with every payment out of its escrow.
    async fn version(&self) -> i32 {
        self.0.contract.version.get()
    }

    /// What the work is called in the written terms.
    async fn title(&self) -> &str {
        &self.contract().title
    }

    /// The task it came from.
    async fn task(&self, ctx: &Context<'_>) -> Option<Result<Task, ApiError>> {
        Task::load(ctx, self.task_id()).await.transpose()
    }

    /// The bid that won; null for callers who may not see bids.
    async fn bid(&self, ctx: &Context<'_>) -> Option<Result<Bid, ApiError>> {
        Bid::load(ctx, self.contract().parties.bid).await.transpose()
    }

    /// Who pays.
    async fn client(&self, ctx: &Context<'_>) -> Option<Result<Organisation, ApiError>> {
        Organisation::load(ctx, self.contract().parties.client).await.transpose()
    }

    /// Who works.
    async fn worker(&self, ctx: &Context<'_>) -> Option<Result<Person, ApiError>> {
        Person::load(ctx, self.contract().parties.worker).await.transpose()
    }

    /// The side the caller stands on; null for staff.
    async fn viewer_side(&self, ctx: &Context<'_>) -> Result<Option<DealSide>, ApiError> {
        Ok(app::side_seen(caller(ctx)?, self.contract()).map(DealSide::from))
    }

    /// The currency of all its amounts.
    async fn currency(&self) -> CurrencyCode {
        self.contract().currency.into()
    }

    /// The written terms, as both sides got them.
    async fn terms(&self, ctx: &Context<'_>) -> Option<Result<WrittenTerms, ApiError>> {
        WrittenTerms::load(ctx, self.contract().id).await.transpose()
    }

    /// When it was made: the day of order.
    async fn made_at(&self) -> DateTime {
        self.contract().made_at.into()
    }

    /// By when the work is agreed to be handed in.
    async fn finish_by(&self) -> DateTime {
        self.contract().deal.finish_by.into()
    }

    /// Where it stands.
    async fn state(&self) -> ContractState {
        self.contract().state.kind().into()
    }

    /// The proposal to end it; null unless it is CANCELLING.
    async fn cancellation(&self) -> Option<Cancellation> {
        match &self.contract().state {
            market::ContractState::Cancelling { proposal } => Some(Cancellation(proposal.clone())),
            market::ContractState::Active
            | market::ContractState::Completed { .. }
            | market::ContractState::Cancelled { .. } => None,
        }
    }

    /// When it ended; null before.
    async fn ended_at(&self) -> Option<DateTime> {
        match self.contract().state {
            market::ContractState::Completed { at } | market::ContractState::Cancelled { at, .. } => Some(at.into()),
            market::ContractState::Active | market::ContractState::Cancelling { .. } => None,
        }
    }

    /// What ended it early; null unless it is CANCELLED.
    async fn cancelled_how(&self) -> Option<ContractCancelledHow> {
        match self.contract().state {
            market::ContractState::Cancelled { how, .. } => Some(how.into()),
            market::ContractState::Active
            | market::ContractState::Cancelling { .. }
            | market::ContractState::Completed { .. } => None,
        }
    }

    /// What was said about it, newest first; for its two sides and, where there is a contract, moderators.
    async fn messages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor.")] after: Option<String>,
    ) -> Option<Result<Connection<Message>, ApiError>> {
        let thread = Thread::Contract { contract: self.contract().id };
        Message::list(ctx, thread, first, after).await.transpose()
    }

    /// Its parts in the order of work; at most 20, so not paged.
    async fn milestones(&self) -> Vec<Milestone> {
        self.0.milestones.iter().map(|milestone| Milestone::new(&self.0, milestone.value.id)).collect()
    }

    /// The reviews of its two sides, at most two: published ones, and the one of the caller's own side while it is sealed.
    async fn reviews(&self, ctx: &Context<'_>) -> Option<Result<Vec<Review>, ApiError>> {
        Some(Review::of_contract(ctx, self.contract().id).await)
    }

    /// The money held for it, all milestones together.
    async fn escrow(&self) -> Result<Escrow, ApiError> {
        Escrow::sum(self.contract().currency, self.0.escrows.iter().map(|escrow| escrow.value.tally()))
    }

    /// What its price leaves the worker under the fees it was made under, when its parts are accepted one after the other.
    async fn take_home(&self) -> Result<TakeHome, ApiError> {
        let prices: Vec<_> = self.0.milestones.iter().map(|milestone| milestone.value.price).collect();
        let parts = self.0.fees.quote_parts(&prices);
        let total = parts.and_then(|parts| Quote::sum(self.contract().currency, &parts));
        Ok(total.map_err(ApiError::internal)?.into())
    }
}

/// A proposal to end a contract and to divide what is held.
pub struct Cancellation(market::Proposal);

/// A proposal to end a contract and to divide what is held.
#[Object]
impl Cancellation {
    /// The side that proposes; the other answers.
    async fn by(&self) -> DealSide {
        self.0.by.into()
    }

    /// What would be divided: all that was held when it was proposed, tax included.
    async fn held(&self) -> Money {
        self.0.held.into()
    }

    /// The worker's part of it, before fee and tax on the fee; the client gets the rest.
    async fn to_worker(&self) -> Money {
        self.0.to_worker.into()
    }

    /// Why.
    async fn note(&self) -> &str {
        &self.0.note
    }

    /// When.
    async fn proposed_at(&self) -> DateTime {
        self.0.at.into()
    }

    /// When silence answers: it agrees, unless that would cost the silent side what it is due.
    async fn answer_by(&self) -> DateTime {
        self.0.answer_by.into()
    }
}

/// Reads of contracts.
#[derive(Default)]
pub struct ContractQuery;

/// Reads of contracts.
#[Object]
impl ContractQuery {
    /// A contract; null when there is none that the caller may see.
    async fn contract(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id.")] id: ID,
    ) -> Option<Result<Contract, ApiError>> {
        Contract::load(ctx, read_id(&id)?).await.transpose()
    }
}
