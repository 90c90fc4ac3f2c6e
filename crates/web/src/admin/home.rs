use crate::dispute::{DealSide, DisputeReason, DisputeState};
use crate::form::Form;
use crate::problem::page_of;
use crate::schema::{DateTime, Money, schema};
use crate::shell::{Shell, Viewer, page};
use crate::show;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::web::Query;
use poem::{Response, handler};

/// The states that wait for somebody, in the order of the page.
const QUEUES: [(DisputeState, &str); 4] = [
    (DisputeState::AwaitingDecision, "awaiting"),
    (DisputeState::Appealed, "appealed"),
    (DisputeState::Decided, "decided"),
    (DisputeState::Talking, "talking"),
];

#[derive(cynic::QueryVariables)]
struct Asked {
    state: DisputeState,
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct Queue {
    viewer: Option<Viewer>,
    #[arguments(state: $state, after: $after, first: 50)]
    dispute_queue: Option<Disputes>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "DisputeConnection")]
struct Disputes {
    nodes: Vec<Dispute>,
    page_info: crate::schema::PageInfo,
}

#[derive(cynic::QueryFragment)]
struct Dispute {
    id: cynic::Id,
    reason: DisputeReason,
    opened_by: DealSide,
    opened_at: DateTime,
    due_at: Option<DateTime>,
    held: Money,
    contract: Option<Contract>,
    moderator: Option<Moderator>,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    title: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Person")]
struct Moderator {
    display_name: String,
}

#[derive(Template)]
#[template(path = "admin/home.html")]
struct HomePage {
    shell: Shell,
    words: &'static Words,
    state: DisputeState,
    disputes: Vec<Dispute>,
    next: Option<String>,
}

/// `/admin`: what waits for a decision, the oldest first.
#[handler]
pub async fn view(visit: Visit, Query(fields): Query<Vec<(String, String)>>) -> Response {
    let form = Form::of(fields);
    let state = QUEUES.into_iter().find(|(_, word)| form.chose("queue", word));
    let state = state.map_or(DisputeState::AwaitingDecision, |(state, _)| state);
    let Queue { viewer, dispute_queue } =
        match visit.ask(Queue::build(Asked { state, after: form.text("after") })).await {
            Ok(found) => found,
            Err(trouble) => return page_of(&visit, trouble),
        };
    let Some(viewer) = viewer else { return page_of(&visit, Trouble::SignInNeeded) };
    // The queue is null for who is no staff.
    let Some(Disputes { nodes: disputes, page_info }) = dispute_queue else {
        return page_of(&visit, Trouble::Forbidden);
    };
    let next = page_info.end_cursor.filter(|_| page_info.has_next_page);
    let shell = Shell::new(&visit, Some(viewer), None);
    page(&HomePage { shell, words: visit.words, state, disputes, next })
}

impl HomePage {
    fn queues(&self) -> [(DisputeState, &'static str); 4] {
        QUEUES
    }

    fn word(&self) -> &'static str {
        QUEUES.into_iter().find(|(state, _)| *state == self.state).map_or("awaiting", |(_, word)| word)
    }

    fn is_shown(&self, state: &DisputeState) -> bool {
        self.state == *state
    }

    fn next_address(&self, cursor: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("queue", self.word()).append_pair("after", cursor);
        self.shell.to(&format!("/admin?{}", pairs.finish()))
    }
}

impl Dispute {
    fn title(&self) -> &str {
        self.contract.as_ref().map_or("", |contract| &contract.title)
    }
}
