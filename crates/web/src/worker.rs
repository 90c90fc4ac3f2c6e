//! Pages of those who work.

pub mod today;
