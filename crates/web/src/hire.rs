//! Pages of those who have work done.

#[macro_use]
mod refusals;

mod applicants;
mod bid;
mod billing;
mod close;
mod deal;
mod draft;
mod home;
mod job;
mod jobs;
mod landing;
mod new;
mod organisation;
mod ready_made;
mod style;
mod task_input;

use poem::{Route, get};

/// Adds them.
pub(crate) fn pages(route: Route) -> Route {
    route
        .at("/hire", get(landing::view))
        .at("/hire/new", get(new::view).post(new::begin))
        .at("/hire/organisation", get(organisation::view).post(organisation::found))
        .at("/hire/drafts/:id/check", get(draft::view_check).post(draft::publish))
        .at("/hire/drafts/:id/:step", get(draft::view).post(draft::save))
        .at("/hire/jobs/:id", get(job::view))
        .at("/hire/jobs/:id/close", get(close::view).post(close::close))
        .at("/hire/jobs/:id/applicants", get(applicants::view))
        .at("/hire/bids/:id/award", get(bid::award::view).post(bid::award::award))
        .at("/hire/bids/:id/decline", get(bid::decline::view).post(bid::decline::decline))
        .at("/hire/contracts/:id/fund", get(deal::fund::view).post(deal::fund::fund))
        .at("/hire/contracts/:id/accept", get(deal::accept::view).post(deal::accept::accept))
        .at("/hire/contracts/:id/changes", get(deal::changes::view).post(deal::changes::ask))
        .at("/hire/:organisation/billing", get(billing::view))
        .at("/hire/:organisation/jobs", get(jobs::view))
        .at("/hire/:organisation", get(home::view))
}

/// `4.2`, of the three decimals that the engine gives.
fn stars(score: &str) -> &str {
    score.split_once('.').map_or(score, |(whole, _)| score.get(..whole.len() + 2).unwrap_or(score))
}
