use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// A table to see by whether the database can write.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0002_write_probe"
    }
}

/// All SQL of this migration for one engine.
///
/// What is written there takes as much room as it is long. On PostgreSQL nothing of it goes into the write-ahead log, which
/// would carry it to every backup.
pub fn statement(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            "CREATE UNLOGGED TABLE write_probe (filler bytea NOT NULL);
            ALTER TABLE write_probe ALTER COLUMN filler SET STORAGE EXTERNAL;"
        }
        _ => "CREATE TABLE write_probe (filler blob NOT NULL) STRICT;",
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(statement(manager.get_database_backend())).await?;
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only go forward".to_owned()))
    }
}
