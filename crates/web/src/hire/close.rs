use super::jobs::TaskState;
use super::refusals;
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::schema::schema;
use crate::shell::{Shell, Viewer, page_with};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::{MutationBuilder, QueryBuilder};
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct CloseJob {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    task: Option<Task>,
}

#[derive(cynic::QueryFragment)]
struct Task {
    id: cynic::Id,
    version: i32,
    title: Option<String>,
    state: TaskState,
    bid_count: i32,
    client: Client,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
struct Closing {
    input: TaskCloseInput,
}

#[derive(cynic::InputObject)]
struct TaskCloseInput {
    task_id: cynic::Id,
    expected_version: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Closing")]
struct TaskClose {
    #[arguments(input: $input)]
    task_close: TaskClosePayload,
}

#[derive(cynic::QueryFragment)]
struct TaskClosePayload {
    user_errors: Vec<TaskCloseUserError>,
}

refusals!(TaskCloseUserError);

#[derive(Template)]
#[template(path = "hire/close.html")]
struct ClosePage {
    shell: Shell,
    words: &'static Words,
    task: Task,
    form: Form,
}

/// `/hire/jobs/{id}/close`: asks before it takes a task back.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, id.into()).await {
        Ok((shell, task)) => answer(ClosePage { shell, words: visit.words, task, form: Form::default() }),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Takes it back.
#[handler]
pub async fn close(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let (shell, task) = match load(&visit, id.into()).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let expected_version = form.version().unwrap_or(task.version);
    let input = TaskCloseInput { task_id: task.id.clone(), expected_version };
    match visit.ask(TaskClose::build(Closing { input })).await {
        Ok(found) => refusals::note(&mut form, found.task_close.user_errors, &[]),
        Err(trouble) => return page_of(&visit, trouble),
    }
    answer(ClosePage { shell, words: visit.words, task, form })
}

async fn load(visit: &Visit, id: cynic::Id) -> Result<(Shell, Task), Trouble> {
    let found = visit.ask(CloseJob::build(Asked { id })).await?;
    let viewer = found.viewer.ok_or(Trouble::SignInNeeded)?;
    let task = found.task.filter(|task| viewer.belongs_to(&task.client.id)).ok_or(Trouble::NotFound)?;
    Ok((Shell::new(visit, Some(viewer), None), task))
}

/// What is closed needs no closing: its page says so.
fn answer(page: ClosePage) -> Response {
    let is_done = !page.form.is_faulty() && !page.form.typed("version").is_empty();
    match page.task.state {
        TaskState::Open | TaskState::Draft if !is_done => {
            let status = if page.form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            page_with(status, &page)
        }
        // A draft that was thrown away has no page any more.
        TaskState::Draft => see_other(&page.words.to(&format!("/hire/{}/jobs", page.task.client.id.inner()))),
        TaskState::Open | TaskState::Contracted | TaskState::Closed => {
            see_other(&page.words.to(&format!("/hire/jobs/{}", page.task.id.inner())))
        }
    }
}

impl ClosePage {
    fn title(&self) -> String {
        self.task.title.clone().unwrap_or_else(|| say!(self.words, "hire-untitled"))
    }
}
