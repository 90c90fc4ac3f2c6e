use super::refused;
use crate::{App, AppError, Caller, Event, codes};
use identity::Action;
use kernel::BidId;

codes! {
    /// Why a bid was not taken back.
    pub enum BidWithdrawCode {}
}

/// Takes one's bid back.
#[derive(Clone, Copy, Debug)]
pub struct BidWithdraw {
    /// Which bid.
    pub bid: BidId,
    /// The version of the bid the caller has seen.
    pub expected_version: i32,
}

impl App {
    /// Takes one's bid back; another can be placed.
    pub async fn bid_withdraw(&self, caller: &Caller, ask: BidWithdraw) -> Result<BidId, AppError<BidWithdrawCode>> {
        let mut work = self.work(caller).await?;
        let (found, task) = work.bid(ask.bid, Action::BidWithdraw).await?;
        work.expect(found.bid.version, ask.expected_version)?;
        let withdrawn = found.bid.value.clone().withdraw(work.now).map_err(refused)?;
        work.tx.uncount_bid(task.value.id).await?;
        work.tx.save_bid(&found.bid.with(withdrawn)).await?;
        work.event(ask.bid.uuid(), Event::BidWithdrawn {});
        work.commit().await?;
        Ok(ask.bid)
    }
}
