//! What a resolver finds in its context.

use crate::fault::ApiError;
use crate::loaders::Loaders;
use crate::paging::Cursors;
use app::{App, Caller};
use async_graphql::Context;
use std::sync::Arc;

/// Where a request comes from, as far as limits care: one address, or the /64 network of an IPv6 address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network(pub String);

/// The engine.
pub fn app<'a>(ctx: &Context<'a>) -> Result<&'a Arc<App>, ApiError> {
    ctx.data().map_err(|_| missing("the engine"))
}

/// On whose behalf the request speaks.
pub fn caller<'a>(ctx: &Context<'a>) -> Result<&'a Caller, ApiError> {
    ctx.data().map_err(|_| missing("the caller"))
}

/// Where the request comes from.
pub fn network(ctx: &Context<'_>) -> Result<String, ApiError> {
    ctx.data::<Network>().map(|network| network.0.clone()).map_err(|_| missing("the network"))
}

/// Signs and opens cursors.
pub fn cursors<'a>(ctx: &Context<'a>) -> Result<&'a Cursors, ApiError> {
    ctx.data().map_err(|_| missing("the cursors"))
}

/// Batches look-ups of this request.
pub fn loaders<'a>(ctx: &Context<'a>) -> Result<&'a Loaders, ApiError> {
    ctx.data().map_err(|_| missing("the loaders"))
}

fn missing(what: &str) -> ApiError {
    ApiError::internal(format!("{what} is not in the context"))
}
