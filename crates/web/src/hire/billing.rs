use super::deal::PaymentState;
use crate::problem::page_of;
use crate::schema::{DateTime, Money, schema};
use crate::shell::{Shell, Viewer, page};
use crate::show;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::web::Path;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct Billing {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    organisation: Option<Organisation>,
}

#[derive(cynic::QueryFragment)]
struct Organisation {
    id: cynic::Id,
    name: String,
    money: Option<OrganisationMoney>,
}

#[derive(cynic::QueryFragment)]
struct OrganisationMoney {
    balances: Vec<ClientBalance>,
    #[arguments(first: 50)]
    payments: Payments,
    #[arguments(first: 20)]
    refunds: Refunds,
}

#[derive(cynic::QueryFragment)]
struct ClientBalance {
    available: Money,
    on_the_way: Money,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PaymentConnection")]
struct Payments {
    nodes: Vec<Payment>,
}

#[derive(cynic::QueryFragment)]
struct Payment {
    amount: Money,
    requested_at: DateTime,
    state: PaymentState,
    milestone: Option<Milestone>,
}

#[derive(cynic::QueryFragment)]
struct Milestone {
    title: String,
    contract: Contract,
}

#[derive(cynic::QueryFragment)]
struct Contract {
    id: cynic::Id,
    title: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "RefundConnection")]
struct Refunds {
    nodes: Vec<Refund>,
}

#[derive(cynic::QueryFragment)]
struct Refund {
    amount: Money,
    requested_at: DateTime,
    state: RefundState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum RefundState {
    Requested,
    Sent,
    Succeeded,
    Failed,
}

#[derive(Template)]
#[template(path = "hire/billing.html")]
struct BillingPage {
    shell: Shell,
    words: &'static Words,
    organisation: Organisation,
}

/// `/hire/{organisation}/billing`: money in and money back, the newest first.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    let found = match visit.ask(Billing::build(Asked { id: id.into() })).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(viewer) = found.viewer else { return page_of(&visit, Trouble::SignInNeeded) };
    let Some(organisation) = found.organisation.filter(|organisation| viewer.belongs_to(&organisation.id)) else {
        return page_of(&visit, Trouble::NotFound);
    };
    page(&BillingPage { shell: Shell::new(&visit, Some(viewer), None), words: visit.words, organisation })
}
