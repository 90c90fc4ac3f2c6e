use crate::{App, Caller, Fault};
use identity::{Action, Parties};
use kernel::{Currency, Money, PersonId, ReleaseId};
use ledger::Account;
use storage::{Slice, WorkerRelease};

/// A worker's earnings in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalletBalance {
    /// Within the security period.
    pub pending: Money,
    /// Can be paid out now.
    pub available: Money,
    /// On its way to a bank.
    pub on_the_way: Money,
}

impl App {
    /// May the caller see what a worker has earned?
    pub fn may_see_wallet(&self, caller: &Caller, worker: PersonId) -> bool {
        caller.may(Action::WalletRead, &Parties { owner: Some(worker), ..Parties::default() })
    }

    /// A worker's earnings, in each currency they have some or could have; nothing for callers who may not see it.
    pub async fn wallet(&self, caller: &Caller, worker: PersonId) -> Result<Vec<WalletBalance>, Fault> {
        if !self.may_see_wallet(caller, worker) {
            return Ok(Vec::new());
        }
        let pending = Currency::ALL.map(|currency| Account::worker_pending(worker, currency));
        let available = Currency::ALL.map(|currency| Account::worker_available(worker, currency));
        let balances = self.db.read().balances(&[pending, available].concat()).await?;
        let (pending, available) = balances.split_at(Currency::ALL.len());
        let of = |(pending, available): (&ledger::Balance, &ledger::Balance)| WalletBalance {
            pending: pending.posted(),
            available: available.spendable(),
            on_the_way: Money::new(available.debits_held, available.account.currency()),
        };
        let is_used = |balance: &WalletBalance| {
            let WalletBalance { pending, available, on_the_way } = balance;
            self.settings.fees.contains_key(&pending.currency())
                || [pending, available, on_the_way].into_iter().any(|money| money.is_positive())
        };
        Ok(pending.iter().zip(available).map(of).filter(is_used).collect())
    }

    /// A piece of the list of what a worker earned, newest first; nothing for callers who may not see it.
    pub async fn worker_releases(
        &self,
        caller: &Caller,
        worker: PersonId,
        slice: Slice<ReleaseId>,
    ) -> Result<Vec<WorkerRelease>, Fault> {
        if !self.may_see_wallet(caller, worker) {
            return Ok(Vec::new());
        }
        Ok(self.db.read().releases_of_worker(worker, slice).await?)
    }
}
