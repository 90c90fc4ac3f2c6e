use crate::{Db, DbError, Engine};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// A trigger puts what is deleted into the balances, in the same statement. Rows that another folder has taken are left
/// to it.
const FOLD: &str = "
DELETE FROM ledger_delta WHERE ctid = ANY (ARRAY(SELECT ctid FROM ledger_delta LIMIT $1 FOR UPDATE SKIP LOCKED))";

impl Db {
    /// Brings the balances of deferred accounts up to date by at most `max` waiting changes, and answers how many it
    /// were. Balances read the same before and after; there is nothing to do on SQLite.
    pub async fn fold_deltas(&self, max: u32) -> Result<u64, DbError> {
        if self.engine() == Engine::Sqlite {
            return Ok(0);
        }
        let tx = self.write().await?;
        let fold = Statement::from_sql_and_values(DbBackend::Postgres, FOLD, [i64::from(max).into()]);
        let folded = tx.inner.execute_raw(fold).await?.rows_affected();
        tx.commit().await?;
        Ok(folded)
    }
}
