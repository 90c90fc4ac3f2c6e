//! Tasks: write, change, publish, close, expire, find.

mod close;
mod draft;
mod expire;
mod publish;
mod read;
mod take_home;
mod update;

pub use close::{TaskClose, TaskCloseCode};
pub use draft::{TaskDraftAsk, TaskDraftCode};
pub use publish::{TaskPublish, TaskPublishCode};
pub use read::TaskList;
pub use take_home::TakeHome;
pub use update::{TaskUpdate, TaskUpdateCode};

use crate::work::Work;
use crate::{AppError, Code, Settings, Shared};
use identity::{Action, Parties};
use kernel::{InputError, InputFault, Money, MoneyError, TaskId};
use market::{Task, TaskContent, TaskDraft, TaskRefusal, TaskRules};
use storage::Stored;

/// A task that the caller may change by `action`, as they have seen it.
async fn own_task<C: Code>(
    work: &Work<'_>,
    id: TaskId,
    action: Action,
    expected_version: i32,
) -> Result<Stored<Task>, AppError<C>> {
    let task = work.tx.read().task(id).await?.ok_or_else(|| AppError::not_found("taskId"))?;
    let parties = Parties { client: Some(task.value.client), ..Parties::default() };
    match task.value.published() {
        Some(_) => work.require_of_public(action, &parties, "taskId")?,
        None => work.require(action, Action::TaskDraftRead, &parties, "taskId")?,
    }
    work.expect(task.version, expected_version)?;
    Ok(task)
}

/// What the instance asks of a task with these prices: they are in one currency that has a fee schedule.
fn rules_for(settings: &Settings, draft: &TaskDraft) -> TaskRules {
    let asked = draft.milestones.iter().find_map(|part| part.price).map(Money::currency);
    let currency = asked.filter(|currency| settings.fees.contains_key(currency)).unwrap_or(settings.home_currency());
    settings.task_rules(currency)
}

/// What an hour of a task to be published leaves the worker.
fn net_per_hour<C: Code>(settings: &Settings, content: &TaskContent) -> Result<Option<Money>, AppError<C>> {
    let prices: Vec<Money> = content.milestones.iter().map(|part| part.price).collect();
    let take_home = settings.take_home(&prices, Some(content.estimated_minutes)).map_err(|error| {
        let fault = match error {
            MoneyError::CurrencyMismatch => InputFault::CurrencyMismatch,
            MoneyError::OutOfRange | MoneyError::Malformed | MoneyError::TooManyDecimals => InputFault::OutOfRange,
        };
        AppError::from(InputError::new("milestones", fault).within(CONTENT))
    })?;
    Ok(take_home.net_per_hour)
}

/// The argument that holds what a task says.
const CONTENT: &str = "task";

fn refused<C: Code>(refusal: TaskRefusal) -> AppError<C> {
    match refusal {
        TaskRefusal::Invalid(errors) => invalid(errors),
        TaskRefusal::WrongState(_) | TaskRefusal::NotYet(_) | TaskRefusal::Expired => {
            AppError::refused_field("taskId", Shared::InvalidState)
        }
    }
}

fn invalid<C: Code>(errors: Vec<InputError>) -> AppError<C> {
    AppError::inputs(errors.into_iter().map(|error| error.within(CONTENT)).collect())
}
