use super::jobs::TaskState;
use crate::job::TakeHome;
use crate::problem::page_of;
use crate::schema::{DateTime, Decimal, Money, schema};
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
struct Applicants {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    task: Option<Task>,
}

#[derive(cynic::QueryFragment)]
struct Task {
    id: cynic::Id,
    title: Option<String>,
    state: TaskState,
    client: Client,
    #[arguments(first: 50)]
    bids: Option<Bids>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    id: cynic::Id,
    name: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "BidConnection")]
struct Bids {
    nodes: Vec<Bid>,
}

#[derive(cynic::QueryFragment)]
struct Bid {
    id: cynic::Id,
    state: BidState,
    is_on_latest: bool,
    price: Money,
    take_home: Option<TakeHome>,
    finish_by: DateTime,
    message: String,
    worker: Option<Worker>,
}

/// Where a bid stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum BidState {
    Submitted,
    Awarded,
    Declined,
    Withdrawn,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Person")]
struct Worker {
    display_name: String,
    profile: Option<WorkerProfile>,
    reputation: Option<Reputation>,
}

#[derive(cynic::QueryFragment)]
struct WorkerProfile {
    headline: String,
    minutes_a_week: i32,
}

#[derive(cynic::QueryFragment)]
struct Reputation {
    score: Option<Decimal>,
    review_count: i32,
    completed_contract_count: i32,
    is_first_job: bool,
}

#[derive(Template)]
#[template(path = "hire/applicants.html")]
struct ApplicantsPage {
    shell: Shell,
    words: &'static Words,
    task: Task,
}

/// `/hire/jobs/{id}/applicants`: who offers what, side by side and without pictures.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    let found = match visit.ask(Applicants::build(Asked { id: id.into() })).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(viewer) = found.viewer else { return page_of(&visit, Trouble::SignInNeeded) };
    let Some(task) = found.task.filter(|task| viewer.belongs_to(&task.client.id)) else {
        return page_of(&visit, Trouble::NotFound);
    };
    page(&ApplicantsPage { shell: Shell::new(&visit, Some(viewer), None), words: visit.words, task })
}

impl ApplicantsPage {
    fn bids(&self, is_waiting: bool) -> Vec<&Bid> {
        let bids = self.task.bids.iter().flat_map(|bids| &bids.nodes);
        bids.filter(|bid| (bid.state == BidState::Submitted) == is_waiting).collect()
    }

    /// Those to choose from, the first who applied first: nobody is ranked.
    fn waiting(&self) -> Vec<&Bid> {
        let mut bids = self.bids(true);
        bids.reverse();
        bids
    }

    fn others(&self) -> Vec<&Bid> {
        self.bids(false)
    }

    fn title(&self) -> &str {
        self.task.title.as_deref().unwrap_or_default()
    }
}

impl Bid {
    fn name(&self) -> &str {
        self.worker.as_ref().map_or("", |worker| worker.display_name.as_str())
    }

    fn reputation(&self) -> Option<&Reputation> {
        self.worker.as_ref()?.reputation.as_ref()
    }

    fn profile(&self) -> Option<&WorkerProfile> {
        self.worker.as_ref()?.profile.as_ref()
    }

    /// What the client pays for it, tax included.
    fn gross(&self) -> Option<String> {
        self.take_home.as_ref().map(|take_home| show::money(&take_home.gross))
    }
}
