//! `/graphql` over HTTP: GraphQL over HTTP with the limits and refusals that a public endpoint needs.
//!
//! One request holds one operation. POST takes JSON alone, GET takes queries alone, so no page of another site can
//! cause a change with a visitor's cookie.

mod answer;
mod credential;
mod files;
mod language;
mod negotiate;
mod parameters;

pub use credential::{Credential, FORGET_COOKIE, SESSION_COOKIE, is_cross_site, session_cookie, session_cookie_for};
pub use files::files_routes;

use crate::door::{Backend, Door, Incoming, RequestId};
use crate::fault::{ApiError, ErrorCode};
use crate::gate::Parameters;
use answer::Answer;
use apollo_compiler::executable::OperationType;
use async_graphql::Executor;
use bytes::Bytes;
use credential::CredentialFault;
use negotiate::MediaType;
use poem::error::ReadBodyError;
use poem::http::header::{CONTENT_LENGTH, SET_COOKIE};
use poem::http::{Method, StatusCode};
use poem::{Endpoint, Request, Response};
use std::sync::Arc;
use std::time::Duration;

/// Limits of the transport.
#[derive(Clone, Debug)]
pub struct HttpLimits {
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Time to read a body.
    pub read: Duration,
    /// Origins whose pages may use a session cookie, beside the own one: `https://app.example.jp`.
    pub trusted_origins: Vec<String>,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self { body_bytes: 262_144, read: Duration::from_secs(10), trusted_origins: Vec::new() }
    }
}

/// The endpoint `/graphql`.
pub struct GraphqlEndpoint<E, B> {
    door: Arc<Door<E, B>>,
    limits: HttpLimits,
}

impl<E: Executor, B: Backend> GraphqlEndpoint<E, B> {
    /// Serves what is behind `door`.
    pub fn new(door: Arc<Door<E, B>>, limits: HttpLimits) -> Self {
        Self { door, limits }
    }
}

impl<E: Executor, B: Backend> Endpoint for GraphqlEndpoint<E, B> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let request_id = self.door.new_request_id();
        let accepted = negotiate::accepted(request.headers());
        let answer = match accepted {
            Some(media) => self.answer(request, media, &request_id).await,
            None => Err(Answer::malformed(
                StatusCode::NOT_ACCEPTABLE,
                "Accept application/graphql-response+json or application/json.",
            )),
        };
        let answer = answer.unwrap_or_else(|refusal| refusal);
        Ok(answer.into_response(accepted.unwrap_or(MediaType::Json), &request_id))
    }
}

impl<E: Executor, B: Backend> GraphqlEndpoint<E, B> {
    async fn answer(&self, mut request: Request, media: MediaType, request_id: &RequestId) -> Result<Answer, Answer> {
        let is_get = match *request.method() {
            Method::GET => true,
            Method::POST => false,
            _ => return Err(Answer::method_not_allowed("GET, POST", "Use POST, or GET for a query.")),
        };
        if !is_get && !negotiate::is_json(request.headers()) {
            let message = "The body must be application/json in UTF-8.";
            return Err(Answer::malformed(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
        }
        let incoming = self.incoming(&request, request_id).map_err(refusal_of)?;
        let parameters = if is_get {
            let pairs = request.params().unwrap_or_default();
            parameters::of_query_string(pairs)
        } else {
            parameters::of_body(&self.body(&mut request).await?)
        };
        let parameters = parameters.map_err(|message| Answer::malformed(StatusCode::BAD_REQUEST, message))?;
        self.run(Operation { parameters, incoming, media, is_get }).await
    }

    fn incoming(&self, request: &Request, request_id: &RequestId) -> Result<Incoming, ApiError> {
        let headers = request.headers();
        let credential = credential::of(headers, &self.limits.trusted_origins).map_err(|fault| match fault {
            CredentialFault::Malformed => ApiError::unauthenticated(),
            CredentialFault::CrossSite => ApiError::forbidden(),
        })?;
        Ok(Incoming {
            credential,
            request_id: request_id.clone(),
            locale: language::preferred(headers),
            headers: headers.clone(),
            peer: request.remote_addr().as_socket_addr().map(|address| address.ip()),
        })
    }

    async fn body(&self, request: &mut Request) -> Result<Bytes, Answer> {
        let limit = self.limits.body_bytes;
        let too_large = || {
            let message = format!("The body is larger than {limit} bytes.");
            Answer::malformed(StatusCode::PAYLOAD_TOO_LARGE, message).closing()
        };
        let declared = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if declared.is_some_and(|length: u64| !usize::try_from(length).is_ok_and(|length| length <= limit)) {
            return Err(too_large());
        }
        match tokio::time::timeout(self.limits.read, request.take_body().into_bytes_limit(limit)).await {
            Ok(Ok(body)) => Ok(body),
            Ok(Err(ReadBodyError::PayloadTooLarge)) => Err(too_large()),
            Ok(Err(_)) => Err(Answer::malformed(StatusCode::BAD_REQUEST, "The body cannot be read.").closing()),
            Err(_) => Err(Answer::malformed(StatusCode::REQUEST_TIMEOUT, "The body took too long.").closing()),
        }
    }

    async fn run(&self, operation: Operation) -> Result<Answer, Answer> {
        let Operation { parameters, incoming, media, is_get } = operation;
        let by_cookie = matches!(incoming.credential, Some(Credential::Cookie(_)));
        let speaker = self.door.recognise(incoming).await.map_err(|error| {
            if by_cookie && error.code() == ErrorCode::Unauthenticated {
                // No script can remove it, and with it not even signing in would be answered.
                refusal_of(error).with(SET_COOKIE, FORGET_COOKIE)
            } else {
                refusal_of(error)
            }
        })?;
        let admitted = self.door.admit(&parameters).map_err(|rejected| Answer::rejected(rejected, media))?;
        match admitted.kind {
            OperationType::Mutation if is_get => {
                return Err(Answer::method_not_allowed("POST", "A mutation must be sent by POST."));
            }
            OperationType::Subscription => {
                return Err(Answer::malformed(StatusCode::BAD_REQUEST, "Subscriptions are not served here."));
            }
            OperationType::Query | OperationType::Mutation => {}
        }
        let cost = admitted.cost;
        let response = self.door.run(speaker, admitted).await.map_err(refusal_of)?;
        Ok(Answer::executed(response, cost, media))
    }
}

struct Operation {
    parameters: Parameters,
    incoming: Incoming,
    media: MediaType,
    is_get: bool,
}

fn refusal_of(error: ApiError) -> Answer {
    let status = match error.code() {
        ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::Throttled => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::ServiceUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        ErrorCode::ParseFailed
        | ErrorCode::ValidationFailed
        | ErrorCode::OperationResolution
        | ErrorCode::BadUserInput
        | ErrorCode::BadRequest
        | ErrorCode::CostLimitExceeded => StatusCode::BAD_REQUEST,
    };
    Answer::refusal(status, error.into_request_error())
}
