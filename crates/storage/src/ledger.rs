//! The ledger in the database: [`ledger::Book`] is what it has to answer, journal by journal.
//!
//! Accounts, journals and transfers are written once; triggers move the balances and refuse what no ledger may hold,
//! whoever writes. What is here only has to hand the rows over.

mod audit;
mod export;
mod fault;
mod fold;
mod read;
mod rows;

pub use audit::LedgerAudit;
pub use fault::LedgerFault;
pub(crate) use fault::of_posting as fault_of_posting;
pub use read::{PostedJournal, PostedTransfer, TransferCursor};

use crate::gathered::Gathered;
use crate::{DbError, Engine, Tx, aggregate::one_of};
use kernel::{Instant, JournalId};
use ledger::{Journal, Posted};
use rows::Rows;
use sea_orm::sea_query::{Alias, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A journal by its id: of two with one id, the content must be the same.
type Hashes = BTreeMap<JournalId, [u8; 32]>;

/// Journals as PostgreSQL is handed them.
pub(crate) struct Posting {
    /// [`Rows`] as JSON.
    pub rows: String,
    /// When they happened.
    pub at: Instant,
}

impl Tx {
    /// Writes journals that happened at `at`, in the order they happened, and opens the accounts they name. All or none:
    /// after an error the transaction cannot be committed. One call for all journals of a transaction locks accounts in
    /// one order and so never meets another in a deadlock.
    ///
    /// PostgreSQL asks whether floors are met when all the journals are in, SQLite after each of them.
    ///
    /// # Errors
    /// [`DbError::InsufficientFunds`] when an account would fall below its floor, [`DbError::JournalConflict`] when
    /// another journal has the id, [`DbError::Ledger`] for holds that cannot be resolved and counters that overflow.
    pub async fn post(&self, journals: &[Journal], at: Instant) -> Result<Vec<Posted>, DbError> {
        let posted = self.write_journals(Gathered::default(), journals, at).await;
        if posted.is_err() {
            self.doom();
        }
        posted
    }

    /// Makes everything true at once, `journals` included, with as few statements as may be. Written last, as
    /// [`Tx::post`] writes them.
    ///
    /// # Errors
    /// Those of [`Tx::post`] and [`Tx::commit`].
    pub async fn commit_with(mut self, journals: &[Journal], at: Instant) -> Result<(), DbError> {
        if !journals.is_empty() {
            let gathered = self.take_gathered()?;
            self.write_journals(gathered, journals, at).await?;
        }
        self.commit().await
    }

    /// Writes what was gathered, and then the journals.
    async fn write_journals(
        &self,
        gathered: Gathered,
        journals: &[Journal],
        at: Instant,
    ) -> Result<Vec<Posted>, DbError> {
        let mut hashes = Hashes::new();
        let mut distinct = Vec::with_capacity(journals.len());
        for journal in journals {
            let hash = journal.hash();
            match hashes.insert(journal.id(), hash) {
                None => distinct.push(journal),
                Some(first) if first == hash => {}
                Some(_) => return Err(DbError::JournalConflict),
            }
        }
        let mut fresh = match self.engine {
            Engine::Sqlite => {
                gathered.write(&self.inner, self.engine).await?;
                self.write_on_sqlite(&distinct, &hashes, at).await?
            }
            Engine::Postgres => {
                let rows = Rows::of(&distinct, &hashes).to_json()?;
                let written = gathered.write_together(&self.inner, Some(Posting { rows, at })).await?;
                self.check_others(&distinct, &hashes, written).await?
            }
        };
        let answer =
            |journal: &Journal| if fresh.remove(&journal.id()) { Posted::Posted } else { Posted::AlreadyPosted };
        Ok(journals.iter().map(answer).collect())
    }

    /// One statement more when a journal was there already: whether its content is the same can only be asked after the
    /// wait for whoever was writing it.
    async fn check_others(
        &self,
        journals: &[&Journal],
        hashes: &Hashes,
        written: BTreeSet<Uuid>,
    ) -> Result<BTreeSet<JournalId>, DbError> {
        let (fresh, others): (Vec<_>, Vec<_>) =
            journals.iter().map(|journal| journal.id()).partition(|id| written.contains(&id.uuid()));
        let known = self.known(&others, hashes).await?;
        if known.len() == others.len() { Ok(fresh.into_iter().collect()) } else { Err(DbError::Conflict) }
    }

    /// There is one writer, so what is known stays what it is until the commit.
    async fn write_on_sqlite(
        &self,
        journals: &[&Journal],
        hashes: &Hashes,
        at: Instant,
    ) -> Result<BTreeSet<JournalId>, DbError> {
        let ids: Vec<_> = journals.iter().map(|journal| journal.id()).collect();
        let known = self.known(&ids, hashes).await?;
        let fresh: Vec<_> = journals.iter().copied().filter(|journal| !known.contains(&journal.id())).collect();
        if !fresh.is_empty() {
            let rows = Rows::of(&fresh, hashes).to_json()?;
            let write = |sql| statement(&self.inner, sql, [rows.clone().into(), at.micros().into()]);
            for sql in POST_ON_SQLITE {
                self.inner.execute_raw(write(sql)).await.map_err(fault::of_posting)?;
            }
        }
        Ok(fresh.into_iter().map(Journal::id).collect())
    }

    /// Which of `ids` are written already.
    ///
    /// # Errors
    /// [`DbError::JournalConflict`] when one is written with another content.
    async fn known(&self, ids: &[JournalId], hashes: &Hashes) -> Result<BTreeSet<JournalId>, DbError> {
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let uuids: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
        let mut query = Query::select();
        query
            .columns(["id", "hash"].map(Alias::new))
            .from(Alias::new("ledger_journal"))
            .and_where(one_of("id", &uuids));
        let mut known = BTreeSet::new();
        for row in self.inner.query_all(&query).await? {
            let id = JournalId::new(row.try_get("", "id")?);
            let hash: Vec<u8> = row.try_get("", "hash")?;
            if hashes.get(&id).is_none_or(|ours| *ours != *hash) {
                return Err(DbError::JournalConflict);
            }
            known.insert(id);
        }
        Ok(known)
    }
}

fn statement<const N: usize>(conn: &DatabaseTransaction, sql: &str, values: [sea_orm::Value; N]) -> Statement {
    Statement::from_sql_and_values(conn.get_database_backend(), sql, values)
}

/// What follows `document`, which holds [`Rows`] and the time; answers with `fresh`. Accounts are opened before anything
/// refers to them, and everything is written in the order of its key, so that two postings never wait for each other in a
/// circle. An account is unique by its id and by what it is for: of two who open it at once, the later may meet either.
pub(crate) const POST_ON_POSTGRES: &str = ", opened AS (
    INSERT INTO ledger_account (id, kind, owner, currency, side, floor, deferred)
    SELECT account.* FROM document, jsonb_to_recordset(body -> 'accounts')
        AS account (id uuid, kind smallint, owner uuid, currency text, side smallint, floor boolean, deferred boolean)
    ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING id
), fresh AS (
    INSERT INTO ledger_journal (id, kind, subject, hash, reverses, legs, at)
    SELECT id, kind, subject, decode(hash, 'hex'), reverses, legs, at
    FROM document, jsonb_to_recordset(body -> 'journals')
        AS journal (id uuid, kind smallint, subject uuid, hash text, reverses uuid, legs smallint)
    WHERE (SELECT count(*) FROM opened) >= 0
    ORDER BY id
    ON CONFLICT (id) DO NOTHING
    RETURNING id
), written AS (
    INSERT INTO ledger_transfer (journal, leg, phase, code, debit, credit, currency, amount,
        pending_journal, pending_leg, expires, at)
    SELECT transfer.*, at FROM document, jsonb_to_recordset(body -> 'transfers')
        AS transfer (journal uuid, leg smallint, phase smallint, code smallint, debit uuid, credit uuid, currency text,
            amount bigint, pending_journal uuid, pending_leg smallint, expires bigint)
    WHERE journal IN (SELECT id FROM fresh)
)";

/// `?1` is [`Rows`], `?2` the time. The journals come last: each closes its transfers and counts them.
const POST_ON_SQLITE: [&str; 3] = [
    "
INSERT INTO ledger_account (id, kind, owner, currency, side, floor, deferred)
SELECT unhex(value ->> 'id'), value ->> 'kind', unhex(value ->> 'owner'), value ->> 'currency', value ->> 'side',
    value ->> 'floor', value ->> 'deferred'
FROM json_each(?1, '$.accounts')
WHERE ?2 >= 0 AND NOT EXISTS (SELECT 1 FROM ledger_account WHERE id = unhex(value ->> 'id'))",
    "
INSERT INTO ledger_transfer (journal, leg, phase, code, debit, credit, currency, amount,
    pending_journal, pending_leg, expires, at)
SELECT unhex(value ->> 'journal'), value ->> 'leg', value ->> 'phase', value ->> 'code', unhex(value ->> 'debit'),
    unhex(value ->> 'credit'), value ->> 'currency', value ->> 'amount', unhex(value ->> 'pending_journal'),
    value ->> 'pending_leg', value ->> 'expires', ?2
FROM json_each(?1, '$.transfers')",
    "
INSERT INTO ledger_journal (id, kind, subject, hash, reverses, legs, at)
SELECT unhex(value ->> 'id'), value ->> 'kind', unhex(value ->> 'subject'), unhex(value ->> 'hash'),
    unhex(value ->> 'reverses'), value ->> 'legs', ?2
FROM json_each(?1, '$.journals') ORDER BY key",
];
