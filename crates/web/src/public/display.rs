use crate::display::{Display, TextSize, Theme};
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::schema::schema;
use crate::shell::{Shell, Viewer, page};
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::http::HeaderValue;
use poem::http::header::SET_COOKIE;
use poem::{Response, handler};

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct DisplaySettings {
    viewer: Option<Viewer>,
}

#[derive(Template)]
#[template(path = "public/display.html")]
struct DisplayPage {
    shell: Shell,
    words: &'static Words,
}

/// `/display`: text size, colours and motion, with or without an account.
#[handler]
pub async fn view(visit: Visit) -> Response {
    match visit.ask(DisplaySettings::build(())).await {
        Ok(found) => page(&DisplayPage { shell: Shell::new(&visit, found.viewer, None), words: visit.words }),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Keeps them in this browser.
#[handler]
pub async fn save(visit: Visit, form: Form) -> Response {
    let display = Display::parse(&format!("{}.{}.{}", form.typed("theme"), form.typed("text"), form.typed("motion")));
    let mut response = see_other(&visit.words.to("/display"));
    if let Ok(cookie) = HeaderValue::from_str(&display.cookie()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
