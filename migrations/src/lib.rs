//! The database schema, forward only, one source for SQLite and PostgreSQL.
//!
//! Each migration is SQL in which `{type}` words stand for what the two engines spell differently (see [`dialect`]);
//! what exists on one engine only is in a file of its own.

mod dialect;
mod initial;
mod write_probe;

use sea_orm_migration::sea_orm::{DatabaseConnection, DbBackend, DbErr};
use sea_orm_migration::{MigrationTrait, MigratorTrait};
use std::hash::{DefaultHasher, Hash, Hasher};

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(initial::Migration), Box::new(write_probe::Migration)]
    }
}

/// Brings the database to the schema of this build.
///
/// # Errors
/// The database's own; a migration that failed on PostgreSQL left nothing behind.
pub async fn up(db: &DatabaseConnection) -> Result<(), DbErr> {
    Migrator::up(db, None).await
}

/// How many migrations of this build the database has not had yet. Makes nothing, so that a role that may not can ask.
///
/// # Errors
/// The database's own.
pub async fn pending(db: &DatabaseConnection) -> Result<usize, DbErr> {
    Ok(Migrator::get_pending_migrations_read_only(db).await?.len())
}

/// A word that differs when the schema does, for tests that keep a migrated database to copy. Stays the same within one
/// build, not from one version of Rust to the next.
pub fn fingerprint() -> String {
    let mut hasher = DefaultHasher::new();
    for backend in [DbBackend::Postgres, DbBackend::Sqlite] {
        initial::statements(backend).for_each(|sql| sql.hash(&mut hasher));
        write_probe::statement(backend).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}
