use crate::aggregate::{self, Aggregate};
use crate::gathered::Gathered;
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
/// Events, jobs, notices and what is saved `at_commit` are gathered and written together at the commit; reads do not see
/// them.
#[must_use = "a transaction that is not committed never happened"]
pub struct Tx {
    pub(crate) inner: DatabaseTransaction,
    pub(crate) engine: Engine,
    pub(crate) gathered: Gathered,
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
            gathered: Gathered::default(),
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

    /// Saves an object together with what else is gathered.
    pub(crate) fn gather<A: Aggregate>(&mut self, stored: &Stored<A>) {
        self.gathered.save(aggregate::update(stored, Vec::new()));
    }

    /// Everything that is gathered: saves, new rows, events, jobs and notices, in this order.
    ///
    /// # Errors
    /// [`DbError::Doomed`] when a posting was refused.
    pub(crate) fn take_gathered(&mut self) -> Result<Gathered, DbError> {
        if *self.doomed.get_mut() {
            return Err(DbError::Doomed);
        }
        let mut gathered = std::mem::take(&mut self.gathered);
        gathered.insert(event::insert(std::mem::take(&mut self.events)));
        gathered.insert(job::insert(std::mem::take(&mut self.jobs)));
        gathered.insert(notice::insert(std::mem::take(&mut self.notices)));
        Ok(gathered)
    }

    /// Writes what is gathered now, for something that refers to it.
    ///
    /// # Errors
    /// Those of [`Tx::commit`].
    pub async fn write_gathered(&mut self) -> Result<(), DbError> {
        let written = self.take_gathered()?.write(&self.inner, self.engine).await;
        if written.is_err() {
            self.doom();
        }
        written
    }

    /// Refuses the commit from now on: a statement failed of which the database may have kept a part.
    pub(crate) fn doom(&self) {
        self.doomed.store(true, Ordering::Relaxed);
    }

    /// Makes everything true at once.
    ///
    /// # Errors
    /// [`DbError::Conflict`] and [`DbError::Unique`] of what was to be written at the commit, [`DbError::Doomed`] when a
    /// posting was refused.
    pub async fn commit(mut self) -> Result<(), DbError> {
        self.write_gathered().await?;
        self.inner.commit().await?;
        Ok(())
    }
}
