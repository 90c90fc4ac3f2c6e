//! Recomputes balances from transfers, to be compared with the balances that a database keeps.

use crate::balance::{Balance, Effect};
use crate::{Account, Phase, Side, Transfer};
use kernel::{Currency, JournalId};
use std::collections::BTreeMap;

/// Transfers that no ledger can have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    /// A transfer posts or voids one that is not among them or not pending.
    #[error("transfer {leg} of {journal} resolves no hold")]
    NoSuchHold {
        /// Its journal.
        journal: JournalId,
        /// Its leg.
        leg: u8,
    },
    /// A counter of the account falls below zero or passes what it can hold.
    #[error("a counter of {account} leaves its range")]
    CounterOutOfRange {
        /// Which account.
        account: Account,
    },
}

/// The sums of one currency's counters over all accounts, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Debits that count.
    pub debits_posted: i128,
    /// Credits that count.
    pub credits_posted: i128,
    /// Debits held.
    pub debits_held: i128,
    /// Credits held.
    pub credits_held: i128,
}

impl Totals {
    /// Are debits and credits equal, posted and held? False only if money was made or lost.
    pub const fn balanced(self) -> bool {
        self.debits_posted == self.credits_posted && self.debits_held == self.credits_held
    }
}

/// The balances that `transfers`, each with its journal and in any order, amount to.
pub fn fold(transfers: &[(JournalId, Transfer)]) -> Result<BTreeMap<Account, Balance>, AuditError> {
    let pending = transfers.iter().filter(|(_, transfer)| matches!(transfer.phase, Phase::Pending { .. }));
    let holds: BTreeMap<_, _> = pending.map(|(journal, hold)| ((*journal, hold.leg), hold)).collect();
    // Holds first: whatever the order they are listed in, none is let go before it is made.
    let making = transfers.iter().filter(|(_, transfer)| transfer.phase.resolves().is_none());
    let resolving = transfers.iter().filter(|(_, transfer)| transfer.phase.resolves().is_some());
    let mut balances = BTreeMap::new();
    for (journal, transfer) in making.chain(resolving) {
        let hold = transfer.phase.resolves().and_then(|key| holds.get(&key).copied());
        let effect =
            Effect::of(transfer, hold).ok_or(AuditError::NoSuchHold { journal: *journal, leg: transfer.leg })?;
        for (side, account) in [(Side::Debit, transfer.posting.debit), (Side::Credit, transfer.posting.credit)] {
            let balance = balances.entry(account).or_insert(Balance::new(account));
            *balance = balance.with(side, effect).ok_or(AuditError::CounterOutOfRange { account })?;
        }
    }
    Ok(balances)
}

/// The sums over all accounts, currency by currency.
pub fn totals<'a>(balances: impl IntoIterator<Item = &'a Balance>) -> BTreeMap<Currency, Totals> {
    let mut sums: BTreeMap<Currency, Totals> = BTreeMap::new();
    for balance in balances {
        let sum = sums.entry(balance.account.currency()).or_default();
        // 2^63 accounts, each at its limit, would be needed to pass the range of the sums.
        let add = |sum: &mut i128, counter: i64| *sum = sum.saturating_add(i128::from(counter));
        add(&mut sum.debits_posted, balance.debits_posted);
        add(&mut sum.credits_posted, balance.credits_posted);
        add(&mut sum.debits_held, balance.debits_held);
        add(&mut sum.credits_held, balance.credits_held);
    }
    sums
}

#[cfg(test)]
#[path = "audit_tests.rs"]
mod tests;
