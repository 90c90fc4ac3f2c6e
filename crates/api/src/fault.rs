//! The one way an error reaches a caller: coded, capped, and with nothing internal in it.

use crate::door::RequestId;
use async_graphql::{ErrorExtensionValues, PathSegment, Pos, ServerError};
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

/// Most errors one answer carries.
pub const MAX_ERRORS: usize = 20;
/// Longest message, in characters.
pub const MAX_MESSAGE: usize = 300;

/// `extensions.code` of an error: the vocabulary of Apollo, which clients and tools read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The document is not GraphQL, or too large to be read.
    ParseFailed,
    /// The document does not fit the schema, or a limit.
    ValidationFailed,
    /// The document has no such operation, or does not say which.
    OperationResolution,
    /// A variable or an argument cannot be taken.
    BadUserInput,
    /// The HTTP request is no GraphQL request.
    BadRequest,
    /// Only somebody who is signed in may ask.
    Unauthenticated,
    /// The caller may not ask this at all.
    Forbidden,
    /// Asked too often.
    Throttled,
    /// The operation asks for more than one operation may.
    CostLimitExceeded,
    /// Something the engine stands on does not answer now, or the answer took too long.
    ServiceUnavailable,
    /// A defect of ours.
    Internal,
}

impl ErrorCode {
    /// The word clients branch on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::OperationResolution => "OPERATION_RESOLUTION_FAILURE",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::BadRequest => "BAD_REQUEST",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::Throttled => "THROTTLED",
            Self::CostLimitExceeded => "COST_LIMIT_EXCEEDED",
            Self::ServiceUnavailable => "SERVICE_UNAVAILABLE",
            Self::Internal => "INTERNAL_SERVER_ERROR",
        }
    }

    const ALL: [Self; 11] = [
        Self::ParseFailed,
        Self::ValidationFailed,
        Self::OperationResolution,
        Self::BadUserInput,
        Self::BadRequest,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::Throttled,
        Self::CostLimitExceeded,
        Self::ServiceUnavailable,
        Self::Internal,
    ];

    /// The code that `error` carries; one without is a defect.
    pub fn of(error: &ServerError) -> Self {
        Self::ALL.into_iter().find(|code| code.is_of(error)).unwrap_or(Self::Internal)
    }

    /// Whether `error` carries this code.
    pub fn is_of(self, error: &ServerError) -> bool {
        code_of(error) == Some(self.as_str())
    }

    /// An error of this code that belongs to the request as a whole.
    pub(crate) fn error(self, message: impl Into<String>) -> ServerError {
        self.mark(ServerError::new(message, None))
    }

    /// An error of this code at a place of the document.
    pub(crate) fn error_at(self, message: impl Into<String>, places: impl IntoIterator<Item = Pos>) -> ServerError {
        ServerError { locations: places.into_iter().collect(), ..self.error(message) }
    }

    fn mark(self, mut error: ServerError) -> ServerError {
        error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", self.as_str());
        error
    }
}

fn code_of(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        async_graphql::Value::String(code) => Some(code),
        _ => None,
    }
}

/// What a resolver fails with when the caller cannot correct it through the operation's own `userErrors`.
///
/// Has no `Display` and no `From` for errors in general, so that `?` on a database error does not compile in a
/// resolver: async-graphql would publish its text.
#[derive(Clone, Debug)]
pub struct ApiError {
    code: ErrorCode,
    message: String,
    cause: Option<Arc<dyn StdError + Send + Sync>>,
    retry_after: Option<Duration>,
}

impl ApiError {
    /// Only somebody who is signed in may ask.
    pub fn unauthenticated() -> Self {
        Self::new(ErrorCode::Unauthenticated, "Sign in first.")
    }

    /// The caller may not ask this at all.
    pub fn forbidden() -> Self {
        Self::new(ErrorCode::Forbidden, "Not allowed.")
    }

    /// Asked too often; the same may be asked again after `wait`.
    pub fn throttled(wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..Self::new(ErrorCode::Throttled, "Too many requests.") }
    }

    /// The argument named `argument` cannot be taken; `reason` is shown to the caller.
    pub fn bad_input(argument: &str, reason: &str) -> Self {
        Self::new(ErrorCode::BadUserInput, format!("Argument \"{argument}\" {reason}."))
    }

    /// Something the engine stands on does not answer now. The cause goes to the log alone.
    pub fn unavailable(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::caused(ErrorCode::ServiceUnavailable, "The service is not available now. Try again later.", cause)
    }

    /// A defect. The cause goes to the log alone.
    pub fn internal(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::caused(ErrorCode::Internal, INTERNAL_MESSAGE, cause)
    }

    /// Its code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// How long to wait before asking again, if that was said.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), cause: None, retry_after: None }
    }

    fn caused(code: ErrorCode, message: &str, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: Some(cause.into().into()), ..Self::new(code, message) }
    }

    pub(crate) fn into_request_error(self) -> ServerError {
        let async_graphql::Error { message, source, extensions } = self.into();
        ServerError { message, source, extensions, locations: Vec::new(), path: Vec::new() }
    }
}

impl From<app::Fault> for ApiError {
    fn from(fault: app::Fault) -> Self {
        match fault {
            app::Fault::Unavailable(cause) => Self::unavailable(cause),
            app::Fault::Conflict => Self::unavailable(fault),
            app::Fault::Internal(cause) => Self::internal(cause),
        }
    }
}

impl From<ApiError> for async_graphql::Error {
    fn from(error: ApiError) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", error.code.as_str());
        Self { message: error.message.clone(), source: Some(Arc::new(error)), extensions: Some(extensions) }
    }
}

const INTERNAL_MESSAGE: &str = "Something went wrong on our side. Please report the request id.";

/// How long the caller should wait, if one of `errors` says so.
pub(crate) fn retry_after(errors: &[ServerError]) -> Option<Duration> {
    errors.iter().find_map(|error| error.source::<ApiError>()?.retry_after())
}

/// The errors as they leave the house: each with a code, faults masked and logged, few and short.
pub(crate) fn seal(errors: Vec<ServerError>, request_id: &RequestId) -> Vec<ServerError> {
    errors.into_iter().take(MAX_ERRORS).map(|error| seal_one(error, request_id)).collect()
}

fn seal_one(mut error: ServerError, request_id: &RequestId) -> ServerError {
    match error.source::<ApiError>().map(|known| (known.code, known.cause.clone())) {
        Some((_, None)) => {}
        Some((code, Some(cause))) => {
            log::error!("request {request_id} failed at {}: {}: {}", show(&error.path), code.as_str(), chain(&*cause));
            name_request(&mut error, request_id);
        }
        // Not one of ours: the executor publishes the text of any error it is given.
        None if error.source.is_some() => {
            log::error!("request {request_id} failed at {}: unmasked error: {}", show(&error.path), error.message);
            error = ErrorCode::Internal.mark(ServerError { message: INTERNAL_MESSAGE.to_owned(), ..error });
            name_request(&mut error, request_id);
        }
        // The executor's own words: an argument that did not fit.
        None if code_of(&error).is_none() => error = ErrorCode::BadUserInput.mark(error),
        None if ErrorCode::Internal.is_of(&error) || ErrorCode::ServiceUnavailable.is_of(&error) => {
            name_request(&mut error, request_id);
        }
        None => {}
    }
    if let Some((end, _)) = error.message.char_indices().nth(MAX_MESSAGE) {
        error.message.truncate(end);
    }
    error
}

fn name_request(error: &mut ServerError, request_id: &RequestId) {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("requestId", request_id.as_str());
}

/// An error with everything that caused it.
pub(crate) fn chain(error: &(dyn StdError + 'static)) -> String {
    std::iter::successors(Some(error), |error: &&(dyn StdError + 'static)| (*error).source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

fn show(path: &[PathSegment]) -> String {
    let segments = path.iter().map(|segment| match segment {
        PathSegment::Field(name) => name.clone(),
        PathSegment::Index(index) => index.to_string(),
    });
    segments.collect::<Vec<_>>().join(".")
}

/// The error for a defect found before or around the executor.
pub(crate) fn internal_error() -> ServerError {
    ErrorCode::Internal.error(INTERNAL_MESSAGE)
}
