//! Pages that everybody may read.

mod display;
mod fees;
mod guide;
mod landing;
mod work_detail;
mod work_list;

use poem::{Route, get};

/// Adds them.
pub(crate) fn pages(route: Route) -> Route {
    route
        .at("/", get(landing::view))
        .at("/work", get(work_list::view))
        .at("/work/:id", get(work_detail::view))
        .at("/fees", get(fees::view))
        .at("/how", get(guide::how))
        .at("/safety", get(guide::safety))
        .at("/help", get(guide::help))
        .at("/display", get(display::view).post(display::save))
}
