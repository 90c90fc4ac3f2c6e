use super::refused;
use crate::{App, AppError, Caller, Event, Letter, codes};
use identity::Action;
use kernel::BidId;
use market::DeclineReason;

codes! {
    /// Why a bid was not declined.
    pub enum BidDeclineCode {}
}

/// Does not take a bid, and says why.
#[derive(Clone, Debug)]
pub struct BidDecline {
    /// Which bid.
    pub bid: BidId,
    /// The version of the bid the caller has seen.
    pub expected_version: i32,
    /// Why.
    pub reason: DeclineReason,
    /// In the client's own words, up to 1,000 characters; needed when the reason is another than those named.
    pub note: Option<String>,
}

impl App {
    /// Does not take a bid, and says why.
    pub async fn bid_decline(&self, caller: &Caller, ask: BidDecline) -> Result<BidId, AppError<BidDeclineCode>> {
        let mut work = self.work(caller).await?;
        let (found, task) = work.bid(ask.bid, Action::BidDecline).await?;
        work.expect(found.bid.version, ask.expected_version)?;
        let (reason, bid) = (ask.reason, found.bid.value.clone());
        let declined = bid.decline(reason, ask.note.as_deref(), work.now).map_err(refused)?;
        let (task, worker) = (task.value, declined.worker);
        work.tx.save_bid(&found.bid.with(declined)).await?;
        work.event(ask.bid.uuid(), Event::BidDeclined { reason });
        let title = task.published().map(|content| content.title.clone()).unwrap_or_default();
        work.tell(worker, Letter::BidDeclined { task: task.id, title, reason });
        work.commit().await?;
        Ok(ask.bid)
    }
}
