//! Deliveries: what a worker hands in for a milestone, and what the client says to it.

mod mutations;
mod upload;

pub use mutations::DeliveryMutation;
pub use upload::DeliveryUploadMutation;

use crate::context::{app, caller, cursors};
use crate::fault::ApiError;
use crate::milestone::{AcceptedHow, Milestone};
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::scalars::{DateTime, Money, read_id, show_id};
use crate::upload::File;
use app::DeliveryView;
use async_graphql::{Context, Enum, ID, Object};
use kernel::{DeliveryId, MilestoneId};
use serde::{Deserialize, Serialize};

/// Where a delivery stands. New states may be added: treat an unknown one as not actionable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::DeliveryStateKind")]
pub enum DeliveryState {
    /// Waits for the client's answer, or for a dispute about it to end.
    Submitted,
    /// Taken as the whole.
    Accepted,
    /// Taken as a part; the milestone goes on with the rest.
    PartlyAccepted,
    /// Sent back against an item of the checklist.
    RevisionRequested,
    /// The worker handed in another in its place.
    Superseded,
    /// A dispute or a cancellation settled what is paid for it.
    Settled,
}

/// What a worker hands in for a milestone.
pub struct Delivery(DeliveryView);

impl Delivery {
    /// Looks a delivery up; null when there is none that the caller may see.
    pub async fn load(ctx: &Context<'_>, id: DeliveryId) -> Result<Option<Self>, ApiError> {
        Ok(app(ctx)?.delivery(caller(ctx)?, id).await?.map(Self))
    }

    /// A page of the deliveries of a milestone, newest first; null for callers who may not see it.
    pub async fn list(
        ctx: &Context<'_>,
        milestone: MilestoneId,
        (first, after): (i32, Option<String>),
    ) -> Result<Option<Connection<Self>>, ApiError> {
        let cursors = cursors(ctx)?;
        let page = PageArgs::forward(Some(first), after).read::<DeliveryPlace>(cursors)?;
        let before = page.after.as_ref().map(|place| place.0);
        let rows = app(ctx)?.deliveries_of(caller(ctx)?, milestone, before, page.rows().into()).await?;
        let placed = |view: DeliveryView| (DeliveryPlace(view.number), Self(view));
        rows.map(|rows| Connection::new(&page, rows.into_iter().map(placed).collect(), cursors)).transpose()
    }

    fn value(&self) -> &market::Delivery {
        &self.0.delivery.value
    }
}

#[derive(Serialize, Deserialize)]
struct DeliveryPlace(i32);

impl CursorKey for DeliveryPlace {
    const KIND: &'static str = "deliveries of a milestone by number";
}

/// What a worker hands in for a milestone.
#[Object]
impl Delivery {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.value().id)
    }

    /// Version for optimistic locking; rises when it is answered.
    async fn version(&self) -> i32 {
        self.0.delivery.version.get()
    }

    /// Its place among the deliveries of its milestone, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// What it was handed in for.
    async fn milestone(&self, ctx: &Context<'_>) -> Option<Result<Milestone, ApiError>> {
        Milestone::load(ctx, self.value().milestone).await.transpose()
    }

    /// When it was handed in: the receipt that the day of payment is counted from.
    async fn submitted_at(&self) -> DateTime {
        self.value().submitted_at.into()
    }

    /// Ids of the checklist items that the worker says are done, ascending.
    async fn ticks(&self) -> Vec<i32> {
        self.value().ticks.iter().copied().map(i32::from).collect()
    }

    /// The worker's words, markdown; null for callers who may not see the work.
    async fn note(&self) -> Option<&str> {
        self.0.note()
    }

    /// The work itself, at most 50 files; null for callers who may not see it.
    async fn files(&self) -> Option<Vec<File<'_>>> {
        self.0.files.as_ref().map(|files| files.iter().map(File).collect())
    }

    /// Where it stands.
    async fn state(&self) -> DeliveryState {
        self.value().state.kind().into()
    }

    /// When it was answered, replaced or settled; null while it waits.
    async fn answered_at(&self) -> Option<DateTime> {
        match self.value().state {
            market::DeliveryState::Submitted => None,
            market::DeliveryState::Accepted { at, .. }
            | market::DeliveryState::PartlyAccepted { at, .. }
            | market::DeliveryState::RevisionRequested { at, .. }
            | market::DeliveryState::Superseded { at }
            | market::DeliveryState::Settled { at } => Some(at.into()),
        }
    }

    /// What accepted it; null unless it is ACCEPTED.
    async fn accepted_how(&self) -> Option<AcceptedHow> {
        match self.value().state {
            market::DeliveryState::Accepted { how, .. } => Some(how.into()),
            market::DeliveryState::Submitted
            | market::DeliveryState::PartlyAccepted { .. }
            | market::DeliveryState::RevisionRequested { .. }
            | market::DeliveryState::Superseded { .. }
            | market::DeliveryState::Settled { .. } => None,
        }
    }

    /// What was paid for it, tax included, before fee and tax on the fee; null unless it is PARTLY_ACCEPTED.
    async fn accepted_amount(&self) -> Option<Money> {
        match self.value().state {
            market::DeliveryState::PartlyAccepted { amount, .. } => Some(amount.into()),
            market::DeliveryState::Submitted
            | market::DeliveryState::Accepted { .. }
            | market::DeliveryState::RevisionRequested { .. }
            | market::DeliveryState::Superseded { .. }
            | market::DeliveryState::Settled { .. } => None,
        }
    }

    /// What is missing, against which item; null unless it is REVISION_REQUESTED.
    async fn revision_request(&self) -> Option<RevisionRequest<'_>> {
        match &self.value().state {
            market::DeliveryState::RevisionRequested { item, reason, .. } => {
                Some(RevisionRequest { item: *item, reason })
            }
            market::DeliveryState::Submitted
            | market::DeliveryState::Accepted { .. }
            | market::DeliveryState::PartlyAccepted { .. }
            | market::DeliveryState::Superseded { .. }
            | market::DeliveryState::Settled { .. } => None,
        }
    }
}

/// What is missing in a delivery.
pub struct RevisionRequest<'a> {
    item: u8,
    reason: &'a str,
}

/// What is missing in a delivery.
#[Object]
impl RevisionRequest<'_> {
    /// Id of the checklist item that is not met.
    async fn item(&self) -> i32 {
        self.item.into()
    }

    /// What is missing.
    async fn reason(&self) -> &str {
        self.reason
    }
}

/// Reads of deliveries.
#[derive(Default)]
pub struct DeliveryQuery;

/// Reads of deliveries.
#[Object]
impl DeliveryQuery {
    /// A delivery; null when there is none that the caller may see.
    async fn delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id.")] id: ID,
    ) -> Option<Result<Delivery, ApiError>> {
        Delivery::load(ctx, read_id(&id)?).await.transpose()
    }
}
