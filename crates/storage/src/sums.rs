//! What the rows of people's money sum to against what their accounts hold, in the database.

use crate::{DbError, Read};
use kernel::Instant;
use ledger::AccountKind;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use uuid::Uuid;

/// Most findings that are named.
const MOST: i64 = 100;

/// The outcome of comparing sums.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SumCheck {
    /// How many sums were compared.
    pub compared: u64,
    /// Whose do not agree, with the currency; at most 100.
    pub wrong: Vec<(Uuid, String)>,
}

impl Read<'_> {
    /// For each worker and currency: releases and payouts against the accounts of their earnings.
    pub async fn worker_sums(&self) -> Result<SumCheck, DbError> {
        let kinds = [AccountKind::WorkerPending, AccountKind::WorkerAvailable];
        self.sums(WORKERS, kinds.map(|kind| kind.code().into()).into()).await
    }

    /// For each client and currency: what came in and went back against what is in the wallet, held, and released.
    pub async fn client_sums(&self) -> Result<SumCheck, DbError> {
        let kinds = [AccountKind::ClientWallet, AccountKind::Escrow];
        self.sums(CLIENTS, kinds.map(|kind| kind.code().into()).into()).await
    }

    /// Releases that should have been settled before `before`; at most 100.
    pub async fn overdue_releases(&self, before: Instant) -> Result<Vec<Uuid>, DbError> {
        let values: Vec<Value> = vec![before.micros().into(), MOST.into()];
        let rows = self.conn.query_all_raw(self.statement(OVERDUE_RELEASES, values)).await?;
        rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
    }

    /// How many payments, refunds and payouts there are.
    pub async fn count_requested(&self) -> Result<u64, DbError> {
        let row = self.conn.query_one_raw(self.statement(REQUESTED, Vec::new())).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "count"))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    async fn sums(&self, sql: &str, values: Vec<Value>) -> Result<SumCheck, DbError> {
        let mut check = SumCheck::default();
        for row in self.conn.query_all_raw(self.statement(sql, values)).await? {
            check.count(&row)?;
        }
        Ok(check)
    }

    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.conn.get_database_backend(), sql, values)
    }
}

impl SumCheck {
    /// The first row counts, each other names one that is wrong.
    fn count(&mut self, row: &QueryResult) -> Result<(), DbError> {
        match row.try_get::<Option<Uuid>>("", "owner")? {
            None => {
                let compared: i64 = row.try_get("", "compared")?;
                self.compared = u64::try_from(compared).unwrap_or(0);
            }
            Some(owner) => self.wrong.push((owner, row.try_get("", "currency")?)),
        }
        Ok(())
    }
}

/// One row with the number of sums, then one for each that is wrong.
macro_rules! compared {
    ($sums:literal, $wrong:literal) => {
        concat!(
            "WITH ",
            $sums,
            ", wrong AS (SELECT owner, currency FROM sums WHERE ",
            $wrong,
            " ORDER BY owner, currency LIMIT 100)
SELECT NULL AS owner, NULL AS currency, count(*) AS compared FROM sums
UNION ALL SELECT owner, currency, 0 FROM wrong"
        )
    };
}

/// `$1` and `$2` are the kinds of the accounts: pending and available.
const WORKERS: &str = compared!(
    "lines AS (
    SELECT worker AS owner, currency, CASE WHEN settled_at IS NULL THEN net ELSE 0 END AS pending,
        CASE WHEN settled_at IS NULL THEN 0 ELSE net END AS available, 0 AS held
    FROM worker_release
    UNION ALL
    SELECT worker, currency, 0, CASE WHEN state_kind = 'paid' THEN -amount ELSE 0 END,
        CASE WHEN state_kind IN ('requested', 'sent') THEN amount ELSE 0 END
    FROM payout
    UNION ALL
    SELECT account.owner, account.currency, CASE WHEN account.kind = $1 THEN dp - cp ELSE 0 END,
        CASE WHEN account.kind = $2 THEN dp - cp ELSE 0 END, CASE WHEN account.kind = $2 THEN -dh ELSE 0 END
    FROM ledger_account AS account JOIN ledger_balance_now AS balance ON balance.account = account.id
    WHERE account.kind IN ($1, $2)
), sums AS (
    SELECT owner, currency, sum(pending) AS pending, sum(available) AS available, sum(held) AS held
    FROM lines GROUP BY owner, currency
)",
    "pending <> 0 OR available <> 0 OR held <> 0"
);

/// `$1` and `$2` are the kinds of the accounts: wallet and escrow.
const CLIENTS: &str = compared!(
    "lines AS (
    SELECT organisation AS owner, currency, amount, 0 AS held FROM payment WHERE state_kind = 'succeeded'
    UNION ALL
    SELECT organisation, currency, CASE WHEN state_kind = 'succeeded' THEN -amount ELSE 0 END,
        CASE WHEN state_kind IN ('requested', 'sent') THEN amount ELSE 0 END
    FROM refund
    UNION ALL
    SELECT contract.organisation, worker_release.currency, -worker_release.gross, 0
    FROM worker_release JOIN contract ON contract.id = worker_release.contract
    UNION ALL
    SELECT account.owner, account.currency, dp - cp, -dh
    FROM ledger_account AS account JOIN ledger_balance_now AS balance ON balance.account = account.id
    WHERE account.kind = $1
    UNION ALL
    SELECT contract.organisation, account.currency, dp - cp, -dh
    FROM ledger_account AS account JOIN ledger_balance_now AS balance ON balance.account = account.id
    JOIN escrow ON escrow.id = account.owner JOIN contract ON contract.id = escrow.contract
    WHERE account.kind = $2
), sums AS (
    SELECT owner, currency, sum(amount) AS amount, sum(held) AS held FROM lines GROUP BY owner, currency
)",
    "amount <> 0 OR held <> 0"
);

const OVERDUE_RELEASES: &str =
    "SELECT id FROM worker_release WHERE settled_at IS NULL AND settles_at < $1 ORDER BY settles_at, id LIMIT $2";

const REQUESTED: &str = "
SELECT (SELECT count(*) FROM payment) + (SELECT count(*) FROM refund) + (SELECT count(*) FROM payout) AS count";
