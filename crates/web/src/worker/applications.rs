use super::contracts::After;
use crate::form::Form;
use crate::job::TakeHome;
use crate::problem::{page_of, see_other};
use crate::refused;
use crate::schema::{DateTime, PageInfo, schema};
use crate::shell::{Shell, Tab, Viewer, page_with};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::{MutationBuilder, QueryBuilder};
use poem::http::StatusCode;
use poem::web::Query;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct Applications {
    viewer: Option<Own>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account", variables = "Asked")]
struct Own {
    #[arguments(first: 20, after: $after)]
    bids: Option<Bids>,
    #[cynic(spread)]
    viewer: Viewer,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "BidConnection")]
struct Bids {
    nodes: Vec<Bid>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct Bid {
    id: cynic::Id,
    version: i32,
    state: BidState,
    is_on_latest: bool,
    placed_at: DateTime,
    finish_by: DateTime,
    take_home: Option<TakeHome>,
    task: Option<Task>,
    contract: Option<Made>,
    decline: Option<BidDecision>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum BidState {
    Submitted,
    Awarded,
    Declined,
    Withdrawn,
}

#[derive(cynic::QueryFragment)]
struct Task {
    id: cynic::Id,
    title: Option<String>,
    client: Client,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    name: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Contract")]
struct Made {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
struct BidDecision {
    reason: BidDeclineReason,
    note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum BidDeclineReason {
    AnotherBidWon,
    FinishDate,
    Hours,
    Other,
    Price,
    Skills,
    TaskClosed,
    Unclear,
}

#[derive(cynic::QueryVariables)]
struct Sent {
    input: BidWithdrawInput,
}

#[derive(cynic::InputObject)]
struct BidWithdrawInput {
    bid_id: cynic::Id,
    expected_version: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Sent")]
struct BidWithdraw {
    #[arguments(input: $input)]
    bid_withdraw: BidWithdrawPayload,
}

#[derive(cynic::QueryFragment)]
struct BidWithdrawPayload {
    user_errors: Vec<BidWithdrawUserError>,
}

user_errors!(BidWithdrawUserError);

#[derive(Template)]
#[template(path = "worker/applications.html")]
struct ApplicationsPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
    bids: Vec<Bid>,
    next: Option<String>,
}

/// `/applications`: what one has applied for, and what became of it.
#[handler]
pub async fn view(visit: Visit, Query(After { after }): Query<After>) -> Response {
    answer(&visit, after, Form::default()).await
}

/// Takes an application back.
#[handler]
pub async fn withdraw(visit: Visit, mut form: Form) -> Response {
    let expected_version = form.whole("version").ok().flatten().and_then(|version| i32::try_from(version).ok());
    let input =
        BidWithdrawInput { bid_id: form.code("bid").into(), expected_version: expected_version.unwrap_or_default() };
    match visit.ask(BidWithdraw::build(Sent { input })).await {
        Ok(found) => refused::note(&mut form, found.bid_withdraw.user_errors, &[]),
        Err(trouble) => return page_of(&visit, trouble),
    }
    if form.is_faulty() {
        return answer(&visit, None, form).await;
    }
    see_other(&visit.words.to("/applications"))
}

async fn answer(visit: &Visit, after: Option<String>, form: Form) -> Response {
    let own = match visit.ask(Applications::build(Asked { after })).await {
        Ok(found) => found.viewer,
        Err(trouble) => return page_of(visit, trouble),
    };
    let Some(Own { bids, viewer }) = own else { return page_of(visit, Trouble::SignInNeeded) };
    let (bids, next) = bids.map_or_else(Default::default, |found| {
        (found.nodes, found.page_info.end_cursor.filter(|_| found.page_info.has_next_page))
    });
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shell = Shell::new(visit, Some(viewer), Some(Tab::Contracts));
    page_with(status, &ApplicationsPage { shell, words: visit.words, form, bids, next })
}

impl Bid {
    fn title(&self) -> &str {
        self.task.as_ref().and_then(|task| task.title.as_deref()).unwrap_or_default()
    }

    fn client(&self) -> &str {
        self.task.as_ref().map_or("", |task| &task.client.name)
    }

    /// The deal it became, or what it is about.
    fn address(&self) -> String {
        match (&self.contract, &self.task) {
            (Some(contract), _) => format!("/contracts/{}", contract.id.inner()),
            (None, Some(task)) => format!("/work/{}", task.id.inner()),
            (None, None) => "/applications".to_owned(),
        }
    }
}
