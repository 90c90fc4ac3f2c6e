//! Pages that everybody may read.

mod display;
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
        .at("/display", get(display::view).post(display::save))
}
