//! Column types that both databases keep and order alike.

use kernel::Instant;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr};
use sea_orm::sqlx::{Row, types::Json};
use sea_orm::{ActiveValue, ColIdx, DbErr, IntoActiveValue, QueryResult, TryGetError, TryGetable, Value};
use serde::{Serialize, de::DeserializeOwned};

/// An instant as microseconds since the epoch: text forms do not sort on SQLite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ts(pub Instant);

impl From<Instant> for Ts {
    fn from(instant: Instant) -> Self {
        Self(instant)
    }
}

impl From<Ts> for Value {
    fn from(ts: Ts) -> Value {
        Value::BigInt(Some(ts.0.micros()))
    }
}

impl TryGetable for Ts {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let micros = i64::try_get_by(row, index)?;
        Instant::from_micros(micros).map(Self).map_err(|error| TryGetError::DbErr(DbErr::Type(error.to_string())))
    }
}

impl ValueType for Ts {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        let micros = <i64 as ValueType>::try_from(value)?;
        Instant::from_micros(micros).map(Self).map_err(|_| ValueTypeErr)
    }

    fn type_name() -> String {
        "Ts".to_owned()
    }

    fn array_type() -> ArrayType {
        ArrayType::BigInt
    }

    fn column_type() -> ColumnType {
        ColumnType::BigInteger
    }
}

impl Nullable for Ts {
    fn null() -> Value {
        Value::BigInt(None)
    }
}

impl IntoActiveValue<Ts> for Ts {
    fn into_active_value(self) -> ActiveValue<Ts> {
        ActiveValue::Set(self)
    }
}

/// A domain value kept as a JSON document.
///
/// States are kept so: the discriminant `is` inside is read by a generated column, so a state and what is said of it
/// in SQL cannot drift apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Doc<T>(pub T);

impl<T: Serialize> From<Doc<T>> for Value {
    fn from(doc: Doc<T>) -> Value {
        // A map with keys that are no strings is the one thing JSON cannot hold; no domain value has one. Were it to
        // happen, the NULL is refused by the column's NOT NULL.
        Value::Json(serde_json::to_value(doc.0).ok().map(Box::new))
    }
}

impl<T: DeserializeOwned> TryGetable for Doc<T> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        // From the bytes at once: by way of a `serde_json::Value` it takes twice as long, and a deal is many documents.
        let found = if let Some(row) = row.try_as_pg_row() {
            row.try_get::<Option<Json<T>>, _>(index.as_sqlx_postgres_index())
        } else if let Some(row) = row.try_as_sqlite_row() {
            row.try_get::<Option<Json<T>>, _>(index.as_sqlx_sqlite_index())
        } else {
            return Err(TryGetError::DbErr(DbErr::Type("a row of another database".to_owned())));
        };
        match found {
            Ok(Some(Json(value))) => Ok(Self(value)),
            Ok(None) => Err(TryGetError::Null(format!("{index:?}"))),
            Err(error) => Err(TryGetError::DbErr(DbErr::Json(error.to_string()))),
        }
    }
}

impl<T: DeserializeOwned> ValueType for Doc<T> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        let json = <serde_json::Value as ValueType>::try_from(value)?;
        serde_json::from_value(json).map(Self).map_err(|_| ValueTypeErr)
    }

    fn type_name() -> String {
        "Doc".to_owned()
    }

    fn array_type() -> ArrayType {
        ArrayType::Json
    }

    fn column_type() -> ColumnType {
        ColumnType::JsonBinary
    }
}

impl<T> Nullable for Doc<T> {
    fn null() -> Value {
        Value::Json(None)
    }
}

impl<T: Serialize> IntoActiveValue<Doc<T>> for Doc<T> {
    fn into_active_value(self) -> ActiveValue<Doc<T>> {
        ActiveValue::Set(self)
    }
}
