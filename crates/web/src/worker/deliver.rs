use crate::contract::MilestoneState;
use crate::dispute::DealSide;
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::refused;
use crate::schema::{DateTime, schema};
use crate::shell::{Shell, Tab, Viewer, page_with};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::{MutationBuilder, QueryBuilder};
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct Deliver {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    contract: Option<Contract>,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    id: cynic::Id,
    title: String,
    viewer_side: Option<DealSide>,
    terms: Option<Terms>,
    milestones: Vec<Milestone>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "WrittenTerms")]
struct Terms {
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
    title: String,
    state: MilestoneState,
    due_at: Option<DateTime>,
    #[arguments(first: 1)]
    deliveries: Option<Deliveries>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "DeliveryConnection")]
struct Deliveries {
    nodes: Vec<Delivery>,
}

#[derive(cynic::QueryFragment)]
struct Delivery {
    revision_request: Option<RevisionRequest>,
}

#[derive(cynic::QueryFragment)]
struct RevisionRequest {
    item: i32,
    reason: String,
}

#[derive(cynic::QueryVariables)]
struct Sent {
    input: DeliverySubmitInput,
}

#[derive(cynic::InputObject)]
struct DeliverySubmitInput {
    idempotency_key: String,
    milestone_id: cynic::Id,
    note: String,
    ticks: Vec<i32>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Sent")]
struct DeliverySubmit {
    #[arguments(input: $input)]
    delivery_submit: DeliverySubmitPayload,
}

#[derive(cynic::QueryFragment)]
struct DeliverySubmitPayload {
    user_errors: Vec<DeliverySubmitUserError>,
}

user_errors!(DeliverySubmitUserError);

#[derive(Template)]
#[template(path = "worker/deliver.html")]
struct DeliverPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
    key: String,
    contract: Contract,
}

/// `/contracts/{id}/deliver`: what is done, against the checklist.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    answer(&visit, &id, Form::default()).await
}

/// Hands it in.
#[handler]
pub async fn hand_in(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let ticks = form.all("tick").filter_map(|tick| tick.parse().ok()).collect();
    let input = DeliverySubmitInput {
        idempotency_key: form.code("key"),
        milestone_id: form.code("part").into(),
        note: form.text("note").unwrap_or_default(),
        ticks,
    };
    match visit.ask(DeliverySubmit::build(Sent { input })).await {
        Ok(found) => {
            refused::note(&mut form, found.delivery_submit.user_errors, &[("ticks", "tick"), ("milestoneId", "part")])
        }
        // A part that is none: the form was not ours, or nothing was chosen.
        Err(Trouble::NotFound) => form.fault("part", say!(visit.words, "deliver-part-missing")),
        Err(trouble) => return page_of(&visit, trouble),
    }
    if form.is_faulty() {
        return answer(&visit, &id, form).await;
    }
    see_other(&visit.words.to(&format!("/contracts/{id}")))
}

async fn answer(visit: &Visit, id: &str, form: Form) -> Response {
    let Deliver { viewer, contract } = match visit.ask(Deliver::build(Asked { id: id.into() })).await {
        Ok(found) => found,
        Err(trouble) => return page_of(visit, trouble),
    };
    if viewer.is_none() {
        return page_of(visit, Trouble::SignInNeeded);
    }
    let own = |contract: &Contract| contract.viewer_side == Some(DealSide::Worker);
    let Some(contract) = contract.filter(own) else { return page_of(visit, Trouble::NotFound) };
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (shell, key) = (Shell::new(visit, viewer, Some(Tab::Contracts)), visit.new_key());
    page_with(status, &DeliverPage { shell, words: visit.words, form, key, contract })
}

impl DeliverPage {
    /// The parts that something can be handed in for, what is in work first.
    fn parts(&self) -> Vec<&Milestone> {
        let mut parts: Vec<_> = self.contract.milestones.iter().filter(|part| part.takes_work()).collect();
        parts.sort_by_key(|part| part.state != MilestoneState::InProgress);
        parts
    }

    fn is_chosen(&self, part: &Milestone, is_first: &bool) -> bool {
        match self.form.typed("part") {
            "" => *is_first,
            chosen => chosen == part.id.inner(),
        }
    }

    fn checklist(&self) -> &[ChecklistItem] {
        self.contract.terms.as_ref().map_or(&[], |terms| terms.checklist.as_slice())
    }

    fn item(&self, number: &i32) -> &str {
        self.checklist().iter().find(|item| item.number == *number).map_or("", |item| &item.text)
    }

    fn is_ticked(&self, number: &i32) -> bool {
        self.form.chose("tick", &number.to_string())
    }

    fn at(&self, rest: &str) -> String {
        self.shell.to(&format!("/contracts/{}{rest}", self.contract.id.inner()))
    }
}

impl Milestone {
    fn takes_work(&self) -> bool {
        match self.state {
            MilestoneState::InProgress | MilestoneState::Delivered => true,
            MilestoneState::Agreed | MilestoneState::Accepted | MilestoneState::Disputed | MilestoneState::Ended => {
                false
            }
        }
    }

    fn sent_back(&self) -> Option<&RevisionRequest> {
        self.deliveries.as_ref()?.nodes.first()?.revision_request.as_ref()
    }
}
