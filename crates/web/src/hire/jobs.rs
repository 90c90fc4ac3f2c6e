use crate::form::Form;
use crate::problem::page_of;
use crate::schema::{DateTime, PageInfo, schema};
use crate::shell::{Shell, Viewer, page};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::web::{Path, Query};
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct Jobs {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    organisation: Option<Organisation>,
}

#[derive(cynic::QueryFragment)]
#[cynic(variables = "Asked")]
struct Organisation {
    id: cynic::Id,
    name: String,
    #[arguments(first: 20, after: $after)]
    tasks: Option<Tasks>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "TaskConnection")]
struct Tasks {
    nodes: Vec<Task>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct Task {
    id: cynic::Id,
    title: Option<String>,
    state: TaskState,
    bid_count: i32,
    deadline: Option<DateTime>,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum TaskState {
    Draft,
    Open,
    Contracted,
    Closed,
}

#[derive(Template)]
#[template(path = "hire/jobs.html")]
struct JobsPage {
    shell: Shell,
    words: &'static Words,
    organisation: Organisation,
}

/// `/hire/{organisation}/jobs`: everything that was asked for, the newest first.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>, Query(fields): Query<Vec<(String, String)>>) -> Response {
    let after = Form::of(fields).text("after");
    let found = match visit.ask(Jobs::build(Asked { id: id.into(), after })).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(viewer) = found.viewer else { return page_of(&visit, Trouble::SignInNeeded) };
    let Some(organisation) = found.organisation.filter(|organisation| viewer.belongs_to(&organisation.id)) else {
        return page_of(&visit, Trouble::NotFound);
    };
    page(&JobsPage { shell: Shell::new(&visit, Some(viewer), None), words: visit.words, organisation })
}

impl JobsPage {
    fn tasks(&self) -> &[Task] {
        self.organisation.tasks.as_ref().map(|tasks| tasks.nodes.as_slice()).unwrap_or_default()
    }

    /// The address of what follows, if anything does.
    fn next(&self) -> Option<String> {
        let place = &self.organisation.tasks.as_ref()?.page_info;
        let cursor = place.end_cursor.as_ref().filter(|_| place.has_next_page)?;
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        let query = pairs.append_pair("after", cursor).finish();
        Some(self.shell.to(&format!("/hire/{}/jobs?{query}", self.organisation.id.inner())))
    }
}

impl Task {
    /// A draft is written on; all else has a page.
    fn address(&self) -> String {
        match self.state {
            TaskState::Draft => format!("/hire/drafts/{}/what", self.id.inner()),
            TaskState::Open | TaskState::Contracted | TaskState::Closed => format!("/hire/jobs/{}", self.id.inner()),
        }
    }
}
