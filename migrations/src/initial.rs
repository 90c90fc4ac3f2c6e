use crate::dialect::render;
use sea_orm_migration::prelude::*;

/// The first schema.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0001_initial"
    }
}

/// In the order of their references.
const BOTH: [&str; 4] = [
    include_str!("sql/0001_engine.sql"),
    include_str!("sql/0002_people.sql"),
    include_str!("sql/0003_deal.sql"),
    include_str!("sql/0004_money.sql"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let db = manager.get_connection();
        for sql in BOTH {
            db.execute_unprepared(&render(sql, backend)).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only go forward".to_owned()))
    }
}
