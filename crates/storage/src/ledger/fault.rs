use crate::{DbError, error::database_error};
use sea_orm::DbErr;

/// Why the ledger refused a write, apart from missing money and a taken id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFault {
    /// What is written stays as it is.
    #[error("rows of the ledger never change")]
    Immutable,
    /// An account does not exist, or not in the transfer's currency.
    #[error("an account is unknown or of another currency")]
    UnknownAccount,
    /// A post or void names no pending transfer.
    #[error("a transfer resolves no hold")]
    NoSuchHold,
    /// The hold has been posted or voided.
    #[error("a transfer resolves a hold that is resolved")]
    AlreadyResolved,
    /// A post or void differs from its hold in an account or the currency, posts more than is held, or voids less.
    #[error("a transfer does not fit its hold")]
    DoesNotFitHold,
    /// The hold may no longer be posted.
    #[error("a transfer posts a hold that expired")]
    HoldExpired,
    /// A journal came with fewer or more transfers than it has, or apart from them.
    #[error("a journal is written with all its transfers at once")]
    NotWhole,
    /// Balances follow from transfers and are not written by hand.
    #[error("balances are written by posting alone")]
    ByHand,
    /// A counter of an account would pass what it can hold.
    #[error("a counter of an account overflows")]
    Overflow,
}

impl LedgerFault {
    /// The fault that the triggers raise as `code`.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "LG001" => Self::Immutable,
            "LG002" => Self::UnknownAccount,
            "LG003" => Self::NoSuchHold,
            "LG004" => Self::AlreadyResolved,
            "LG005" => Self::DoesNotFitHold,
            "LG006" => Self::HoldExpired,
            "LG007" => Self::NotWhole,
            "LG008" => Self::ByHand,
            _ => return None,
        })
    }
}

/// The error of a statement that posts. A number out of range can only be a counter there: PostgreSQL says so (22003),
/// SQLite turns the sum into a float and then refuses to store it (3091).
pub(crate) fn of_posting(error: DbErr) -> DbError {
    match database_error(&error).and_then(|database| database.code()).as_deref() {
        Some("22003" | "3091") => DbError::Ledger(LedgerFault::Overflow),
        _ => error.into(),
    }
}
