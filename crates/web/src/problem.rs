//! The page that is shown when there is none: what happened, what is safe, the way out.

use crate::shell::{Shell, page_with};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use poem::Response;
use poem::http::StatusCode;
use poem::http::header::LOCATION;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    shell: Shell,
    words: &'static Words,
    trouble: Trouble,
}

/// The page that says so to a visitor. Who must sign in is led there, and back afterwards.
pub fn page_of(visit: &Visit, trouble: Trouble) -> Response {
    if trouble == Trouble::SignInNeeded {
        return visit.sign_in_first();
    }
    let shell = Shell::new(visit, None, None);
    page_with(trouble.status(), &ProblemPage { shell, words: visit.words, trouble })
}

/// Leads on after a change.
pub fn see_other(address: &str) -> Response {
    Response::builder().status(StatusCode::SEE_OTHER).header(LOCATION, address).finish()
}
