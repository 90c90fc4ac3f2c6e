use serde::{Deserialize, Serialize};

/// How often an object has changed: 1 when new, one more with every save. A save names the version it read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(i32);

impl Version {
    /// Of a new object.
    pub const FIRST: Self = Self(1);

    /// Wraps a stored number.
    pub const fn new(number: i32) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> i32 {
        self.0
    }

    /// After one more save.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}
