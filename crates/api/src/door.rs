//! The one way in, whoever carries the request: who asks, whether the document may be run, what it costs, and what comes of
//! it. The transport comes through it, and so do the pages.

use crate::fault::{ApiError, ErrorCode, chain};
use crate::gate::{Admitted, Gate, Parameters, Rejected};
use crate::http::Credential;
use crate::spec_errors::SpecExecutor;
use apollo_compiler::executable::OperationType;
use app::Payer;
use async_graphql::{Data, Executor, Response};
use identity::Locale;
use poem::http::HeaderMap;
use serde::de::DeserializeOwned;
use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// The longest that an operation may take, unless a server says otherwise.
pub const TIME_LIMIT: Duration = Duration::from_secs(10);

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
    data: Data,
    payer: Payer,
    request_id: RequestId,
}

impl Speaker {
    /// `data` is what the resolvers read from their context, which is given [`RequestId`] and [`Locale`] besides; `payer` on
    /// whose account the cost is counted.
    pub fn new(data: Data, payer: Payer) -> Self {
        Self { data, payer, request_id: RequestId(String::new()) }
    }
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

/// The schema behind its gate, for callers whom a backend knows.
pub struct Door<E, B> {
    executor: SpecExecutor<E>,
    gate: Gate,
    backend: B,
    time_limit: Duration,
}

impl<E: Executor, B: Backend> Door<E, B> {
    /// Opens the schema of `executor`, for which `gate` was made. An operation may take `time_limit`.
    pub fn new(executor: SpecExecutor<E>, gate: Gate, backend: B, time_limit: Duration) -> Self {
        Self { executor, gate, backend, time_limit }
    }

    /// A name for the next request.
    pub fn new_request_id(&self) -> RequestId {
        self.backend.new_request_id()
    }

    /// Finds out on whose behalf a request speaks.
    ///
    /// # Errors
    /// `unauthenticated` when there is a credential and it is not a good one.
    pub async fn recognise(&self, incoming: Incoming) -> Result<Speaker, ApiError> {
        let mut speaker = self.backend.authenticate(&incoming).await?;
        speaker.data.insert(incoming.request_id.clone());
        speaker.data.insert(incoming.locale);
        speaker.request_id = incoming.request_id;
        Ok(speaker)
    }

    /// Checks the document, its operation and variables, and what they cost.
    ///
    /// # Errors
    /// Says to the author of the document what cannot be run.
    pub fn admit(&self, parameters: &Parameters) -> Result<Admitted, Rejected> {
        self.gate.admit(parameters)
    }

    /// Counts the cost and runs the operation, in a task of its own: a client that hangs up does not cut a mutation short,
    /// and a panic stays inside.
    ///
    /// # Errors
    /// `throttled`, `unavailable` when it took too long, `internal` after a panic.
    pub async fn run(self: &Arc<Self>, speaker: Speaker, admitted: Admitted) -> Result<Response, ApiError> {
        let (door, limit, request_id) = (Arc::clone(self), self.time_limit, speaker.request_id.clone());
        let task = tokio::spawn(async move { tokio::time::timeout(limit, door.execute(speaker, admitted)).await });
        match task.await {
            Ok(Ok(response)) => response,
            Ok(Err(_)) => {
                log::error!("request {request_id} took longer than {} s", limit.as_secs());
                Err(ApiError::unavailable("execution timed out"))
            }
            Err(failed) => {
                log::error!("request {request_id} failed: {}", chain(&failed));
                Err(ApiError::internal("a panic"))
            }
        }
    }

    /// Asks one operation in process and reads its answer.
    ///
    /// # Errors
    /// The code of the first thing that failed; a defect is in the log.
    pub async fn ask<T: DeserializeOwned>(
        self: &Arc<Self>,
        incoming: Incoming,
        parameters: &Parameters,
    ) -> Result<T, ErrorCode> {
        let request_id = incoming.request_id.clone();
        let defect = |what: &str| {
            log::error!("request {request_id} failed: {what}");
            ErrorCode::Internal
        };
        let speaker = self.recognise(incoming).await.map_err(|error| error.code())?;
        let admitted = self.admit(parameters).map_err(|rejected| match rejected.errors.first() {
            Some(error) if ErrorCode::BadUserInput.is_of(error) => ErrorCode::BadUserInput,
            error => defect(error.map_or("not admitted", |error| &error.message)),
        })?;
        let response = self.run(speaker, admitted).await.map_err(|error| error.code())?;
        match response.errors.first() {
            Some(error) => Err(ErrorCode::of(error)),
            None => async_graphql::from_value(response.data).map_err(|error| defect(&error.to_string())),
        }
    }

    async fn execute(&self, speaker: Speaker, admitted: Admitted) -> Result<Response, ApiError> {
        let Speaker { data, payer, .. } = speaker;
        self.backend.charge(&payer, admitted.cost.requested).await?;
        Ok(match admitted.kind {
            OperationType::Query => self.executor.query(|| admitted.request(), data).await,
            OperationType::Mutation | OperationType::Subscription => {
                self.executor.mutation(admitted.request(), data).await
            }
        })
    }
}
