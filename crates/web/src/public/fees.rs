use crate::form::Form;
use crate::job::TakeHome;
use crate::problem::page_of;
use crate::schema::{CurrencyCode, Decimal, schema};
use crate::shell::{Shell, Viewer, page};
use crate::show;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::web::Query;
use poem::{Response, handler};

/// What is worked out before anybody asks, in yen without tax and in minutes.
const EXAMPLE: (i64, i32) = (3_000, 90);
/// The most that is worked out; the engine moves no more at once either.
const MAX_PRICE: i64 = 100_000_000;
/// The longest task there can be, in minutes.
const MAX_MINUTES: i64 = 60_000;

#[derive(cynic::QueryVariables)]
struct Asked {
    price: MoneyInput,
    minutes: Option<i32>,
}

#[derive(cynic::InputObject)]
struct MoneyInput {
    amount: Decimal,
    currency: CurrencyCode,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct Fees {
    viewer: Option<Viewer>,
    #[arguments(price: $price, minutes: $minutes)]
    take_home_at: Option<TakeHome>,
}

#[derive(Template)]
#[template(path = "public/fees.html")]
struct FeesPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
    take_home: Option<TakeHome>,
}

/// `/fees?price=3000&minutes=90`: what a price comes to, for both sides.
#[handler]
pub async fn view(visit: Visit, Query(fields): Query<Vec<(String, String)>>) -> Response {
    let mut form = Form::of(fields);
    if form.typed("price").is_empty() && form.typed("minutes").is_empty() {
        form.put("price", EXAMPLE.0.to_string());
        form.put("minutes", EXAMPLE.1.to_string());
    }
    let price = form.whole("price").ok().flatten().filter(|price| (1..=MAX_PRICE).contains(price));
    if price.is_none() {
        form.fault("price", say!(visit.words, "fees-price-unreadable"));
    }
    let minutes = match form.whole("minutes") {
        Ok(None) => None,
        Ok(Some(minutes)) if (1..=MAX_MINUTES).contains(&minutes) => i32::try_from(minutes).ok(),
        Ok(Some(_)) | Err(_) => {
            form.fault("minutes", say!(visit.words, "draft-minutes-unreadable"));
            None
        }
    };
    let amount = Decimal(price.unwrap_or_default().to_string());
    let price = MoneyInput { amount, currency: CurrencyCode("JPY".to_owned()) };
    match visit.ask(Fees::build(Asked { price, minutes })).await {
        Ok(Fees { viewer, take_home_at }) => {
            let take_home = take_home_at.filter(|_| !form.is_faulty());
            page(&FeesPage { shell: Shell::new(&visit, viewer, None), words: visit.words, form, take_home })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}
