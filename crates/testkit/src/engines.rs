//! One test on both engines, each time with a migrated database of its own.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::ops::Deref;
use std::path::Path;

use anyhow::Result;
use storage::{Db, DbError, DbSettings};
use tempfile::TempDir;

use crate::FreshDatabase;
use crate::postgres::psql;

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

    /// What changes whenever something is stored: the digest of every table by its name or, on SQLite, where the log of
    /// commits ends. While two answers are equal, nothing was stored in between.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn marks(&self) -> Result<BTreeMap<String, String>> {
        match &self.home {
            Home::Sqlite(folder) => {
                let mut head = [0; SQLITE_INDEX_HEAD];
                File::open(folder.path().join(SQLITE_INDEX))?.read_exact(&mut head)?;
                Ok(BTreeMap::from([(SQLITE_INDEX.to_owned(), format!("{head:02x?}"))]))
            }
            Home::Postgres(database) => {
                let lines = psql(database.url(), &[DIGEST_OF_TABLES])?;
                let pairs = lines.lines().filter_map(|line| line.split_once('|'));
                Ok(pairs.map(|(name, digest)| (name.to_owned(), digest.to_owned())).collect())
            }
        }
    }
}

const SQLITE_FILE: &str = "engawa.sqlite";
/// The index of the write-ahead log. Its head counts the transactions and holds the place and the checksum of the last
/// frame that was committed: <https://sqlite.org/walformat.html#the_wal_index_header>.
const SQLITE_INDEX: &str = "engawa.sqlite-shm";
const SQLITE_INDEX_HEAD: usize = 48;

/// Each table with the MD5 of its rows, whatever tables there are.
const DIGEST_OF_TABLES: &str = "
    SELECT table_name, md5(query_to_xml(format('SELECT t FROM %I t ORDER BY t::text', table_name), true, false, '')::text)
    FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'";

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
