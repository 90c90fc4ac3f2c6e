//! Pages of those who work.

mod applications;
mod apply;
mod contracts;
mod deliver;
mod earnings;
mod notices;
mod today;

use poem::{Route, get};

/// Adds them.
pub(crate) fn pages(route: Route) -> Route {
    route
        .at("/today", get(today::view))
        .at("/earnings", get(earnings::view))
        .at("/contracts", get(contracts::view))
        .at("/contracts/:id/deliver", get(deliver::view).post(deliver::hand_in))
        .at("/notices", get(notices::view).post(notices::mark_read))
        .at("/work/:id/apply", get(apply::view).post(apply::send))
        .at("/applications", get(applications::view).post(applications::withdraw))
}
