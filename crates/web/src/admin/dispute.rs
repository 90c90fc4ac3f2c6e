mod decision;

pub use decision::{decide, take};

use crate::dispute::{DealSide, DecisionReason, DisputeReason, DisputeState};
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::schema::{DateTime, Money, schema};
use crate::shell::{Shell, Viewer, page_with};
use crate::show;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct DisputeCasePage {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    dispute: Option<Dispute>,
}

#[derive(cynic::QueryFragment)]
struct Dispute {
    id: cynic::Id,
    version: i32,
    state: DisputeState,
    reason: DisputeReason,
    opened_by: DealSide,
    opened_at: DateTime,
    due_at: Option<DateTime>,
    held: Money,
    owed: Money,
    moderator: Option<Person>,
    case: Option<DisputeCase>,
    contract: Option<Contract>,
    milestone: Option<Milestone>,
}

#[derive(cynic::QueryFragment)]
struct Person {
    id: cynic::Id,
    display_name: String,
}

#[derive(cynic::QueryFragment)]
struct DisputeCase {
    statement: String,
    response: Option<DisputeResponse>,
    offer: Option<SettlementOffer>,
    decision: Option<Decision>,
    appeal: Option<Appeal>,
}

#[derive(cynic::QueryFragment)]
struct DisputeResponse {
    at: DateTime,
    statement: String,
}

#[derive(cynic::QueryFragment)]
struct SettlementOffer {
    at: DateTime,
    by: DealSide,
    settlement: DisputeSettlement,
}

#[derive(cynic::QueryFragment)]
struct DisputeSettlement {
    to_worker: Option<Money>,
    to_client: Option<Money>,
}

#[derive(cynic::QueryFragment)]
struct Decision {
    at: DateTime,
    moderator: Option<Person>,
    reason: DecisionReason,
    text: String,
    to_worker: Money,
    to_client: Money,
}

#[derive(cynic::QueryFragment)]
struct Appeal {
    at: DateTime,
    by: DealSide,
    reason: String,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    title: String,
    worker: Option<Person>,
    client: Option<Client>,
    terms: Option<WrittenTerms>,
    #[arguments(first: 20)]
    messages: Option<Messages>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    name: String,
}

#[derive(cynic::QueryFragment)]
struct WrittenTerms {
    checklist: Vec<ChecklistItem>,
}

#[derive(cynic::QueryFragment)]
struct ChecklistItem {
    number: i32,
    text: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "MessageConnection")]
struct Messages {
    nodes: Vec<Message>,
}

#[derive(cynic::QueryFragment)]
struct Message {
    sent_at: DateTime,
    side: DealSide,
    text: String,
}

#[derive(cynic::QueryFragment)]
struct Milestone {
    title: String,
    #[arguments(first: 5)]
    deliveries: Option<Deliveries>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "DeliveryConnection")]
struct Deliveries {
    nodes: Vec<Delivery>,
}

#[derive(cynic::QueryFragment)]
struct Delivery {
    number: i32,
    submitted_at: DateTime,
    note: Option<String>,
    ticks: Vec<i32>,
    files: Option<Vec<File>>,
}

#[derive(cynic::QueryFragment)]
struct File {
    filename: String,
    download_url: Url,
}

/// An address that the engine gives out.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
struct Url(String);

cynic::impl_scalar!(Url, schema::URL);

#[derive(Template)]
#[template(path = "admin/dispute.html")]
struct DisputePage {
    shell: Shell,
    words: &'static Words,
    dispute: Dispute,
    is_mine: bool,
    form: Form,
    key: String,
}

/// `/admin/disputes/{id}`: everything about one dispute on one page.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    answer(&visit, id, Form::default()).await
}

/// The case as it stands now, with what was typed.
async fn answer(visit: &Visit, id: String, form: Form) -> Response {
    let DisputeCasePage { viewer, dispute } = match visit.ask(DisputeCasePage::build(Asked { id: id.into() })).await {
        Ok(found) => found,
        Err(trouble) => return page_of(visit, trouble),
    };
    let Some(viewer) = viewer else { return page_of(visit, Trouble::SignInNeeded) };
    let Some(dispute) = dispute.filter(|_| viewer.staff_role.is_some()) else {
        return page_of(visit, Trouble::NotFound);
    };
    let is_mine = dispute.moderator.as_ref().is_some_and(|moderator| moderator.id == viewer.person.id);
    let key = form.text("key").unwrap_or_else(|| visit.new_key());
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shell = Shell::new(visit, Some(viewer), None);
    page_with(status, &DisputePage { shell, words: visit.words, dispute, is_mine, form, key })
}

fn back_to(visit: &Visit, id: &str) -> Response {
    see_other(&visit.words.to(&format!("/admin/disputes/{id}")))
}

impl DisputePage {
    fn may_take(&self) -> bool {
        let waits = matches!(self.dispute.state, DisputeState::AwaitingDecision | DisputeState::Appealed);
        waits && self.dispute.moderator.is_none()
    }

    fn may_decide(&self) -> bool {
        self.is_mine && matches!(self.dispute.state, DisputeState::AwaitingDecision | DisputeState::Appealed)
    }

    fn grounds(&self) -> [(DecisionReason, &'static str); 7] {
        DecisionReason::GIVEN
    }

    fn is_chosen(&self, ground: &str) -> bool {
        self.form.chose("reason", ground)
    }

    /// What is typed, else what the worker is due when nobody decides.
    fn to_worker(&self) -> &str {
        match self.form.typed("to_worker") {
            "" => &self.dispute.owed.amount.0,
            typed => typed,
        }
    }
}
