use crate::aggregate::one_of;
use crate::{DbError, Read};
use kernel::{Currency, Instant, JournalId, Money};
use ledger::{Account, AccountKind, Balance, Journal, JournalKind, Phase, Posting, Transfer, TransferCode};
use sea_orm::sea_query::{Alias, Query};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult, Statement};
use std::collections::HashMap;
use uuid::Uuid;

/// A journal as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedJournal {
    /// What it says.
    pub journal: Journal,
    /// When it happened.
    pub at: Instant,
}

/// A line of an account's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostedTransfer {
    /// The journal it belongs to.
    pub journal: JournalId,
    /// When it happened.
    pub at: Instant,
    /// What it says.
    pub transfer: Transfer,
}

impl PostedTransfer {
    /// Where the page after this line begins.
    pub const fn cursor(&self) -> TransferCursor {
        TransferCursor { at: self.at, journal: self.journal, leg: self.transfer.leg }
    }
}

/// A place in an account's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferCursor {
    /// When the line happened.
    pub at: Instant,
    /// Its journal.
    pub journal: JournalId,
    /// Its leg.
    pub leg: u8,
}

impl Read<'_> {
    /// What has gone through an account; all zero when nothing has.
    pub async fn balance(&self, account: Account) -> Result<Balance, DbError> {
        let balances = self.balances(&[account]).await?;
        Ok(balances.into_iter().next().unwrap_or(Balance::new(account)))
    }

    /// The balances of several accounts at one moment, in the order they are named.
    pub async fn balances(&self, accounts: &[Account]) -> Result<Vec<Balance>, DbError> {
        if accounts.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<_> = accounts.iter().map(|account| account.id()).collect();
        let mut query = Query::select();
        query
            .columns(["account", "dp", "cp", "dh", "ch"].map(Alias::new))
            .from(Alias::new("ledger_balance_now"))
            .and_where(one_of("account", &ids));
        let rows = self.conn.query_all(&query).await?;
        let rows = rows.iter().map(|row| BalanceRow::from_query_result(row, "").map(|row| (row.account, row)));
        let rows = rows.collect::<Result<HashMap<_, _>, _>>()?;
        let of = |(account, id)| rows.get(id).map_or(Balance::new(account), |row| row.of(account));
        Ok(accounts.iter().copied().zip(&ids).map(of).collect())
    }

    /// The journal with this id, if the fact was recorded.
    pub async fn journal(&self, id: JournalId) -> Result<Option<PostedJournal>, DbError> {
        let sql = format!("{JOURNALS} WHERE journal.id = $1 ORDER BY transfer.leg");
        let select = Statement::from_sql_and_values(self.conn.get_database_backend(), sql, [id.uuid().into()]);
        let rows = self.conn.query_all_raw(select).await?;
        let lines = rows.iter().map(JournalLine::of).collect::<Result<Vec<_>, _>>()?;
        if lines.is_empty() { Ok(None) } else { whole(lines).map(Some) }
    }

    /// What moved on an account, the newest first: at most `limit` lines, after the line at `after`.
    pub async fn transfers_of(
        &self,
        account: Account,
        after: Option<TransferCursor>,
        limit: u32,
    ) -> Result<Vec<PostedTransfer>, DbError> {
        let (at, journal, leg) = after.map_or((i64::MAX, Uuid::max(), i16::MAX), |cursor| {
            (cursor.at.micros(), cursor.journal.uuid(), i16::from(cursor.leg))
        });
        let values = [account.id().into(), at.into(), journal.into(), leg.into(), i64::from(limit).into()];
        let select = Statement::from_sql_and_values(self.conn.get_database_backend(), HISTORY, values);
        self.conn.query_all_raw(select).await?.iter().map(|row| TransferRow::of(row)?.decode()).collect()
    }
}

/// Columns of [`TransferRow`].
macro_rules! transfer_columns {
    () => {
        "transfer.journal, transfer.leg, transfer.phase, transfer.code, transfer.currency, transfer.amount,
    transfer.pending_journal, transfer.pending_leg, transfer.expires, transfer.at,
    debit.kind AS debit_kind, debit.owner AS debit_owner, credit.kind AS credit_kind, credit.owner AS credit_owner"
    };
}

/// A row for each leg of each journal.
pub(super) const JOURNALS: &str = concat!(
    "SELECT journal.kind, journal.subject, journal.reverses, journal.hash, ",
    transfer_columns!(),
    "
FROM ledger_journal AS journal
JOIN ledger_transfer AS transfer ON transfer.journal = journal.id
JOIN ledger_account AS debit ON debit.id = transfer.debit
JOIN ledger_account AS credit ON credit.id = transfer.credit"
);

/// The two sides apart, because each has its index in the order of the history.
const HISTORY: &str = concat!(
    "SELECT ",
    transfer_columns!(),
    "
FROM (
    SELECT * FROM (
        SELECT * FROM ledger_transfer WHERE debit = $1 AND (at, journal, leg) < ($2, $3, $4)
        ORDER BY at DESC, journal DESC, leg DESC LIMIT $5) AS debits
    UNION ALL
    SELECT * FROM (
        SELECT * FROM ledger_transfer WHERE credit = $1 AND (at, journal, leg) < ($2, $3, $4)
        ORDER BY at DESC, journal DESC, leg DESC LIMIT $5) AS credits
) AS transfer
JOIN ledger_account AS debit ON debit.id = transfer.debit
JOIN ledger_account AS credit ON credit.id = transfer.credit
ORDER BY transfer.at DESC, transfer.journal DESC, transfer.leg DESC LIMIT $5"
);

#[derive(FromQueryResult)]
struct BalanceRow {
    account: Uuid,
    dp: i64,
    cp: i64,
    dh: i64,
    ch: i64,
}

impl BalanceRow {
    fn of(&self, account: Account) -> Balance {
        Balance {
            account,
            debits_posted: self.dp,
            credits_posted: self.cp,
            debits_held: self.dh,
            credits_held: self.ch,
        }
    }
}

#[derive(FromQueryResult)]
struct TransferRow {
    journal: Uuid,
    leg: i16,
    phase: i16,
    code: i16,
    currency: String,
    amount: i64,
    pending_journal: Option<Uuid>,
    pending_leg: Option<i16>,
    expires: Option<i64>,
    at: i64,
    debit_kind: i16,
    debit_owner: Option<Uuid>,
    credit_kind: i16,
    credit_owner: Option<Uuid>,
}

impl TransferRow {
    fn of(row: &QueryResult) -> Result<Self, DbError> {
        Ok(Self::from_query_result(row, "")?)
    }

    fn decode(self) -> Result<PostedTransfer, DbError> {
        let corrupt = DbError::Corrupt { table: "ledger_transfer", id: format!("{}/{}", self.journal, self.leg) };
        self.try_decode().ok_or(corrupt)
    }

    fn try_decode(self) -> Option<PostedTransfer> {
        let currency: Currency = self.currency.parse().ok()?;
        let posting = Posting {
            code: TransferCode::from_code(self.code)?,
            debit: account(self.debit_kind, self.debit_owner, currency)?,
            credit: account(self.credit_kind, self.credit_owner, currency)?,
            amount: Money::new(self.amount, currency),
        };
        let held_by =
            self.pending_journal.map(JournalId::new).zip(self.pending_leg.and_then(|leg| leg.try_into().ok()));
        let phase = match (self.phase, held_by) {
            (1, None) => Phase::Single,
            (2, None) => Phase::Pending { expires: self.expires.map(Instant::from_micros).transpose().ok()? },
            (3, Some((journal, leg))) => Phase::Post { journal, leg },
            (4, Some((journal, leg))) => Phase::Void { journal, leg },
            _ => return None,
        };
        Some(PostedTransfer {
            journal: JournalId::new(self.journal),
            at: Instant::from_micros(self.at).ok()?,
            transfer: Transfer { leg: self.leg.try_into().ok()?, phase, posting },
        })
    }
}

pub(super) fn account(kind: i16, owner: Option<Uuid>, currency: Currency) -> Option<Account> {
    Account::try_new(AccountKind::from_code(kind)?, owner, currency).ok()
}

#[derive(FromQueryResult)]
struct JournalRow {
    kind: i16,
    subject: Uuid,
    reverses: Option<Uuid>,
    hash: Vec<u8>,
}

/// One leg, and what its journal says of itself.
pub(super) struct JournalLine {
    kind: JournalKind,
    subject: Uuid,
    reverses: Option<JournalId>,
    hash: Vec<u8>,
    pub(super) leg: PostedTransfer,
}

impl JournalLine {
    pub(super) fn of(row: &QueryResult) -> Result<Self, DbError> {
        let leg = TransferRow::of(row)?.decode()?;
        let JournalRow { kind, subject, reverses, hash } = JournalRow::from_query_result(row, "")?;
        let kind = JournalKind::from_code(kind).ok_or_else(|| corrupt_journal(leg.journal))?;
        Ok(Self { kind, subject, reverses: reverses.map(JournalId::new), hash, leg })
    }
}

/// The journal of all its lines, leg 1 first.
///
/// # Errors
/// [`DbError::Corrupt`] when they are none, or not what was hashed when it was written.
pub(super) fn whole(lines: Vec<JournalLine>) -> Result<PostedJournal, DbError> {
    let Some(first) = lines.first() else { return Err(corrupt_journal(JournalId::new(Uuid::nil()))) };
    let (id, at) = (first.leg.journal, first.leg.at);
    let (kind, subject, reverses) = (first.kind, first.subject, first.reverses);
    let hash = first.hash.clone();
    let transfers = lines.into_iter().map(|line| line.leg.transfer).collect();
    let journal = Journal::try_new(id, kind, subject, reverses, transfers).map_err(|_| corrupt_journal(id))?;
    if journal.hash() == *hash { Ok(PostedJournal { journal, at }) } else { Err(corrupt_journal(id)) }
}

fn corrupt_journal(id: JournalId) -> DbError {
    DbError::Corrupt { table: "ledger_journal", id: id.uuid().to_string() }
}
