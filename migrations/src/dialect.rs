use sea_orm_migration::sea_orm::DbBackend;

/// What a `{word}` of a migration becomes: (word, PostgreSQL, SQLite).
///
/// Every SQLite table is STRICT. Booleans are integers there, instants are microseconds on both, and `{kind}` reads the
/// discriminant out of the JSON document `state`, so that SQL can filter and check states without a second copy.
const WORDS: [(&str, &str, &str); 9] = [
    ("{uuid}", "uuid", "blob"),
    ("{text}", "text", "text"),
    ("{json}", "jsonb", "text"),
    ("{bytes}", "bytea", "blob"),
    ("{bool}", "boolean", "integer"),
    ("{int}", "integer", "integer"),
    ("{bigint}", "bigint", "integer"),
    ("{strict}", "", " STRICT"),
    (
        "{kind}",
        "text NOT NULL GENERATED ALWAYS AS (state->>'is') STORED",
        "text NOT NULL GENERATED ALWAYS AS (json_extract(state, '$.is')) STORED",
    ),
];

/// The SQL of one engine.
pub fn render(sql: &str, backend: DbBackend) -> String {
    WORDS.iter().fold(sql.to_owned(), |text, (word, postgres, sqlite)| {
        text.replace(word, if backend == DbBackend::Postgres { postgres } else { sqlite })
    })
}
