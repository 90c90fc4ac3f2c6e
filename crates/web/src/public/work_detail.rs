use crate::job::TakeHome;
use crate::problem::page_of;
use crate::schema::{DateTime, Decimal, Money, schema};
use crate::shell::{Shell, Tab, Viewer, page};
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
struct WorkDetail {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    task: Option<Task>,
}

#[derive(cynic::QueryFragment)]
struct Task {
    id: cynic::Id,
    title: Option<String>,
    state: TaskState,
    description_html: Option<String>,
    checklist: Option<Vec<ChecklistItem>>,
    milestones: Option<Vec<PlannedMilestone>>,
    skills: Vec<String>,
    estimated_minutes: Option<i32>,
    deadline: Option<DateTime>,
    expires_at: Option<DateTime>,
    bid_count: i32,
    take_home: Option<TakeHome>,
    client: Client,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum TaskState {
    Draft,
    Open,
    Contracted,
    Closed,
}

#[derive(cynic::QueryFragment)]
struct ChecklistItem {
    text: String,
}

#[derive(cynic::QueryFragment)]
struct PlannedMilestone {
    title: Option<String>,
    price: Option<Money>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    name: String,
    reputation: Option<Reputation>,
}

#[derive(cynic::QueryFragment)]
struct Reputation {
    score: Option<Decimal>,
    review_count: i32,
    completed_contract_count: i32,
}

#[derive(Template)]
#[template(path = "public/work_detail.html")]
struct WorkDetailPage {
    shell: Shell,
    words: &'static Words,
    task: Task,
}

/// `/work/{id}`: all that decides whether to do it.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    let WorkDetail { viewer, task } = match visit.ask(WorkDetail::build(Asked { id: id.into() })).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(task) = task else { return page_of(&visit, Trouble::NotFound) };
    let shell = Shell::new(&visit, viewer, Some(Tab::Work));
    page(&WorkDetailPage { shell, words: visit.words, task })
}

impl WorkDetailPage {
    fn title(&self) -> &str {
        self.task.title.as_deref().unwrap_or_default()
    }
}
