//! Files on their way in and out: signed single-use uploads, checked on arrival and on disk before they are answered,
//! and signed short-lived downloads.
//!
//! What a person calls a file never becomes part of a path; the content lies under the id of its upload. Whether an
//! upload was used, and who may read a file, is in the database.

mod content_type;
mod file_name;
mod headers;
mod store;
mod token;

pub use content_type::ContentType;
pub use file_name::file_name;
pub use headers::download_headers;
pub use store::{Content, Files, FilesError, FilesSettings, ReceiveError, StoredFile};
pub use token::{DownloadGrant, Sha256Sum, TokenError, UploadGrant};
