use crate::dispute::DealSide;
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

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct ReviewOf {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    contract: Option<Contract>,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    id: cynic::Id,
    title: String,
    viewer_side: Option<DealSide>,
    client: Option<Client>,
    worker: Option<Worker>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    name: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Person")]
struct Worker {
    display_name: String,
}

#[derive(cynic::QueryVariables)]
struct Sent {
    input: ReviewSubmitInput,
}

#[derive(cynic::InputObject)]
struct ReviewSubmitInput {
    comment: String,
    contract_id: cynic::Id,
    facts: ReviewFactsInput,
    idempotency_key: String,
    score: i32,
}

#[derive(cynic::InputObject)]
struct ReviewFactsInput {
    as_described: Option<bool>,
    on_time: Option<bool>,
    would_work_again: Option<bool>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Sent")]
struct ReviewSubmit {
    #[arguments(input: $input)]
    review_submit: ReviewSubmitPayload,
}

#[derive(cynic::QueryFragment)]
struct ReviewSubmitPayload {
    user_errors: Vec<ReviewSubmitUserError>,
}

user_errors!(ReviewSubmitUserError);

#[derive(Template)]
#[template(path = "contract/review.html")]
struct ReviewPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
    key: String,
    contract: Contract,
}

/// `/contracts/{id}/review`: three facts, stars, and words if one likes.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    answer(&visit, &id, Form::default()).await
}

/// Sends it; it cannot be changed.
#[handler]
pub async fn send(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let Some(score) = form.typed("score").parse().ok() else {
        form.fault("score", say!(visit.words, "review-score-missing"));
        return answer(&visit, &id, form).await;
    };
    let fact = |name: &str| match form.typed(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let facts = ReviewFactsInput {
        as_described: fact("asDescribed"),
        on_time: fact("onTime"),
        would_work_again: fact("wouldWorkAgain"),
    };
    let input = ReviewSubmitInput {
        comment: form.text("comment").unwrap_or_default(),
        contract_id: id.as_str().into(),
        facts,
        idempotency_key: form.code("key"),
        score,
    };
    match visit.ask(ReviewSubmit::build(Sent { input })).await {
        Ok(found) => refused::note(&mut form, found.review_submit.user_errors, &[]),
        Err(trouble) => return page_of(&visit, trouble),
    }
    if form.is_faulty() {
        return answer(&visit, &id, form).await;
    }
    see_other(&visit.words.to(&format!("/contracts/{id}")))
}

async fn answer(visit: &Visit, id: &str, form: Form) -> Response {
    let ReviewOf { viewer, contract } = match visit.ask(ReviewOf::build(Asked { id: id.into() })).await {
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
    page_with(status, &ReviewPage { shell, words: visit.words, form, key, contract })
}

impl ReviewPage {
    /// Whom it rates.
    fn about(&self) -> &str {
        match self.contract.viewer_side {
            Some(DealSide::Client) => self.contract.worker.as_ref().map_or("", |worker| &worker.display_name),
            Some(DealSide::Worker) | None => self.contract.client.as_ref().map_or("", |client| &client.name),
        }
    }

    /// The questions, by the names of their fields.
    fn facts(&self) -> [(&'static str, String); 3] {
        let words = self.words;
        let as_described = match self.contract.viewer_side {
            Some(DealSide::Client) => say!(words, "review-as-agreed"),
            Some(DealSide::Worker) | None => say!(words, "review-as-described"),
        };
        let on_time = match self.contract.viewer_side {
            Some(DealSide::Client) => say!(words, "review-delivered-on-time"),
            Some(DealSide::Worker) | None => say!(words, "review-answered-on-time"),
        };
        [("onTime", on_time), ("asDescribed", as_described), ("wouldWorkAgain", say!(words, "review-again"))]
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.form.typed(name) == value
    }

    fn is_score(&self, score: &i32) -> bool {
        self.form.typed("score") == score.to_string()
    }

    fn at(&self, rest: &str) -> String {
        self.shell.to(&format!("/contracts/{}{rest}", self.contract.id.inner()))
    }
}
