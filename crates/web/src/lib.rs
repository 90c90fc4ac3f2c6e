//! The web app: the first client of the public schema.
//!
//! A page is a document, a template and a handler that lie side by side in the folder of who uses it. It asks the schema in
//! process, through the same door as every other client, and reads nothing in any other way. Every page works without
//! scripts; every change is a form that answers with a redirect.

// First, for its macros.
#[macro_use]
mod words;
#[macro_use]
mod refused;

mod admin;
mod assets;
mod contract;
mod display;
mod dispute;
mod entry;
mod form;
mod hire;
mod house;
mod job;
mod problem;
mod public;
mod schema;
mod shell;
mod show;
mod trouble;
mod visit;
mod worker;

pub use house::House;

use poem::http::Uri;
use poem::{Endpoint, Request, Response, Route, get};
use std::sync::Arc;
use trouble::Trouble;
use visit::Visit;
use words::Language;

/// Every page, in every language.
pub fn pages(house: House) -> impl Endpoint<Output = Response> {
    let route = Route::new().at("/assets/:name", get(assets::asset));
    let route = worker::pages(entry::pages(public::pages(route)));
    let route = hire::pages(admin::pages(contract::pages(route)));
    InLanguage { pages: route, house: Arc::new(house) }
}

/// Reads the language off the address: `/en/work` is `/work` in English. What no page answers is answered by the page that
/// says so.
struct InLanguage<E> {
    pages: E,
    house: Arc<House>,
}

impl<E: Endpoint<Output = Response>> Endpoint for InLanguage<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let (language, path) = language_of(request.uri().path());
        let address = match request.uri().query() {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        };
        if let Ok(address) = address.parse::<Uri>() {
            *request.uri_mut() = address;
        }
        request.extensions_mut().insert(language);
        request.extensions_mut().insert(Arc::clone(&self.house));
        let visit = Visit::of(&request);
        match (self.pages.call(request).await, visit) {
            (Err(error), _) if error.is_from_response() => Ok(error.into_response()),
            (Err(error), Some(visit)) => Ok(problem::page_of(&visit, Trouble::of_status(error.status()))),
            (outcome, _) => outcome,
        }
    }
}

fn language_of(path: &str) -> (Language, &str) {
    for language in [Language::En, Language::Easy] {
        match path.strip_prefix(language.prefix()) {
            Some("") => return (language, "/"),
            Some(rest) if rest.starts_with('/') => return (language, rest),
            Some(_) | None => {}
        }
    }
    (Language::Ja, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_beginning_of_the_address() {
        assert_eq!(language_of("/work/x"), (Language::Ja, "/work/x"));
        assert_eq!(language_of("/en/work"), (Language::En, "/work"));
        assert_eq!(language_of("/en"), (Language::En, "/"));
        assert_eq!(language_of("/easy/"), (Language::Easy, "/"));
        assert_eq!(language_of("/english"), (Language::Ja, "/english"));
    }
}
