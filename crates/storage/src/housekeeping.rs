use crate::column::Ts;
use crate::{Db, DbError};
use kernel::Instant;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, Statement};

/// About what a use case writes.
const PROBE_BYTES: usize = 65_536;

impl Db {
    /// Answers when the database answers and can write: it writes and keeps something that nobody reads.
    ///
    /// # Errors
    /// [`DbError::Unwritable`] when it answers and cannot.
    pub async fn probe(&self) -> Result<(), DbError> {
        let tx = self.write().await?;
        // Made anew each time, as a use case does: over what lies there a full disk can still be written.
        tx.inner.execute_unprepared("DELETE FROM write_probe").await?;
        let insert = "INSERT INTO write_probe (filler) VALUES ($1)";
        let backend = tx.inner.get_database_backend();
        let filler = [vec![0_u8; PROBE_BYTES].into()];
        tx.inner.execute_raw(Statement::from_sql_and_values(backend, insert, filler)).await?;
        tx.commit().await
    }

    /// Forgets idempotency keys that were claimed before `before`, except those of the mutations `kept`.
    pub async fn forget_keys(&self, before: Instant, kept: &[&str]) -> Result<u64, DbError> {
        let mut delete = Query::delete();
        delete
            .from_table(Alias::new("idempotency_key"))
            .and_where(Expr::col(Alias::new("at")).lt(Expr::value(Ts(before))))
            .and_where(Expr::col(Alias::new("mutation")).is_not_in(kept.iter().copied()));
        let tx = self.write().await?;
        let forgotten = tx.inner.execute(&delete).await?.rows_affected();
        tx.commit().await?;
        Ok(forgotten)
    }

    /// Forgets codes that nobody can use any more.
    pub async fn forget_codes(&self, now: Instant) -> Result<u64, DbError> {
        let mut delete = Query::delete();
        delete
            .from_table(Alias::new("sign_in_code"))
            .and_where(Expr::col(Alias::new("expires_at")).lt(Expr::value(Ts(now))));
        let tx = self.write().await?;
        let forgotten = tx.inner.execute(&delete).await?.rows_affected();
        tx.commit().await?;
        Ok(forgotten)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DbSettings;

    #[tokio::test]
    async fn a_full_disk_is_found_by_writing_and_so_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("engawa.sqlite").display());
        let settings = DbSettings { url, max_connections: 1, may_lose_commits: false };
        let db = Db::connect(&settings).await.unwrap();
        db.migrate(&settings).await.unwrap();
        let limit = async |pages: &str| {
            // A pragma asks for an answer to be taken, or it is not carried out.
            let pragma = Statement::from_string(sea_orm::DbBackend::Sqlite, format!("PRAGMA max_page_count = {pages}"));
            db.writer.query_one_raw(pragma).await.unwrap();
        };
        limit("1").await;
        assert!(matches!(db.probe().await, Err(DbError::Unwritable(_))));
        limit("1000000").await;
        db.probe().await.unwrap();
    }
}
