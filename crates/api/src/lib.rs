//! The GraphQL face of the engine and its HTTP transport.

pub mod fault;
pub mod gate;
pub mod http;
pub mod paging;
pub mod scalars;
pub mod spec_errors;
pub mod user_errors;
