//! How every aggregate is kept: one document `body`, its `version`, and the columns that SQL needs beside it.

use crate::column::Doc;
use crate::{DbError, Engine, Stored, Tx};
use kernel::Version;
use sea_orm::sea_query::{
    Alias, ColumnRef, Condition, Expr, ExprTrait, IntoColumnRef, LockType, Order, Query, SelectStatement, SimpleExpr,
    UpdateStatement,
};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// A domain value with a table of its own.
pub(crate) trait Aggregate: Clone + Serialize + DeserializeOwned + Send + Sync {
    /// Its table.
    const TABLE: &'static str;

    /// Its id.
    fn key(&self) -> Uuid;

    /// What is written beside the document: references, and what lists filter and order by.
    fn columns(&self) -> Vec<(&'static str, Value)>;
}

/// Inserts a new object at [`Version::FIRST`].
pub(crate) async fn insert<A: Aggregate>(conn: &impl ConnectionTrait, value: &A) -> Result<(), DbError> {
    insert_with(conn, value, Vec::new()).await
}

/// Inserts a new object with columns that are written once and never again.
pub(crate) async fn insert_with<A: Aggregate>(
    conn: &impl ConnectionTrait,
    value: &A,
    once: Vec<(&'static str, Value)>,
) -> Result<(), DbError> {
    let mut names = vec![Alias::new("id"), Alias::new("version"), Alias::new("body")];
    let mut values: Vec<SimpleExpr> = vec![
        Value::from(value.key()).into(),
        Value::from(Version::FIRST.get()).into(),
        Value::from(Doc(value.clone())).into(),
    ];
    for (name, column) in value.columns().into_iter().chain(once) {
        names.push(Alias::new(name));
        values.push(column.into());
    }
    let mut insert = Query::insert();
    insert.into_table(Alias::new(A::TABLE)).columns(names).values_panic(values);
    conn.execute(&insert).await?;
    Ok(())
}

/// Saves a changed object over the version it was read at, and answers the version it has now.
///
/// # Errors
/// [`DbError::Conflict`] when somebody saved it first.
pub(crate) async fn save<A: Aggregate>(conn: &impl ConnectionTrait, stored: &Stored<A>) -> Result<Version, DbError> {
    save_with(conn, stored, Vec::new()).await
}

/// As [`save`], with columns that are written now and kept by other saves.
pub(crate) async fn save_with<A: Aggregate>(
    conn: &impl ConnectionTrait,
    stored: &Stored<A>,
    now: Vec<(&'static str, Value)>,
) -> Result<Version, DbError> {
    let saved = conn.execute(&update(stored, now)).await?;
    if saved.rows_affected() == 1 { Ok(stored.version.next()) } else { Err(DbError::Conflict) }
}

/// Changes the row that is still at the version it was read at, or none.
pub(crate) fn update<A: Aggregate>(stored: &Stored<A>, now: Vec<(&'static str, Value)>) -> UpdateStatement {
    let mut update: UpdateStatement = Query::update();
    update
        .table(Alias::new(A::TABLE))
        .value(Alias::new("version"), stored.version.next().get())
        .value(Alias::new("body"), Value::from(Doc(stored.value.clone())))
        .and_where(Expr::col(Alias::new("id")).eq(stored.value.key()))
        .and_where(Expr::col(Alias::new("version")).eq(stored.version.get()));
    for (name, column) in stored.value.columns().into_iter().chain(now) {
        update.value(Alias::new(name), column);
    }
    update
}

/// Keeps a row from others until the transaction ends: on PostgreSQL by `lock`. SQLite has one writer at a time.
pub(crate) async fn lock<A: Aggregate>(tx: &Tx, id: Uuid, lock: LockType) -> Result<(), DbError> {
    if tx.engine == Engine::Postgres {
        let mut query = Query::select();
        query
            .column(Alias::new("id"))
            .from(Alias::new(A::TABLE))
            .and_where(Expr::col(Alias::new("id")).eq(id))
            .lock(lock);
        tx.inner.query_all(&query).await?;
    }
    Ok(())
}

/// The object with this id.
pub(crate) async fn find<A: Aggregate>(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Stored<A>>, DbError> {
    find_one(conn, Condition::all().add(Expr::col(Alias::new("id")).eq(id))).await
}

/// The one object that meets `condition`.
pub(crate) async fn find_one<A: Aggregate>(
    conn: &impl ConnectionTrait,
    condition: Condition,
) -> Result<Option<Stored<A>>, DbError> {
    let mut query = select::<A>();
    query.cond_where(condition).limit(1);
    conn.query_one(&query).await?.map(|row| decode(&row)).transpose()
}

/// The objects that meet `condition`, in the order of their ids, which is the order they were made in; at most `limit`.
pub(crate) async fn find_all<A: Aggregate>(
    conn: &impl ConnectionTrait,
    condition: Condition,
    limit: u64,
) -> Result<Vec<Stored<A>>, DbError> {
    let mut query = select::<A>();
    query.cond_where(condition).order_by(Alias::new("id"), Order::Asc).limit(limit);
    conn.query_all(&query).await?.iter().map(decode).collect()
}

/// The objects with these ids, in no particular order; ids of nothing are left out.
pub(crate) async fn find_many<A: Aggregate>(
    conn: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<Stored<A>>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let limit = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    find_all(conn, Condition::all().add(one_of("id", ids)), limit).await
}

/// `column IN (…)`, padded to a power of two so that few texts of SQL are ever prepared.
pub(crate) fn one_of(column: &'static str, ids: &[Uuid]) -> SimpleExpr {
    one_of_in(Alias::new(column).into_column_ref(), ids)
}

/// As [`one_of`], for a column of one of several tables.
pub(crate) fn one_of_in(column: ColumnRef, ids: &[Uuid]) -> SimpleExpr {
    let size = ids.len().next_power_of_two();
    let padded = ids.iter().copied().chain(std::iter::repeat(ids.last().copied().unwrap_or_default()));
    Expr::col(column).is_in(padded.take(size).collect::<Vec<_>>())
}

/// `SELECT id, version, body FROM …`: what [`decode`] reads.
pub(crate) fn select<A: Aggregate>() -> SelectStatement {
    let mut query = Query::select();
    query.columns([Alias::new("id"), Alias::new("version"), Alias::new("body")]).from(Alias::new(A::TABLE));
    query
}

/// The object of a row with `id`, `version` and `body`.
///
/// # Errors
/// [`DbError::Corrupt`] when the document is none that this engine wrote.
pub(crate) fn decode<A: Aggregate>(row: &QueryResult) -> Result<Stored<A>, DbError> {
    let version: i32 = row.try_get("", "version")?;
    match row.try_get::<Doc<A>>("", "body") {
        Ok(Doc(value)) => Ok(Stored { value, version: Version::new(version) }),
        Err(error) => {
            let id: Uuid = row.try_get("", "id")?;
            log::error!("row {id} of {table} cannot be read: {error}", table = A::TABLE);
            Err(DbError::Corrupt { table: A::TABLE, id: id.to_string() })
        }
    }
}
