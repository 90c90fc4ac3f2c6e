use super::jobs::TaskState;
use crate::job::TakeHome;
use crate::problem::page_of;
use crate::schema::{DateTime, schema};
use crate::shell::{Shell, Viewer, page};
use crate::show;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::web::Path;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct HireJob {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    task: Option<Task>,
}

#[derive(cynic::QueryFragment)]
struct Task {
    id: cynic::Id,
    title: Option<String>,
    state: TaskState,
    closed_reason: Option<TaskClosedReason>,
    estimated_minutes: Option<i32>,
    deadline: Option<DateTime>,
    expires_at: Option<DateTime>,
    bid_count: i32,
    take_home: Option<TakeHome>,
    contract: Option<Contract>,
    client: Client,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum TaskClosedReason {
    Expired,
    Withdrawn,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    id: cynic::Id,
    name: String,
}

#[derive(Template)]
#[template(path = "hire/job.html")]
struct HireJobPage {
    shell: Shell,
    words: &'static Words,
    task: Task,
}

/// `/hire/jobs/{id}`: how far a task is, and what can be done about it.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    let found = match visit.ask(HireJob::build(Asked { id: id.into() })).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(viewer) = found.viewer else { return page_of(&visit, Trouble::SignInNeeded) };
    let Some(task) = found.task.filter(|task| viewer.belongs_to(&task.client.id)) else {
        return page_of(&visit, Trouble::NotFound);
    };
    page(&HireJobPage { shell: Shell::new(&visit, Some(viewer), None), words: visit.words, task })
}

impl HireJobPage {
    fn title(&self) -> String {
        self.task.title.clone().unwrap_or_else(|| say!(self.words, "hire-untitled"))
    }
}
