//! Accounts, journals and money for the tests of the ledger.

use kernel::{Currency, Instant, JournalId, MilestoneId, Money, OrganisationId, PersonId};
use ledger::{Account, Balance, Journal, JournalKind, Phase, Posted, Posting, TransferCode};
use storage::{Db, DbError};
use uuid::Uuid;

pub const SUBJECT: Uuid = Uuid::from_u128(7);

pub fn at(seconds: i64) -> Instant {
    Instant::from_unix(1_800_000_000 + seconds).unwrap()
}

pub fn bank() -> Account {
    Account::gateway_available(Currency::Jpy)
}

pub fn wallet(number: u128) -> Account {
    Account::client_wallet(OrganisationId::new(Uuid::from_u128(number)), Currency::Jpy)
}

pub fn escrow(number: u128) -> Account {
    Account::escrow(MilestoneId::new(Uuid::from_u128(number)), Currency::Jpy)
}

pub fn worker(number: u128) -> Account {
    Account::worker_available(PersonId::new(Uuid::from_u128(number)), Currency::Jpy)
}

pub fn fees() -> Account {
    Account::fee_income(Currency::Jpy)
}

pub fn posting(debit: Account, credit: Account, minor: i64) -> Posting {
    Posting { code: TransferCode::EscrowFunded, debit, credit, amount: Money::new(minor, debit.currency()) }
}

/// A journal that records `fact` by `legs`.
pub fn journal(fact: &str, legs: impl IntoIterator<Item = (Phase, Posting)>) -> Journal {
    let builder = Journal::builder(JournalId::of_fact(fact), JournalKind::EscrowFunded, SUBJECT);
    legs.into_iter().fold(builder, |builder, (phase, posting)| builder.leg(phase, posting)).build().unwrap()
}

/// A journal of one leg that counts at once.
pub fn move_money(fact: &str, debit: Account, credit: Account, minor: i64) -> Journal {
    journal(fact, [(Phase::Single, posting(debit, credit, minor))])
}

/// A journal of one leg that is held.
pub fn hold(fact: &str, posting: Posting, expires: Option<Instant>) -> Journal {
    journal(fact, [(Phase::Pending { expires }, posting)])
}

/// The post of leg 1 of the journal that records `held`.
pub fn post_of(held: &str) -> Phase {
    Phase::Post { journal: JournalId::of_fact(held), leg: 1 }
}

/// The void of leg 1 of the journal that records `held`.
pub fn void_of(held: &str) -> Phase {
    Phase::Void { journal: JournalId::of_fact(held), leg: 1 }
}

/// Posts in a transaction of its own.
pub async fn post_at(db: &Db, journals: &[Journal], now: Instant) -> Result<Vec<Posted>, DbError> {
    let tx = db.write().await?;
    let posted = tx.post(journals, now).await?;
    tx.commit().await?;
    Ok(posted)
}

/// Posts in a transaction of its own at second 0.
pub async fn post(db: &Db, journals: &[Journal]) -> Result<Vec<Posted>, DbError> {
    post_at(db, journals, at(0)).await
}

/// Puts money on an account from the bank.
pub async fn give(db: &Db, account: Account, minor: i64) {
    let journal = move_money(&format!("give {minor} to {account}"), bank(), account, minor);
    assert_eq!(post(db, &[journal]).await.unwrap(), [Posted::Posted]);
}

pub async fn spendable(db: &Db, account: Account) -> i64 {
    db.read().balance(account).await.unwrap().spendable().minor()
}

/// A balance whose counters are posted debits and credits, held debits and credits.
pub fn balance(account: Account, [dp, cp, dh, ch]: [i64; 4]) -> Balance {
    Balance { account, debits_posted: dp, credits_posted: cp, debits_held: dh, credits_held: ch }
}
