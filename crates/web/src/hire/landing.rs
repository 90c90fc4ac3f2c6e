use super::ready_made::ReadyMade;
use super::task_input::MoneyInput;
use crate::job::TakeHome;
use crate::problem::page_of;
use crate::schema::schema;
use crate::shell::{Shell, Viewer, page};
use crate::show;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::{Response, handler};

/// The price of the example, in yen without tax, and its minutes.
const EXAMPLE: (i64, i32) = (10_000, 300);

#[derive(cynic::QueryVariables)]
struct Asked {
    price: MoneyInput,
    minutes: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct HireLanding {
    viewer: Option<Viewer>,
    #[arguments(price: $price, minutes: $minutes)]
    take_home_at: Option<TakeHome>,
}

#[derive(Template)]
#[template(path = "hire/landing.html")]
struct HireLandingPage {
    shell: Shell,
    words: &'static Words,
    example: Option<TakeHome>,
}

/// `/hire`: what there is to ask for, what it costs, and how the money goes.
#[handler]
pub async fn view(visit: Visit) -> Response {
    let asked = Asked { price: MoneyInput::of(EXAMPLE.0), minutes: EXAMPLE.1 };
    match visit.ask(HireLanding::build(asked)).await {
        Ok(HireLanding { viewer, take_home_at: example }) => {
            page(&HireLandingPage { shell: Shell::new(&visit, viewer, None), words: visit.words, example })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

impl HireLandingPage {
    fn kinds(&self) -> [ReadyMade; 6] {
        ReadyMade::ALL
    }
}
