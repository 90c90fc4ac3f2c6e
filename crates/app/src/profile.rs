//! What a worker tells clients about themself.

mod portfolio;
mod update;

pub use portfolio::{PortfolioItemAdd, PortfolioItemAddCode, PortfolioItemRemove, PortfolioItemRemoveCode};
pub use update::{ProfileUpdate, ProfileUpdateCode};
