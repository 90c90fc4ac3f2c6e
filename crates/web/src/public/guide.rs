//! Pages that explain: how it works, how to stay safe, what is often asked.

use crate::problem::page_of;
use crate::schema::schema;
use crate::shell::{Shell, Tab, Viewer, page};
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::{Response, handler};

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct Guide {
    viewer: Option<Viewer>,
}

#[derive(Template)]
#[template(path = "public/how.html")]
struct HowPage {
    shell: Shell,
    words: &'static Words,
}

#[derive(Template)]
#[template(path = "public/safety.html")]
struct SafetyPage {
    shell: Shell,
    words: &'static Words,
}

#[derive(Template)]
#[template(path = "public/help.html")]
struct HelpPage {
    shell: Shell,
    words: &'static Words,
}

/// A question with its answer.
struct Answered {
    id: &'static str,
    question: String,
    answer: String,
}

/// `/how`: the way of a task, from the post to the pay.
#[handler]
pub async fn how(visit: Visit) -> Response {
    match visit.ask(Guide::build(())).await {
        Ok(found) => page(&HowPage { shell: Shell::new(&visit, found.viewer, None), words: visit.words }),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// `/safety`: what to watch for, what protects one.
#[handler]
pub async fn safety(visit: Visit) -> Response {
    match visit.ask(Guide::build(())).await {
        Ok(found) => page(&SafetyPage { shell: Shell::new(&visit, found.viewer, None), words: visit.words }),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// `/help`: what is often asked.
#[handler]
pub async fn help(visit: Visit) -> Response {
    match visit.ask(Guide::build(())).await {
        Ok(found) => page(&HelpPage { shell: Shell::new(&visit, found.viewer, Some(Tab::Help)), words: visit.words }),
        Err(trouble) => page_of(&visit, trouble),
    }
}

impl HelpPage {
    fn of_workers(&self) -> [Answered; 6] {
        let words = self.words;
        let one = |id, question, answer| Answered { id, question, answer };
        [
            one("first", say!(words, "help-first"), say!(words, "help-first-text")),
            one("when-paid", say!(words, "help-when-paid"), say!(words, "help-when-paid-text")),
            one("silent", say!(words, "help-silent"), say!(words, "help-silent-text")),
            one("late", say!(words, "help-late"), say!(words, "help-late-text")),
            one("unfair", say!(words, "help-unfair"), say!(words, "help-unfair-text")),
            one("name", say!(words, "help-name"), say!(words, "help-name-text")),
        ]
    }

    fn of_clients(&self) -> [Answered; 5] {
        let words = self.words;
        let one = |id, question, answer| Answered { id, question, answer };
        [
            one("cost", say!(words, "help-cost"), say!(words, "help-cost-text")),
            one("hold", say!(words, "help-hold"), say!(words, "help-hold-text")),
            one("changes", say!(words, "help-changes"), say!(words, "help-changes-text")),
            one("back", say!(words, "help-back"), say!(words, "help-back-text")),
            one("price", say!(words, "help-price"), say!(words, "help-price-text")),
        ]
    }

    fn of_everybody(&self) -> [Answered; 3] {
        let words = self.words;
        let one = |id, question, answer| Answered { id, question, answer };
        [
            one("code", say!(words, "help-code"), say!(words, "help-code-text")),
            one("problem", say!(words, "help-problem"), say!(words, "help-problem-text")),
            one("reading", say!(words, "help-reading"), say!(words, "help-reading-text")),
        ]
    }
}
