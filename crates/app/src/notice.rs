//! What a person is told, in the application itself.

mod mark_read;
mod read;

pub use mark_read::{NoticesMarkRead, NoticesMarkReadCode};
pub use read::Notice;
