//! The GraphQL face of the engine and its HTTP transport.
//!
//! A request goes through [`http`], which negotiates and finds out who asks, and [`gate`], which parses, validates and
//! prices the document before anything runs. A mutation calls one use case of [`app`]: what it refuses becomes
//! `userErrors` ([`user_errors`]), what fails becomes a coded error without a cause in it ([`fault`]). A query reads
//! through [`loaders`], made for one request, so that nothing one caller may see is shown to another.

pub mod account;
pub mod backend;
pub mod bid;
pub mod context;
pub mod contract;
pub mod delivery;
pub mod dispute;
pub mod door;
pub mod escrow;
pub mod fault;
pub mod gate;
pub mod http;
pub mod loaders;
pub mod markdown;
pub mod message;
pub mod milestone;
pub mod node;
pub mod notice;
pub mod organisation;
pub mod paging;
mod payload;
pub mod payment;
pub mod payout;
pub mod profile;
pub mod refund;
pub mod reputation;
pub mod review;
pub mod scalars;
pub mod schema;
pub mod session;
pub mod spec_errors;
pub mod task;
pub mod upload;
pub mod user_errors;
pub mod wallet;
