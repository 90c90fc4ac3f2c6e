use crate::Engine;
use sea_orm::{ConnectionTrait, DatabaseExecutor, DbBackend};

/// Reads: outside a transaction, or within one and then seeing its own writes.
///
/// Each aggregate adds its finders in its own file.
pub struct Read<'c> {
    pub(crate) conn: DatabaseExecutor<'c>,
}

impl<'c> Read<'c> {
    pub(crate) fn new(conn: DatabaseExecutor<'c>) -> Self {
        Self { conn }
    }

    pub(crate) fn engine(&self) -> Engine {
        match self.conn.get_database_backend() {
            DbBackend::Sqlite => Engine::Sqlite,
            _ => Engine::Postgres,
        }
    }
}
