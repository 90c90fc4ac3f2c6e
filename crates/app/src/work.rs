use crate::{App, AppError, Caller, Code, Event, Job, Shared};
use identity::{Action, Denial, Parties};
use kernel::{EventId, InputError, InputFault, Instant, Version};
use ledger::Journal;
use serde::Serialize;
use sha2::{Digest, Sha256};
use storage::{Claim, DbError, KeyClaim, NewEvent, NewJob, Tx};
use uuid::Uuid;

/// A use case under way: its one transaction, the moment it happens at and who does it.
pub(crate) struct Work<'a> {
    pub app: &'a App,
    pub tx: Tx,
    pub now: Instant,
    pub caller: &'a Caller,
    journals: Vec<Journal>,
}

/// A new intent, or one that was carried out before.
pub(crate) enum Begun<'a> {
    /// Carry it out.
    Fresh(Work<'a>),
    /// It made or changed this object; answer with it and change nothing.
    Done(Uuid),
}

/// What makes a repeat recognisable.
pub(crate) struct Intent<'a> {
    /// The mutation, as the schema spells it.
    pub mutation: &'static str,
    /// The caller's idempotency key.
    pub key: &'a str,
    /// SHA-256 of the whole input.
    pub hash: [u8; 32],
    /// The object it will make or change.
    pub result: Uuid,
}

impl App {
    /// Opens the transaction of a use case.
    pub(crate) async fn work<'a>(&'a self, caller: &'a Caller) -> Result<Work<'a>, DbError> {
        let tx = self.db.write().await?;
        Ok(Work { app: self, tx, now: self.clock.now(), caller, journals: Vec::new() })
    }

    /// Opens the transaction of a use case that must not happen twice, and claims its key.
    pub(crate) async fn begin<'a, C: Code>(
        &'a self,
        caller: &'a Caller,
        intent: Intent<'_>,
    ) -> Result<Begun<'a>, AppError<C>> {
        let actor = caller.require_signed_in()?.id;
        check_key(intent.key)?;
        let work = self.work(caller).await?;
        let claim = KeyClaim {
            actor,
            mutation: intent.mutation,
            key: intent.key.to_owned(),
            hash: intent.hash,
            result: intent.result,
            at: work.now,
        };
        match work.tx.claim_key(claim).await? {
            Claim::Fresh => Ok(Begun::Fresh(work)),
            Claim::Done(result) => Ok(Begun::Done(result)),
            Claim::Reused => Err(AppError::refused_field("idempotencyKey", Shared::IdempotencyKeyReused)),
        }
    }
}

impl Work<'_> {
    /// May the caller do `action` to the object of `parties` that the argument `field` names?
    ///
    /// # Errors
    /// Who may not see it (`seen_by`) is told that it does not exist.
    pub fn require<C: Code>(
        &self,
        action: Action,
        seen_by: Action,
        parties: &Parties,
        field: &str,
    ) -> Result<(), AppError<C>> {
        let hidden = if self.caller.may(seen_by, parties) { Shared::NotAllowed } else { Shared::NotFound };
        self.require_or(action, parties, field, hidden)
    }

    /// The same for an object that everybody may see.
    pub fn require_of_public<C: Code>(
        &self,
        action: Action,
        parties: &Parties,
        field: &str,
    ) -> Result<(), AppError<C>> {
        self.require_or(action, parties, field, Shared::NotAllowed)
    }

    fn require_or<C: Code>(
        &self,
        action: Action,
        parties: &Parties,
        field: &str,
        forbidden: Shared,
    ) -> Result<(), AppError<C>> {
        let shared = match self.caller.authorise(action, parties) {
            Ok(()) => return Ok(()),
            Err(Denial::SignInNeeded) => return Err(AppError::Unauthenticated),
            Err(Denial::ConflictOfInterest) => Shared::ConflictOfInterest,
            Err(Denial::Suspended) => Shared::AccountSuspended,
            Err(Denial::Forbidden) => forbidden,
        };
        Err(AppError::refused_field(field, shared))
    }

    /// Has the caller seen the object as it now is?
    pub fn expect<C: Code>(&self, stored: Version, expected: i32) -> Result<(), AppError<C>> {
        if stored.get() == expected {
            Ok(())
        } else {
            Err(AppError::refused_field("expectedVersion", Shared::VersionConflict))
        }
    }

    /// A new id, ordered by time.
    pub fn id(&self) -> Uuid {
        self.app.ids.uuid(self.now)
    }

    /// Appends to the event log.
    pub fn event(&mut self, subject: Uuid, event: Event) {
        let actor = self.caller.id();
        let id = EventId::new(self.id());
        let (kind, data) = event.into_parts();
        self.tx.event(NewEvent { id, at: self.now, actor, kind, subject, data });
    }

    /// Puts a job on the queue, to run as soon as may be.
    pub fn job(&mut self, job: Job) {
        self.job_at(job, self.now);
    }

    /// Puts a job on the queue, not to run before `run_at`.
    pub fn job_at(&mut self, job: Job, run_at: Instant) {
        let id = self.id();
        let key = job.key();
        let (kind, payload) = job.into_parts();
        self.tx.job(NewJob { id, kind, payload, run_at, key });
    }

    /// Moves money. Written at the commit, all journals at once and after every other row, so that locks are always taken
    /// in one order.
    pub fn book(&mut self, journals: impl IntoIterator<Item = Journal>) {
        self.journals.extend(journals);
    }

    /// Makes everything true, and wakes the worker.
    ///
    /// # Errors
    /// [`DbError::InsufficientFunds`] when an account does not hold what was to be moved.
    pub async fn commit(self) -> Result<(), DbError> {
        self.tx.commit_with(&self.journals, self.now).await?;
        self.app.wake.notify_one();
        Ok(())
    }
}

/// SHA-256 of an input, over its JSON form: the fields in their declared order.
pub(crate) fn digest(input: &impl Serialize) -> [u8; 32] {
    // An input holds no map with keys other than strings, the one thing that JSON cannot write.
    Sha256::digest(serde_json::to_vec(input).unwrap_or_default()).into()
}

fn check_key(key: &str) -> Result<(), InputError> {
    let fault = match key.len() {
        0..16 => InputFault::TooShort,
        256.. => InputFault::TooLong,
        _ if !key.bytes().all(|byte| byte.is_ascii_graphic()) => InputFault::Malformed,
        _ => return Ok(()),
    };
    Err(InputError::new("idempotencyKey", fault))
}
