use crate::rules::days;
use crate::{TaskContent, TaskDraft, TaskRules};
use kernel::{ContractId, InputError, Instant, OrganisationId, TaskId};
use serde::{Deserialize, Serialize};

/// How work is handed out and paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// One worker by bids, paid by milestones.
    Project,
}

/// What a client posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Whose task it is.
    pub client: OrganisationId,
    /// How work is handed out.
    pub kind: TaskKind,
    /// What it says.
    pub content: Content,
    /// How often the published content was written: 0 for a draft, 1 when published, one more with every edit after.
    ///
    /// A bid names the revision it was made on, and only a bid on the latest can be awarded: an edit is always allowed
    /// while the task is open, and never binds a worker who has not seen it.
    pub revision: u32,
    /// Where it stands.
    pub state: TaskState,
}

/// What a task says: anything while it is a draft, everything once it was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Content {
    /// As typed so far.
    Draft(TaskDraft),
    /// Complete.
    Published(TaskContent),
}

/// Where a task stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum TaskState {
    /// Only the client sees it.
    Draft,
    /// Takes bids.
    Open {
        /// When it was published.
        published_at: Instant,
        /// When it stops taking bids by itself; never after its deadline.
        expires_at: Instant,
    },
    /// A bid was awarded.
    Contracted {
        /// The deal.
        contract: ContractId,
        /// Since when.
        at: Instant,
    },
    /// Ended without a contract.
    Closed {
        /// Since when.
        at: Instant,
        /// Why.
        reason: ClosedWhy,
    },
}

crate::kinds::kinds! {
    /// Where a task stands, without what the state carries.
    TaskStateKind of TaskState { Draft = "draft", Open = "open", Contracted = "contracted", Closed = "closed" }
}

/// Why a task ended without a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedWhy {
    /// The client took it back.
    Withdrawn,
    /// Its time was over (a call must be kept current, Freelance Act art. 12).
    Expired,
}

/// Why a task did not change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaskRefusal {
    /// Not possible in this state.
    #[error("not possible while the task is {0}")]
    WrongState(TaskStateKind),
    /// Something is missing or wrong in what it says.
    #[error("the task is not complete")]
    Invalid(Vec<InputError>),
    /// The clock has not come to this moment yet.
    #[error("not before {0}")]
    NotYet(Instant),
    /// Its time for bids is over.
    #[error("the task has expired")]
    Expired,
}

impl Task {
    /// A new draft. Refuses what no task may hold; nothing has to be there yet.
    pub fn draft(
        id: TaskId,
        client: OrganisationId,
        draft: TaskDraft,
        rules: &TaskRules,
    ) -> Result<Self, Vec<InputError>> {
        let content = Content::Draft(draft.check(rules.currency)?);
        Ok(Self { id, client, kind: TaskKind::Project, content, revision: 0, state: TaskState::Draft })
    }

    /// Rewrites a draft, or the content of an open task as its next revision.
    pub fn edit(self, draft: TaskDraft, rules: &TaskRules, now: Instant) -> Result<Self, TaskRefusal> {
        match self.state {
            TaskState::Draft => {
                let content = Content::Draft(draft.check(rules.currency).map_err(TaskRefusal::Invalid)?);
                Ok(Self { content, ..self })
            }
            TaskState::Open { published_at, expires_at } => {
                if now >= expires_at {
                    return Err(TaskRefusal::Expired);
                }
                let content = draft.complete(rules, now).map_err(TaskRefusal::Invalid)?;
                let state = TaskState::Open { published_at, expires_at: expires_at.min(content.deadline) };
                let revision = self.revision.saturating_add(1);
                Ok(Self { content: Content::Published(content), revision, state, ..self })
            }
            TaskState::Contracted { .. } | TaskState::Closed { .. } => Err(self.wrong_state()),
        }
    }

    /// Opens a complete draft for bids, for the rules' days or until its deadline.
    pub fn publish(self, rules: &TaskRules, now: Instant) -> Result<Self, TaskRefusal> {
        let (TaskState::Draft, Content::Draft(draft)) = (&self.state, &self.content) else {
            return Err(self.wrong_state());
        };
        let content = draft.clone().complete(rules, now).map_err(TaskRefusal::Invalid)?;
        let expires_at = now.plus(days(rules.open_days)).min(content.deadline);
        let state = TaskState::Open { published_at: now, expires_at };
        Ok(Self { content: Content::Published(content), revision: 1, state, ..self })
    }

    /// The client takes the task back.
    pub fn close(self, now: Instant) -> Result<Self, TaskRefusal> {
        match self.state {
            TaskState::Draft | TaskState::Open { .. } => {
                Ok(Self { state: TaskState::Closed { at: now, reason: ClosedWhy::Withdrawn }, ..self })
            }
            TaskState::Contracted { .. } | TaskState::Closed { .. } => Err(self.wrong_state()),
        }
    }

    /// The clock closes a call whose time is over.
    pub fn expire(self, now: Instant) -> Result<Self, TaskRefusal> {
        match self.state {
            TaskState::Open { expires_at, .. } if now < expires_at => Err(TaskRefusal::NotYet(expires_at)),
            TaskState::Open { .. } => {
                Ok(Self { state: TaskState::Closed { at: now, reason: ClosedWhy::Expired }, ..self })
            }
            TaskState::Draft | TaskState::Contracted { .. } | TaskState::Closed { .. } => Err(self.wrong_state()),
        }
    }

    /// A bid was awarded as `contract`. Still possible after the call's time, until the clock has closed it.
    pub fn contracted(self, contract: ContractId, now: Instant) -> Result<Self, TaskRefusal> {
        match self.state {
            TaskState::Open { .. } => Ok(Self { state: TaskState::Contracted { contract, at: now }, ..self }),
            TaskState::Draft | TaskState::Contracted { .. } | TaskState::Closed { .. } => Err(self.wrong_state()),
        }
    }

    /// What a bid is made on, while bids are taken.
    pub fn open_content(&self, now: Instant) -> Result<&TaskContent, TaskRefusal> {
        let (TaskState::Open { expires_at, .. }, Content::Published(content)) = (&self.state, &self.content) else {
            return Err(self.wrong_state());
        };
        if now >= *expires_at { Err(TaskRefusal::Expired) } else { Ok(content) }
    }

    /// What it says, once it was published.
    pub const fn published(&self) -> Option<&TaskContent> {
        match &self.content {
            Content::Draft(_) => None,
            Content::Published(content) => Some(content),
        }
    }

    /// When the clock has to look at it next ([`Task::expire`]).
    pub const fn next_clock_event(&self) -> Option<Instant> {
        match self.state {
            TaskState::Open { expires_at, .. } => Some(expires_at),
            TaskState::Draft | TaskState::Contracted { .. } | TaskState::Closed { .. } => None,
        }
    }

    const fn wrong_state(&self) -> TaskRefusal {
        TaskRefusal::WrongState(self.state.kind())
    }
}

#[cfg(test)]
#[path = "task_tests.rs"]
mod tests;
