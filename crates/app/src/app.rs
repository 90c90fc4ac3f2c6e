use crate::{Clock, IdSource, Settings};
use files::Files;
use kv::Kv;
use mail::Mailer;
use payments::Gateway;
use std::sync::Arc;
use storage::Db;
use tokio::sync::Notify;

/// The engine: every use case is a method of it, in the file named after the use case.
pub struct App {
    pub(crate) db: Db,
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) files: Files,
    pub(crate) kv: Kv,
    pub(crate) mailer: Arc<dyn Mailer>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) settings: Settings,
    pub(crate) secret: [u8; 32],
    pub(crate) wake: Arc<Notify>,
}

/// What an [`App`] is built from.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Where money comes in and goes out.
    pub gateway: Arc<dyn Gateway>,
    /// Where uploads are kept.
    pub files: Files,
    /// Limits and leases.
    pub kv: Kv,
    /// Who carries mails.
    pub mailer: Arc<dyn Mailer>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where ids and secrets come from.
    pub ids: Arc<dyn IdSource>,
    /// The rules of this instance.
    pub settings: Settings,
    /// The instance's own secret, for keyed hashes.
    pub secret: [u8; 32],
}

impl App {
    /// Puts the engine together.
    pub fn new(parts: Parts) -> Self {
        let Parts { db, gateway, files, kv, mailer, clock, ids, settings, secret } = parts;
        Self { db, gateway, files, kv, mailer, clock, ids, settings, secret, wake: Arc::new(Notify::new()) }
    }

    /// The rules of this instance.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What time it is.
    pub fn now(&self) -> kernel::Instant {
        self.clock.now()
    }

    /// A name for a request, for answers and the log.
    pub fn new_request_id(&self) -> String {
        self.ids.uuid(self.clock.now()).simple().to_string()
    }

    /// Rings when new work was put on the queue by this process.
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }
}
