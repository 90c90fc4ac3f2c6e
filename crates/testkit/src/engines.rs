//! One test on both engines, each time with a migrated database of its own.

use std::ops::Deref;
use std::path::Path;

use anyhow::Result;
use storage::{Db, DbError, DbSettings};
use tempfile::TempDir;

use crate::FreshDatabase;
use crate::watch::Watch;

/// Enough for tests that let many tasks meet.
const CONNECTIONS: u32 = 16;

/// A migrated database that no other test sees; deleted with the value. Reads as the [`Db`] it holds.
#[derive(Debug)]
pub struct FreshDb {
    db: Db,
    settings: DbSettings,
    home: Home,
}

/// What is deleted when the test is over.
#[derive(Debug)]
enum Home {
    Sqlite(TempDir),
    Postgres(FreshDatabase),
}

impl FreshDb {
    /// A SQLite file, in memory-backed storage where the system has some: a test does not lose power.
    ///
    /// # Errors
    /// When the file cannot be made or migrated.
    pub async fn sqlite() -> Result<Self> {
        let shared_memory = Path::new("/dev/shm");
        let mut folder = tempfile::Builder::new();
        folder.prefix("engawa-test-");
        let folder = if shared_memory.is_dir() { folder.tempdir_in(shared_memory)? } else { folder.tempdir()? };
        let url = format!("sqlite://{}", folder.path().join(SQLITE_FILE).display());
        let settings = DbSettings { url, max_connections: CONNECTIONS, may_lose_commits: true };
        let db = Db::connect(&settings).await?;
        db.migrate(&settings).await?;
        Ok(Self { db, settings, home: Home::Sqlite(folder) })
    }

    /// A PostgreSQL database, copied from a template that is migrated once for each schema.
    ///
    /// # Errors
    /// When PostgreSQL refuses.
    ///
    /// # Panics
    /// When `ENGAWA_TEST_POSTGRES` is missing.
    pub async fn postgres() -> Result<Self> {
        let database = FreshDatabase::migrated(&migrations::fingerprint(), migrate).await?;
        let settings =
            DbSettings { url: database.url().to_owned(), max_connections: CONNECTIONS, may_lose_commits: true };
        let db = Db::connect(&settings).await?;
        Ok(Self { db, settings, home: Home::Postgres(database) })
    }

    /// How to reach it once more.
    pub fn settings(&self) -> &DbSettings {
        &self.settings
    }

    /// Watches whether anything is stored.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn watch(&self) -> Result<Watch> {
        match &self.home {
            Home::Sqlite(folder) => Ok(Watch::sqlite(&folder.path().join(SQLITE_FILE))),
            Home::Postgres(database) => Watch::postgres(database.url()),
        }
    }
}

const SQLITE_FILE: &str = "engawa.sqlite";

async fn migrate(url: String) -> Result<(), DbError> {
    let settings = DbSettings { url, max_connections: 1, may_lose_commits: true };
    let db = Db::connect(&settings).await?;
    db.migrate(&settings).await?;
    db.close().await
}

impl Deref for FreshDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl From<&FreshDb> for Db {
    fn from(fresh: &FreshDb) -> Db {
        fresh.db.clone()
    }
}

/// Makes each function a test on SQLite and one on PostgreSQL: `sqlite::<name>` and `postgres::<name>`. It takes a `Db`
/// or, to reach the database by other ways too, a `&FreshDb`. Once in a file.
///
/// The crate needs tokio among its dependencies for tests.
#[macro_export]
macro_rules! on_each_db {
    ($($(#[$meta:meta])* async fn $name:ident($($parameter:tt)+) $body:block)+) => {
        $($(#[$meta])* async fn $name($($parameter)+) $body)+

        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let fresh = $crate::FreshDb::sqlite().await.unwrap();
                super::$name((&fresh).into()).await;
            })+
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let fresh = $crate::FreshDb::postgres().await.unwrap();
                super::$name((&fresh).into()).await;
            })+
        }
    };
}
