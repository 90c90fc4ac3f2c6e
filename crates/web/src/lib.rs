//! The web app: the first client of the public schema.
//!
//! A page is a document, a template and a handler that lie side by side in the folder of who uses it. It asks the schema in
//! process, through the same door as every other client, and reads nothing in any other way. Every page works without
//! scripts; every change is a form that answers with a redirect.

// First, for its macros.
#[macro_use]
mod words;

mod assets;
mod display;
mod entry;
mod form;
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
use poem::{Endpoint, EndpointExt, IntoEndpoint, Request, Response, Route, get};
use std::sync::Arc;
use words::Language;

/// Every page, in every language.
pub fn pages(house: House) -> impl Endpoint<Output = Response> {
    let pages = Route::new()
        .at("/", get(public::landing::view))
        .at("/work", get(public::work_list::view))
        .at("/work/:id", get(public::work_detail::view))
        .at("/display", get(public::display::view).post(public::display::save))
        .at("/start", get(entry::start::view).post(entry::start::send_code))
        .at("/start/code", get(entry::code::view).post(entry::code::enter))
        .at("/start/name", get(entry::name::view).post(entry::name::save))
        .at("/sign-out", get(entry::sign_out::view).post(entry::sign_out::leave))
        .at("/today", get(worker::today::view))
        .at("/assets/:name", get(assets::asset));
    ByLanguage { pages: pages.data(Arc::new(house)).into_endpoint() }
}

/// Reads the language off the address: `/en/work` is `/work` in English.
struct ByLanguage<E> {
    pages: E,
}

impl<E: Endpoint> Endpoint for ByLanguage<E> {
    type Output = E::Output;

    async fn call(&self, mut request: Request) -> poem::Result<E::Output> {
        let (language, path) = language_of(request.uri().path());
        let address = match request.uri().query() {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        };
        if let Ok(address) = address.parse::<Uri>() {
            *request.uri_mut() = address;
        }
        request.extensions_mut().insert(language);
        self.pages.call(request).await
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
