//! Whole tables in pages, in the order of their ids: for checks that look at everything.

use crate::aggregate::{Aggregate, find_all};
use crate::{DbError, OperationDocument, Read, Stored};
use escrow::{Escrow, Payment, Payout, Refund};
use kernel::{JournalId, MilestoneId, PaymentId, PayoutId, RefundId};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query};
use std::collections::HashMap;
use uuid::Uuid;

macro_rules! walks {
    ($($(#[$doc:meta])* $name:ident: $aggregate:ty as $id:ty;)+) => {
        impl Read<'_> {
            $($(#[$doc])*
            pub async fn $name(&self, after: Option<$id>, limit: u64) -> Result<Vec<Stored<$aggregate>>, DbError> {
                self.page::<$aggregate>(after.map(<$id>::uuid), limit).await
            })+
        }
    };
}

walks! {
    /// The escrows after one.
    escrows_after: Escrow as MilestoneId;
    /// The payments after one.
    payments_after: Payment as PaymentId;
    /// The refunds after one.
    refunds_after: Refund as RefundId;
    /// The payouts after one.
    payouts_after: Payout as PayoutId;
}

impl Read<'_> {
    /// The operations of the outbox after one.
    pub async fn gateway_operations_after(
        &self,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Stored<OperationDocument>>, DbError> {
        self.page::<OperationDocument>(after, limit).await
    }

    /// The hashes of those of `ids` that are written, as they were stored with them.
    pub async fn journal_hashes(&self, ids: &[JournalId]) -> Result<HashMap<JournalId, [u8; 32]>, DbError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let mut query = Query::select();
        query
            .columns(["id", "hash"].map(Alias::new))
            .from(Alias::new("ledger_journal"))
            .and_where(crate::aggregate::one_of("id", &ids));
        let mut hashes = HashMap::new();
        for row in self.conn.query_all(&query).await? {
            let (id, hash): (Uuid, Vec<u8>) = (row.try_get("", "id")?, row.try_get("", "hash")?);
            let corrupt = || DbError::Corrupt { table: "ledger_journal", id: id.to_string() };
            hashes.insert(JournalId::new(id), hash.try_into().map_err(|_| corrupt())?);
        }
        Ok(hashes)
    }

    async fn page<A: Aggregate>(&self, after: Option<Uuid>, limit: u64) -> Result<Vec<Stored<A>>, DbError> {
        let follows = after.map(|id| Expr::col(Alias::new("id")).gt(id));
        find_all(&self.conn, Condition::all().add_option(follows), limit).await
    }
}
