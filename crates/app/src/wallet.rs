//! What a worker has earned.

mod read;

pub use read::WalletBalance;
