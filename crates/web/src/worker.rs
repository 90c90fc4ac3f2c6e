//! Pages of those who work.

mod today;

use poem::{Route, get};

/// Adds them.
pub(crate) fn pages(route: Route) -> Route {
    route.at("/today", get(today::view))
}
