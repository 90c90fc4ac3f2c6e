//! One application, as those who choose see it.

pub mod award;
pub mod decline;

use super::applicants::BidState;
use super::task_input::TaskLanguage;
use crate::job::TakeHome;
use crate::schema::{DateTime, schema};
use crate::shell::{Shell, Viewer};
use crate::trouble::Trouble;
use crate::visit::Visit;
use cynic::QueryBuilder;

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct HireBid {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    bid: Option<Bid>,
}

#[derive(cynic::QueryFragment)]
struct Bid {
    id: cynic::Id,
    version: i32,
    state: BidState,
    take_home: Option<TakeHome>,
    finish_by: DateTime,
    message: String,
    worker: Option<Worker>,
    task: Option<Task>,
    contract: Option<Contract>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Person")]
struct Worker {
    display_name: String,
}

#[derive(cynic::QueryFragment)]
struct Task {
    id: cynic::Id,
    title: Option<String>,
    description_html: Option<String>,
    checklist: Option<Vec<ChecklistItem>>,
    milestones: Option<Vec<PlannedMilestone>>,
    language: Option<TaskLanguage>,
    client: Client,
}

#[derive(cynic::QueryFragment)]
struct ChecklistItem {
    text: String,
}

#[derive(cynic::QueryFragment)]
struct PlannedMilestone {
    title: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    id: cynic::Id,
    name: String,
    legal_name: Option<String>,
    address: Option<String>,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    id: cynic::Id,
}

/// An application to an organisation that the visitor belongs to.
async fn load(visit: &Visit, id: cynic::Id) -> Result<(Shell, Bid, Task), Trouble> {
    let found = visit.ask(HireBid::build(Asked { id })).await?;
    let viewer = found.viewer.ok_or(Trouble::SignInNeeded)?;
    let mut bid = found.bid.ok_or(Trouble::NotFound)?;
    let task = bid.task.take().filter(|task| viewer.belongs_to(&task.client.id)).ok_or(Trouble::NotFound)?;
    Ok((Shell::new(visit, Some(viewer), None), bid, task))
}

impl Bid {
    fn name(&self) -> &str {
        self.worker.as_ref().map_or("", |worker| worker.display_name.as_str())
    }
}

impl Task {
    fn applicants(&self) -> String {
        format!("/hire/jobs/{}/applicants", self.id.inner())
    }

    fn title(&self) -> &str {
        self.title.as_deref().unwrap_or_default()
    }
}
