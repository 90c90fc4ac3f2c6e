use crate::problem::page_of;
use crate::schema::{DateTime, Money, schema};
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
struct HireHome {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    organisation: Option<Organisation>,
}

#[derive(cynic::QueryFragment)]
struct Organisation {
    id: cynic::Id,
    name: String,
    #[arguments(first: 50)]
    bids: Option<Bids>,
    #[arguments(first: 30)]
    contracts: Option<Contracts>,
    #[arguments(first: 10, filter: { states: [DRAFT] })]
    #[cynic(rename = "tasks")]
    drafts: Option<Drafts>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "BidConnection")]
struct Bids {
    nodes: Vec<Bid>,
}

#[derive(cynic::QueryFragment)]
struct Bid {
    state: BidState,
    task: Option<Asking>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Task")]
struct Asking {
    id: cynic::Id,
    title: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum BidState {
    Submitted,
    Awarded,
    Declined,
    Withdrawn,
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
    worker: Option<Worker>,
    milestones: Vec<Milestone>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Person")]
struct Worker {
    display_name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum ContractState {
    Active,
    Cancelling,
    Completed,
    Cancelled,
}

#[derive(cynic::QueryFragment)]
struct Milestone {
    id: cynic::Id,
    state: MilestoneState,
    escrow_state: EscrowState,
    title: String,
    gross: Money,
    due_at: Option<DateTime>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum MilestoneState {
    Agreed,
    InProgress,
    Delivered,
    Accepted,
    Disputed,
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum EscrowState {
    Unfunded,
    Funding,
    Held,
    Frozen,
    Closed,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "TaskConnection")]
struct Drafts {
    nodes: Vec<Asking>,
}

/// Something that waits for the client.
enum Turn {
    Accept { contract: cynic::Id, milestone: cynic::Id, title: String, worker: String, until: Option<DateTime> },
    Choose { task: cynic::Id, title: String, count: usize },
    Fund { contract: cynic::Id, milestone: cynic::Id, title: String, gross: Money },
}

#[derive(Template)]
#[template(path = "hire/home.html")]
struct HireHomePage {
    shell: Shell,
    words: &'static Words,
    organisation: Organisation,
    turns: Vec<Turn>,
}

/// `/hire/{organisation}`: what waits for the client, and what goes on.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    let found = match visit.ask(HireHome::build(Asked { id: id.into() })).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(viewer) = found.viewer else { return page_of(&visit, Trouble::SignInNeeded) };
    let Some(organisation) = found.organisation.filter(|organisation| viewer.belongs_to(&organisation.id)) else {
        return page_of(&visit, Trouble::NotFound);
    };
    let turns = organisation.turns();
    let shell = Shell::new(&visit, Some(viewer), None);
    page(&HireHomePage { shell, words: visit.words, organisation, turns })
}

impl Organisation {
    /// Deliveries first: a worker waits for each; then applications, then money.
    fn turns(&self) -> Vec<Turn> {
        let mut turns = Vec::new();
        for (contract, part) in self.parts(MilestoneState::Delivered) {
            turns.push(Turn::Accept {
                contract: contract.id.clone(),
                milestone: part.id.clone(),
                title: format!("{}・{}", contract.title, part.title),
                worker: contract.worker(),
                until: part.due_at,
            });
        }
        let waiting = self.bids.iter().flat_map(|bids| &bids.nodes).filter(|bid| bid.state == BidState::Submitted);
        let mut tasks: Vec<(Asking, usize)> = Vec::new();
        for task in waiting.filter_map(|bid| bid.task.as_ref()) {
            match tasks.iter_mut().find(|(known, _)| known.id == task.id) {
                Some((_, count)) => *count += 1,
                None => tasks.push((task.clone(), 1)),
            }
        }
        turns.extend(tasks.into_iter().map(|(task, count)| Turn::Choose {
            title: task.title.unwrap_or_default(),
            task: task.id,
            count,
        }));
        for (contract, part) in self.parts(MilestoneState::Agreed) {
            // One part after the other: the next is paid in when the one before has ended.
            let is_next = contract.next().is_some_and(|next| next.id == part.id);
            if is_next && part.escrow_state == EscrowState::Unfunded {
                turns.push(Turn::Fund {
                    contract: contract.id.clone(),
                    milestone: part.id.clone(),
                    title: format!("{}・{}", contract.title, part.title),
                    gross: part.gross.clone(),
                });
            }
        }
        turns
    }

    fn parts(&self, state: MilestoneState) -> impl Iterator<Item = (&Contract, &Milestone)> {
        let running = self.running().into_iter();
        let parts = running.flat_map(|contract| contract.milestones.iter().map(move |part| (contract, part)));
        parts.filter(move |(_, part)| part.state == state)
    }

    fn running(&self) -> Vec<&Contract> {
        let running =
            |contract: &&Contract| matches!(contract.state, ContractState::Active | ContractState::Cancelling);
        self.contracts.iter().flat_map(|contracts| &contracts.nodes).filter(running).collect()
    }
}

impl Contract {
    fn worker(&self) -> String {
        self.worker.as_ref().map(|worker| worker.display_name.clone()).unwrap_or_default()
    }

    fn done(&self) -> usize {
        let ended = |part: &&Milestone| matches!(part.state, MilestoneState::Accepted | MilestoneState::Ended);
        self.milestones.iter().filter(ended).count()
    }

    fn next(&self) -> Option<&Milestone> {
        let ended = |part: &Milestone| matches!(part.state, MilestoneState::Accepted | MilestoneState::Ended);
        self.milestones.iter().find(|part| !ended(part))
    }
}

impl HireHomePage {
    fn drafts(&self) -> &[Asking] {
        self.organisation.drafts.as_ref().map(|drafts| drafts.nodes.as_slice()).unwrap_or_default()
    }
}
