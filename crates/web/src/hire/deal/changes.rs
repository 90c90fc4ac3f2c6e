use super::{Contract, Milestone, MilestoneState, load, note};
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::schema::schema;
use crate::shell::{Shell, page_with};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::MutationBuilder;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    input: DeliveryRequestRevisionInput,
}

#[derive(cynic::InputObject)]
struct DeliveryRequestRevisionInput {
    delivery_id: cynic::Id,
    expected_version: i32,
    idempotency_key: String,
    item: i32,
    reason: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Asked")]
struct DeliveryRequestRevision {
    #[arguments(input: $input)]
    delivery_request_revision: DeliveryRequestRevisionPayload,
}

#[derive(cynic::QueryFragment)]
struct DeliveryRequestRevisionPayload {
    user_errors: Vec<DeliveryRequestRevisionUserError>,
}

refusals!(DeliveryRequestRevisionUserError);

#[derive(Template)]
#[template(path = "hire/deal/changes.html")]
struct ChangesPage {
    shell: Shell,
    words: &'static Words,
    contract: Contract,
    part: Milestone,
    form: Form,
}

/// `/hire/contracts/{id}/changes`: which item of the list is not met, and what is missing?
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>, Query(fields): Query<Vec<(String, String)>>) -> Response {
    match find(&visit, id, Form::of(fields).typed("part")).await {
        Ok((shell, contract, part)) => {
            let version = part.delivery().map(|delivery| delivery.version.to_string());
            let fields = [("version", version.unwrap_or_default()), ("key", visit.new_key())];
            answer(ChangesPage { shell, words: visit.words, contract, part, form: Form::of(fields) })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Sends the delivery back.
#[handler]
pub async fn ask(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let (shell, contract, part) = match find(&visit, id, form.typed("part")).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    // Sent twice: it was answered already, and the contract says how.
    let Some(delivery) = part.delivery() else { return see_other(&visit.words.to(&contract.address())) };
    let Ok(item) = form.typed("item").parse() else {
        form.fault("item", say!(visit.words, "changes-item-missing"));
        return answer(ChangesPage { shell, words: visit.words, contract, part, form });
    };
    let input = DeliveryRequestRevisionInput {
        delivery_id: delivery.id.clone(),
        expected_version: form.version().unwrap_or(delivery.version),
        idempotency_key: form.typed("key").to_owned(),
        item,
        reason: form.text("reason").unwrap_or_default(),
    };
    match visit.ask(DeliveryRequestRevision::build(Asked { input })).await {
        Ok(found) if found.delivery_request_revision.user_errors.is_empty() => {
            see_other(&visit.words.to(&contract.address()))
        }
        Ok(found) => {
            let refused = found.delivery_request_revision.user_errors;
            note(&visit, &mut form, refused, (delivery.version, &[("expectedVersion", "main")]));
            answer(ChangesPage { shell, words: visit.words, contract, part, form })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

async fn find(visit: &Visit, id: String, part: &str) -> Result<(Shell, Contract, Milestone), Trouble> {
    let (shell, mut contract) = load(visit, id.into()).await?;
    let part = contract.take_part(part, MilestoneState::Delivered).ok_or(Trouble::NotFound)?;
    Ok((shell, contract, part))
}

/// Without a delivery that waits there is nothing to send back.
fn answer(page: ChangesPage) -> Response {
    if page.part.delivery().is_none() {
        return see_other(&page.words.to(&page.contract.address()));
    }
    let status = if page.form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &page)
}

impl ChangesPage {
    fn rounds_left(&self) -> i32 {
        self.part.free_revisions - self.part.revisions
    }

    fn is_chosen(&self, number: &i32) -> bool {
        self.form.typed("item").parse() == Ok(*number)
    }
}
