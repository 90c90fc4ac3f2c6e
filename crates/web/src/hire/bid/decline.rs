use super::{Bid, Task, load};
use crate::form::Form;
use crate::hire::applicants::BidState;
use crate::hire::refusals;
use crate::hire::style::{Choice, choices};
use crate::problem::{page_of, see_other};
use crate::schema::schema;
use crate::shell::{Shell, page_with};
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::MutationBuilder;
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};

choices! {
    BidDeclineReason {
        Price "decline-price", FinishDate "decline-finish", Hours "decline-hours", Skills "decline-skills",
        Unclear "decline-unclear", Other "decline-other", AnotherBidWon "decline-another", TaskClosed "decline-closed"
    }
}

/// Those that only the engine gives.
const GIVEN_BY_ENGINE: [BidDeclineReason; 2] = [BidDeclineReason::AnotherBidWon, BidDeclineReason::TaskClosed];

#[derive(cynic::QueryVariables)]
struct Asked {
    input: BidDeclineInput,
}

#[derive(cynic::InputObject)]
struct BidDeclineInput {
    bid_id: cynic::Id,
    expected_version: i32,
    reason: BidDeclineReason,
    note: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Asked")]
struct BidDecline {
    #[arguments(input: $input)]
    bid_decline: BidDeclinePayload,
}

#[derive(cynic::QueryFragment)]
struct BidDeclinePayload {
    user_errors: Vec<BidDeclineUserError>,
}

refusals!(BidDeclineUserError);

#[derive(Template)]
#[template(path = "hire/bid/decline.html")]
struct DeclinePage {
    shell: Shell,
    words: &'static Words,
    bid: Bid,
    task: Task,
    form: Form,
}

/// `/hire/bids/{id}/decline`: why not? Who is told a reason can do better next time.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, id.into()).await {
        Ok((shell, bid, task)) => {
            let form = Form::of([("version", bid.version.to_string())]);
            answer(DeclinePage { shell, words: visit.words, bid, task, form })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Declines it.
#[handler]
pub async fn decline(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let (shell, bid, task) = match load(&visit, id.into()).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(reason) = BidDeclineReason::of(&form, "reason") else {
        form.fault("reason", say!(visit.words, "decline-missing"));
        return answer(DeclinePage { shell, words: visit.words, bid, task, form });
    };
    let input = BidDeclineInput {
        bid_id: bid.id.clone(),
        expected_version: form.version().unwrap_or(bid.version),
        reason,
        note: form.text("note"),
    };
    match visit.ask(BidDecline::build(Asked { input })).await {
        Ok(found) => refusals::note(&mut form, found.bid_decline.user_errors, &[]),
        Err(trouble) => return page_of(&visit, trouble),
    }
    if form.is_faulty() {
        form.put("version", bid.version.to_string());
        return answer(DeclinePage { shell, words: visit.words, bid, task, form });
    }
    see_other(&visit.words.to(&task.applicants()))
}

/// What does not wait any more needs no answer: the list says what became of it.
fn answer(page: DeclinePage) -> Response {
    if page.bid.state != BidState::Submitted {
        return see_other(&page.words.to(&page.task.applicants()));
    }
    let status = if page.form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &page)
}

impl DeclinePage {
    fn reasons(&self) -> Vec<BidDeclineReason> {
        BidDeclineReason::ALL.iter().copied().filter(|reason| !GIVEN_BY_ENGINE.contains(reason)).collect()
    }
}
