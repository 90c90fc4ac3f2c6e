use crate::{App, Fault};
use storage::DbError;
pub use storage::QueueState;

/// What the engine stands on and cannot serve without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The database does not answer.
    Database,
    /// It answers and cannot write: its disk is full, read-only or broken.
    DatabaseWrites,
    /// The key-value store does not answer.
    Redis,
}

impl Missing {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::DatabaseWrites => "database_writes",
            Self::Redis => "redis",
        }
    }
}

impl App {
    /// Does everything the engine stands on serve? Something is written to see it.
    ///
    /// # Errors
    /// What does not.
    pub async fn readiness(&self) -> Result<(), Vec<Missing>> {
        let (database, limits) = tokio::join!(self.db.probe(), self.kv.ping());
        let mut missing = Vec::new();
        match database {
            Ok(()) => {}
            Err(DbError::Unwritable(cause)) => {
                log::error!("the database cannot write: {cause}");
                missing.push(Missing::DatabaseWrites);
            }
            Err(error) => {
                log::error!("the database does not answer: {error}");
                missing.push(Missing::Database);
            }
        }
        if let Err(error) = limits {
            log::error!("the key-value store does not answer: {error}");
            missing.push(Missing::Redis);
        }
        if missing.is_empty() { Ok(()) } else { Err(missing) }
    }

    /// How the queue of jobs stands.
    pub async fn queue(&self) -> Result<QueueState, Fault> {
        Ok(self.db.read().queue_state(self.clock.now()).await?)
    }
}
