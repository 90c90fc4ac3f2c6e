use api::fault::ErrorCode;
use poem::http::StatusCode;

/// Why there is no page to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Only somebody who is signed in gets it.
    SignInNeeded,
    /// There is no such thing, or none that this visitor may see; the two look alike.
    NotFound,
    /// It is not for this visitor.
    Forbidden,
    /// What was sent is nothing that a page of ours sends.
    Unreadable,
    /// Another site had the browser send this.
    CrossSite,
    /// Asked too often.
    TooMany,
    /// Something the engine stands on does not answer now.
    Unavailable,
    /// A defect of ours.
    Defect,
}

impl Trouble {
    /// What HTTP calls it.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Defect => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What a router or a reader of forms means by a status.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Self::NotFound,
            status if status.is_client_error() => Self::Unreadable,
            _ => Self::Defect,
        }
    }

    pub(crate) fn of_code(code: ErrorCode) -> Self {
        match code {
            ErrorCode::Unauthenticated => Self::SignInNeeded,
            ErrorCode::Forbidden => Self::Forbidden,
            // An id in an address that is none.
            ErrorCode::BadUserInput => Self::NotFound,
            ErrorCode::Throttled => Self::TooMany,
            ErrorCode::ServiceUnavailable => Self::Unavailable,
            ErrorCode::ParseFailed
            | ErrorCode::ValidationFailed
            | ErrorCode::OperationResolution
            | ErrorCode::BadRequest
            | ErrorCode::CostLimitExceeded
            | ErrorCode::Internal => Self::Defect,
        }
    }
}
