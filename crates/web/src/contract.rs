//! Pages of a contract, which both of its sides read in their own words.

mod deal;
mod messages;
mod problem;
mod purse;
mod review;
mod steps;
mod terms;
mod view;

pub(crate) use deal::{ContractState, MilestoneState, Turn};

use poem::{Route, get};

/// Adds them.
pub(crate) fn pages(route: Route) -> Route {
    route
        .at("/contracts/:id", get(view::view))
        .at("/contracts/:id/terms", get(terms::view))
        .at("/contracts/:id/messages", get(messages::view).post(messages::send))
        .at("/contracts/:id/problem", get(problem::view).post(problem::open))
        .at("/contracts/:id/review", get(review::view).post(review::send))
}
