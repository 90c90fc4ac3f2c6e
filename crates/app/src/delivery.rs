//! Deliveries: work handed in, and what the client or the clock says to it.

mod accept;
mod accept_partly;
mod auto_accept;
mod load;
mod read;
mod request_revision;
mod submit;
mod upload_create;

pub use accept::{DeliveryAccept, DeliveryAcceptCode};
pub use accept_partly::{DeliveryAcceptPartly, DeliveryAcceptPartlyCode};
pub use read::DeliveryView;
pub use request_revision::{DeliveryRequestRevision, DeliveryRequestRevisionCode};
pub use submit::{DeliverySubmit, DeliverySubmitCode};
pub use upload_create::{DeliveryUploadCreate, DeliveryUploadCreateCode};
