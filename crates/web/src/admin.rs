//! Pages of the staff.

mod dispute;
mod home;

use poem::{Route, get, post};

/// Adds them.
pub(crate) fn pages(route: Route) -> Route {
    route
        .at("/admin", get(home::view))
        .at("/admin/disputes/:id", get(dispute::view))
        .at("/admin/disputes/:id/take", post(dispute::take))
        .at("/admin/disputes/:id/decide", post(dispute::decide))
}
