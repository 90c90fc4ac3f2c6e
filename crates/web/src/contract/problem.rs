use super::deal::MilestoneState;
use crate::dispute::{DealSide, DisputeReason};
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::refused;
use crate::schema::schema;
use crate::shell::{Shell, Viewer, page_with};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::{MutationBuilder, QueryBuilder};
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};

/// What may be wrong, in the order of the form, with the words that the form sends.
const REASONS: [(DisputeReason, &str); 6] = [
    (DisputeReason::NoAnswer, "no-answer"),
    (DisputeReason::UnfairRevision, "unfair-revision"),
    (DisputeReason::ScopeChanged, "scope-changed"),
    (DisputeReason::NotAsAgreed, "not-as-agreed"),
    (DisputeReason::NotDelivered, "not-delivered"),
    (DisputeReason::Other, "other"),
];

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct ProblemOf {
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
    text: String,
}

#[derive(cynic::QueryFragment)]
struct Milestone {
    id: cynic::Id,
    title: String,
    state: MilestoneState,
}

#[derive(cynic::QueryVariables)]
struct Sent {
    input: DisputeOpenInput,
}

#[derive(cynic::InputObject)]
struct DisputeOpenInput {
    idempotency_key: String,
    milestone_id: cynic::Id,
    reason: DisputeReason,
    statement: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Sent")]
struct DisputeOpen {
    #[arguments(input: $input)]
    dispute_open: DisputeOpenPayload,
}

#[derive(cynic::QueryFragment)]
struct DisputeOpenPayload {
    user_errors: Vec<DisputeUserError>,
}

user_errors!(DisputeUserError);

#[derive(Template)]
#[template(path = "contract/problem.html")]
struct ProblemPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
    key: String,
    contract: Contract,
}

/// `/contracts/{id}/problem`: what happened, and what was agreed about it.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    answer(&visit, &id, Form::default()).await
}

/// Begins the talk; the money stays where it is meanwhile.
#[handler]
pub async fn open(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let chosen = REASONS.iter().find(|(_, word)| *word == form.typed("reason")).map(|(reason, _)| *reason);
    let Some(reason) = chosen else {
        form.fault("reason", say!(visit.words, "problem-reason-missing"));
        return answer(&visit, &id, form).await;
    };
    let input = DisputeOpenInput {
        idempotency_key: form.code("key"),
        milestone_id: form.code("part").into(),
        reason,
        statement: form.text("statement").unwrap_or_default(),
    };
    match visit.ask(DisputeOpen::build(Sent { input })).await {
        Ok(found) => refused::note(&mut form, found.dispute_open.user_errors, &[("milestoneId", "part")]),
        Err(trouble) => return page_of(&visit, trouble),
    }
    if form.is_faulty() {
        return answer(&visit, &id, form).await;
    }
    see_other(&visit.words.to(&format!("/contracts/{id}")))
}

async fn answer(visit: &Visit, id: &str, form: Form) -> Response {
    let ProblemOf { viewer, contract } = match visit.ask(ProblemOf::build(Asked { id: id.into() })).await {
        Ok(found) => found,
        Err(trouble) => return page_of(visit, trouble),
    };
    if viewer.is_none() {
        return page_of(visit, Trouble::SignInNeeded);
    }
    let is_party = |contract: &Contract| contract.viewer_side.is_some();
    let Some(contract) = contract.filter(is_party) else { return page_of(visit, Trouble::NotFound) };
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (shell, key) = (Shell::new(visit, viewer, None), visit.new_key());
    page_with(status, &ProblemPage { shell, words: visit.words, form, key, contract })
}

impl ProblemPage {
    fn reasons(&self) -> [(DisputeReason, &'static str); 6] {
        REASONS
    }

    /// The parts that one may disagree about: those in work or under review.
    fn parts(&self) -> Vec<&Milestone> {
        let parts = self.contract.milestones.iter();
        parts.filter(|part| matches!(part.state, MilestoneState::InProgress | MilestoneState::Delivered)).collect()
    }

    fn is_part(&self, part: &Milestone, is_first: &bool) -> bool {
        match self.form.typed("part") {
            "" => *is_first,
            chosen => chosen == part.id.inner(),
        }
    }

    fn is_reason(&self, word: &str) -> bool {
        self.form.typed("reason") == word
    }

    fn at(&self, rest: &str) -> String {
        self.shell.to(&format!("/contracts/{}{rest}", self.contract.id.inner()))
    }
}
