use api::backend::Engine;
use api::door::Door;
use api::schema::Schema;
use std::sync::Arc;
use time::OffsetDateTime;

/// What the pages stand on: the public schema, and nothing behind it.
pub struct House {
    /// The way to the schema.
    pub door: Arc<Door<Schema, Engine>>,
    /// Where the instance is reached: `https://engawa.example.jp`.
    pub public_url: String,
    /// Tells the time.
    pub now: Box<dyn Fn() -> OffsetDateTime + Send + Sync>,
}

impl House {
    /// Now.
    pub fn now(&self) -> OffsetDateTime {
        (self.now)()
    }
}
