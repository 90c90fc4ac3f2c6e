use crate::job::Job;
use crate::problem::page_of;
use crate::schema::schema;
use crate::shell::{Shell, Viewer, page};
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::{Response, handler};

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct Landing {
    viewer: Option<Viewer>,
    #[arguments(first: 3)]
    tasks: Option<Jobs>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "TaskConnection")]
struct Jobs {
    nodes: Vec<Job>,
}

#[derive(Template)]
#[template(path = "public/landing.html")]
struct LandingPage {
    shell: Shell,
    words: &'static Words,
    jobs: Vec<Job>,
}

/// `/`: two doors, and work that is there now.
#[handler]
pub async fn view(visit: Visit) -> Response {
    let Landing { viewer, tasks } = match visit.ask(Landing::build(())).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let jobs = tasks.map(|tasks| tasks.nodes).unwrap_or_default();
    page(&LandingPage { shell: Shell::new(&visit, viewer, None), words: visit.words, jobs })
}
