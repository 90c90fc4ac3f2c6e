//! The GraphQL face of the engine and its HTTP transport.

pub mod account;
pub mod backend;
pub mod bid;
pub mod context;
pub mod contract;
pub mod dispute;
pub mod escrow;
pub mod fault;
pub mod gate;
pub mod http;
pub mod loaders;
pub mod markdown;
pub mod milestone;
pub mod node;
pub mod organisation;
pub mod paging;
mod payload;
pub mod profile;
pub mod reputation;
pub mod review;
pub mod scalars;
pub mod schema;
pub mod session;
pub mod spec_errors;
pub mod task;
pub mod user_errors;
