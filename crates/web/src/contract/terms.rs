use crate::problem::page_of;
use crate::schema::{LocalDate, Money, schema};
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
struct TermsSheet {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    contract: Option<Contract>,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    id: cynic::Id,
    terms: Option<WrittenTerms>,
}

#[derive(cynic::QueryFragment)]
struct WrittenTerms {
    title: String,
    description: String,
    client: TermsParty,
    worker: TermsParty,
    ordered_on: LocalDate,
    deliver_by: LocalDate,
    inspection_days: i32,
    inspection_ends_on: LocalDate,
    payment_due_on: LocalDate,
    payment_days: i32,
    place: Option<String>,
    checklist: Vec<ChecklistItem>,
    milestones: Vec<TermsMilestone>,
    price: Money,
    gross: Money,
    free_revisions: i32,
    clauses: TermsClauses,
    is_intact: bool,
    sha256: String,
}

#[derive(cynic::QueryFragment)]
struct TermsParty {
    name: String,
    contact: String,
}

#[derive(cynic::QueryFragment)]
struct ChecklistItem {
    text: String,
}

#[derive(cynic::QueryFragment)]
struct TermsMilestone {
    title: String,
    price: Money,
    gross: Money,
}

#[derive(cynic::QueryFragment)]
struct TermsClauses {
    changes: String,
    defects: String,
    ending: String,
    expenses: String,
    intellectual_property: String,
    personal_data: String,
}

#[derive(Template)]
#[template(path = "contract/terms.html")]
struct TermsPage {
    shell: Shell,
    words: &'static Words,
    contract: Contract,
    terms: WrittenTerms,
}

/// `/contracts/{id}/terms`: the written terms as both sides got them, to be read and printed.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    let TermsSheet { viewer, contract } = match visit.ask(TermsSheet::build(Asked { id: id.into() })).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    if viewer.is_none() {
        return page_of(&visit, Trouble::SignInNeeded);
    }
    let Some(mut contract) = contract else { return page_of(&visit, Trouble::NotFound) };
    let Some(terms) = contract.terms.take() else { return page_of(&visit, Trouble::NotFound) };
    page(&TermsPage { shell: Shell::new(&visit, viewer, None), words: visit.words, contract, terms })
}

impl TermsPage {
    /// A day as the document states it.
    fn day(&self, day: &LocalDate) -> String {
        self.shell.clock.calendar(self.words, day)
    }
}
