use crate::dialect::render;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The first schema.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0001_initial"
    }
}

/// In the order of their references.
const BOTH: [&str; 5] = [
    include_str!("sql/0001_engine.sql"),
    include_str!("sql/0002_people.sql"),
    include_str!("sql/0003_deal.sql"),
    include_str!("sql/0004_money.sql"),
    include_str!("sql/0005_talk.sql"),
];

/// What is a language of its own on each engine: triggers, and the index of words.
const POSTGRES: [&str; 2] = [include_str!("sql/ledger_postgres.sql"), include_str!("sql/search_postgres.sql")];
const SQLITE: [&str; 2] = [include_str!("sql/ledger_sqlite.sql"), include_str!("sql/search_sqlite.sql")];

/// All SQL of this migration for one engine, in order.
pub fn statements(backend: DbBackend) -> impl Iterator<Item = String> {
    let own = if backend == DbBackend::Postgres { POSTGRES } else { SQLITE };
    BOTH.into_iter().map(move |sql| render(sql, backend)).chain(own.map(str::to_owned))
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let db = manager.get_connection();
        for sql in statements(backend) {
            db.execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only go forward".to_owned()))
    }
}
