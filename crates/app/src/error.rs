use kernel::{InputError, InputFault, MoneyError};
use serde::{Deserialize, Serialize};
use storage::DbError;

/// What any use case may answer, beside what only it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shared {
    /// No such object, or none the caller may see; the two are not told apart.
    NotFound,
    /// The caller sees the object but may not do this to it.
    NotAllowed,
    /// The caller stands on both sides of the deal.
    ConflictOfInterest,
    /// The caller's account is suspended and this would be new business.
    AccountSuspended,
    /// The object is not in a state that allows it.
    InvalidState,
    /// Somebody changed it first.
    VersionConflict,
    /// The idempotency key was used with other input.
    IdempotencyKeyReused,
    /// Asked too often; try again later.
    TooManyRequests,
    /// An argument that cannot be taken.
    Input(InputFault),
}

/// The codes of one use case: its own and the shared ones. Made by [`codes!`](crate::codes).
pub trait Code: Copy + std::fmt::Debug + Eq + From<Shared> + Send + Sync + 'static {}

/// One thing the caller can correct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal<C> {
    /// For branching.
    pub code: C,
    /// Path of the argument at fault below `input`; empty when no single one is.
    pub path: Vec<String>,
}

impl<C> Refusal<C> {
    /// A refusal that no single argument caused.
    pub fn new(code: C) -> Self {
        Self { code, path: Vec::new() }
    }

    /// A refusal caused by the argument `field`.
    pub fn of(field: &str, code: C) -> Self {
        Self { code, path: vec![field.to_owned()] }
    }
}

/// Why a use case did not happen. Whatever it says, nothing was changed.
#[derive(Debug)]
pub enum AppError<C> {
    /// The caller can correct it.
    Refused(Vec<Refusal<C>>),
    /// Only somebody who is signed in may ask.
    Unauthenticated,
    /// The caller cannot correct it; the cause is for the log alone.
    Fault(Fault),
}

/// A failure of ours. Has no text for callers; its cause is logged once, at the boundary.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Something the engine stands on does not answer now; trying again later makes sense.
    #[error("a service is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Somebody else changed an object first; a use case tells its caller, a job comes again.
    #[error("an object was changed by somebody else")]
    Conflict,
    /// A defect, or a row that fits no state.
    #[error("internal fault")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Fault {
    /// A broken expectation, in words for the log.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Something outside that does not answer.
    pub fn unavailable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unavailable(cause.into())
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Conflict => Self::Conflict,
            error if error.is_retryable() => Self::unavailable(error),
            error => Self::internal(error),
        }
    }
}

/// What a step fails with that use cases and jobs share: [`AppError`] for the one, [`Fault`] for the other.
pub(crate) trait Failure: From<DbError> + From<Fault> {}

impl<E: From<DbError> + From<Fault>> Failure for E {}

impl<C: Code> AppError<C> {
    /// A refusal with one code that no single argument caused.
    pub fn refused(code: impl Into<C>) -> Self {
        Self::Refused(vec![Refusal::new(code.into())])
    }

    /// A refusal caused by the argument `field`.
    pub fn refused_field(field: &str, code: impl Into<C>) -> Self {
        Self::Refused(vec![Refusal::of(field, code.into())])
    }

    /// No such object, or none the caller may see.
    pub fn not_found(field: &str) -> Self {
        Self::refused_field(field, Shared::NotFound)
    }

    /// All that is wrong with the input at once.
    pub fn inputs(errors: Vec<InputError>) -> Self {
        Self::Refused(errors.into_iter().map(Refusal::from).collect())
    }
}

impl<C: Code> From<InputError> for Refusal<C> {
    fn from(error: InputError) -> Self {
        Self { code: Shared::Input(error.fault).into(), path: error.path }
    }
}

impl<C: Code> From<InputError> for AppError<C> {
    fn from(error: InputError) -> Self {
        Self::Refused(vec![error.into()])
    }
}

/// A stale version is something the caller can correct; every other fault is not.
impl<C: Code> From<Fault> for AppError<C> {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Conflict => Self::refused(Shared::VersionConflict),
            Fault::Unavailable(_) | Fault::Internal(_) => Self::Fault(fault),
        }
    }
}

impl<C: Code> From<DbError> for AppError<C> {
    fn from(error: DbError) -> Self {
        Fault::from(error).into()
    }
}

/// Amounts inside the engine are checked when they come in; one that does not fit later is a defect.
impl<C> From<MoneyError> for AppError<C> {
    fn from(error: MoneyError) -> Self {
        Self::Fault(Fault::internal(error))
    }
}

/// Defines the codes of one use case: its own variants and, after them, the shared ones.
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// No such object, or none the caller may see; the two are not told apart.
            NotFound,
            /// The caller sees the object but may not do this to it.
            NotAllowed,
            /// The caller stands on both sides of the deal.
            ConflictOfInterest,
            /// The caller's account is suspended and this would be new business.
            AccountSuspended,
            /// The object is not in a state that allows it.
            InvalidState,
            /// Somebody changed it first.
            VersionConflict,
            /// The idempotency key was used with other input.
            IdempotencyKeyReused,
            /// Asked too often; try again later.
            TooManyRequests,
            /// Nothing was given where something is needed.
            Blank,
            /// Fewer characters or items than allowed.
            TooShort,
            /// More characters or items than allowed.
            TooLong,
            /// A number, amount or time outside the allowed range.
            OutOfRange,
            /// Not of the form asked for.
            Malformed,
            /// More decimals than the currency has.
            TooManyDecimals,
            /// Not the currency of the object it belongs to.
            CurrencyMismatch,
            /// The same item twice where each may stand once.
            Duplicate,
        }

        impl From<$crate::Shared> for $name {
            fn from(shared: $crate::Shared) -> Self {
                use ::kernel::InputFault;
                match shared {
                    $crate::Shared::NotFound => Self::NotFound,
                    $crate::Shared::NotAllowed => Self::NotAllowed,
                    $crate::Shared::ConflictOfInterest => Self::ConflictOfInterest,
                    $crate::Shared::AccountSuspended => Self::AccountSuspended,
                    $crate::Shared::InvalidState => Self::InvalidState,
                    $crate::Shared::VersionConflict => Self::VersionConflict,
                    $crate::Shared::IdempotencyKeyReused => Self::IdempotencyKeyReused,
                    $crate::Shared::TooManyRequests => Self::TooManyRequests,
                    $crate::Shared::Input(InputFault::Blank) => Self::Blank,
                    $crate::Shared::Input(InputFault::TooShort) => Self::TooShort,
                    $crate::Shared::Input(InputFault::TooLong) => Self::TooLong,
                    $crate::Shared::Input(InputFault::OutOfRange) => Self::OutOfRange,
                    $crate::Shared::Input(InputFault::Malformed) => Self::Malformed,
                    $crate::Shared::Input(InputFault::TooManyDecimals) => Self::TooManyDecimals,
                    $crate::Shared::Input(InputFault::CurrencyMismatch) => Self::CurrencyMismatch,
                    $crate::Shared::Input(InputFault::Duplicate) => Self::Duplicate,
                }
            }
        }

        impl $crate::Code for $name {}
    };
}
