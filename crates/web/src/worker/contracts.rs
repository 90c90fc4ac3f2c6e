use crate::contract::{ContractState, MilestoneState, Turn};
use crate::dispute::DealSide;
use crate::problem::page_of;
use crate::schema::{DateTime, Money, PageInfo, schema};
use crate::shell::{Shell, Tab, Viewer, page};
use crate::show;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::web::Query;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct OwnContracts {
    viewer: Option<Own>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account", variables = "Asked")]
struct Own {
    #[arguments(first: 50, after: $after)]
    contracts: Option<Contracts>,
    #[cynic(spread)]
    viewer: Viewer,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ContractConnection")]
struct Contracts {
    nodes: Vec<Contract>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    id: cynic::Id,
    title: String,
    state: ContractState,
    client: Option<Client>,
    cancellation: Option<Cancellation>,
    ended_at: Option<DateTime>,
    take_home: TakeHome,
    milestones: Vec<Milestone>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    name: String,
}

#[derive(cynic::QueryFragment)]
struct Cancellation {
    by: DealSide,
}

#[derive(cynic::QueryFragment)]
struct TakeHome {
    net: Money,
}

#[derive(cynic::QueryFragment)]
struct Milestone {
    state: MilestoneState,
    title: String,
    due_at: Option<DateTime>,
}

#[derive(Template)]
#[template(path = "worker/contracts.html")]
struct ContractsPage {
    shell: Shell,
    words: &'static Words,
    contracts: Vec<Contract>,
    next: Option<String>,
}

/// `/contracts`: whose turn it is.
#[handler]
pub async fn view(visit: Visit, Query(After { after }): Query<After>) -> Response {
    let own = match visit.ask(OwnContracts::build(Asked { after })).await {
        Ok(found) => found.viewer,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(Own { contracts, viewer }) = own else { return page_of(&visit, Trouble::SignInNeeded) };
    let (contracts, next) = contracts.map_or_else(Default::default, |found| {
        (found.nodes, found.page_info.end_cursor.filter(|_| found.page_info.has_next_page))
    });
    let shell = Shell::new(&visit, Some(viewer), Some(Tab::Contracts));
    page(&ContractsPage { shell, words: visit.words, contracts, next })
}

/// Where a page of a list begins.
#[derive(serde::Deserialize)]
pub(super) struct After {
    pub after: Option<String>,
}

impl ContractsPage {
    fn groups(&self) -> [(Turn, Vec<&Contract>); 3] {
        [Turn::Yours, Turn::Theirs, Turn::Over]
            .map(|turn| (turn, self.contracts.iter().filter(|contract| contract.turn() == turn).collect()))
    }
}

impl Contract {
    fn turn(&self) -> Turn {
        let cancelling = self.cancellation.as_ref().map(|proposal| proposal.by);
        Turn::of(DealSide::Worker, self.state, cancelling, self.milestones.iter().map(|part| part.state))
    }

    fn client(&self) -> &str {
        self.client.as_ref().map_or("", |client| &client.name)
    }

    fn done(&self) -> usize {
        self.milestones.iter().filter(|part| part.state.is_over()).count()
    }

    /// What is at work now.
    fn next(&self) -> Option<&Milestone> {
        self.milestones.iter().find(|part| !part.state.is_over())
    }
}
