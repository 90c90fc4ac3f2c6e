use crate::balance::{Balance, Effect};
use crate::{Account, Journal, Phase, Side, Transfer};
use kernel::{Instant, JournalId};
use std::collections::{BTreeMap, BTreeSet};

/// The reference ledger, in memory: what any database that keeps the ledger has to answer, journal by journal.
///
/// Holds follow TigerBeetle's two-phase transfers: a pending amount counts against the floor at once, cannot be spent by
/// whom it will reach, resolves at most once, and is posted in whole or in part or voided in whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    balances: BTreeMap<Account, Balance>,
    hashes: BTreeMap<JournalId, [u8; 32]>,
    holds: BTreeMap<(JournalId, u8), Transfer>,
    resolved: BTreeSet<(JournalId, u8)>,
}

/// What came of a journal that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It counts from now on.
    Posted,
    /// The same journal counted already; nothing changed.
    AlreadyPosted,
}

/// Why a journal was refused; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// A journal of this id but with other content counts already.
    #[error("another journal has this id")]
    Conflict,
    /// The account would fall below its floor.
    #[error("{account} does not have the money")]
    InsufficientFunds {
        /// Which account, the first in order when there are several.
        account: Account,
    },
    /// The leg posts or voids a transfer that does not exist or is not pending.
    #[error("transfer {leg} resolves no hold")]
    NoSuchHold {
        /// Of the journal that was refused.
        leg: u8,
    },
    /// The hold has been posted or voided.
    #[error("transfer {leg} resolves a hold that is resolved")]
    AlreadyResolved {
        /// Of the journal that was refused.
        leg: u8,
    },
    /// The leg differs from its hold in an account or the currency, posts more than is held, or voids less.
    #[error("transfer {leg} does not fit its hold")]
    DoesNotFitHold {
        /// Of the journal that was refused.
        leg: u8,
    },
    /// The hold may no longer be posted.
    #[error("transfer {leg} posts a hold that expired")]
    HoldExpired {
        /// Of the journal that was refused.
        leg: u8,
    },
    /// A counter of the account would pass what it can hold.
    #[error("a counter of {account} overflows")]
    Overflow {
        /// Which account.
        account: Account,
    },
}

impl Book {
    /// A book in which nothing is written.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a journal at the time `now`, whole or not at all. Floors are checked when all its legs are in.
    pub fn apply(&mut self, journal: &Journal, now: Instant) -> Result<Posted, PostError> {
        let hash = journal.hash();
        if let Some(known) = self.hashes.get(&journal.id()) {
            return if *known == hash { Ok(Posted::AlreadyPosted) } else { Err(PostError::Conflict) };
        }
        let mut touched = BTreeMap::new();
        let mut resolved = BTreeSet::new();
        for transfer in journal.transfers() {
            let hold = self.hold_of(transfer, now)?;
            if let Some(key) = transfer.phase.resolves()
                && !resolved.insert(key)
            {
                return Err(PostError::AlreadyResolved { leg: transfer.leg });
            }
            let effect = Effect::of(transfer, hold).ok_or(PostError::NoSuchHold { leg: transfer.leg })?;
            for (side, account) in [(Side::Debit, transfer.posting.debit), (Side::Credit, transfer.posting.credit)] {
                let balance = touched.entry(account).or_insert_with(|| self.balance(account));
                *balance = balance.with(side, effect).ok_or(PostError::Overflow { account })?;
            }
        }
        if let Some(broken) = touched.values().find(|balance| !balance.meets_floor()) {
            return Err(PostError::InsufficientFunds { account: broken.account });
        }
        self.balances.extend(touched);
        self.hashes.insert(journal.id(), hash);
        self.resolved.extend(resolved);
        let pending = journal.transfers().iter().filter(|transfer| matches!(transfer.phase, Phase::Pending { .. }));
        self.holds.extend(pending.map(|transfer| ((journal.id(), transfer.leg), *transfer)));
        Ok(Posted::Posted)
    }

    /// What has gone through an account; all zero when nothing has.
    pub fn balance(&self, account: Account) -> Balance {
        self.balances.get(&account).copied().unwrap_or(Balance::new(account))
    }

    /// The balance of every account that was ever touched, in a fixed order.
    pub fn balances(&self) -> impl Iterator<Item = &Balance> {
        self.balances.values()
    }

    /// The pending transfers that are neither posted nor voided, with their journals.
    pub fn open_holds(&self) -> impl Iterator<Item = (JournalId, &Transfer)> {
        self.holds.iter().filter(|(key, _)| !self.resolved.contains(key)).map(|((journal, _), hold)| (*journal, hold))
    }

    /// The hold that `transfer` resolves, if it is there to resolve one.
    fn hold_of(&self, transfer: &Transfer, now: Instant) -> Result<Option<&Transfer>, PostError> {
        let leg = transfer.leg;
        let Some(key) = transfer.phase.resolves() else { return Ok(None) };
        let hold = self.holds.get(&key).ok_or(PostError::NoSuchHold { leg })?;
        if self.resolved.contains(&key) {
            return Err(PostError::AlreadyResolved { leg });
        }
        let (ours, held) = (&transfer.posting, &hold.posting);
        let same_ways = ours.debit == held.debit && ours.credit == held.credit;
        let fits = match transfer.phase {
            Phase::Single | Phase::Pending { .. } => true,
            Phase::Post { .. } => ours.amount.minor() <= held.amount.minor(),
            Phase::Void { .. } => ours.amount == held.amount,
        };
        if !same_ways || !fits {
            return Err(PostError::DoesNotFitHold { leg });
        }
        let expired = match hold.phase {
            Phase::Pending { expires } => expires.is_some_and(|expires| expires < now),
            Phase::Single | Phase::Post { .. } | Phase::Void { .. } => false,
        };
        if expired && matches!(transfer.phase, Phase::Post { .. }) {
            return Err(PostError::HoldExpired { leg });
        }
        Ok(Some(hold))
    }
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
