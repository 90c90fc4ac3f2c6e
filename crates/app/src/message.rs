//! What the two sides of a bid or a contract say to each other.

mod read;
mod send;
mod thread;

pub use send::{MessageSend, MessageSendCode};
