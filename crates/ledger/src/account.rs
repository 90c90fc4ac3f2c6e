use crate::code::coded;
use kernel::{Currency, MilestoneId, OrganisationId, PersonId, fact_uuid};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

coded! {
    /// What an account is for. The chart of accounts: assets are numbered from 10, liabilities from 20, income from 30,
    /// expenses from 40.
    pub enum AccountKind {
        /// A1: money the gateway has taken for us and not yet made available.
        GatewayPending = 11 "gateway_pending",
        /// A2: money at the gateway that can be sent.
        GatewayAvailable = 12 "gateway_available",
        /// L1: a client's money that is in no escrow: just paid in, or on its way back. Owner: the organisation.
        ClientWallet = 21 "client_wallet",
        /// L2: money held for a milestone, tax included. Owner: the milestone.
        Escrow = 22 "escrow",
        /// L3: a worker's earnings within the security period. Owner: the person.
        WorkerPending = 23 "worker_pending",
        /// L4: a worker's earnings that can be paid out. Owner: the person.
        WorkerAvailable = 24 "worker_available",
        /// L5: income tax withheld and owed to the tax office.
        WithholdingPayable = 25 "withholding_payable",
        /// L6: consumption tax on our fees, owed to the tax office.
        ConsumptionTaxPayable = 26 "consumption_tax_payable",
        /// L7: what the gateway knows and we do not, until it is explained; zero when all is well.
        ReconSuspense = 27 "recon_suspense",
        /// R1: our fees, without tax.
        FeeIncome = 31 "fee_income",
        /// X1: what the gateway charges us.
        GatewayFeeExpense = 41 "gateway_fee_expense",
        /// X4: differences of rounding.
        Rounding = 44 "rounding",
    }
}

/// On which side an account grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Assets and expenses.
    Debit,
    /// Liabilities and income.
    Credit,
}

impl Side {
    /// As stored: 1 for debit, −1 for credit.
    pub const fn sign(self) -> i16 {
        match self {
            Side::Debit => 1,
            Side::Credit => -1,
        }
    }
}

impl AccountKind {
    /// On which side accounts of this kind grow. Suspense may stand on either; it is shown as a liability.
    pub const fn side(self) -> Side {
        match self {
            Self::GatewayPending | Self::GatewayAvailable | Self::GatewayFeeExpense | Self::Rounding => Side::Debit,
            Self::ClientWallet
            | Self::Escrow
            | Self::WorkerPending
            | Self::WorkerAvailable
            | Self::WithholdingPayable
            | Self::ConsumptionTaxPayable
            | Self::ReconSuspense
            | Self::FeeIncome => Side::Credit,
        }
    }

    /// May the balance never fall below zero? True of every account that belongs to somebody.
    pub const fn floor(self) -> bool {
        match self {
            Self::ClientWallet | Self::Escrow | Self::WorkerPending | Self::WorkerAvailable => true,
            Self::GatewayPending
            | Self::GatewayAvailable
            | Self::WithholdingPayable
            | Self::ConsumptionTaxPayable
            | Self::ReconSuspense
            | Self::FeeIncome
            | Self::GatewayFeeExpense
            | Self::Rounding => false,
        }
    }

    /// Is the balance brought up to date later, in bulk? True of the platform's own accounts: every release touches
    /// them, so updating them in place would let only one release commit at a time. They are never checked for
    /// sufficiency, so nothing has to wait for them.
    pub const fn deferred(self) -> bool {
        !self.floor()
    }

    /// Does each account of this kind belong to somebody (or some milestone)? The others stand once per currency.
    pub const fn owned(self) -> bool {
        self.floor()
    }
}

/// An account: what it is for, whose it is, in which currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Account {
    kind: AccountKind,
    owner: Option<Uuid>,
    currency: Currency,
}

/// Why no such account can exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// An account of this kind belongs to somebody, and no owner is named.
    #[error("an account of this kind needs an owner")]
    OwnerMissing,
    /// An account of this kind stands once per currency, and an owner is named.
    #[error("an account of this kind has no owner")]
    OwnerUnexpected,
}

impl Account {
    /// An account as it is read back from where it is stored.
    pub fn try_new(kind: AccountKind, owner: Option<Uuid>, currency: Currency) -> Result<Self, AccountError> {
        match (kind.owned(), owner) {
            (true, None) => Err(AccountError::OwnerMissing),
            (false, Some(_)) => Err(AccountError::OwnerUnexpected),
            (true, Some(_)) | (false, None) => Ok(Self { kind, owner, currency }),
        }
    }

    /// L1: a client's money that is in no escrow.
    pub const fn client_wallet(client: OrganisationId, currency: Currency) -> Self {
        Self { kind: AccountKind::ClientWallet, owner: Some(client.uuid()), currency }
    }

    /// L2: money held for a milestone.
    pub const fn escrow(milestone: MilestoneId, currency: Currency) -> Self {
        Self { kind: AccountKind::Escrow, owner: Some(milestone.uuid()), currency }
    }

    /// L3: a worker's earnings within the security period.
    pub const fn worker_pending(worker: PersonId, currency: Currency) -> Self {
        Self { kind: AccountKind::WorkerPending, owner: Some(worker.uuid()), currency }
    }

    /// L4: a worker's earnings that can be paid out.
    pub const fn worker_available(worker: PersonId, currency: Currency) -> Self {
        Self { kind: AccountKind::WorkerAvailable, owner: Some(worker.uuid()), currency }
    }

    /// A1: money the gateway has taken for us and not yet made available.
    pub const fn gateway_pending(currency: Currency) -> Self {
        Self { kind: AccountKind::GatewayPending, owner: None, currency }
    }

    /// A2: money at the gateway that can be sent.
    pub const fn gateway_available(currency: Currency) -> Self {
        Self { kind: AccountKind::GatewayAvailable, owner: None, currency }
    }

    /// L5: income tax withheld.
    pub const fn withholding_payable(currency: Currency) -> Self {
        Self { kind: AccountKind::WithholdingPayable, owner: None, currency }
    }

    /// L6: consumption tax on our fees.
    pub const fn consumption_tax_payable(currency: Currency) -> Self {
        Self { kind: AccountKind::ConsumptionTaxPayable, owner: None, currency }
    }

    /// L7: what the gateway knows and we do not yet.
    pub const fn recon_suspense(currency: Currency) -> Self {
        Self { kind: AccountKind::ReconSuspense, owner: None, currency }
    }

    /// R1: our fees, without tax.
    pub const fn fee_income(currency: Currency) -> Self {
        Self { kind: AccountKind::FeeIncome, owner: None, currency }
    }

    /// X1: what the gateway charges us.
    pub const fn gateway_fee_expense(currency: Currency) -> Self {
        Self { kind: AccountKind::GatewayFeeExpense, owner: None, currency }
    }

    /// X4: differences of rounding.
    pub const fn rounding(currency: Currency) -> Self {
        Self { kind: AccountKind::Rounding, owner: None, currency }
    }

    /// What it is for.
    pub const fn kind(self) -> AccountKind {
        self.kind
    }

    /// Whose it is: the UUID of an organisation, a milestone or a person; none for the platform's own.
    pub const fn owner(self) -> Option<Uuid> {
        self.owner
    }

    /// The one currency it holds.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The id it is stored under. Computed from what the account is, so a posting needs no look-up, and two processes
    /// that open the same account at once open one account.
    pub fn id(self) -> Uuid {
        fact_uuid(&format!("account:{self}"))
    }
}

/// For exports and logs: `escrow:01900000-0000-7000-8000-000000000001:JPY`, `fee_income:-:JPY`.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.owner {
            Some(owner) => write!(f, "{}:{owner}:{}", self.kind, self.currency),
            None => write!(f, "{}:-:{}", self.kind, self.currency),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Parts {
    kind: AccountKind,
    owner: Option<Uuid>,
    currency: Currency,
}

impl From<Account> for Parts {
    fn from(account: Account) -> Self {
        Self { kind: account.kind, owner: account.owner, currency: account.currency }
    }
}

impl TryFrom<Parts> for Account {
    type Error = AccountError;

    fn try_from(parts: Parts) -> Result<Self, AccountError> {
        Self::try_new(parts.kind, parts.owner, parts.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_named_by_kind_owner_and_currency_and_by_nothing_else() {
        let one = Uuid::from_u128(1);
        let pending = Account::worker_pending(PersonId::new(one), Currency::Jpy);
        assert_eq!(pending.id(), Account::worker_pending(PersonId::new(one), Currency::Jpy).id());
        for other in [
            Account::worker_available(PersonId::new(one), Currency::Jpy),
            Account::worker_pending(PersonId::new(one), Currency::Usd),
            Account::worker_pending(PersonId::new(Uuid::from_u128(2)), Currency::Jpy),
            Account::escrow(MilestoneId::new(one), Currency::Jpy),
        ] {
            assert_ne!(pending.id(), other.id());
        }
    }

    /// Ids are stored: a change here would cut every account off from its history.
    #[test]
    fn ids_stay_what_they_were() {
        let escrow = Account::escrow(MilestoneId::new(Uuid::from_u128(1)), Currency::Jpy);
        assert_eq!(escrow.to_string(), "escrow:00000000-0000-0000-0000-000000000001:JPY");
        assert_eq!(escrow.id().to_string(), "2bc2e8d7-47cb-565a-a322-373e993c8e0b");
        assert_eq!(Account::fee_income(Currency::Jpy).to_string(), "fee_income:-:JPY");
    }

    #[test]
    fn only_accounts_of_somebody_have_an_owner() {
        for kind in AccountKind::ALL.iter().copied() {
            let (with, without) =
                (Account::try_new(kind, Some(Uuid::nil()), Currency::Jpy), Account::try_new(kind, None, Currency::Jpy));
            if kind.owned() {
                assert!(with.is_ok());
                assert_eq!(without, Err(AccountError::OwnerMissing));
            } else {
                assert_eq!(with, Err(AccountError::OwnerUnexpected));
                assert!(without.is_ok());
            }
            assert!(!(kind.floor() && kind.deferred()), "{kind} is checked and deferred at once");
        }
    }

    #[test]
    fn an_account_reads_back_and_a_wrong_one_is_refused() {
        let account = Account::client_wallet(OrganisationId::new(Uuid::from_u128(3)), Currency::Usd);
        let json = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<Account>(&json).unwrap(), account);
        assert!(serde_json::from_str::<Account>(r#"{"kind":"escrow","owner":null,"currency":"JPY"}"#).is_err());
    }
}
