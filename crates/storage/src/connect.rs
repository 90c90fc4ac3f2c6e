use crate::{DbError, Read, Tx};
use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseExecutor, DbBackend, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use std::time::Duration;

/// How long a connection may lie idle and be used again untested: a test is a round trip of its own.
const UNTESTED: Duration = Duration::from_secs(1);

/// Which database answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// For many servers.
    Postgres,
}

/// How to reach the database.
#[derive(Clone, Debug)]
pub struct DbSettings {
    /// `sqlite:///path/file.sqlite` or `postgres://user@host/name`.
    pub url: String,
    /// Most connections held open; on SQLite this is the number of readers beside the one writer.
    pub max_connections: u32,
    /// May PostgreSQL acknowledge commits that it has not written? Only what may be lost is kept so: tests.
    pub may_lose_commits: bool,
}

/// The database. Cheap to clone.
///
/// On SQLite one connection writes and the others read, so that writers queue in memory and never meet a busy file.
#[derive(Clone, Debug)]
pub struct Db {
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
    engine: Engine,
}

impl Db {
    /// Connects, and checks that the database keeps what it acknowledges.
    ///
    /// # Errors
    /// [`DbError::Unsafe`] when SQLite does not run with WAL, `synchronous=FULL` and foreign keys, or PostgreSQL does
    /// not wait for its commits and was not told aloud that it need not.
    pub async fn connect(settings: &DbSettings) -> Result<Self, DbError> {
        let db = if settings.url.starts_with("sqlite:") {
            let writer = open(settings, 1).await?;
            let reader = open(settings, settings.max_connections.max(1)).await?;
            Self { writer, reader, engine: Engine::Sqlite }
        } else {
            let pool = open(settings, settings.max_connections.max(2)).await?;
            Self { writer: pool.clone(), reader: pool, engine: Engine::Postgres }
        };
        db.assert_durable(settings.may_lose_commits).await?;
        Ok(db)
    }

    /// Which database this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Reads outside a transaction.
    pub fn read(&self) -> Read<'_> {
        Read::new(DatabaseExecutor::Connection(&self.reader))
    }

    /// Opens the one transaction of a use case: `BEGIN IMMEDIATE` on SQLite, `READ COMMITTED` on PostgreSQL.
    pub async fn write(&self) -> Result<Tx, DbError> {
        let options = match self.engine {
            Engine::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..Default::default()
            },
            // As every session was opened: to say it again would be two statements more.
            Engine::Postgres => TransactionOptions::default(),
        };
        Ok(Tx::new(self.writer.begin_with_options(options).await?, self.engine))
    }

    /// Brings the schema up to date. On PostgreSQL under an advisory lock, so that several servers may start at once.
    pub async fn migrate(&self, settings: &DbSettings) -> Result<(), DbError> {
        let session = open(settings, 1).await?;
        match self.engine {
            Engine::Sqlite => migrations::up(&session).await?,
            Engine::Postgres => {
                // One connection, so the session that holds the lock is the one that migrates.
                session.execute_unprepared("SELECT pg_advisory_lock(7234001)").await?;
                let migrated = migrations::up(&session).await;
                session.execute_unprepared("SELECT pg_advisory_unlock(7234001)").await?;
                migrated?;
            }
        }
        session.close().await?;
        Ok(())
    }

    /// How many migrations of this build the database has not had yet.
    pub async fn pending_migrations(&self) -> Result<usize, DbError> {
        Ok(migrations::pending(&self.reader).await?)
    }

    /// Closes every connection; SQLite folds its log into the file.
    pub async fn close(self) -> Result<(), DbError> {
        self.reader.close().await?;
        if self.engine == Engine::Sqlite {
            self.writer.close().await?;
        }
        Ok(())
    }

    async fn assert_durable(&self, may_lose_commits: bool) -> Result<(), DbError> {
        match self.engine {
            Engine::Sqlite => {
                expect_setting(&self.writer, "PRAGMA synchronous", "2").await?;
                expect_setting(&self.writer, "PRAGMA foreign_keys", "1").await?;
                expect_setting(&self.writer, "PRAGMA journal_mode", "wal").await
            }
            Engine::Postgres => {
                expect_setting(&self.writer, "SHOW server_encoding", "UTF8").await?;
                if may_lose_commits {
                    return Ok(());
                }
                expect_setting(&self.writer, "SHOW fsync", "on").await?;
                // `local` and the stricter words all wait for our own disk; `off` alone does not.
                let waits = "SELECT CASE current_setting('synchronous_commit') WHEN 'off' THEN 'off' ELSE 'on' END";
                expect_setting(&self.writer, waits, "on").await
            }
        }
    }
}

async fn open(settings: &DbSettings, max: u32) -> Result<DatabaseConnection, DbError> {
    let mut options = ConnectOptions::new(&settings.url);
    options
        .max_connections(max)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire_if_idle_for(UNTESTED)
        .sqlx_logging_level(log::LevelFilter::Trace)
        .sqlx_slow_statements_logging_settings(log::LevelFilter::Warn, Duration::from_secs(1))
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(10))
                .foreign_keys(true)
                .statement_cache_capacity(256)
                .pragma("temp_store", "memory")
        })
        .map_sqlx_sqlite_pool_opts(|pool| pool.after_release(|connection, _| Box::pin(is_done(connection))))
        .map_sqlx_postgres_opts(|postgres| {
            postgres
                .application_name("engawa")
                .statement_cache_capacity(256)
                // Compiling a statement costs more than running any of ours.
                .options([("lock_timeout", "8000"), ("timezone", "UTC"), ("jit", "off")])
                .options([
                    ("default_transaction_isolation", "read committed"),
                    ("default_transaction_read_only", "off"),
                ])
        });
    Ok(Database::connect(options).await?)
}

/// May a connection be used again? When the disk is full SQLite ends a transaction by itself; the driver then counts it as
/// open for good, takes each transaction after it for a part of it, and nothing would ever be kept again.
async fn is_done(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // A rollback that was asked for by dropping the transaction comes before this answer.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

async fn expect_setting(db: &DatabaseConnection, query: &'static str, expected: &str) -> Result<(), DbError> {
    let backend = db.get_database_backend();
    let row = db.query_one_raw(Statement::from_string(backend, query)).await?;
    let found = match row {
        Some(row) => match backend {
            DbBackend::Sqlite => row
                .try_get_by_index::<String>(0)
                .or_else(|_| row.try_get_by_index::<i64>(0).map(|number| number.to_string()))?,
            _ => row.try_get_by_index::<String>(0)?,
        },
        None => String::new(),
    };
    if found == expected { Ok(()) } else { Err(DbError::Unsafe { setting: query, found }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_acknowledged_is_kept_after_sqlite_has_ended_a_transaction_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("engawa.sqlite").display());
        let db = Db::connect(&DbSettings { url, max_connections: 1, may_lose_commits: false }).await.unwrap();
        db.writer.execute_unprepared("CREATE TABLE page (number INTEGER NOT NULL) STRICT").await.unwrap();
        let ended = db.write().await.unwrap();
        ended.inner.execute_unprepared("INSERT INTO page VALUES (1)").await.unwrap();
        // As SQLite does where the disk is full.
        ended.inner.execute_unprepared("ROLLBACK").await.unwrap();
        drop(ended);
        let refused = db.write().await.unwrap();
        drop(refused);
        let tx = db.write().await.unwrap();
        tx.inner.execute_unprepared("INSERT INTO page VALUES (2)").await.unwrap();
        tx.commit().await.unwrap();
        let kept = Statement::from_string(DbBackend::Sqlite, "SELECT count(*), max(number) FROM page");
        let row = db.reader.query_one_raw(kept).await.unwrap().unwrap();
        let kept = (row.try_get_by_index::<i64>(0).unwrap(), row.try_get_by_index::<i64>(1).unwrap());
        assert_eq!(kept, (1, 2));
    }
}
