//! By which words and skills a published task is found.

use crate::search::{SearchQuery, fts5_text, tsvector};
use crate::{DbError, Engine, Read, Tx};
use kernel::TaskId;
use market::TaskContent;
use sea_orm::sea_query::extension::postgres::PgExpr;
use sea_orm::sea_query::extension::sqlite::SqliteExpr;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

/// A skill that published tasks ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillUse {
    /// Its slug.
    pub slug: String,
    /// How many ask for it, counted to 100.
    pub tasks: u32,
}

#[derive(FromQueryResult)]
struct SkillRow {
    slug: String,
    tasks: i64,
}

/// Writes down by what a task is found now.
pub(super) async fn index(tx: &Tx, task: TaskId, content: &TaskContent) -> Result<(), DbError> {
    let of_task = || Expr::col(Alias::new("task")).eq(task.uuid());
    tx.inner.execute(Query::delete().from_table(Alias::new("task_skill")).and_where(of_task())).await?;
    if !content.skills.is_empty() {
        let mut insert = Query::insert();
        insert.into_table(Alias::new("task_skill")).columns(["skill", "task"].map(Alias::new));
        for skill in &content.skills {
            insert.values_panic([skill.as_str().into(), Expr::value(task.uuid())]);
        }
        tx.inner.execute(&insert).await?;
    }
    let (title, description) = (&content.title, &content.description);
    match tx.engine {
        Engine::Postgres => {
            let words = tsvector(&[title, description]);
            let sql = "INSERT INTO task_text (task, words) VALUES ($1, CAST($2 AS tsvector)) \
                ON CONFLICT (task) DO UPDATE SET words = excluded.words";
            run(tx, sql, vec![task.uuid().into(), words.into()]).await
        }
        Engine::Sqlite => {
            let number = "INSERT INTO task_text (task) VALUES ($1) ON CONFLICT (task) DO NOTHING";
            run(tx, number, vec![task.uuid().into()]).await?;
            let words = "INSERT OR REPLACE INTO task_words (rowid, title, description) \
                SELECT number, $2, $3 FROM task_text WHERE task = $1";
            let values = vec![task.uuid().into(), fts5_text(title).into(), fts5_text(description).into()];
            run(tx, words, values).await
        }
    }
}

async fn run(tx: &Tx, sql: &'static str, values: Vec<Value>) -> Result<(), DbError> {
    let backend = tx.inner.get_database_backend();
    tx.inner.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

/// Is the task found by `text`?
pub(super) fn holds(engine: Engine, text: &SearchQuery) -> SimpleExpr {
    let mut found = Query::select();
    found.column((Alias::new("task_text"), Alias::new("task"))).from(Alias::new("task_text"));
    match engine {
        Engine::Postgres => {
            let query = Expr::value(text.tsquery()).cast_as(Alias::new("tsquery"));
            found.and_where(PgExpr::matches(Expr::col(Alias::new("words")), query));
        }
        Engine::Sqlite => {
            let mut numbers = Query::select();
            numbers
                .column(Alias::new("rowid"))
                .from(Alias::new("task_words"))
                .and_where(SqliteExpr::matches(Expr::col(Alias::new("task_words")), text.fts5()));
            found.and_where(Expr::col(Alias::new("number")).in_subquery(numbers));
        }
    }
    Expr::col((Alias::new("task"), Alias::new("id"))).in_subquery(found)
}

/// Does the task ask for `skill`?
pub(super) fn asks_for(skill: &str) -> SimpleExpr {
    let (skills, task) = (Alias::new("task_skill"), Alias::new("task"));
    let mut asking = Query::select();
    asking
        .expr(Expr::value(1))
        .from(skills.clone())
        .and_where(Expr::col((skills.clone(), Alias::new("skill"))).eq(skill))
        .and_where(Expr::col((skills, task.clone())).equals((task, Alias::new("id"))));
    Expr::exists(asking)
}

impl Read<'_> {
    /// The first `limit` skills whose slugs begin with `prefix`, which is of the letters of slugs, by slug.
    pub async fn skills_in_use(&self, prefix: &str, limit: u32) -> Result<Vec<SkillUse>, DbError> {
        // Steps from slug to slug along the index, however many tasks ask for each.
        const SQL: &str = "WITH RECURSIVE used (slug) AS (\
                SELECT min(skill) FROM task_skill WHERE skill >= $1 AND skill < $2 \
                UNION ALL \
                SELECT (SELECT min(skill) FROM task_skill WHERE skill > used.slug AND skill < $2) \
                FROM used WHERE used.slug IS NOT NULL) \
            SELECT slug, (SELECT count(*) FROM (SELECT 1 FROM task_skill WHERE skill = used.slug LIMIT 100) AS found) \
                AS tasks \
            FROM used WHERE slug IS NOT NULL LIMIT $3";
        // '{' follows every letter of a slug.
        let values: [Value; 3] = [prefix.into(), format!("{prefix}{{").into(), i64::from(limit).into()];
        let statement = Statement::from_sql_and_values(self.conn.get_database_backend(), SQL, values);
        let rows = SkillRow::find_by_statement(statement).all(&self.conn).await?;
        let tasks = |count| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(rows.into_iter().map(|row| SkillUse { slug: row.slug, tasks: tasks(row.tasks) }).collect())
    }
}
