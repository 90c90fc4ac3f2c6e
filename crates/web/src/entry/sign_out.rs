use crate::problem::{page_of, see_other};
use crate::schema::schema;
use crate::shell::{Shell, Viewer, page};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use api::http::FORGET_COOKIE;
use askama::Template;
use cynic::{MutationBuilder, QueryBuilder};
use poem::http::HeaderValue;
use poem::http::header::SET_COOKIE;
use poem::{Response, handler};

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct Leaving {
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct SessionEnd {
    #[allow(dead_code, reason = "that it was answered is all there is to know")]
    session_end: Option<SessionEndPayload>,
}

#[derive(cynic::QueryFragment)]
struct SessionEndPayload {
    #[cynic(rename = "__typename")]
    _typename: String,
}

#[derive(Template)]
#[template(path = "entry/sign_out.html")]
struct SignOutPage {
    shell: Shell,
    words: &'static Words,
}

/// `/sign-out`: asks, because a page that only shows something changes nothing.
#[handler]
pub async fn view(visit: Visit) -> Response {
    match visit.ask(Leaving::build(())).await {
        Ok(found) => page(&SignOutPage { shell: Shell::new(&visit, found.viewer, None), words: visit.words }),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Ends the session and forgets its cookie.
#[handler]
pub async fn leave(visit: Visit) -> Response {
    match visit.ask(SessionEnd::build(())).await {
        Ok(_) | Err(Trouble::SignInNeeded) => {}
        Err(trouble) => return page_of(&visit, trouble),
    }
    let mut response = see_other(&visit.words.to("/"));
    response.headers_mut().append(SET_COOKIE, HeaderValue::from_static(FORGET_COOKIE));
    response
}
