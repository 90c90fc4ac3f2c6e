use super::{Task, TaskInput};
use crate::context::{app, caller};
use crate::fault::ApiError;
use crate::scalars::read_id;
use crate::{error_codes, payload};
use app::AppError;
use async_graphql::{Context, ID, InputObject, Object};

error_codes! {
    /// Why no draft was made.
    pub enum TaskDraftErrorCode for "TaskDraft" from app::TaskDraftCode {}
}

error_codes! {
    /// Why a task was not changed.
    pub enum TaskUpdateErrorCode for "TaskUpdate" from app::TaskUpdateCode {}
}

error_codes! {
    /// Why a task was not published.
    pub enum TaskPublishErrorCode for "TaskPublish" from app::TaskPublishCode {}
}

error_codes! {
    /// Why a task was not closed.
    pub enum TaskCloseErrorCode for "TaskClose" from app::TaskCloseCode {}
}

/// Input of taskDraft.
#[derive(InputObject)]
pub struct TaskDraftInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same task.
    idempotency_key: String,
    /// Whose task it will be.
    organisation_id: ID,
    /// What it says so far.
    task: TaskInput,
}

payload! {
    /// Outcome of taskDraft.
    pub struct TaskDraftPayload or TaskDraftErrorCode {
        /// The new draft.
        task: Task,
    }
}

/// Input of taskUpdate.
#[derive(InputObject)]
pub struct TaskUpdateInput {
    /// Which: a draft, or an open task.
    task_id: ID,
    /// The version the caller has seen.
    expected_version: i32,
    /// All that it says from now on.
    task: TaskInput,
}

payload! {
    /// Outcome of taskUpdate.
    pub struct TaskUpdatePayload or TaskUpdateErrorCode {
        /// The task after the change.
        task: Task,
    }
}

/// Input of taskPublish.
#[derive(InputObject)]
pub struct TaskPublishInput {
    /// Which draft.
    task_id: ID,
    /// The version the caller has seen.
    expected_version: i32,
}

payload! {
    /// Outcome of taskPublish. What the draft lacks is named in userErrors by the paths of taskUpdate.
    pub struct TaskPublishPayload or TaskPublishErrorCode {
        /// The task after the change.
        task: Task,
    }
}

/// Input of taskClose.
#[derive(InputObject)]
pub struct TaskCloseInput {
    /// Which: a draft, or an open task.
    task_id: ID,
    /// The version the caller has seen.
    expected_version: i32,
}

payload! {
    /// Outcome of taskClose.
    pub struct TaskClosePayload or TaskCloseErrorCode {
        /// The task after the change.
        task: Task,
    }
}

/// Writes of tasks.
#[derive(Default)]
pub struct TaskMutation;

/// Writes of tasks.
#[Object]
impl TaskMutation {
    /// Writes the draft of a task; only the client's people see it.
    async fn task_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: TaskDraftInput,
    ) -> Result<TaskDraftPayload, ApiError> {
        let TaskDraftInput { idempotency_key, organisation_id, task } = input;
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let organisation = read_id(&organisation_id).ok_or_else(|| AppError::not_found("organisationId"))?;
            let task = task.read().map_err(AppError::inputs)?;
            app.task_draft(caller, app::TaskDraftAsk { idempotency_key, organisation, task }).await
        };
        match outcome.await {
            Ok(id) => Ok(TaskDraftPayload::done(Task::load(ctx, id).await?)),
            Err(error) => TaskDraftPayload::refused(ctx, error),
        }
    }

    /// Rewrites a draft, or an open task as its next revision: bids on the one before cannot be awarded until they are
    /// changed.
    async fn task_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: TaskUpdateInput,
    ) -> Result<TaskUpdatePayload, ApiError> {
        let TaskUpdateInput { task_id, expected_version, task } = input;
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let task_id = read_id(&task_id).ok_or_else(|| AppError::not_found("taskId"))?;
            let task = task.read().map_err(AppError::inputs)?;
            app.task_update(caller, app::TaskUpdate { task_id, expected_version, task }).await
        };
        match outcome.await {
            Ok(id) => Ok(TaskUpdatePayload::done(Task::load(ctx, id).await?)),
            Err(error) => TaskUpdatePayload::refused(ctx, error),
        }
    }

    /// Opens a complete draft for bids.
    async fn task_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: TaskPublishInput,
    ) -> Result<TaskPublishPayload, ApiError> {
        let TaskPublishInput { task_id, expected_version } = input;
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let task = read_id(&task_id).ok_or_else(|| AppError::not_found("taskId"))?;
            app.task_publish(caller, app::TaskPublish { task, expected_version }).await
        };
        match outcome.await {
            Ok(id) => Ok(TaskPublishPayload::done(Task::load(ctx, id).await?)),
            Err(error) => TaskPublishPayload::refused(ctx, error),
        }
    }

    /// Takes a task back: a draft is thrown away, the bids on an open task are declined.
    async fn task_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: TaskCloseInput,
    ) -> Result<TaskClosePayload, ApiError> {
        let TaskCloseInput { task_id, expected_version } = input;
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let task = read_id(&task_id).ok_or_else(|| AppError::not_found("taskId"))?;
            app.task_close(caller, app::TaskClose { task, expected_version }).await
        };
        match outcome.await {
            Ok(id) => Ok(TaskClosePayload::done(Task::load(ctx, id).await?)),
            Err(error) => TaskClosePayload::refused(ctx, error),
        }
    }
}
