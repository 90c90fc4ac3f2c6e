//! Whether anything at all was stored in a database, whatever tables it has.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::postgres::programs;

/// What changes whenever something is stored: the digest of every table by its name or, on SQLite, the head of the log.
pub type Marks = BTreeMap<String, String>;

/// Reads the marks of one database.
#[derive(Debug)]
pub struct Watch(Engine);

#[derive(Debug)]
enum Engine {
    Sqlite { index: PathBuf },
    Postgres(Session),
}

/// The head of the index of SQLite's write-ahead log counts the transactions, and holds the place and the checksum of the
/// last frame that was committed: <https://sqlite.org/walformat.html#the_wal_index_header>.
const SQLITE_HEAD: usize = 48;

/// Each table with the MD5 of its rows, whatever tables there are.
const DIGEST_OF_TABLES: &str = "
    SELECT relname, md5(query_to_xml(format('SELECT t FROM %I t ORDER BY t::text', relname), true, false, '')::text)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace";

impl Watch {
    pub(crate) fn sqlite(file: &Path) -> Self {
        Self(Engine::Sqlite { index: file.with_extension("sqlite-shm") })
    }

    pub(crate) fn postgres(url: &str) -> Result<Self> {
        Ok(Self(Engine::Postgres(Session::open(url)?)))
    }

    /// The marks now. While two answers are equal, nothing was stored in between.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn marks(&mut self) -> Result<Marks> {
        match &mut self.0 {
            Engine::Sqlite { index } => {
                let mut head = [0; SQLITE_HEAD];
                File::open(index)?.read_exact(&mut head)?;
                Ok(Marks::from([("log".to_owned(), format!("{head:02x?}"))]))
            }
            Engine::Postgres(session) => {
                let rows = session.ask(DIGEST_OF_TABLES)?;
                let pairs = rows.iter().filter_map(|row| row.split_once('|'));
                Ok(pairs.map(|(table, digest)| (table.to_owned(), digest.to_owned())).collect())
            }
        }
    }
}

/// A `psql` that stays connected, for many short statements.
#[derive(Debug)]
struct Session {
    process: Child,
    answers: BufReader<ChildStdout>,
}

/// What `psql` says after each statement's rows.
const END: &str = "-- end of rows";

impl Session {
    fn open(url: &str) -> Result<Self> {
        let mut psql = Command::new(programs()?.join("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"]).arg(url);
        let mut process = psql.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("run psql")?;
        let answers = process.stdout.take().map(BufReader::new).context("psql has an output")?;
        Ok(Self { process, answers })
    }

    /// The rows of a statement as unaligned text. Fails when `psql` has ended, as it does on a statement that fails.
    fn ask(&mut self, statement: &str) -> Result<Vec<String>> {
        let input = self.process.stdin.as_mut().context("psql has an input")?;
        writeln!(input, "{statement};\n\\echo {END}")?;
        let mut rows = Vec::new();
        for line in self.answers.by_ref().lines() {
            match line? {
                end if end == END => return Ok(rows),
                row => rows.push(row),
            }
        }
        bail!("psql ended on: {statement}")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // Best effort: it ends with its input, and owns nothing.
        let _ = self.process.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_answers_one_statement_after_another_until_one_fails() {
        let mut session = Session::open(&crate::postgres_url()).unwrap();
        assert_eq!(session.ask("SELECT 1, '日' UNION SELECT 2, 'é' ORDER BY 1").unwrap(), ["1|日", "2|é"]);
        assert_eq!(session.ask("SELECT 1 WHERE false").unwrap(), [""; 0]);
        assert!(session.ask("SELECT * FROM nowhere").is_err());
    }
}
