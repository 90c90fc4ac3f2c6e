use crate::problem::page_of;
use crate::schema::{DateTime, Money, schema};
use crate::shell::{Shell, Tab, Viewer, page};
use crate::show;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::{Response, handler};

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct Earnings {
    viewer: Option<Own>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct Own {
    wallet: Option<Wallet>,
    #[cynic(spread)]
    viewer: Viewer,
}

#[derive(cynic::QueryFragment)]
struct Wallet {
    balances: Vec<WalletBalance>,
    #[arguments(first: 50)]
    releases: Releases,
    #[arguments(first: 20)]
    payouts: Payouts,
}

#[derive(cynic::QueryFragment)]
struct WalletBalance {
    available: Money,
    pending: Money,
    on_the_way: Money,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReleaseConnection")]
struct Releases {
    nodes: Vec<Release>,
}

#[derive(cynic::QueryFragment)]
struct Release {
    milestone: Option<Milestone>,
    gross: Money,
    fee: Money,
    fee_tax: Money,
    net: Money,
    released_at: DateTime,
    settles_at: DateTime,
    settled_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment)]
struct Milestone {
    title: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PayoutConnection")]
struct Payouts {
    nodes: Vec<Payout>,
}

#[derive(cynic::QueryFragment)]
struct Payout {
    amount: Money,
    requested_at: DateTime,
    state: PayoutState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum PayoutState {
    Requested,
    Sent,
    Paid,
    Failed,
}

#[derive(Template)]
#[template(path = "worker/earnings.html")]
struct EarningsPage {
    shell: Shell,
    words: &'static Words,
    wallet: Wallet,
}

/// `/earnings`: what was earned, what of it can be paid out, and what was.
#[handler]
pub async fn view(visit: Visit) -> Response {
    let Earnings { viewer } = match visit.ask(Earnings::build(())).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(Own { wallet: Some(wallet), viewer }) = viewer else { return page_of(&visit, Trouble::SignInNeeded) };
    let shell = Shell::new(&visit, Some(viewer), Some(Tab::Money));
    page(&EarningsPage { shell, words: visit.words, wallet })
}

impl WalletBalance {
    /// A currency in which nothing was ever earned is not worth a row.
    fn is_used(&self) -> bool {
        ![&self.available, &self.pending, &self.on_the_way].into_iter().all(Money::is_zero)
    }
}

impl Release {
    fn title(&self) -> &str {
        self.milestone.as_ref().map_or("", |milestone| &milestone.title)
    }
}

impl PayoutState {
    fn say(self, words: &Words) -> String {
        match self {
            Self::Requested => say!(words, "payout-requested"),
            Self::Sent => say!(words, "payout-sent"),
            Self::Paid => say!(words, "payout-paid"),
            Self::Failed => say!(words, "payout-failed"),
        }
    }
}
