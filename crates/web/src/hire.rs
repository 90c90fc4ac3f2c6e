//! Pages of those who have work done.

#[macro_use]
mod refusals;

mod close;
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
        .at("/hire/:organisation/jobs", get(jobs::view))
        .at("/hire/:organisation", get(home::view))
}
