//! Payments and refunds of a client, as its people see them.

mod read;

pub use read::ClientBalance;
