//! Files, whatever they are for: announced, received, fetched by who may see what they are part of, forgotten when they
//! are part of nothing.

mod announce;
mod check;
mod download;
mod forget;
mod receive;
mod view;

pub(crate) use announce::AnnounceRefusal;
pub use announce::{FileDraft, UploadTicket};
pub(crate) use check::UploadFault;
pub use download::{Download, DownloadRefused};
pub use receive::UploadRefused;
pub use view::FileView;
