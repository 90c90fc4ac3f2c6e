use crate::LedgerFault;
use sea_orm::{DbErr, RuntimeErr, sqlx};

/// Why a read or a write did not happen. Never shown to a caller: use cases turn the first group into refusals.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// Somebody saved the object first: the version read is no longer the version stored.
    #[error("the object was changed by somebody else")]
    Conflict,
    /// A row with this key exists already; names the constraint (PostgreSQL) or the columns (SQLite).
    #[error("a unique key exists already: {0}")]
    Unique(String),
    /// An account that may not go below zero would have; the ledger refused the whole transaction.
    #[error("an account does not hold enough")]
    InsufficientFunds,
    /// The ledger holds another journal under the same id.
    #[error("the journal exists with other content")]
    JournalConflict,
    /// The ledger refused the whole transaction for another reason.
    #[error("the ledger refused: {0}")]
    Ledger(#[source] LedgerFault),
    /// A posting of this transaction was refused; none of it can be committed.
    #[error("the transaction holds a refused posting")]
    Doomed,
    /// A row that others refer to is missing or may not go.
    #[error("a reference is broken: {0}")]
    Reference(String),
    /// A rule of the schema refused the row.
    #[error("a check refused the row: {0}")]
    Check(String),
    /// A row that no version of this engine wrote.
    #[error("row {id} of {table} fits no state")]
    Corrupt {
        /// Table of the row.
        table: &'static str,
        /// Its key.
        id: String,
    },
    /// The database could not finish now and may later: a deadlock, a lock time-out, a full pool, no connection.
    #[error("the database is busy")]
    Busy(#[source] DbErr),
    /// The database cannot write: its disk is full, read-only or broken.
    #[error("the database cannot write")]
    Unwritable(#[source] DbErr),
    /// A setting that would lose acknowledged writes.
    #[error("{setting} is {found}, which would lose acknowledged writes")]
    Unsafe {
        /// What was asked.
        setting: &'static str,
        /// What it answered.
        found: String,
    },
    /// Anything else.
    #[error("the database failed")]
    Failed(#[source] DbErr),
}

impl DbError {
    /// Would the same call have a chance a moment later?
    pub fn is_retryable(&self) -> bool {
        matches!(self, DbError::Busy(_) | DbError::Unwritable(_))
    }
}

/// SQLSTATE codes of PostgreSQL and extended result codes of SQLite, in that order.
impl From<DbErr> for DbError {
    fn from(error: DbErr) -> Self {
        let (code, detail) = match database_error(&error) {
            Some(database) => (
                database.code().unwrap_or_default().into_owned(),
                database.constraint().map_or_else(|| database.message().to_owned(), str::to_owned),
            ),
            None => return if is_unreachable(&error) { DbError::Busy(error) } else { DbError::Failed(error) },
        };
        // PostgreSQL raises the ledger's codes, SQLite begins the message of a trigger with them.
        let raised = if code == "1811" { detail.get(..5).unwrap_or_default() } else { code.as_str() };
        if let Some(fault) = LedgerFault::from_code(raised) {
            return DbError::Ledger(fault);
        }
        match code.as_str() {
            "23514" | "275" if detail.contains("balance_floor") => DbError::InsufficientFunds,
            "23505" if detail == "ledger_resolution_pkey" => DbError::Ledger(LedgerFault::AlreadyResolved),
            "23505" | "1555" | "2067" => DbError::Unique(detail),
            "23503" | "787" | "1811" => DbError::Reference(detail),
            "23514" | "275" | "23502" | "1299" | "3091" => DbError::Check(detail),
            // Serialisation, deadlock, lock time-out; too many connections; shut down, crashed, starting.
            "40001" | "40P01" | "55P03" | "53300" | "57P01" | "57P02" | "57P03" => DbError::Busy(error),
            // Busy, in recovery, with a snapshot of before.
            "5" | "261" | "517" => DbError::Busy(error),
            // Disk full; a transaction or server that may only read; the system's own error.
            "53100" | "25006" | "58030" => DbError::Unwritable(error),
            sqlite if is_of_the_disk(sqlite) => DbError::Unwritable(error),
            _ => DbError::Failed(error),
        }
    }
}

/// Is it a code of SQLite about the disk? The lowest byte tells: read-only, input or output, full, cannot be opened.
fn is_of_the_disk(code: &str) -> bool {
    // Those of PostgreSQL have five characters.
    code.len() < 5 && code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 8 | 10 | 13 | 14))
}

/// What the database itself said, if it was asked.
pub(crate) fn database_error(error: &DbErr) -> Option<&dyn sqlx::error::DatabaseError> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner))
        | DbErr::Conn(RuntimeErr::SqlxError(inner)) => match inner.as_ref() {
            sqlx::Error::Database(database) => Some(database.as_ref()),
            _ => None,
        },
        _ => None,
    }
}

/// Did the database not even answer?
fn is_unreachable(error: &DbErr) -> bool {
    use sqlx::Error::{Io, PoolClosed, PoolTimedOut, Protocol, Tls, WorkerCrashed};
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner))
        | DbErr::Conn(RuntimeErr::SqlxError(inner)) => {
            matches!(inner.as_ref(), Io(_) | PoolClosed | PoolTimedOut | Protocol(_) | Tls(_) | WorkerCrashed)
        }
        _ => false,
    }
}
