use crate::Letter;
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use storage::ClaimedJob;

/// Work for later. Each is safe to run twice: the objects themselves say whether anything is left to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Write to a person.
    Mail {
        /// To whom.
        to: PersonId,
        /// What.
        letter: Letter,
    },
}

impl Job {
    /// The handler's name.
    pub const fn kind(&self) -> &'static str {
        match self {
            Job::Mail { .. } => "mail",
        }
    }

    /// What it stands in the queue under, where one waiting job of its kind for its object is enough.
    pub(crate) fn key(&self) -> Option<String> {
        match self {
            Job::Mail { .. } => None,
        }
    }

    /// The kind and the payload, as they are stored.
    pub(crate) fn into_parts(self) -> (&'static str, serde_json::Value) {
        let kind = self.kind();
        // Fields are ids and texts: all of them have a JSON form.
        (kind, serde_json::to_value(self).unwrap_or_default())
    }
}

impl TryFrom<&ClaimedJob> for Job {
    type Error = serde_json::Error;

    fn try_from(claimed: &ClaimedJob) -> Result<Self, serde_json::Error> {
        serde_json::from_value(claimed.payload.clone())
    }
}
