use crate::MoneyError;
use serde::{Deserialize, Serialize};

/// What is wrong with one argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum InputFault {
    /// Nothing was given where something is needed.
    #[error("is empty")]
    Blank,
    /// Fewer characters or items than allowed.
    #[error("is too short")]
    TooShort,
    /// More characters or items than allowed.
    #[error("is too long")]
    TooLong,
    /// A number, amount or time outside the allowed range.
    #[error("is out of range")]
    OutOfRange,
    /// Not of the form asked for: a control character, a broken address, an unknown word.
    #[error("is malformed")]
    Malformed,
    /// More decimals than the currency has.
    #[error("has more decimals than the currency")]
    TooManyDecimals,
    /// Not the currency of the object it belongs to.
    #[error("is of another currency")]
    CurrencyMismatch,
    /// The same item twice where each may stand once.
    #[error("is given twice")]
    Duplicate,
}

/// What is wrong with an argument that names an amount.
impl From<MoneyError> for InputFault {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::CurrencyMismatch => Self::CurrencyMismatch,
            MoneyError::OutOfRange => Self::OutOfRange,
            MoneyError::Malformed => Self::Malformed,
            MoneyError::TooManyDecimals => Self::TooManyDecimals,
        }
    }
}

/// An argument that cannot be taken, and where it stands below `input`: `["budget", "amount"]`, `["skills", "2"]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{} {fault}", .path.join("."))]
pub struct InputError {
    /// Names of the fields from the outside in; list items by their index from 0.
    pub path: Vec<String>,
    /// What is wrong.
    pub fault: InputFault,
}

impl InputError {
    /// A fault of one field.
    pub fn new(field: &str, fault: InputFault) -> Self {
        Self { path: vec![field.to_owned()], fault }
    }

    /// The same fault, seen from one level further out.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.path.insert(0, outer.to_owned());
        self
    }

    /// The same fault, as item `index` of the list `outer`.
    #[must_use]
    pub fn within_item(self, outer: &str, index: usize) -> Self {
        self.within(&index.to_string()).within(outer)
    }
}
