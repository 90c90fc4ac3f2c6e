use super::RequestId;
use super::negotiate::MediaType;
use crate::fault::{self, ErrorCode};
use crate::gate::{Cost, Rejected};
use async_graphql::{ServerError, Value};
use poem::http::header::{ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, RETRY_AFTER, VARY, WWW_AUTHENTICATE};
use poem::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use poem::{Body, Response};
use serde::Serialize;

/// Status of a well-formed request whose document or variables are at fault. The GraphQL-over-HTTP draft of 2026-08
/// would rather have 422; the audits that clients rely on ask for 400.
const REQUEST_ERROR: StatusCode = StatusCode::BAD_REQUEST;

/// What a request is answered with, before it is written in a form the client takes.
pub(super) struct Answer {
    status: StatusCode,
    errors: Vec<ServerError>,
    data: Option<Value>,
    cost: Option<Cost>,
    headers: HeaderMap,
}

#[derive(Serialize)]
struct Wire {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Extensions>,
}

#[derive(Serialize)]
struct Extensions {
    cost: Cost,
}

impl Answer {
    /// The request was no GraphQL request, or may not be served.
    pub(super) fn refusal(status: StatusCode, error: ServerError) -> Self {
        let mut headers = HeaderMap::new();
        if let Some(wait) = fault::retry_after(std::slice::from_ref(&error)) {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers
                .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"engawa\", error=\"invalid_token\""));
        }
        Self { status, errors: vec![error], data: None, cost: None, headers }
    }

    /// The HTTP request is malformed.
    pub(super) fn malformed(status: StatusCode, message: impl Into<String>) -> Self {
        Self::refusal(status, ErrorCode::BadRequest.error(message))
    }

    /// The method is not served, or not for this operation.
    pub(super) fn method_not_allowed(allowed: &'static str, message: &str) -> Self {
        Self::malformed(StatusCode::METHOD_NOT_ALLOWED, message).with(ALLOW, allowed)
    }

    /// The gate let nothing through. In plain JSON a well-formed request is answered under 200 whatever its document.
    pub(super) fn rejected(rejected: Rejected, media: MediaType) -> Self {
        Self {
            status: request_error_status(media),
            errors: rejected.errors,
            data: None,
            cost: rejected.cost,
            headers: HeaderMap::new(),
        }
    }

    /// What the executor said. Errors without any data and without a path are request errors and have no `data`.
    pub(super) fn executed(response: async_graphql::Response, cost: Cost, media: MediaType) -> Self {
        let nothing = response.data == Value::Null && !response.errors.is_empty();
        let is_request_error = nothing && response.errors.iter().all(|error| error.path.is_empty());
        let has = |code: ErrorCode| nothing && response.errors.iter().any(|error| code.is_of(error));
        let mut headers = response.http_headers;
        let status = if is_request_error {
            request_error_status(media)
        } else if has(ErrorCode::Unauthenticated) {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"engawa\""));
            StatusCode::UNAUTHORIZED
        } else if has(ErrorCode::Throttled) {
            let wait = fault::retry_after(&response.errors).map_or(1, |wait| wait.as_secs().max(1));
            headers.insert(RETRY_AFTER, HeaderValue::from(wait));
            StatusCode::TOO_MANY_REQUESTS
        } else {
            StatusCode::OK
        };
        let data = (!is_request_error).then_some(response.data);
        Self { status, errors: response.errors, data, cost: Some(cost), headers }
    }

    /// The same answer with one more header.
    pub(super) fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.insert(name, HeaderValue::from_static(value));
        self
    }

    /// The connection is of no use any more: part of the body was not read.
    pub(super) fn closing(self) -> Self {
        self.with(CONNECTION, "close")
    }

    /// Writes the answer.
    pub(super) fn into_response(self, media: MediaType, request_id: &RequestId) -> Response {
        let wire = Wire {
            errors: fault::seal(self.errors, request_id),
            data: self.data,
            extensions: self.cost.map(|cost| Extensions { cost }),
        };
        let (status, body) = match serde_json::to_vec(&wire) {
            Ok(body) => (self.status, Body::from_vec(body)),
            Err(error) => {
                log::error!("request {request_id}: the answer cannot be written: {error}");
                let body = r#"{"errors":[{"message":"The answer cannot be written.","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#;
                (StatusCode::INTERNAL_SERVER_ERROR, Body::from(body))
            }
        };
        let mut response = Response::builder().status(status).body(body);
        let headers = response.headers_mut();
        headers.extend(self.headers);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(VARY, HeaderValue::from_static("Accept, Accept-Language, Authorization, Cookie"));
        headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
        if let Ok(id) = HeaderValue::from_str(request_id.as_str()) {
            headers.insert("x-request-id", id);
        }
        response
    }
}

fn request_error_status(media: MediaType) -> StatusCode {
    match media {
        MediaType::GraphqlResponse => REQUEST_ERROR,
        MediaType::Json => StatusCode::OK,
    }
}
