use crate::{App, Caller, Fault};
use escrow::Payout;
use identity::{Action, Parties};
use kernel::{PayoutId, PersonId};
use std::collections::HashMap;
use storage::{Requested, Slice};

impl App {
    /// Payouts by their ids; those the caller may not see are left out.
    pub async fn payouts(
        &self,
        caller: &Caller,
        ids: &[PayoutId],
    ) -> Result<HashMap<PayoutId, Requested<Payout>>, Fault> {
        let payouts = self.db.read().payouts(ids).await?;
        let seen = payouts.into_iter().filter(|payout| {
            caller.may(Action::WalletRead, &Parties { owner: Some(payout.stored.value.worker), ..Parties::default() })
        });
        Ok(seen.map(|payout| (payout.stored.value.id, payout)).collect())
    }

    /// A piece of the list of a worker's payouts, newest first; nothing for callers who may not see it.
    pub async fn worker_payouts(
        &self,
        caller: &Caller,
        worker: PersonId,
        slice: Slice<PayoutId>,
    ) -> Result<Vec<Requested<Payout>>, Fault> {
        if !self.may_see_wallet(caller, worker) {
            return Ok(Vec::new());
        }
        Ok(self.db.read().payouts_of_worker(worker, slice).await?)
    }
}
