use crate::contract::{ContractState, MilestoneState};
use crate::job::Job;
use crate::problem::page_of;
use crate::schema::{DateTime, Money, schema};
use crate::shell::{Shell, Tab, Viewer, page};
use crate::show;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::{Response, handler};

/// The times that are offered, in minutes.
const TIMES: [i32; 4] = [15, 30, 60, 180];

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct Today {
    viewer: Option<Own>,
    #[arguments(first: 5)]
    tasks: Option<Jobs>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct Own {
    wallet: Option<Wallet>,
    #[arguments(first: 10)]
    contracts: Option<Contracts>,
    #[cynic(spread)]
    viewer: Viewer,
}

#[derive(cynic::QueryFragment)]
struct Wallet {
    balances: Vec<WalletBalance>,
}

#[derive(cynic::QueryFragment)]
struct WalletBalance {
    available: Money,
    pending: Money,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ContractConnection")]
struct Contracts {
    nodes: Vec<Contract>,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    id: cynic::Id,
    title: String,
    state: ContractState,
    milestones: Vec<Milestone>,
}

#[derive(cynic::QueryFragment)]
struct Milestone {
    state: MilestoneState,
    title: String,
    due_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "TaskConnection")]
struct Jobs {
    nodes: Vec<Job>,
}

#[derive(Template)]
#[template(path = "worker/today.html")]
struct TodayPage {
    shell: Shell,
    words: &'static Words,
    jobs: Vec<Job>,
    balances: Vec<WalletBalance>,
    contracts: Vec<Contract>,
}

/// `/today`: how much time is there, what goes on, what there is to do.
#[handler]
pub async fn view(visit: Visit) -> Response {
    let Today { viewer, tasks } = match visit.ask(Today::build(())).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(Own { wallet, contracts, viewer }) = viewer else { return page_of(&visit, Trouble::SignInNeeded) };
    let running = |contract: &Contract| !contract.state.is_over();
    let contracts = contracts.map(|contracts| contracts.nodes).unwrap_or_default();
    page(&TodayPage {
        shell: Shell::new(&visit, Some(viewer), Some(Tab::Today)),
        words: visit.words,
        jobs: tasks.map(|tasks| tasks.nodes).unwrap_or_default(),
        balances: wallet.map(|wallet| wallet.balances).unwrap_or_default(),
        contracts: contracts.into_iter().filter(running).collect(),
    })
}

impl TodayPage {
    fn times(&self) -> [i32; 4] {
        TIMES
    }
}

impl Contract {
    fn done(&self) -> usize {
        self.milestones.iter().filter(|milestone| milestone.state.is_over()).count()
    }

    fn next(&self) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| !milestone.state.is_over())
    }
}
