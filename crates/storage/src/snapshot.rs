use crate::{Db, DbError, Engine, Read};
use sea_orm::{
    AccessMode, DatabaseExecutor, DatabaseTransaction, IsolationLevel, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

/// The database as of one moment, for reads that have to agree with each other. Writers go on beside it.
#[must_use = "a snapshot is for reading"]
pub struct Snapshot {
    inner: DatabaseTransaction,
}

impl Db {
    /// Opens a snapshot; it stands until it is dropped.
    pub async fn snapshot(&self) -> Result<Snapshot, DbError> {
        let options = match self.engine() {
            Engine::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
                ..Default::default()
            },
            Engine::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            },
        };
        Ok(Snapshot { inner: self.reader.begin_with_options(options).await? })
    }
}

impl Snapshot {
    /// Reads as of its moment.
    pub fn read(&self) -> Read<'_> {
        Read::new(DatabaseExecutor::Transaction(&self.inner))
    }
}
