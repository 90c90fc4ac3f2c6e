//! The routes of the server.

use crate::assemble::Assembled;
use crate::config::Config;
use crate::metrics::{Metrics, Queue};
use anyhow::{Context, Result};
use api::backend::Engine;
use api::door::{Door, TIME_LIMIT};
use api::gate::{Gate, Limits};
use api::http::{GraphqlEndpoint, HttpLimits, files_routes};
use app::{App, Missing};
use poem::http::{HeaderName, StatusCode};
use poem::middleware::{Compression, SetHeader};
use poem::web::{Data, Json};
use poem::{EndpointExt, IntoEndpoint, IntoResponse, Response, Route, get, handler};
use serde_json::json;
use std::sync::Arc;

/// Root fields that check a secret: once in an operation, so that one request is one guess.
const ONCE: &[&str] = &["accountRegister", "accountConfirm", "sessionCodeRequest", "sessionCreate", "passwordSet"];

/// Everything the server answers.
///
/// # Errors
/// A header name in the configuration that is none.
pub fn routes(assembled: &Assembled, config: &Config, metrics: &Metrics) -> Result<impl IntoEndpoint + use<>> {
    let app = Arc::clone(&assembled.app);
    let limits =
        Limits { cost: config.api.cost_max, introspection: config.api.introspection, once: ONCE, ..Limits::default() };
    let gate = Gate::new(&api::schema::sdl(), limits)?;
    let client_address = match config.client_address_header.as_str() {
        "" => None,
        name => Some(name.parse::<HeaderName>().context("client_address_header is no header name")?),
    };
    let http_limits = HttpLimits { trusted_origins: vec![app.settings().public_url.clone()], ..HttpLimits::default() };
    let schema = api::schema::schema(&app, &assembled.secret);
    let engine = Engine::new(Arc::clone(&app), client_address);
    let door = Arc::new(Door::new(schema, gate, engine, TIME_LIMIT));
    let graphql = GraphqlEndpoint::new(Arc::clone(&door), http_limits);
    let clock = Arc::clone(&app);
    let now = Box::new(move || clock.now().to_utc());
    let pages = web::pages(web::House { door, public_url: app.settings().public_url.clone(), now });
    let route = Route::new()
        .at("/graphql", graphql.with(Compression::new()).with(metrics.of_route("/graphql")))
        .nest("/", pages.with(Compression::new()).with(metrics.of_route("/")))
        .nest_no_strip("/uploads", files_routes(&app).with(metrics.of_route("/files")))
        .nest_no_strip("/files", files_routes(&app).with(metrics.of_route("/files")))
        .at("/healthz", get(healthz))
        .at("/readyz", get(readyz).data(Arc::clone(&app)))
        .at("/metrics", get(show_metrics).data(Arc::clone(&app)).data(metrics.clone()));
    Ok(route.with(SetHeader::new().overriding("x-content-type-options", "nosniff")))
}

/// The process lives.
#[handler]
fn healthz() -> &'static str {
    "ok\n"
}

/// The process and all it stands on can serve: what it acknowledges it can keep.
#[handler]
async fn readyz(app: Data<&Arc<App>>) -> Response {
    match app.readiness().await {
        Ok(()) => Json(json!({ "ready": true })).into_response(),
        Err(missing) => {
            let missing: Vec<_> = missing.into_iter().map(Missing::word).collect();
            let body = Json(json!({ "ready": false, "missing": missing }));
            body.with_status(StatusCode::SERVICE_UNAVAILABLE).into_response()
        }
    }
}

#[handler]
async fn show_metrics(app: Data<&Arc<App>>, metrics: Data<&Metrics>) -> Response {
    let queue = match app.queue().await {
        Ok(queue) => Queue { waiting: queue.waiting, given_up: queue.given_up },
        Err(fault) => {
            log::error!("the queue cannot be read: {fault}");
            return StatusCode::SERVICE_UNAVAILABLE.into();
        }
    };
    match metrics.render(queue) {
        Ok(text) => {
            text.with_content_type("application/openmetrics-text; version=1.0.0; charset=utf-8").into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into(),
    }
}
