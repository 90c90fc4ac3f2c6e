use super::read::account;
use crate::{DbError, Engine, Read};
use kernel::{Currency, Instant, JournalId};
use ledger::Account;
use ledger::audit::Totals;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most findings of one kind that an audit names.
const MOST: i64 = 100;

/// What recomputing the ledger from its transfers found. Lists name at most 100 findings each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerAudit {
    /// How many journals were read.
    pub journals: u64,
    /// Sums of the balances of each currency; debits and credits are equal.
    pub totals: BTreeMap<Currency, Totals>,
    /// Accounts whose balance is not what their transfers amount to.
    pub drifted: Vec<Account>,
    /// Accounts that hold less than nothing and may not.
    pub overdrawn: Vec<Account>,
    /// Journals without all their transfers, and transfers whose journal is missing.
    pub torn: Vec<JournalId>,
    /// Holds that are neither posted nor voided though their time is over. Not wrong: waiting to be voided.
    pub overdue_holds: Vec<(JournalId, u8)>,
    /// Changes that wait to be folded into the balances. Not wrong, but reads of those balances get slower.
    pub waiting_deltas: u64,
}

impl LedgerAudit {
    /// Was no money made, lost or spent twice?
    pub fn is_sound(&self) -> bool {
        self.totals.values().all(|totals| totals.balanced())
            && self.drifted.is_empty()
            && self.overdrawn.is_empty()
            && self.torn.is_empty()
    }
}

impl Read<'_> {
    /// Recomputes the ledger, in the database. Each finding is true of one moment; `now` is for what is overdue.
    pub async fn ledger_audit(&self, now: Instant) -> Result<LedgerAudit, DbError> {
        let waiting = match self.engine() {
            Engine::Sqlite => 0,
            Engine::Postgres => self.count("SELECT count(*) AS count FROM ledger_delta").await?,
        };
        let torn: Vec<JournalKey> = self.rows(TORN, [MOST.into()]).await?;
        let overdue: Vec<HoldKey> = self.rows(OVERDUE, [now.micros().into(), MOST.into()]).await?;
        Ok(LedgerAudit {
            journals: self.count("SELECT count(*) AS count FROM ledger_journal").await?,
            totals: self.totals().await?,
            drifted: self.accounts(DRIFTED).await?,
            overdrawn: self.accounts(OVERDRAWN).await?,
            torn: torn.into_iter().map(|row| JournalId::new(row.journal)).collect(),
            overdue_holds: overdue.into_iter().map(HoldKey::decode).collect::<Result<_, _>>()?,
            waiting_deltas: waiting,
        })
    }

    async fn rows<R: FromQueryResult, const N: usize>(&self, sql: &str, values: [Value; N]) -> Result<Vec<R>, DbError> {
        let select = Statement::from_sql_and_values(self.conn.get_database_backend(), sql, values);
        let rows = self.conn.query_all_raw(select).await?;
        Ok(rows.iter().map(|row| R::from_query_result(row, "")).collect::<Result<_, _>>()?)
    }

    async fn count(&self, sql: &str) -> Result<u64, DbError> {
        let counts: Vec<Count> = self.rows(sql, []).await?;
        Ok(counts.first().and_then(|row| u64::try_from(row.count).ok()).unwrap_or(0))
    }

    async fn totals(&self) -> Result<BTreeMap<Currency, Totals>, DbError> {
        let rows: Vec<Sums> = self.rows(TOTALS, []).await?;
        rows.into_iter().map(Sums::decode).collect()
    }

    async fn accounts(&self, sql: &str) -> Result<Vec<Account>, DbError> {
        let rows: Vec<AccountKey> = self.rows(sql, [MOST.into()]).await?;
        rows.into_iter().map(AccountKey::decode).collect()
    }
}

/// As text, because the sums of all accounts may pass what an integer column holds.
const TOTALS: &str = "
SELECT account.currency, CAST(sum(dp) AS text) AS dp, CAST(sum(cp) AS text) AS cp, CAST(sum(dh) AS text) AS dh,
    CAST(sum(ch) AS text) AS ch
FROM ledger_account AS account JOIN ledger_balance_now AS balance ON balance.account = account.id
GROUP BY account.currency";

const DRIFTED: &str = "
SELECT account.id, account.kind, account.owner, account.currency
FROM ledger_account AS account
LEFT JOIN ledger_balance_now AS balance ON balance.account = account.id
LEFT JOIN (
    SELECT account, sum(dp) AS dp, sum(cp) AS cp, sum(dh) AS dh, sum(ch) AS ch FROM ledger_effect GROUP BY account
) AS folded ON folded.account = account.id
WHERE balance.dp IS DISTINCT FROM coalesce(folded.dp, 0) OR balance.cp IS DISTINCT FROM coalesce(folded.cp, 0)
    OR balance.dh IS DISTINCT FROM coalesce(folded.dh, 0) OR balance.ch IS DISTINCT FROM coalesce(folded.ch, 0)
ORDER BY account.id LIMIT $1";

const OVERDRAWN: &str = "
SELECT account.id, account.kind, account.owner, account.currency
FROM ledger_account AS account JOIN ledger_balance_now AS balance ON balance.account = account.id
WHERE account.floor AND CASE account.side WHEN -1 THEN dp + dh > cp ELSE cp + ch > dp END
ORDER BY account.id LIMIT $1";

const TORN: &str = "
SELECT journal.id AS journal FROM ledger_journal AS journal
WHERE journal.legs <> (SELECT count(*) FROM ledger_transfer AS transfer WHERE transfer.journal = journal.id)
UNION
SELECT transfer.journal FROM ledger_transfer AS transfer
WHERE NOT EXISTS (SELECT 1 FROM ledger_journal AS journal WHERE journal.id = transfer.journal)
ORDER BY 1 LIMIT $1";

const OVERDUE: &str = "
SELECT hold.journal, hold.leg
FROM ledger_transfer AS hold
WHERE hold.expires < $1 AND NOT EXISTS (
    SELECT 1 FROM ledger_resolution AS resolution
    WHERE resolution.pending_journal = hold.journal AND resolution.pending_leg = hold.leg)
ORDER BY hold.expires, hold.journal, hold.leg LIMIT $2";

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

#[derive(FromQueryResult)]
struct JournalKey {
    journal: Uuid,
}

#[derive(FromQueryResult)]
struct HoldKey {
    journal: Uuid,
    leg: i16,
}

impl HoldKey {
    fn decode(self) -> Result<(JournalId, u8), DbError> {
        let corrupt = || DbError::Corrupt { table: "ledger_transfer", id: format!("{}/{}", self.journal, self.leg) };
        Ok((JournalId::new(self.journal), self.leg.try_into().map_err(|_| corrupt())?))
    }
}

#[derive(FromQueryResult)]
struct AccountKey {
    id: Uuid,
    kind: i16,
    owner: Option<Uuid>,
    currency: String,
}

impl AccountKey {
    fn decode(self) -> Result<Account, DbError> {
        let named = self.currency.parse().ok().and_then(|currency| account(self.kind, self.owner, currency));
        named.ok_or_else(|| DbError::Corrupt { table: "ledger_account", id: self.id.to_string() })
    }
}

#[derive(FromQueryResult)]
struct Sums {
    currency: String,
    dp: String,
    cp: String,
    dh: String,
    ch: String,
}

impl Sums {
    fn decode(self) -> Result<(Currency, Totals), DbError> {
        let sums = || {
            let totals = Totals {
                debits_posted: self.dp.parse().ok()?,
                credits_posted: self.cp.parse().ok()?,
                debits_held: self.dh.parse().ok()?,
                credits_held: self.ch.parse().ok()?,
            };
            Some((self.currency.parse().ok()?, totals))
        };
        sums().ok_or_else(|| DbError::Corrupt { table: "ledger_account", id: self.currency.clone() })
    }
}
