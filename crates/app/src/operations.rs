use crate::{App, Fault};
pub use storage::QueueState;

impl App {
    /// Does everything the engine stands on answer?
    ///
    /// # Errors
    /// The names of what does not.
    pub async fn readiness(&self) -> Result<(), Vec<&'static str>> {
        let (database, limits) = tokio::join!(self.db.ping(), self.kv.ping());
        let mut missing = Vec::new();
        if let Err(error) = database {
            log::error!("the database does not answer: {error}");
            missing.push("database");
        }
        if let Err(error) = limits {
            log::error!("the key-value store does not answer: {error}");
            missing.push("redis");
        }
        if missing.is_empty() { Ok(()) } else { Err(missing) }
    }

    /// How the queue of jobs stands.
    pub async fn queue(&self) -> Result<QueueState, Fault> {
        Ok(self.db.read().queue_state(self.clock.now()).await?)
    }
}
