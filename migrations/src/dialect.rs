use sea_orm_migration::sea_orm::DbBackend;

/// What a `{word}` of a migration becomes: (word, PostgreSQL, SQLite).
///
/// Every SQLite table is STRICT; booleans are integers there, and instants are microseconds on both.
const WORDS: [(&str, &str, &str); 9] = [
    ("{uuid}", "uuid", "blob"),
    ("{text}", "text", "text"),
    // ASCII, ordered by its bytes whatever the database's language is: ranges by prefix rely on it.
    ("{slug}", "text COLLATE \"C\"", "text"),
    ("{json}", "jsonb", "text"),
    ("{bytes}", "bytea", "blob"),
    ("{int}", "integer", "integer"),
    ("{bigint}", "bigint", "integer"),
    ("{strict}", "", " STRICT"),
    ("{kind}", "{text from state.is} NOT NULL", "{text from state.is} NOT NULL"),
];

/// The SQL of one engine.
///
/// An aggregate is one JSON document, the column `body`. `{text from a.b}` is a generated column that reads `b` in `a`
/// of that document, so that SQL can filter, check and index it without a second copy that might differ. `{kind}` is
/// the discriminant of its state.
pub fn render(sql: &str, backend: DbBackend) -> String {
    let postgres = backend == DbBackend::Postgres;
    let words = |text: String, (word, on_postgres, on_sqlite): &(&str, &str, &str)| {
        text.replace(word, if postgres { on_postgres } else { on_sqlite })
    };
    generated(&WORDS.iter().fold(sql.to_owned(), words), postgres)
}

fn generated(sql: &str, postgres: bool) -> String {
    let mut pieces = sql.split("{text from ");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (path, rest) = piece.split_once('}').unwrap_or((piece, ""));
        let read = if postgres {
            format!("body #>> '{{{}}}'", path.replace('.', ","))
        } else {
            format!("json_extract(body, '$.{path}')")
        };
        out.push_str(&format!("text GENERATED ALWAYS AS ({read}) STORED{rest}"));
    }
    out
}
