//! What the client does about a contract: pays in, accepts, asks for changes.

pub mod accept;
pub mod changes;
pub mod fund;

use super::refusals;
use crate::form::Form;
use crate::schema::{DateTime, Money, schema};
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
struct HireDeal {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    contract: Option<Contract>,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    id: cynic::Id,
    title: String,
    client: Option<Client>,
    worker: Option<Worker>,
    terms: Option<WrittenTerms>,
    milestones: Vec<Milestone>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Person")]
struct Worker {
    display_name: String,
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
struct Milestone {
    id: cynic::Id,
    version: i32,
    title: String,
    state: MilestoneState,
    gross: Money,
    due_at: Option<DateTime>,
    free_revisions: i32,
    revisions: i32,
    escrow: Escrow,
    payments: Option<Vec<Payment>>,
    #[arguments(first: 1)]
    deliveries: Option<Deliveries>,
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

#[derive(cynic::QueryFragment)]
struct Escrow {
    held: Money,
}

#[derive(cynic::QueryFragment)]
struct Payment {
    state: PaymentState,
    failure_code: Option<String>,
}

/// How far a payment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum PaymentState {
    Requested,
    Processing,
    Succeeded,
    Failed,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "DeliveryConnection")]
struct Deliveries {
    nodes: Vec<Delivery>,
}

#[derive(cynic::QueryFragment)]
struct Delivery {
    id: cynic::Id,
    version: i32,
    note: Option<String>,
    ticks: Vec<i32>,
    submitted_at: DateTime,
    files: Option<Vec<File>>,
}

#[derive(cynic::QueryFragment)]
struct File {
    filename: String,
    byte_size: i32,
    download_url: Url,
}

/// An address to fetch something from.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
struct Url(String);

cynic::impl_scalar!(Url, schema::URL);

/// A contract of an organisation that the visitor belongs to.
async fn load(visit: &Visit, id: cynic::Id) -> Result<(Shell, Contract), Trouble> {
    let found = visit.ask(HireDeal::build(Asked { id })).await?;
    let viewer = found.viewer.ok_or(Trouble::SignInNeeded)?;
    let contract = found.contract.ok_or(Trouble::NotFound)?;
    match &contract.client {
        Some(client) if viewer.belongs_to(&client.id) => Ok((Shell::new(visit, Some(viewer), None), contract)),
        Some(_) | None => Err(Trouble::NotFound),
    }
}

impl Contract {
    /// The part that an address or a form names, else the first in a state, else the first of all.
    fn take_part(&mut self, named: &str, state: MilestoneState) -> Option<Milestone> {
        let of_name = self.milestones.iter().position(|part| part.id.inner() == named);
        let found = of_name.or_else(|| self.milestones.iter().position(|part| part.state == state));
        let index = found.or((!self.milestones.is_empty()).then_some(0))?;
        Some(self.milestones.swap_remove(index))
    }

    fn worker(&self) -> &str {
        self.worker.as_ref().map_or("", |worker| worker.display_name.as_str())
    }

    fn checklist(&self) -> &[ChecklistItem] {
        self.terms.as_ref().map(|terms| terms.checklist.as_slice()).unwrap_or_default()
    }

    /// Its page, which both sides share.
    fn address(&self) -> String {
        format!("/contracts/{}", self.id.inner())
    }
}

impl Milestone {
    /// The delivery that waits for an answer.
    fn delivery(&self) -> Option<&Delivery> {
        let newest = self.deliveries.as_ref().and_then(|deliveries| deliveries.nodes.first());
        newest.filter(|_| self.state == MilestoneState::Delivered)
    }
}

impl Delivery {
    /// Does the worker say that this item is done?
    fn ticks(&self, item: &ChecklistItem) -> bool {
        self.ticks.contains(&item.number)
    }
}

impl File {
    /// Its size in kB, rounded up.
    fn kilobytes(&self) -> i32 {
        self.byte_size.saturating_add(999) / 1_000
    }
}

/// Notes what was refused, and gives the form a new key and the newest version: what is sent next is another intent.
fn note(
    visit: &Visit,
    form: &mut Form,
    refused: Vec<impl refusals::Refusal>,
    (version, names): (i32, &[(&str, &str)]),
) {
    refusals::note(form, refused, names);
    form.put("version", version.to_string());
    form.put("key", visit.new_key());
}
