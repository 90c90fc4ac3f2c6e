use super::{answer, back_to};
use crate::dispute::DecisionReason;
use crate::form::Form;
use crate::problem::page_of;
use crate::schema::{CurrencyCode, Decimal, schema};
use crate::visit::Visit;
use cynic::MutationBuilder;
use poem::web::Path;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Taking {
    input: DisputeAssignInput,
}

#[derive(cynic::InputObject)]
struct DisputeAssignInput {
    dispute_id: cynic::Id,
    expected_version: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Taking")]
struct DisputeAssign {
    #[arguments(input: $input)]
    dispute_assign: DisputeAssignPayload,
}

#[derive(cynic::QueryFragment)]
struct DisputeAssignPayload {
    user_errors: Vec<DisputeUserError>,
}

#[derive(cynic::QueryFragment)]
struct DisputeUserError {
    field: Option<Vec<String>>,
    message: String,
}

#[derive(cynic::QueryVariables)]
struct Deciding {
    input: DisputeDecideInput,
}

#[derive(cynic::InputObject)]
struct DisputeDecideInput {
    dispute_id: cynic::Id,
    expected_version: i32,
    reason: DecisionReason,
    text: String,
    to_worker: MoneyInput,
}

#[derive(cynic::InputObject)]
struct MoneyInput {
    amount: Decimal,
    currency: CurrencyCode,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Deciding")]
struct DisputeDecide {
    #[arguments(input: $input)]
    dispute_decide: DisputeDecidePayload,
}

#[derive(cynic::QueryFragment)]
struct DisputeDecidePayload {
    user_errors: Vec<DisputeUserError>,
}

#[derive(cynic::QueryVariables)]
struct DecidingAppeal {
    input: DisputeAppealDecideInput,
}

#[derive(cynic::InputObject)]
struct DisputeAppealDecideInput {
    idempotency_key: String,
    dispute_id: cynic::Id,
    expected_version: i32,
    reason: DecisionReason,
    text: String,
    to_worker: MoneyInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DecidingAppeal")]
struct DisputeAppealDecide {
    #[arguments(input: $input)]
    dispute_appeal_decide: DisputeAppealDecidePayload,
}

#[derive(cynic::QueryFragment)]
struct DisputeAppealDecidePayload {
    user_errors: Vec<DisputeUserError>,
}

/// Takes the case.
#[handler]
pub async fn take(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let input = DisputeAssignInput { dispute_id: id.clone().into(), expected_version: version(&form) };
    match visit.ask(DisputeAssign::build(Taking { input })).await {
        Ok(found) => note(&mut form, found.dispute_assign.user_errors),
        Err(trouble) => return page_of(&visit, trouble),
    }
    if form.is_faulty() { answer(&visit, id, form).await } else { back_to(&visit, &id) }
}

/// Divides what is held, with the ground.
#[handler]
pub async fn decide(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let reason = DecisionReason::GIVEN.into_iter().find(|(_, word)| form.chose("reason", word));
    let amount = form.amount("to_worker");
    if reason.is_none() {
        form.fault("reason", say!(visit.words, "decide-reason-missing"));
    }
    if amount.is_none() {
        form.fault("to_worker", say!(visit.words, "decide-amount-missing"));
    }
    let (Some((reason, _)), Some(amount)) = (reason, amount) else { return answer(&visit, id, form).await };
    let to_worker = MoneyInput { amount: Decimal(amount), currency: CurrencyCode(form.typed("currency").to_owned()) };
    let text = form.text("text").unwrap_or_default();
    let (dispute_id, expected_version) = (id.clone().into(), version(&form));
    let asked = if form.chose("appeal", "yes") {
        let idempotency_key = form.typed("key").to_owned();
        let input = DisputeAppealDecideInput { idempotency_key, dispute_id, expected_version, reason, text, to_worker };
        let asked = visit.ask(DisputeAppealDecide::build(DecidingAppeal { input })).await;
        asked.map(|found| found.dispute_appeal_decide.user_errors)
    } else {
        let input = DisputeDecideInput { dispute_id, expected_version, reason, text, to_worker };
        let asked = visit.ask(DisputeDecide::build(Deciding { input })).await;
        asked.map(|found| found.dispute_decide.user_errors)
    };
    match asked {
        Ok(errors) => note(&mut form, errors),
        Err(trouble) => return page_of(&visit, trouble),
    }
    if form.is_faulty() { answer(&visit, id, form).await } else { back_to(&visit, &id) }
}

/// The version that the page was made of; nought, which none has, when the field was tampered with.
fn version(form: &Form) -> i32 {
    form.typed("version").parse().unwrap_or_default()
}

fn note(form: &mut Form, errors: Vec<DisputeUserError>) {
    for error in errors {
        let names = [("toWorker", "to_worker"), ("amount", "to_worker"), ("expectedVersion", "version")];
        form.refused(error.field.as_deref(), error.message, &names);
    }
}
