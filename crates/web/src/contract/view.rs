use super::deal::{Contract, MilestoneState, Turn};
use super::purse::Purse;
use super::steps::{Step, Story, inked};
use crate::dispute::DealSide;
use crate::problem::page_of;
use crate::schema::schema;
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
struct ContractPageData {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    contract: Option<Contract>,
}

#[derive(Template)]
#[template(path = "contract/view.html")]
struct ContractPage {
    shell: Shell,
    words: &'static Words,
    contract: Contract,
    purse: Purse,
    steps: Vec<Step>,
}

/// `/contracts/{id}`: what happened and what comes, where the money is, what can be done now.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    let ContractPageData { viewer, contract } = match visit.ask(ContractPageData::build(Asked { id: id.into() })).await
    {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    if viewer.is_none() {
        return page_of(&visit, Trouble::SignInNeeded);
    }
    let Some(contract) = contract else { return page_of(&visit, Trouble::NotFound) };
    let tab = (contract.side() == DealSide::Worker).then_some(Tab::Contracts);
    let shell = Shell::new(&visit, viewer, tab);
    let purse = Purse::of(&contract, visit.words);
    let steps = Story { contract: &contract, words: visit.words, clock: shell.clock }.steps();
    page(&ContractPage { shell, words: visit.words, contract, purse, steps })
}

impl ContractPage {
    fn is_workers(&self) -> bool {
        self.contract.viewer_side == Some(DealSide::Worker)
    }

    fn is_clients(&self) -> bool {
        self.contract.viewer_side == Some(DealSide::Client)
    }

    fn is_waiting(&self) -> bool {
        self.contract.turn() == Turn::Theirs && self.contract.viewer_side.is_some()
    }

    fn inked(&self) -> usize {
        inked(&self.steps)
    }

    /// Anything in work or under review, which one may disagree about?
    fn may_disagree(&self) -> bool {
        self.contract.has(MilestoneState::InProgress) || self.contract.has(MilestoneState::Delivered)
    }

    fn has_deliveries(&self) -> bool {
        self.contract.milestones.iter().any(|part| part.latest().is_some())
    }

    /// The address of one of its pages.
    fn at(&self, rest: &str) -> String {
        self.shell.to(&format!("/contracts/{}{rest}", self.contract.id.inner()))
    }

    /// The address of one of the client's pages of it.
    fn hire(&self, rest: &str) -> String {
        self.shell.to(&format!("/hire/contracts/{}{rest}", self.contract.id.inner()))
    }
}
