//! Deliveries: files on their way in, work handed in, and what the client or the clock says to it.

mod accept;
mod accept_partly;
mod auto_accept;
mod create_upload;
mod download;
mod forget_upload;
mod load;
mod read;
mod receive_upload;
mod request_revision;
mod submit;

pub use accept::{DeliveryAccept, DeliveryAcceptCode};
pub use accept_partly::{DeliveryAcceptPartly, DeliveryAcceptPartlyCode};
pub use create_upload::{DeliveryUploadCreate, DeliveryUploadCreateCode, UploadTicket};
pub use download::{Download, DownloadRefused};
pub use read::{DeliveryFile, DeliveryView};
pub use receive_upload::UploadRefused;
pub use request_revision::{DeliveryRequestRevision, DeliveryRequestRevisionCode};
pub use submit::{DeliverySubmit, DeliverySubmitCode};
