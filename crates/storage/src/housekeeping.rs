use crate::column::Ts;
use crate::{Db, DbError};
use kernel::Instant;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};

impl Db {
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
