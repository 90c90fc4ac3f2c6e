use super::offer_refused;
use crate::{App, AppError, Caller, Event, Shared, codes};
use identity::Action;
use kernel::BidId;
use market::OfferDraft;

codes! {
    /// Why a bid was not changed.
    pub enum BidUpdateCode {}
}

/// Puts another offer in place of the first, on the task as it is now.
#[derive(Clone, Debug)]
pub struct BidUpdate {
    /// Which bid.
    pub bid: BidId,
    /// The version of the bid the caller has seen.
    pub expected_version: i32,
    /// The version of the task the caller has seen: an offer binds to what its worker has read.
    pub expected_task_version: i32,
    /// What is offered, as typed.
    pub offer: OfferDraft,
}

impl App {
    /// Puts another offer in place of the first.
    pub async fn bid_update(&self, caller: &Caller, ask: BidUpdate) -> Result<BidId, AppError<BidUpdateCode>> {
        let mut work = self.work(caller).await?;
        let (found, task) = work.bid(ask.bid, Action::BidUpdate).await?;
        work.expect(found.bid.version, ask.expected_version)?;
        if task.version.get() != ask.expected_task_version {
            return Err(AppError::refused_field("expectedTaskVersion", Shared::VersionConflict));
        }
        let rules = self.settings.task_rules(ask.offer.price.currency());
        let changed =
            found.bid.value.clone().change(&task.value, ask.offer, &rules, work.now).map_err(offer_refused)?;
        let price = changed.offer.price;
        work.tx.save_bid(&found.bid.with(changed)).await?;
        work.event(ask.bid.uuid(), Event::BidUpdated { price });
        work.commit().await?;
        Ok(ask.bid)
    }
}
