//! Pages of a contract, which both of its sides read in their own words.

mod deal;
mod purse;
mod steps;
mod view;

pub(crate) use deal::{ContractState, MilestoneState, Turn};

use poem::{Route, get};

/// Adds them.
pub(crate) fn pages(route: Route) -> Route {
    route.at("/contracts/:id", get(view::view))
}
