//! Disputes: what freezes a milestone, who decides it, and how it ends.

mod case;
mod mutations;

pub use case::DisputeCase;
pub use mutations::DisputeMutation;

use crate::account::Person;
use crate::context::{app, caller, cursors, loaders};
use crate::contract::{Contract, DealSide};
use crate::fault::ApiError;
use crate::milestone::Milestone;
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::scalars::{DateTime, Money, read_id, show_id};
use app::DisputeSeen;
use async_graphql::{Context, Enum, ID, Object};
use kernel::{DisputeId, Instant, MilestoneId};
use serde::{Deserialize, Serialize};

/// Where a dispute stands. New states may be added: treat an unknown one as not actionable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::DisputeStateKind")]
pub enum DisputeState {
    /// The two look for a way by themselves.
    Talking,
    /// A moderator looks into it.
    AwaitingDecision,
    /// Decided; nothing moves until the time for an appeal is over.
    Decided,
    /// Another moderator looks into it.
    Appealed,
    /// Decided for good.
    Final,
    /// The two agreed.
    Settled,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::DisputeReason")]
pub enum DisputeReason {
    /// Nothing usable was handed in.
    NotDelivered,
    /// What was handed in is not what the checklist says.
    NotAsAgreed,
    /// More or other work is asked for than was agreed.
    ScopeChanged,
    /// Changes are asked for that the checklist does not cover.
    UnfairRevision,
    /// The other side does not answer.
    NoAnswer,
    /// Something else.
    Other,
}

/// A disagreement that freezes a milestone.
pub struct Dispute(DisputeSeen);

impl Dispute {
    /// Looks a dispute up; null when there is none that the caller may see.
    pub async fn load(ctx: &Context<'_>, id: DisputeId) -> Result<Option<Self>, ApiError> {
        Ok(app(ctx)?.dispute(caller(ctx)?, id).await?.map(Self))
    }

    /// The newest dispute about a milestone.
    pub async fn of_milestone(ctx: &Context<'_>, milestone: MilestoneId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.dispute(milestone).await?.map(Self))
    }

    fn dispute(&self) -> &market::Dispute {
        &self.0.dispute.value
    }
}

/// A disagreement that freezes a milestone: the two talk, then a moderator decides, then one appeal is possible. Where
/// nobody acts in time, the clock leads on.
#[Object]
impl Dispute {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.dispute().id)
    }

    /// Version for optimistic locking; rises with every change.
    async fn version(&self) -> i32 {
        self.0.dispute.version.get()
    }

    /// The contract it is about; null for callers who see disputes and not contracts.
    async fn contract(&self, ctx: &Context<'_>) -> Option<Result<Contract, ApiError>> {
        Contract::load(ctx, self.dispute().contract).await.transpose()
    }

    /// The frozen part of it; null as the contract is.
    async fn milestone(&self, ctx: &Context<'_>) -> Option<Result<Milestone, ApiError>> {
        Milestone::load(ctx, self.dispute().milestone).await.transpose()
    }

    /// Who opened it.
    async fn opened_by(&self) -> DealSide {
        self.dispute().opened_by.into()
    }

    /// When.
    async fn opened_at(&self) -> DateTime {
        self.dispute().opened_at.into()
    }

    /// What is wrong.
    async fn reason(&self) -> DisputeReason {
        self.dispute().reason.into()
    }

    /// What is frozen, tax included; every split divides exactly this.
    async fn held(&self) -> Money {
        self.dispute().held.into()
    }

    /// What the worker gets of it when nobody decides: all if work was received, otherwise nothing.
    async fn owed(&self) -> Money {
        self.dispute().owed.into()
    }

    /// Where it stands.
    async fn state(&self) -> DisputeState {
        self.dispute().state.kind().into()
    }

    /// By when the stage should end: the talk, the decision, the time for an appeal. Null once it has ended.
    async fn due_at(&self) -> Option<DateTime> {
        match self.dispute().state {
            market::DisputeState::Talking { until } => Some(until.into()),
            market::DisputeState::AwaitingDecision { due } | market::DisputeState::Appealed { due, .. } => {
                Some(due.into())
            }
            market::DisputeState::Decided { appeal_until, .. } => Some(appeal_until.into()),
            market::DisputeState::Final { .. } | market::DisputeState::Settled { .. } => None,
        }
    }

    /// When it ended; null before.
    async fn ended_at(&self) -> Option<DateTime> {
        match self.dispute().state {
            market::DisputeState::Final { at, .. } | market::DisputeState::Settled { at, .. } => Some(at.into()),
            market::DisputeState::Talking { .. }
            | market::DisputeState::AwaitingDecision { .. }
            | market::DisputeState::Decided { .. }
            | market::DisputeState::Appealed { .. } => None,
        }
    }

    /// The moderator who has taken it; null before, and again after an appeal until another takes that.
    async fn moderator(&self, ctx: &Context<'_>) -> Option<Result<Person, ApiError>> {
        Person::load(ctx, self.dispute().moderator?).await.transpose()
    }

    /// Statements, offers, decisions and the appeal; null for callers they are not for.
    async fn case(&self) -> Option<DisputeCase<'_>> {
        self.0.with_case.then(|| DisputeCase(self.dispute()))
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct DisputePlace {
    opened_at: Instant,
    id: DisputeId,
}

impl CursorKey for DisputePlace {
    const KIND: &'static str = "disputes by age";
}

/// Reads of disputes.
#[derive(Default)]
pub struct DisputeQuery;

/// Reads of disputes.
#[Object]
impl DisputeQuery {
    /// A dispute; null when there is none that the caller may see.
    async fn dispute(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id.")] id: ID,
    ) -> Option<Result<Dispute, ApiError>> {
        Dispute::load(ctx, read_id(&id)?).await.transpose()
    }

    /// The disputes in one state, the oldest first; null for callers who are neither moderator nor admin.
    async fn dispute_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In this state.", default_with = "DisputeState::AwaitingDecision")] state: DisputeState,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Option<Result<Connection<Dispute>, ApiError>> {
        let queue = async {
            let page = PageArgs::forward(Some(first), after).read::<DisputePlace>(cursors(ctx)?)?;
            let slice = page.slice().map(|place| (place.opened_at, place.id));
            let Some(disputes) = app(ctx)?.dispute_queue(caller(ctx)?, state.into(), slice).await? else {
                return Ok(None);
            };
            let row = |seen: DisputeSeen| {
                let dispute = &seen.dispute.value;
                (DisputePlace { opened_at: dispute.opened_at, id: dispute.id }, Dispute(seen))
            };
            Connection::new(&page, disputes.into_iter().map(row).collect(), cursors(ctx)?).map(Some)
        };
        queue.await.transpose()
    }
}
