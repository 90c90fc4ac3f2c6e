use crate::{Account, Phase, Side, Transfer};
use kernel::Money;
use serde::{Deserialize, Serialize};

/// What has gone through an account: four counters in minor units that are never negative. Posted counters only grow.
///
/// They are kept apart, never netted into one signed number, so that both flows stay visible and a wrong sign shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Of which account.
    pub account: Account,
    /// Debits that count.
    pub debits_posted: i64,
    /// Credits that count.
    pub credits_posted: i64,
    /// Debits held by pending transfers.
    pub debits_held: i64,
    /// Credits held by pending transfers.
    pub credits_held: i64,
}

impl Balance {
    /// Of an account that nothing has touched.
    pub const fn new(account: Account) -> Self {
        Self { account, debits_posted: 0, credits_posted: 0, debits_held: 0, credits_held: 0 }
    }

    /// What the account holds, holds aside: positive on the side where it grows.
    pub fn posted(self) -> Money {
        let minor = match self.account.kind().side() {
            Side::Debit => self.debits_posted.saturating_sub(self.credits_posted),
            Side::Credit => self.credits_posted.saturating_sub(self.debits_posted),
        };
        Money::new(minor, self.account.currency())
    }

    /// What can be taken out now: a hold that will take counts at once, a hold that will bring does not count yet.
    pub fn spendable(self) -> Money {
        let leaving = match self.account.kind().side() {
            Side::Debit => self.credits_held,
            Side::Credit => self.debits_held,
        };
        Money::new(self.posted().minor().saturating_sub(leaving), self.account.currency())
    }

    /// Does the balance respect its account's floor?
    pub fn meets_floor(self) -> bool {
        !self.account.kind().floor() || self.spendable().minor() >= 0
    }

    /// With one side of a transfer added. None when a counter overflows or would fall below zero.
    pub(crate) fn with(self, side: Side, effect: Effect) -> Option<Self> {
        let grow = |counter: i64, by: i64| counter.checked_add(by).filter(|sum| *sum >= 0);
        match side {
            Side::Debit => Some(Self {
                debits_posted: grow(self.debits_posted, effect.posted)?,
                debits_held: grow(self.debits_held, effect.held)?,
                ..self
            }),
            Side::Credit => Some(Self {
                credits_posted: grow(self.credits_posted, effect.posted)?,
                credits_held: grow(self.credits_held, effect.held)?,
                ..self
            }),
        }
    }
}

/// What a transfer does to each of its two accounts, in minor units.
#[derive(Clone, Copy)]
pub(crate) struct Effect {
    posted: i64,
    held: i64,
}

impl Effect {
    /// `hold` is the pending transfer that this one resolves. None when it resolves one and none is given.
    pub(crate) fn of(transfer: &Transfer, hold: Option<&Transfer>) -> Option<Self> {
        let amount = transfer.posting.amount.minor();
        let let_go = || hold?.posting.amount.minor().checked_neg();
        Some(match transfer.phase {
            Phase::Single => Self { posted: amount, held: 0 },
            Phase::Pending { .. } => Self { posted: 0, held: amount },
            Phase::Post { .. } => Self { posted: amount, held: let_go()? },
            Phase::Void { .. } => Self { posted: 0, held: let_go()? },
        })
    }
}
