use super::{Bid, Task, load};
use crate::form::Form;
use crate::hire::applicants::BidState;
use crate::hire::refusals;
use crate::hire::style::Choice;
use crate::problem::{page_of, see_other};
use crate::schema::schema;
use crate::shell::{Shell, page_with};
use crate::show;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::MutationBuilder;
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    input: BidAwardInput,
}

#[derive(cynic::InputObject)]
struct BidAwardInput {
    bid_id: cynic::Id,
    expected_version: i32,
    idempotency_key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Asked")]
struct BidAward {
    #[arguments(input: $input)]
    bid_award: BidAwardPayload,
}

#[derive(cynic::QueryFragment)]
struct BidAwardPayload {
    contract: Option<super::Contract>,
    user_errors: Vec<BidAwardUserError>,
}

refusals!(BidAwardUserError);

#[derive(Template)]
#[template(path = "hire/bid/award.html")]
struct AwardPage {
    shell: Shell,
    words: &'static Words,
    bid: Bid,
    task: Task,
    form: Form,
}

/// `/hire/bids/{id}/award`: the terms, before there is a contract and before any money.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, id.into()).await {
        Ok((shell, bid, task)) => {
            let form = Form::of([("version", bid.version.to_string()), ("key", visit.new_key())]);
            answer(AwardPage { shell, words: visit.words, bid, task, form })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Makes the contract, and leads to where the money is paid in.
#[handler]
pub async fn award(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let (shell, bid, task) = match load(&visit, id.into()).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let input = BidAwardInput {
        bid_id: bid.id.clone(),
        expected_version: form.version().unwrap_or(bid.version),
        idempotency_key: form.typed("key").to_owned(),
    };
    let payload = match visit.ask(BidAward::build(Asked { input })).await {
        Ok(found) => found.bid_award,
        Err(trouble) => return page_of(&visit, trouble),
    };
    if let Some(contract) = payload.contract {
        return see_other(&visit.words.to(&format!("/hire/contracts/{}/fund", contract.id.inner())));
    }
    refusals::note(&mut form, payload.user_errors, &[("expectedVersion", "main")]);
    form.put("version", bid.version.to_string());
    form.put("key", visit.new_key());
    answer(AwardPage { shell, words: visit.words, bid, task, form })
}

/// An offer that was taken has a contract; another that does not wait is in the list.
fn answer(page: AwardPage) -> Response {
    match (&page.bid.contract, page.bid.state) {
        (Some(contract), _) => see_other(&page.words.to(&format!("/contracts/{}", contract.id.inner()))),
        (None, BidState::Submitted) => {
            let status = if page.form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            page_with(status, &page)
        }
        (None, BidState::Awarded | BidState::Declined | BidState::Withdrawn) => {
            see_other(&page.words.to(&page.task.applicants()))
        }
    }
}

impl AwardPage {
    fn client(&self) -> &str {
        self.task.client.legal_name.as_deref().unwrap_or(&self.task.client.name)
    }

    fn language(&self) -> String {
        self.task.language.map(|language| language.label(self.words)).unwrap_or_default()
    }
}
