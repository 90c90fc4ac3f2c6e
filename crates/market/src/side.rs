use serde::{Deserialize, Serialize};

/// One of the two who make a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Who posted the task and pays.
    Client,
    /// Who does the work and is paid.
    Worker,
}

impl Side {
    /// The other of the two.
    pub const fn other(self) -> Self {
        match self {
            Self::Client => Self::Worker,
            Self::Worker => Self::Client,
        }
    }
}
