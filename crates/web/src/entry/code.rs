use super::onward;
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::schema::{DateTime, schema};
use crate::shell::{Shell, page_with};
use crate::visit::Visit;
use crate::words::Words;
use api::http::session_cookie_for;
use askama::Template;
use cynic::MutationBuilder;
use poem::http::header::SET_COOKIE;
use poem::http::{HeaderValue, StatusCode};
use poem::web::Query;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    input: AccountConfirmInput,
}

#[derive(cynic::InputObject)]
struct AccountConfirmInput {
    email: String,
    code: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Asked")]
struct AccountConfirm {
    #[arguments(input: $input)]
    account_confirm: AccountConfirmPayload,
}

#[derive(cynic::QueryFragment)]
struct AccountConfirmPayload {
    session: Option<SignedIn>,
    user_errors: Vec<AccountConfirmUserError>,
}

#[derive(cynic::QueryFragment)]
struct SignedIn {
    token: String,
    expires_at: DateTime,
    person: Option<Person>,
}

#[derive(cynic::QueryFragment)]
struct Person {
    display_name: String,
}

#[derive(cynic::QueryFragment)]
struct AccountConfirmUserError {
    field: Option<Vec<String>>,
    message: String,
}

#[derive(Template)]
#[template(path = "entry/code.html")]
struct CodePage {
    shell: Shell,
    words: &'static Words,
    form: Form,
}

/// `/start/code`: the six digits from the mail.
#[handler]
pub async fn view(visit: Visit, Query(fields): Query<Vec<(String, String)>>) -> Response {
    answer(&visit, Form::of(fields))
}

/// Opens a session, and leads back to where the visitor came from; who is new is asked their name first.
#[handler]
pub async fn enter(visit: Visit, mut form: Form) -> Response {
    let input = AccountConfirmInput { email: form.code("email"), code: form.code("code") };
    let payload = match visit.as_nobody().ask(AccountConfirm::build(Asked { input })).await {
        Ok(found) => found.account_confirm,
        Err(trouble) => return page_of(&visit, trouble),
    };
    for error in payload.user_errors {
        form.refused(error.field.as_deref(), error.message, &[]);
    }
    let Some(SignedIn { token, expires_at, person }) = payload.session.filter(|_| !form.is_faulty()) else {
        return answer(&visit, form);
    };
    let is_new = person.is_some_and(|person| person.display_name == say!(visit.words, "name-to-come"));
    let back = form.typed("back");
    let next = if is_new {
        let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
        visit.words.to(&format!("/start/name?back={back}"))
    } else {
        onward(back, visit.words, "/today")
    };
    let mut response = see_other(&next);
    let seconds = (expires_at.0 - visit.now()).whole_seconds();
    if let Ok(cookie) = HeaderValue::from_str(&session_cookie_for(&token, seconds)) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn answer(visit: &Visit, form: Form) -> Response {
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &CodePage { shell: Shell::new(visit, None, None), words: visit.words, form })
}
