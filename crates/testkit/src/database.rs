//! A PostgreSQL database of its own for each test, copied from a template that is migrated once.

use std::fmt::Debug;
use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Result, anyhow};
use tokio::sync::Mutex;

use crate::environment::postgres_url;
use crate::postgres::psql;

static CREATED: AtomicU32 = AtomicU32::new(0);
/// Held while a template is made, so that the tests of one process make it once.
static TEMPLATE: Mutex<()> = Mutex::const_new(());

/// A database that no other test sees; dropped with the value, together with what is still connected to it.
#[derive(Debug)]
pub struct FreshDatabase {
    cluster: String,
    name: String,
    url: String,
}

impl FreshDatabase {
    /// An empty database.
    ///
    /// # Errors
    /// When PostgreSQL refuses.
    ///
    /// # Panics
    /// When `ENGAWA_TEST_POSTGRES` is missing.
    pub fn empty() -> Result<Self> {
        Self::copy_of("template0")
    }

    /// A copy of the database that `migrate` makes of an empty one, given its URL.
    ///
    /// `key` names what `migrate` makes, as a hash of the migrations does: the first caller of a key pays for the
    /// migration, the others copy. Letters, digits and underscores, at most 40. `migrate` must have closed its
    /// connections when it returns.
    ///
    /// # Errors
    /// When `migrate` fails or PostgreSQL refuses.
    ///
    /// # Panics
    /// When `ENGAWA_TEST_POSTGRES` is missing.
    pub async fn migrated<F, Migrating, E>(key: &str, migrate: F) -> Result<Self>
    where
        F: FnOnce(String) -> Migrating,
        Migrating: Future<Output = Result<(), E>>,
        E: Debug,
    {
        let template = format!("template_{key}");
        let making = TEMPLATE.lock().await;
        if !exists(&template)? {
            let fresh = Self::empty()?;
            migrate(fresh.url.clone()).await.map_err(|error| anyhow!("the template's migration failed: {error:?}"))?;
            // Another process may have been faster; its template is as good.
            let renamed =
                psql(&fresh.cluster, &[&format!(r#"ALTER DATABASE "{}" RENAME TO "{template}""#, fresh.name)]);
            if renamed.is_err() && !exists(&template)? {
                renamed?;
            }
        }
        drop(making);
        Self::copy_of(&template)
    }

    /// The database's URL, in the form that both sea-orm and libpq read.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn copy_of(template: &str) -> Result<Self> {
        let cluster = postgres_url();
        let name = format!("fresh_{}_{}", std::process::id(), CREATED.fetch_add(1, Ordering::Relaxed));
        // A process with our id that was killed may have left its databases on a cluster that lives longer.
        let drop = drop_statement(&name);
        let create = format!(r#"CREATE DATABASE "{name}" TEMPLATE "{template}""#);
        psql(&cluster, &[&drop, &create])?;
        Ok(Self { url: with_database(&cluster, &name), cluster, name })
    }
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        // Best effort: the private cluster is deleted as a whole.
        let _ = psql(&self.cluster, &[&drop_statement(&self.name)]);
    }
}

fn drop_statement(name: &str) -> String {
    format!(r#"DROP DATABASE IF EXISTS "{name}" WITH (FORCE)"#)
}

fn exists(database: &str) -> Result<bool> {
    let count = psql(&postgres_url(), &[&format!("SELECT count(*) FROM pg_database WHERE datname = '{database}'")])?;
    Ok(count == "1")
}

fn with_database(url: &str, database: &str) -> String {
    let (address, parameters) = url.split_once('?').unwrap_or((url, ""));
    let server = address.rsplit_once('/').map_or(address, |(server, _)| server);
    format!("{server}/{database}?{parameters}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_another_database_of_the_same_cluster() {
        let url = with_database("postgres://postgres@localhost/postgres?host=/tmp/pg", "fresh_1_2");
        assert_eq!(url, "postgres://postgres@localhost/fresh_1_2?host=/tmp/pg");
    }

    #[tokio::test]
    async fn a_template_is_migrated_once_and_each_copy_stands_alone() {
        let key = format!("testkit_{}", std::process::id());
        let migrations = AtomicU32::new(0);
        let migrate = async |url: String| {
            migrations.fetch_add(1, Ordering::Relaxed);
            psql(&url, &["CREATE TABLE pairs (id int PRIMARY KEY)"]).map(drop)
        };
        let first = FreshDatabase::migrated(&key, migrate).await.unwrap();
        let second = FreshDatabase::migrated(&key, migrate).await.unwrap();
        assert_eq!(migrations.load(Ordering::Relaxed), 1);

        psql(first.url(), &["INSERT INTO pairs VALUES (1)"]).unwrap();
        assert_eq!(psql(second.url(), &["SELECT count(*) FROM pairs"]).unwrap(), "0");

        let name = second.name.clone();
        drop(second);
        assert!(!exists(&name).unwrap());
        psql(&postgres_url(), &[&drop_statement(&format!("template_{key}"))]).unwrap();
    }

    #[tokio::test]
    async fn a_failed_migration_leaves_no_template() {
        let key = format!("testkit_failing_{}", std::process::id());
        let refused = FreshDatabase::migrated(&key, async |_| Err("no")).await.unwrap_err();
        assert_eq!(refused.to_string(), r#"the template's migration failed: "no""#);
        assert!(!exists(&format!("template_{key}")).unwrap());
    }
}
