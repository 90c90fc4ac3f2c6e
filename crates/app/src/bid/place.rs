use super::offer_refused;
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, Letter, codes};
use identity::{Action, Parties};
use kernel::{BidId, TaskId};
use market::{Bid, OfferDraft};
use serde::Serialize;
use storage::{BidCounted, DbError};

/// Most bids a task holds, those taken back not counted: what one transaction can answer when it is awarded or closed.
const BIDS_MAX: i32 = 500;

codes! {
    /// Why a bid was not placed.
    pub enum BidPlaceCode {
        /// The worker has a bid on the task that waits for an answer.
        AlreadyBid,
        /// The task has as many bids as it may.
        TooManyBids,
    }
}

/// Offers to do a task.
#[derive(Clone, Debug, Serialize)]
pub struct BidPlace {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Which task.
    pub task: TaskId,
    /// The version of the task the caller has seen: an offer binds to what its worker has read.
    pub expected_version: i32,
    /// What is offered, as typed.
    pub offer: OfferDraft,
}

impl App {
    /// Offers to do a task.
    pub async fn bid_place(&self, caller: &Caller, ask: BidPlace) -> Result<BidId, AppError<BidPlaceCode>> {
        let worker = caller.require_signed_in()?.id;
        let id = BidId::new(self.ids.uuid(self.clock.now()));
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "bidPlace", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(BidId::new(id)),
        };
        let task = work.tx.read().task(ask.task).await?.ok_or_else(|| AppError::not_found("taskId"))?;
        let parties = Parties { client: Some(task.value.client), ..Parties::default() };
        if task.value.published().is_none() && !caller.may(Action::TaskDraftRead, &parties) {
            return Err(AppError::not_found("taskId"));
        }
        work.require_of_public(Action::BidPlace, &parties, "taskId")?;
        work.expect(task.version, ask.expected_version)?;
        let rules = self.settings.task_rules(ask.offer.price.currency());
        let bid = Bid::place((id, worker), &task.value, ask.offer, &rules, work.now).map_err(offer_refused)?;
        match work.tx.count_bid(&task, BIDS_MAX).await? {
            BidCounted::Counted => {}
            BidCounted::Full => return Err(AppError::refused_field("taskId", BidPlaceCode::TooManyBids)),
        }
        work.tx.insert_bid(&bid, task.value.client).await.map_err(|error| match error {
            DbError::Unique(_) => AppError::refused_field("taskId", BidPlaceCode::AlreadyBid),
            other => other.into(),
        })?;
        work.event(id.uuid(), Event::BidPlaced { task: bid.task, price: bid.offer.price });
        let title = task.value.published().map(|content| content.title.clone()).unwrap_or_default();
        work.tell_client(task.value.client, &Letter::BidPlaced { task: bid.task, title }).await?;
        work.commit().await?;
        Ok(id)
    }
}
