//! What the two sides of a bid or a contract say to each other.

mod read;
mod send;
mod thread;
mod upload_create;

pub use read::MessageView;
pub use send::{MessageSend, MessageSendCode};
pub(crate) use thread::talk;
pub use upload_create::{MessageUploadCreate, MessageUploadCreateCode};
