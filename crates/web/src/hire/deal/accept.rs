use super::{Contract, Delivery, Milestone, MilestoneState, load, note};
use crate::form::Form;
use crate::hire::task_input::MoneyInput;
use crate::problem::{page_of, see_other};
use crate::schema::{Decimal, schema};
use crate::shell::{Shell, page_with};
use crate::show;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::MutationBuilder;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Whole {
    input: DeliveryAcceptInput,
}

#[derive(cynic::InputObject)]
struct DeliveryAcceptInput {
    delivery_id: cynic::Id,
    expected_version: i32,
    idempotency_key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Whole")]
struct DeliveryAccept {
    #[arguments(input: $input)]
    delivery_accept: DeliveryAcceptPayload,
}

#[derive(cynic::QueryFragment)]
struct DeliveryAcceptPayload {
    user_errors: Vec<DeliveryAcceptUserError>,
}

#[derive(cynic::QueryVariables)]
struct Partly {
    input: DeliveryAcceptPartlyInput,
}

#[derive(cynic::InputObject)]
struct DeliveryAcceptPartlyInput {
    delivery_id: cynic::Id,
    expected_version: i32,
    idempotency_key: String,
    amount: MoneyInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Partly")]
struct DeliveryAcceptPartly {
    #[arguments(input: $input)]
    delivery_accept_partly: DeliveryAcceptPartlyPayload,
}

#[derive(cynic::QueryFragment)]
struct DeliveryAcceptPartlyPayload {
    user_errors: Vec<DeliveryAcceptPartlyUserError>,
}

refusals!(DeliveryAcceptUserError, DeliveryAcceptPartlyUserError);

#[derive(Template)]
#[template(path = "hire/deal/accept.html")]
struct AcceptPage {
    shell: Shell,
    words: &'static Words,
    contract: Contract,
    part: Milestone,
    form: Form,
}

/// `/hire/contracts/{id}/accept`: the delivery beside the list it is measured by.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>, Query(fields): Query<Vec<(String, String)>>) -> Response {
    match find(&visit, id, Form::of(fields).typed("part")).await {
        Ok((shell, contract, part)) => {
            let version = part.delivery().map(|delivery| delivery.version.to_string());
            let fields = [("version", version.unwrap_or_default()), ("key", visit.new_key())];
            answer(AcceptPage { shell, words: visit.words, contract, part, form: Form::of(fields) })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Takes all of it, or a part.
#[handler]
pub async fn accept(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let (shell, contract, part) = match find(&visit, id, form.typed("part")).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    // Sent twice: it was answered already, and the contract says how.
    let Some(delivery) = part.delivery() else { return see_other(&visit.words.to(&contract.address())) };
    let outcome = match form.typed("how") {
        "partly" => partly(&visit, &mut form, &part, delivery).await,
        _ => whole(&visit, &mut form, delivery).await,
    };
    match outcome {
        Ok(()) if !form.is_faulty() => see_other(&visit.words.to(&contract.address())),
        Ok(()) => answer(AcceptPage { shell, words: visit.words, contract, part, form }),
        Err(trouble) => page_of(&visit, trouble),
    }
}

async fn whole(visit: &Visit, form: &mut Form, delivery: &Delivery) -> Result<(), Trouble> {
    let input = DeliveryAcceptInput {
        delivery_id: delivery.id.clone(),
        expected_version: form.version().unwrap_or(delivery.version),
        idempotency_key: form.typed("key").to_owned(),
    };
    let refused = visit.ask(DeliveryAccept::build(Whole { input })).await?.delivery_accept.user_errors;
    if !refused.is_empty() {
        note(visit, form, refused, (delivery.version, &[("expectedVersion", "main")]));
    }
    Ok(())
}

async fn partly(visit: &Visit, form: &mut Form, part: &Milestone, delivery: &Delivery) -> Result<(), Trouble> {
    let Some(amount) = form.amount("amount") else {
        form.fault("amount", say!(visit.words, "draft-price-unreadable"));
        return Ok(());
    };
    let input = DeliveryAcceptPartlyInput {
        delivery_id: delivery.id.clone(),
        expected_version: form.version().unwrap_or(delivery.version),
        idempotency_key: form.typed("key").to_owned(),
        amount: MoneyInput { amount: Decimal(amount), currency: part.gross.currency.clone() },
    };
    let payload = visit.ask(DeliveryAcceptPartly::build(Partly { input })).await?.delivery_accept_partly;
    if !payload.user_errors.is_empty() {
        note(visit, form, payload.user_errors, (delivery.version, &[("expectedVersion", "main")]));
    }
    Ok(())
}

async fn find(visit: &Visit, id: String, part: &str) -> Result<(Shell, Contract, Milestone), Trouble> {
    let (shell, mut contract) = load(visit, id.into()).await?;
    let part = contract.take_part(part, MilestoneState::Delivered).ok_or(Trouble::NotFound)?;
    Ok((shell, contract, part))
}

fn answer(page: AcceptPage) -> Response {
    let status = if page.form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &page)
}
