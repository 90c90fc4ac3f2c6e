use crate::aggregate::{Aggregate, decode, one_of, select};
use crate::column::Ts;
use crate::slice::{Keyset, Slice};
use crate::{DbError, Stored};
use kernel::Instant;
use sea_orm::sea_query::{Alias, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

/// Something that was asked of the gateway, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requested<T> {
    /// When it was asked for.
    pub at: Instant,
    /// What, as it stands.
    pub stored: Stored<T>,
}

/// Those with these ids, in no particular order; ids of nothing are left out.
pub(crate) async fn by_ids<A: Aggregate>(
    conn: &impl ConnectionTrait,
    column: &'static str,
    ids: &[Uuid],
) -> Result<Vec<Requested<A>>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = query::<A>(one_of(column, ids));
    query.order_by(Alias::new("id"), sea_orm::sea_query::Order::Asc);
    read(conn, &query).await
}

/// A piece of the list of those that meet `condition`, newest first.
pub(crate) async fn list<A: Aggregate>(
    conn: &impl ConnectionTrait,
    condition: SimpleExpr,
    slice: Slice<Uuid>,
) -> Result<Vec<Requested<A>>, DbError> {
    let mut query = query::<A>(condition);
    let newest_first = Keyset { table: A::TABLE, columns: ["id"], descending: true };
    newest_first.cut(&mut query, slice.map(|id| [id.into()]));
    read(conn, &query).await
}

fn query<A: Aggregate>(condition: SimpleExpr) -> SelectStatement {
    let mut query = select::<A>();
    query.column(Alias::new("requested_at")).and_where(condition);
    query
}

async fn read<A: Aggregate>(
    conn: &impl ConnectionTrait,
    query: &SelectStatement,
) -> Result<Vec<Requested<A>>, DbError> {
    let requested = |row: &QueryResult| {
        let Ts(at) = row.try_get("", "requested_at")?;
        Ok(Requested { at, stored: decode(row)? })
    };
    conn.query_all(query).await?.iter().map(requested).collect()
}
