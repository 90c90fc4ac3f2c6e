use crate::dispute::DealSide;
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::refused;
use crate::schema::{DateTime, PageInfo, schema};
use crate::shell::{Shell, Viewer, page_with};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::{MutationBuilder, QueryBuilder};
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};
use std::borrow::Borrow;

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct ThreadOfContract {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    contract: Option<Contract>,
}

#[derive(cynic::QueryFragment)]
#[cynic(variables = "Asked")]
struct Contract {
    id: cynic::Id,
    title: String,
    viewer_side: Option<DealSide>,
    #[arguments(first: 30, after: $after)]
    messages: Option<Messages>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "MessageConnection")]
struct Messages {
    nodes: Vec<Message>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct Message {
    side: DealSide,
    sent_at: DateTime,
    text: String,
    author: Option<Author>,
    files: Vec<File>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Person")]
struct Author {
    display_name: String,
}

#[derive(cynic::QueryFragment)]
struct File {
    filename: String,
    download_url: crate::schema::Url,
}

#[derive(cynic::QueryVariables)]
struct Sent {
    input: MessageSendInput,
}

#[derive(cynic::InputObject)]
struct MessageSendInput {
    contract_id: Option<cynic::Id>,
    idempotency_key: String,
    text: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Sent")]
struct MessageSend {
    #[arguments(input: $input)]
    message_send: MessageSendPayload,
}

#[derive(cynic::QueryFragment)]
struct MessageSendPayload {
    user_errors: Vec<MessageSendUserError>,
}

user_errors!(MessageSendUserError);

#[derive(Template)]
#[template(path = "contract/messages.html")]
struct MessagesPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
    key: String,
    contract: Contract,
    messages: Vec<Message>,
    earlier: Option<String>,
}

/// Where an older page of a thread begins.
#[derive(serde::Deserialize)]
struct After {
    after: Option<String>,
}

/// `/contracts/{id}/messages`: what the two sides said.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>, Query(After { after }): Query<After>) -> Response {
    answer(&visit, Asked { id: id.into(), after }, Form::default()).await
}

/// Says something.
#[handler]
pub async fn send(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let Some(text) = form.text("text") else {
        form.fault("text", say!(visit.words, "message-missing"));
        return answer(&visit, Asked { id: id.into(), after: None }, form).await;
    };
    let input = MessageSendInput { contract_id: Some(id.as_str().into()), idempotency_key: form.code("key"), text };
    match visit.ask(MessageSend::build(Sent { input })).await {
        Ok(found) => refused::note(&mut form, found.message_send.user_errors, &[]),
        Err(trouble) => return page_of(&visit, trouble),
    }
    if form.is_faulty() {
        return answer(&visit, Asked { id: id.into(), after: None }, form).await;
    }
    see_other(&visit.words.to(&format!("/contracts/{id}/messages#last")))
}

async fn answer(visit: &Visit, asked: Asked, form: Form) -> Response {
    let ThreadOfContract { viewer, contract } = match visit.ask(ThreadOfContract::build(asked)).await {
        Ok(found) => found,
        Err(trouble) => return page_of(visit, trouble),
    };
    if viewer.is_none() {
        return page_of(visit, Trouble::SignInNeeded);
    }
    let Some(mut contract) = contract else { return page_of(visit, Trouble::NotFound) };
    let (mut messages, earlier) = contract.messages.take().map_or_else(Default::default, |found| {
        (found.nodes, found.page_info.end_cursor.filter(|_| found.page_info.has_next_page))
    });
    // The newest stands last, above the field for the next.
    messages.reverse();
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (shell, key) = (Shell::new(visit, viewer, None), visit.new_key());
    page_with(status, &MessagesPage { shell, words: visit.words, form, key, contract, messages, earlier })
}

impl MessagesPage {
    fn at(&self, rest: &str) -> String {
        self.shell.to(&format!("/contracts/{}{rest}", self.contract.id.inner()))
    }
}

impl Message {
    fn is_of(&self, side: impl Borrow<Option<DealSide>>) -> bool {
        *side.borrow() == Some(self.side)
    }

    fn author(&self) -> &str {
        self.author.as_ref().map_or("", |author| &author.display_name)
    }
}
