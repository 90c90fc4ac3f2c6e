use crate::assets;
use crate::display::Display;
use crate::schema::schema;
use crate::show::Clock;
use crate::visit::Visit;
use crate::words::{Language, Words};
use askama::Template;
use identity::TimeZone;
use kernel::Instant;
use poem::http::StatusCode;
use poem::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use poem::{IntoResponse, Response};
use time::OffsetDateTime;

/// Who is signed in, as the head of every page shows it.
#[derive(Clone, Debug, cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
pub struct Viewer {
    pub unread_notices: i32,
    pub time_zone: String,
    pub staff_role: Option<StaffRole>,
    pub person: ViewerPerson,
    pub memberships: Vec<Membership>,
}

impl Viewer {
    /// Does this organisation count them among its people?
    pub fn belongs_to(&self, organisation: &cynic::Id) -> bool {
        self.memberships.iter().filter_map(|own| own.organisation.as_ref()).any(|own| own.id == *organisation)
    }
}

/// The public side of who is signed in.
#[derive(Clone, Debug, cynic::QueryFragment)]
#[cynic(graphql_type = "Person")]
pub struct ViewerPerson {
    pub id: cynic::Id,
    pub display_name: String,
}

/// A client organisation one works for.
#[derive(Clone, Debug, cynic::QueryFragment)]
#[cynic(graphql_type = "OwnMembership")]
pub struct Membership {
    pub organisation: Option<MemberOf>,
}

/// That organisation.
#[derive(Clone, Debug, cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
pub struct MemberOf {
    pub id: cynic::Id,
    pub name: String,
}

/// Role among the operator's staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum StaffRole {
    Moderator,
    Admin,
}

/// An entry of the main menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Today,
    Work,
    Contracts,
    Money,
    Help,
}

/// What is around every page.
pub struct Shell {
    pub words: &'static Words,
    pub display: Display,
    pub clock: Clock,
    pub viewer: Option<Viewer>,
    pub tab: Option<Tab>,
    pub style: String,
    pub script: String,
    address: String,
}

impl Shell {
    /// Around a page for this visitor.
    pub fn new(visit: &Visit, viewer: Option<Viewer>, tab: Option<Tab>) -> Self {
        Self {
            words: visit.words,
            display: visit.display,
            clock: clock_of(visit.now(), viewer.as_ref()),
            viewer,
            tab,
            style: assets::style(),
            script: assets::script(),
            address: visit.address.clone(),
        }
    }

    /// An address of this instance in the page's language.
    pub fn to(&self, address: &str) -> String {
        self.words.to(address)
    }

    /// The same page in another language.
    pub fn in_language(&self, language: &Language) -> String {
        Words::of(*language).to(&self.address)
    }

    /// The languages that pages are written in.
    pub fn languages(&self) -> [Language; 3] {
        Language::ALL
    }

    /// For `aria-current`.
    pub fn is_at(&self, tab: Tab) -> bool {
        self.tab == Some(tab)
    }
}

/// The answer with a page in it.
pub fn page(template: &impl Template) -> Response {
    page_with(StatusCode::OK, template)
}

/// The same with another status.
pub fn page_with(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Response::builder()
            .status(status)
            .header(CONTENT_TYPE, "text/html; charset=utf-8")
            // Kept for the way back, asked for anew on every other way.
            .header(CACHE_CONTROL, "private, no-cache")
            .header(VARY, "cookie")
            .header("content-security-policy", POLICY)
            .header("referrer-policy", "same-origin")
            .body(html)
            .into_response(),
        Err(error) => {
            log::error!("a page cannot be rendered: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into()
        }
    }
}

/// No script and no style but our own files, no frame around us; style attributes carry the numbers of the pictures.
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The clocks of whoever reads the page; those of Japan for who has not said.
fn clock_of(now: OffsetDateTime, viewer: Option<&Viewer>) -> Clock {
    let zone = viewer.and_then(|viewer| TimeZone::try_new("timeZone", &viewer.time_zone).ok());
    let at = Instant::try_from(now).unwrap_or(Instant::EPOCH);
    // Japan has had one zone and no summer time since 1952.
    let offset = zone.map_or(time::macros::offset!(+9), |zone| zone.offset_at(at));
    Clock { now, offset }
}
