use crate::form::Form;
use crate::job::TakeHome;
use crate::problem::{page_of, see_other};
use crate::refused;
use crate::schema::{DateTime, Money, MoneyInput, schema};
use crate::shell::{Shell, Tab, Viewer, page_with};
use crate::show;
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
struct Apply {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    task: Option<Task>,
}

#[derive(cynic::QueryFragment)]
struct Task {
    id: cynic::Id,
    version: i32,
    title: Option<String>,
    state: TaskState,
    budget: Option<Money>,
    deadline: Option<DateTime>,
    estimated_minutes: Option<i32>,
    take_home: Option<TakeHome>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum TaskState {
    Draft,
    Open,
    Contracted,
    Closed,
}

#[derive(cynic::QueryVariables)]
struct PriceAsked {
    id: cynic::Id,
    price: MoneyInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PriceAsked")]
struct ApplyCheck {
    #[arguments(id: $id)]
    task: Option<PricedTask>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Task", variables = "PriceAsked")]
struct PricedTask {
    #[arguments(price: $price)]
    take_home_at: Option<TakeHome>,
}

#[derive(cynic::QueryVariables)]
struct Sent {
    input: BidPlaceInput,
}

#[derive(cynic::InputObject)]
struct BidPlaceInput {
    expected_version: i32,
    idempotency_key: String,
    offer: OfferInput,
    task_id: cynic::Id,
}

#[derive(Clone, cynic::InputObject)]
struct OfferInput {
    finish_by: DateTime,
    message: String,
    price: MoneyInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Sent")]
struct BidPlace {
    #[arguments(input: $input)]
    bid_place: BidPlacePayload,
}

#[derive(cynic::QueryFragment)]
struct BidPlacePayload {
    user_errors: Vec<BidPlaceUserError>,
}

user_errors!(BidPlaceUserError);

#[derive(Template)]
#[template(path = "worker/apply.html")]
struct ApplyPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
    task: Task,
    key: String,
    /// What is about to be sent, once it is complete.
    check: Option<Check>,
}

/// An offer as it is shown before it is sent.
struct Check {
    finish: String,
    take_home: TakeHome,
}

/// `/work/{id}/apply`: the price, the day and a few words.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    match found(&visit, &id).await {
        Ok((viewer, task)) => {
            let form = first_form(&visit, &viewer, &task);
            answer(&visit, viewer, task, form, None)
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Shows what it would leave; and sends it when that was seen.
#[handler]
pub async fn send(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    match sent(&visit, &id, &mut form).await {
        Ok(None) => see_other(&visit.words.to("/applications")),
        Ok(Some((viewer, task, check))) => answer(&visit, viewer, task, form, check),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// What is shown while nothing was sent.
type Shown = (Viewer, Task, Option<Check>);

/// Nothing more to show once it was sent.
async fn sent(visit: &Visit, id: &str, form: &mut Form) -> Result<Option<Shown>, Trouble> {
    let (viewer, task) = found(visit, id).await?;
    let shell = Shell::new(visit, Some(viewer.clone()), None);
    let offer = offer_of(form, &task, &shell);
    let Some(offer) = offer.filter(|_| form.typed("step") != "edit") else {
        return Ok(Some((viewer, task, None)));
    };
    let asked = PriceAsked { id: id.into(), price: offer.price.clone() };
    let take_home = visit.ask(ApplyCheck::build(asked)).await?.task.and_then(|task| task.take_home_at);
    let Some(take_home) = take_home else {
        form.fault("price", say!(visit.words, "apply-price-not-possible"));
        return Ok(Some((viewer, task, None)));
    };
    if form.typed("step") != "send" {
        let check = Check { finish: shell.clock.day(visit.words, offer.finish_by), take_home };
        return Ok(Some((viewer, task, Some(check))));
    }
    let expected_version = form.whole("version").ok().flatten().and_then(|version| i32::try_from(version).ok());
    let input = BidPlaceInput {
        expected_version: expected_version.unwrap_or(task.version),
        idempotency_key: form.code("key"),
        offer,
        task_id: id.into(),
    };
    let payload = visit.ask(BidPlace::build(Sent { input })).await?.bid_place;
    let names = [("amount", "price"), ("finishBy", "finish")];
    refused::note(form, payload.user_errors, &names);
    if form.is_faulty() {
        // Somebody may have changed the task meanwhile: it is shown as it is now.
        let (viewer, task) = found(visit, id).await?;
        return Ok(Some((viewer, task, None)));
    }
    Ok(None)
}

async fn found(visit: &Visit, id: &str) -> Result<(Viewer, Task), Trouble> {
    let Apply { viewer, task } = visit.ask(Apply::build(Asked { id: id.into() })).await?;
    Ok((viewer.ok_or(Trouble::SignInNeeded)?, task.ok_or(Trouble::NotFound)?))
}

/// What the client hopes for, to begin with.
fn first_form(visit: &Visit, viewer: &Viewer, task: &Task) -> Form {
    let clock = Shell::new(visit, Some(viewer.clone()), None).clock;
    let price = task.budget.as_ref().map(|budget| budget.amount.0.clone()).unwrap_or_default();
    let finish = task.deadline.map(|at| at.0.to_offset(clock.offset).date().to_string()).unwrap_or_default();
    Form::of([("price", price), ("finish", finish)])
}

/// The offer as it was typed; what is wrong with it is noted.
fn offer_of(form: &mut Form, task: &Task, shell: &Shell) -> Option<OfferInput> {
    let words = shell.words;
    let price = form.whole("price").ok().flatten().filter(|price| *price > 0);
    if price.is_none() {
        form.fault("price", say!(words, "apply-price-missing"));
    }
    let day = form.day("finish").ok().flatten();
    if day.is_none() {
        form.fault("finish", say!(words, "apply-finish-missing"));
    }
    let message = form.text("message");
    if message.is_none() {
        form.fault("message", say!(words, "apply-message-missing"));
    }
    let currency = task.budget.as_ref()?.currency.clone();
    let amount = crate::schema::Decimal(price?.to_string());
    // By the end of that day where the worker lives.
    let finish_by = day?.with_time(time::macros::time!(23:59)).assume_offset(shell.clock.offset);
    let price = MoneyInput { amount, currency };
    Some(OfferInput { finish_by: DateTime(finish_by), message: message?, price })
}

fn answer(visit: &Visit, viewer: Viewer, task: Task, form: Form, check: Option<Check>) -> Response {
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shell = Shell::new(visit, Some(viewer), Some(Tab::Work));
    page_with(status, &ApplyPage { shell, words: visit.words, form, task, key: visit.new_key(), check })
}

impl ApplyPage {
    fn title(&self) -> &str {
        self.task.title.as_deref().unwrap_or_default()
    }

    fn is_open(&self) -> bool {
        self.task.state == TaskState::Open
    }

    fn action(&self) -> String {
        self.shell.to(&format!("/work/{}/apply", self.task.id.inner()))
    }
}
