use crate::{DbError, Engine, NewEvent, NewJob, NewNotice, Read, event, job, notice};
use kernel::Version;
use sea_orm::{DatabaseExecutor, DatabaseTransaction};
use std::sync::atomic::{AtomicBool, Ordering};

/// A value as it stands in the database, with the version a save must name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<T> {
    /// The domain value.
    pub value: T,
    /// How often it has changed.
    pub version: Version,
}

impl<T> Stored<T> {
    /// A value that is about to be inserted.
    pub fn first(value: T) -> Self {
        Self { value, version: Version::FIRST }
    }

    /// The same version with another value in it: what a transition answered, ready to be saved.
    pub fn with<U>(&self, value: U) -> Stored<U> {
        Stored { value, version: self.version }
    }
}

/// The one transaction of a use case. Dropped without [`Tx::commit`] it never happened.
///
/// Events, jobs and notices are gathered and written together at the commit.
#[must_use = "a transaction that is not committed never happened"]
pub struct Tx {
    pub(crate) inner: DatabaseTransaction,
    pub(crate) engine: Engine,
    events: Vec<NewEvent>,
    jobs: Vec<NewJob>,
    notices: Vec<NewNotice>,
    doomed: AtomicBool,
}

impl Tx {
    pub(crate) fn new(inner: DatabaseTransaction, engine: Engine) -> Self {
        Self {
            inner,
            engine,
            events: Vec::new(),
            jobs: Vec::new(),
            notices: Vec::new(),
            doomed: AtomicBool::new(false),
        }
    }

    /// Reads that see what this transaction has written.
    pub fn read(&self) -> Read<'_> {
        Read::new(DatabaseExecutor::Transaction(&self.inner))
    }

    /// Appends a line to the event log.
    pub fn event(&mut self, event: NewEvent) {
        self.events.push(event);
    }

    /// Puts work on the queue; it becomes visible with the commit.
    pub fn job(&mut self, job: NewJob) {
        self.jobs.push(job);
    }

    /// Tells a person something.
    pub fn notice(&mut self, notice: NewNotice) {
        self.notices.push(notice);
    }

    /// Refuses the commit from now on: a statement failed of which the database may have kept a part.
    pub(crate) fn doom(&self) {
        self.doomed.store(true, Ordering::Relaxed);
    }

    /// Makes everything true at once.
    ///
    /// # Errors
    /// [`DbError::Doomed`] when a posting was refused.
    pub async fn commit(self) -> Result<(), DbError> {
        let Self { inner, events, jobs, notices, doomed, .. } = self;
        if doomed.into_inner() {
            return Err(DbError::Doomed);
        }
        event::insert(&inner, events).await?;
        job::insert(&inner, jobs).await?;
        notice::insert(&inner, notices).await?;
        inner.commit().await?;
        Ok(())
    }
}
