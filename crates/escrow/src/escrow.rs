use crate::{FeeSchedule, Share, Tally, fact};
use kernel::{
    ContractId, DisputeId, Instant, JournalId, MilestoneId, Money, MoneyError, OrganisationId, PaymentId, PersonId,
    Version,
};
use ledger::{Account, Journal, JournalBuilder, JournalError, JournalKind, Posting, TransferCode};
use serde::{Deserialize, Serialize};

/// The money of one milestone. All amounts but `price` include consumption tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escrow {
    /// The milestone; it also names the escrow and its ledger account.
    pub milestone: MilestoneId,
    /// The contract, over which the fee's tiers count.
    pub contract: ContractId,
    /// Who pays.
    pub client: OrganisationId,
    /// Who is paid.
    pub worker: PersonId,
    /// The agreed price, without tax.
    pub price: Money,
    /// The price with tax: what the client pays in and what is divided.
    pub gross: Money,
    /// How far it is.
    pub state: EscrowState,
}

/// How far an escrow is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum EscrowState {
    /// Nothing was paid in.
    Unfunded,
    /// A payment is on its way.
    Funding {
        /// Which one.
        payment: PaymentId,
    },
    /// The money is there.
    Held {
        /// What came in and what has left.
        #[serde(flatten)]
        tally: Tally,
    },
    /// The money is there and may only move by a decision or once the dispute is over.
    Frozen {
        /// What came in and what has left.
        #[serde(flatten)]
        tally: Tally,
        /// What is argued about.
        dispute: DisputeId,
    },
    /// All the money has left.
    Closed {
        /// What came in and what has left.
        #[serde(flatten)]
        tally: Tally,
        /// When the last of it left.
        at: Instant,
    },
}

/// The name of an [`EscrowState`], without what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EscrowStateKind {
    /// Nothing was paid in.
    Unfunded,
    /// A payment is on its way.
    Funding,
    /// The money is there.
    Held,
    /// The money is there and disputed.
    Frozen,
    /// All the money has left.
    Closed,
}

/// What an escrow is opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewEscrow {
    /// The milestone.
    pub milestone: MilestoneId,
    /// Its contract.
    pub contract: ContractId,
    /// Who pays.
    pub client: OrganisationId,
    /// Who is paid.
    pub worker: PersonId,
    /// The agreed price, without tax; more than nothing.
    pub price: Money,
}

/// One step of an escrow: what has to be saved together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscrowStep {
    /// The escrow after the step.
    pub escrow: Escrow,
    /// What moves; empty when nothing does.
    pub journals: Vec<Journal>,
    /// What the worker earned by it, still to be settled when the security period is over. None when nothing.
    pub earned: Option<Earned>,
}

/// Net earnings of one release or split, waiting for the end of the security period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earned {
    /// For which milestone.
    pub milestone: MilestoneId,
    /// Whose.
    pub worker: PersonId,
    /// The journal that brought them.
    pub journal: JournalId,
    /// How much.
    pub net: Money,
}

/// Why a step was refused. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EscrowError {
    /// The escrow's state does not allow this step.
    #[error("not possible in this state of the escrow")]
    WrongState(EscrowStateKind),
    /// The escrow waits for another payment.
    #[error("the escrow waits for another payment")]
    AnotherPayment,
    /// Nothing, or less than nothing, would move.
    #[error("the amount is not positive")]
    NotPositive,
    /// More would leave than is held.
    #[error("the amount is more than the escrow holds")]
    ExceedsHeld,
    /// An amount is of another currency or out of range.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The step's journal cannot be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl Escrow {
    /// Opens an escrow, unfunded, for a price under the contract's fee schedule.
    pub fn open(new: NewEscrow, schedule: &FeeSchedule) -> Result<Self, EscrowError> {
        let NewEscrow { milestone, contract, client, worker, price } = new;
        if !price.is_positive() {
            return Err(EscrowError::NotPositive);
        }
        // Quoting also makes sure that price and tax together are within what the ledger can move.
        let gross = schedule.quote(price, Money::zero(price.currency()))?.gross;
        Ok(Self { milestone, contract, client, worker, price, gross, state: EscrowState::Unfunded })
    }

    /// A payment of the whole `gross` is on its way. Nothing moves yet.
    pub fn begin_funding(self, payment: PaymentId) -> Result<EscrowStep, EscrowError> {
        match self.state {
            EscrowState::Unfunded => Ok(self.still(EscrowState::Funding { payment })),
            EscrowState::Funding { .. }
            | EscrowState::Held { .. }
            | EscrowState::Frozen { .. }
            | EscrowState::Closed { .. } => Err(self.wrong_state()),
        }
    }

    /// The payment came to nothing, or is no longer waited for; another can be begun.
    pub fn funding_failed(self, payment: PaymentId) -> Result<EscrowStep, EscrowError> {
        self.awaits(payment)?;
        Ok(self.still(EscrowState::Unfunded))
    }

    /// The payment is in the client's wallet account (F1, posted by [`crate::Payment`]); from there it is put into the
    /// escrow (F3).
    ///
    /// A payment that succeeds after it was given up is refused here: its money stays in the wallet, to be refunded.
    pub fn funded(self, payment: PaymentId) -> Result<EscrowStep, EscrowError> {
        self.awaits(payment)?;
        let id = fact(JournalKind::EscrowFunded, payment);
        let journal = self.journal(id, JournalKind::EscrowFunded).single(Posting {
            code: TransferCode::EscrowFunded,
            debit: self.wallet(),
            credit: self.account(),
            amount: self.gross,
        });
        let tally = Tally::of(self.gross);
        let escrow = Self { state: EscrowState::Held { tally }, ..self };
        Ok(EscrowStep { escrow, journals: vec![journal.build()?], earned: None })
    }

    /// Gives `share` of the held money to the worker, less fee and tax; the last of it closes the escrow.
    ///
    /// `share` is the contract's fee schedule applied to what the contract has released so far, over all its
    /// milestones, so the save has to guard the contract's version beside the escrow's. `version` is that of the escrow
    /// as it was read: it makes the fact unique.
    pub fn release(self, share: Share, version: Version, now: Instant) -> Result<EscrowStep, EscrowError> {
        let tally = self.held()?.release(positive(share.gross())?)?;
        let id = self.fact_at(JournalKind::EscrowReleased, version);
        let journal = self.divide(self.journal(id, JournalKind::EscrowReleased), share);
        Ok(EscrowStep {
            escrow: self.left_with(tally, now),
            journals: vec![journal.build()?],
            earned: self.earned(id, share),
        })
    }

    /// Gives `amount` of the held money back to the client's wallet account; the last of it closes the escrow.
    /// `version` is that of the escrow as it was read: it makes the fact unique.
    pub fn refund(self, amount: Money, version: Version, now: Instant) -> Result<EscrowStep, EscrowError> {
        let tally = self.held()?.refund(positive(amount)?)?;
        let id = self.fact_at(JournalKind::EscrowRefunded, version);
        let journal = self.give_back(self.journal(id, JournalKind::EscrowRefunded), amount);
        Ok(EscrowStep { escrow: self.left_with(tally, now), journals: vec![journal.build()?], earned: None })
    }

    /// Divides all the held money: `share` to the worker, the rest to the client. Closes the escrow. Either part may be
    /// nothing. This is how a cancellation or a decided dispute ends.
    ///
    /// `share` and `version` are as for [`Escrow::release`].
    pub fn split(self, share: Share, version: Version, now: Instant) -> Result<EscrowStep, EscrowError> {
        let tally = self.held_or_frozen()?.release(share.gross())?;
        let rest = tally.left();
        let tally = tally.refund(rest)?;
        let id = self.fact_at(JournalKind::EscrowSplit, version);
        let journal = self.divide(self.journal(id, JournalKind::EscrowSplit), share);
        let journal = if rest.is_positive() { self.give_back(journal, rest) } else { journal };
        Ok(EscrowStep {
            escrow: self.left_with(tally, now),
            journals: vec![journal.build()?],
            earned: self.earned(id, share),
        })
    }

    /// A dispute was opened: nothing leaves until it is split or thawed.
    pub fn freeze(self, dispute: DisputeId) -> Result<EscrowStep, EscrowError> {
        let tally = self.held()?;
        Ok(self.still(EscrowState::Frozen { tally, dispute }))
    }

    /// The dispute is over without a decision about the money.
    pub fn thaw(self) -> Result<EscrowStep, EscrowError> {
        match self.state {
            EscrowState::Frozen { tally, .. } => Ok(self.still(EscrowState::Held { tally })),
            EscrowState::Unfunded
            | EscrowState::Funding { .. }
            | EscrowState::Held { .. }
            | EscrowState::Closed { .. } => Err(self.wrong_state()),
        }
    }

    /// What came in and what has left; nothing of either before it is funded.
    pub fn tally(&self) -> Tally {
        match self.state {
            EscrowState::Unfunded | EscrowState::Funding { .. } => Tally::of(Money::zero(self.gross.currency())),
            EscrowState::Held { tally } | EscrowState::Frozen { tally, .. } | EscrowState::Closed { tally, .. } => {
                tally
            }
        }
    }

    /// The ledger account that holds the money; its balance is [`Tally::left`] at every instant.
    pub const fn account(&self) -> Account {
        Account::escrow(self.milestone, self.gross.currency())
    }

    const fn wallet(&self) -> Account {
        Account::client_wallet(self.client, self.gross.currency())
    }

    /// A version is left only once, so it tells the steps of one escrow apart.
    fn fact_at(&self, kind: JournalKind, version: Version) -> JournalId {
        fact(kind, format_args!("{}:{}", self.milestone, version.get()))
    }

    fn journal(&self, id: JournalId, kind: JournalKind) -> JournalBuilder {
        Journal::builder(id, kind, self.milestone.uuid())
    }

    /// The legs N, F and T; those of nothing are left out.
    fn divide(&self, journal: JournalBuilder, share: Share) -> JournalBuilder {
        let currency = self.gross.currency();
        [
            (TransferCode::ReleaseNet, Account::worker_pending(self.worker, currency), share.net()),
            (TransferCode::ReleaseFee, Account::fee_income(currency), share.fee()),
            (TransferCode::ReleaseFeeTax, Account::consumption_tax_payable(currency), share.fee_tax()),
        ]
        .into_iter()
        .filter(|(_, _, amount)| amount.is_positive())
        .fold(journal, |journal, (code, credit, amount)| {
            journal.single(Posting { code, debit: self.account(), credit, amount })
        })
    }

    fn give_back(&self, journal: JournalBuilder, amount: Money) -> JournalBuilder {
        let code = TransferCode::EscrowRefunded;
        journal.single(Posting { code, debit: self.account(), credit: self.wallet(), amount })
    }

    fn earned(&self, journal: JournalId, share: Share) -> Option<Earned> {
        let Self { milestone, worker, .. } = *self;
        share.net().is_positive().then_some(Earned { milestone, worker, journal, net: share.net() })
    }

    fn still(self, state: EscrowState) -> EscrowStep {
        EscrowStep { escrow: Self { state, ..self }, journals: Vec::new(), earned: None }
    }

    fn left_with(self, tally: Tally, now: Instant) -> Self {
        let state =
            if tally.left().is_zero() { EscrowState::Closed { tally, at: now } } else { EscrowState::Held { tally } };
        Self { state, ..self }
    }

    fn awaits(&self, expected: PaymentId) -> Result<(), EscrowError> {
        match self.state {
            EscrowState::Funding { payment } if payment == expected => Ok(()),
            EscrowState::Funding { .. } => Err(EscrowError::AnotherPayment),
            EscrowState::Unfunded
            | EscrowState::Held { .. }
            | EscrowState::Frozen { .. }
            | EscrowState::Closed { .. } => Err(self.wrong_state()),
        }
    }

    fn held(&self) -> Result<Tally, EscrowError> {
        match self.state {
            EscrowState::Held { tally } => Ok(tally),
            EscrowState::Unfunded
            | EscrowState::Funding { .. }
            | EscrowState::Frozen { .. }
            | EscrowState::Closed { .. } => Err(self.wrong_state()),
        }
    }

    fn held_or_frozen(&self) -> Result<Tally, EscrowError> {
        match self.state {
            EscrowState::Held { tally } | EscrowState::Frozen { tally, .. } => Ok(tally),
            EscrowState::Unfunded | EscrowState::Funding { .. } | EscrowState::Closed { .. } => Err(self.wrong_state()),
        }
    }

    fn wrong_state(&self) -> EscrowError {
        EscrowError::WrongState(self.state.kind())
    }
}

impl EscrowState {
    /// Its name.
    pub const fn kind(&self) -> EscrowStateKind {
        match self {
            Self::Unfunded => EscrowStateKind::Unfunded,
            Self::Funding { .. } => EscrowStateKind::Funding,
            Self::Held { .. } => EscrowStateKind::Held,
            Self::Frozen { .. } => EscrowStateKind::Frozen,
            Self::Closed { .. } => EscrowStateKind::Closed,
        }
    }
}

impl Earned {
    /// The security period is over: what was earned can be paid out (S1).
    pub fn settle(&self) -> Result<Journal, JournalError> {
        let currency = self.net.currency();
        let kind = JournalKind::EarningsSettled;
        Journal::builder(fact(kind, self.journal), kind, self.milestone.uuid())
            .single(Posting {
                code: TransferCode::EarningsSettled,
                debit: Account::worker_pending(self.worker, currency),
                credit: Account::worker_available(self.worker, currency),
                amount: self.net,
            })
            .build()
    }
}

fn positive(amount: Money) -> Result<Money, EscrowError> {
    if amount.is_positive() { Ok(amount) } else { Err(EscrowError::NotPositive) }
}

#[cfg(test)]
#[path = "escrow_tests.rs"]
mod tests;
