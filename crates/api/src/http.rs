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

pub use credential::{Credential, SESSION_COOKIE};
pub use files::files_routes;

use crate::fault::{ApiError, ErrorCode, chain, internal_error};
use crate::gate::{Gate, Parameters};
use crate::spec_errors::SpecExecutor;
use answer::Answer;
use apollo_compiler::executable::OperationType;
use app::Payer;
use async_graphql::{Data, Executor};
use bytes::Bytes;
use credential::CredentialFault;
use identity::Locale;
use negotiate::MediaType;
use poem::error::ReadBodyError;
use poem::http::header::{CONTENT_LENGTH, SET_COOKIE};
use poem::http::{HeaderMap, Method, StatusCode};
use poem::{Endpoint, Request, Response};
use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// Names one request in answers and in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// Wraps a text of visible ASCII.
    pub fn new(id: String) -> Self {
        Self(id)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known about a request before anything is executed.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// What it says to prove who sends it.
    pub credential: Option<Credential>,
    /// Its name.
    pub request_id: RequestId,
    /// The language its sender reads.
    pub locale: Locale,
    /// Every header.
    pub headers: HeaderMap,
    /// Who is at the other end of the connection: the client, or the last proxy.
    pub peer: Option<IpAddr>,
}

/// On whose behalf a request speaks.
pub struct Speaker {
    /// What the resolvers read from their context, which is given [`RequestId`] and [`Locale`] besides.
    pub data: Data,
    /// On whose account its cost is counted.
    pub payer: Payer,
}

/// What the transport asks of the engine behind it.
pub trait Backend: Send + Sync + 'static {
    /// A name for the next request.
    fn new_request_id(&self) -> RequestId;

    /// Finds out on whose behalf the request speaks. Fails with `unauthenticated` when there is a credential and it is not
    /// a good one.
    fn authenticate(&self, incoming: &Incoming) -> impl Future<Output = Result<Speaker, ApiError>> + Send;

    /// Counts what an operation costs. Fails with `throttled` when that is too much for now.
    fn charge(&self, payer: &Payer, points: u64) -> impl Future<Output = Result<(), ApiError>> + Send;
}

/// Limits of the transport.
#[derive(Clone, Debug)]
pub struct HttpLimits {
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Time to read a body.
    pub read: Duration,
    /// Time to authenticate and execute.
    pub execution: Duration,
    /// Origins whose pages may use a session cookie, beside the own one: `https://app.example.jp`.
    pub trusted_origins: Vec<String>,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            body_bytes: 262_144,
            read: Duration::from_secs(10),
            execution: Duration::from_secs(10),
            trusted_origins: Vec::new(),
        }
    }
}

/// The endpoint `/graphql`.
pub struct GraphqlEndpoint<E, B> {
    inner: Arc<Inner<E, B>>,
}

struct Inner<E, B> {
    executor: SpecExecutor<E>,
    gate: Gate,
    backend: B,
    limits: HttpLimits,
}

impl<E: Executor, B: Backend> GraphqlEndpoint<E, B> {
    /// Serves the schema of `executor`, for which `gate` was made.
    pub fn new(executor: SpecExecutor<E>, gate: Gate, backend: B, limits: HttpLimits) -> Self {
        Self { inner: Arc::new(Inner { executor, gate, backend, limits }) }
    }
}

impl<E: Executor, B: Backend> Endpoint for GraphqlEndpoint<E, B> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let request_id = self.inner.backend.new_request_id();
        let accepted = negotiate::accepted(request.headers());
        let answer = match accepted {
            Some(media) => self.inner.answer(request, media, &request_id).await,
            None => Err(Answer::malformed(
                StatusCode::NOT_ACCEPTABLE,
                "Accept application/graphql-response+json or application/json.",
            )),
        };
        let answer = answer.unwrap_or_else(|refusal| refusal);
        Ok(answer.into_response(accepted.unwrap_or(MediaType::Json), &request_id))
    }
}

impl<E: Executor, B: Backend> Inner<E, B> {
    async fn answer(
        self: &Arc<Self>,
        mut request: Request,
        media: MediaType,
        request_id: &RequestId,
    ) -> Result<Answer, Answer> {
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
        self.clone().run(Operation { parameters, incoming, media, is_get }).await
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

    /// Executes in a task of its own: a client that hangs up does not cut a mutation short, and a panic stays inside.
    async fn run(self: Arc<Self>, operation: Operation) -> Result<Answer, Answer> {
        let request_id = operation.incoming.request_id.clone();
        let limit = self.limits.execution;
        let task = tokio::spawn(async move { tokio::time::timeout(limit, self.execute(operation)).await });
        match task.await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => {
                log::error!("request {request_id} took longer than {} s", limit.as_secs());
                Err(refusal_of(ApiError::unavailable("execution timed out")))
            }
            Err(failed) => {
                log::error!("request {request_id} failed: {}", chain(&failed));
                Err(Answer::refusal(StatusCode::INTERNAL_SERVER_ERROR, internal_error()))
            }
        }
    }

    async fn execute(&self, operation: Operation) -> Result<Answer, Answer> {
        let Operation { parameters, incoming, media, is_get } = operation;
        let Speaker { mut data, payer } =
            self.backend.authenticate(&incoming).await.map_err(|error| match incoming.credential {
                Some(Credential::Cookie(_)) if error.code() == ErrorCode::Unauthenticated => {
                    // No script can remove it, and with it not even signing in would be answered.
                    refusal_of(error).with(SET_COOKIE, credential::FORGET_COOKIE)
                }
                _ => refusal_of(error),
            })?;
        data.insert(incoming.request_id);
        data.insert(incoming.locale);
        let admitted = self.gate.admit(&parameters).map_err(|rejected| Answer::rejected(rejected, media))?;
        match admitted.kind {
            OperationType::Mutation if is_get => {
                return Err(Answer::method_not_allowed("POST", "A mutation must be sent by POST."));
            }
            OperationType::Subscription => {
                return Err(Answer::malformed(StatusCode::BAD_REQUEST, "Subscriptions are not served here."));
            }
            OperationType::Query | OperationType::Mutation => {}
        }
        self.backend.charge(&payer, admitted.cost.requested).await.map_err(refusal_of)?;
        let response = match admitted.kind {
            OperationType::Query => self.executor.query(|| admitted.request(), data).await,
            OperationType::Mutation | OperationType::Subscription => {
                self.executor.mutation(admitted.request(), data).await
            }
        };
        Ok(Answer::executed(response, admitted.cost, media))
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
