//! Writes that wait for the commit and then go together: on PostgreSQL as one statement, so that a use case waits for the
//! database once and not once a row.

use crate::error::database_error;
use crate::ledger::{self, Posting};
use crate::{DbError, Engine};
use sea_orm::sea_query::{InsertStatement, PostgresQueryBuilder, SqlWriter, SqlWriterValues, UpdateStatement};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};
use std::collections::BTreeSet;
use std::fmt::{self, Write};
use uuid::Uuid;

/// What waits, in the order in which rows are locked. A row is in it once at most.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    saves: Vec<UpdateStatement>,
    inserts: Vec<InsertStatement>,
}

impl Gathered {
    /// Changes one row, or finds that somebody else has.
    pub fn save(&mut self, save: UpdateStatement) {
        self.saves.push(save);
    }

    /// Adds rows, if there are any to add.
    pub fn insert(&mut self, insert: Option<InsertStatement>) {
        self.inserts.extend(insert);
    }

    /// Writes it all.
    ///
    /// # Errors
    /// [`DbError::Conflict`] when somebody else saved a row first.
    pub async fn write(self, conn: &DatabaseTransaction, engine: Engine) -> Result<(), DbError> {
        match engine {
            Engine::Postgres if self.saves.len() + self.inserts.len() > 1 => {
                self.write_together(conn, None).await.map(drop)
            }
            Engine::Postgres | Engine::Sqlite => self.write_each(conn).await,
        }
    }

    async fn write_each(self, conn: &DatabaseTransaction) -> Result<(), DbError> {
        for save in self.saves {
            if conn.execute(&save).await?.rows_affected() != 1 {
                return Err(DbError::Conflict);
            }
        }
        for insert in self.inserts {
            conn.execute(&insert).await?;
        }
        Ok(())
    }

    /// One statement on PostgreSQL, with what is posted. Answers which journals were not there before.
    ///
    /// # Errors
    /// Those of [`Gathered::write`] and of posting.
    pub async fn write_together(
        self,
        conn: &DatabaseTransaction,
        posting: Option<Posting>,
    ) -> Result<BTreeSet<Uuid>, DbError> {
        let sql = self.together(posting).map_err(|error| DbErr::Custom(error.to_string()))?;
        let (sql, values) = sql.into_parts();
        let write = Statement { sql, values: Some(values), db_backend: DbBackend::Postgres };
        let rows = conn.query_all_raw(write).await.map_err(fault)?;
        let fresh = rows.iter().map(|row| row.try_get_by_index::<Option<Uuid>>(0));
        Ok(fresh.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// A `WITH` of everything. PostgreSQL runs each save when it counts it, so in their order; what is posted waits for
    /// the count, and the inserts come when the rest is done. A save that met no row divides by nothing: it ends the
    /// statement before anything is added to what somebody else has changed.
    fn together(self, posting: Option<Posting>) -> Result<SqlWriterValues, fmt::Error> {
        let (postgres, mut sql) = (PostgresQueryBuilder, SqlWriterValues::new("$", true));
        let mut saved = "SELECT 1".to_owned();
        sql.write_str("WITH ")?;
        for (number, save) in self.saves.iter().enumerate() {
            write!(sql, "save{number} AS (")?;
            save.build_collect_any_into(&postgres, &mut sql);
            sql.write_str(" RETURNING id), ")?;
            write!(saved, " / (SELECT count(*) FROM save{number})")?;
        }
        for (number, insert) in self.inserts.iter().enumerate() {
            write!(sql, "insert{number} AS (")?;
            insert.build_collect_any_into(&postgres, &mut sql);
            sql.write_str("), ")?;
        }
        write!(sql, "saved AS MATERIALIZED ({saved} AS all_of_them)")?;
        match posting {
            None => sql.write_str(" SELECT NULL::uuid FROM saved WHERE all_of_them = 1")?,
            Some(Posting { rows, at }) => {
                sql.write_str(", document AS MATERIALIZED (SELECT ")?;
                sql.push_param(rows.into(), &postgres);
                sql.write_str("::text::jsonb AS body, ")?;
                sql.push_param(at.micros().into(), &postgres);
                sql.write_str("::bigint AS at FROM saved WHERE all_of_them = 1)")?;
                sql.write_str(ledger::POST_ON_POSTGRES)?;
                sql.write_str(" SELECT id FROM fresh")?;
            }
        }
        Ok(sql)
    }
}

/// What PostgreSQL says to a division by zero.
const DIVIDED_BY_NOTHING: &str = "22012";

fn fault(error: DbErr) -> DbError {
    match database_error(&error).and_then(|database| database.code()).as_deref() {
        Some(DIVIDED_BY_NOTHING) => DbError::Conflict,
        _ => ledger::fault_of_posting(error),
    }
}
