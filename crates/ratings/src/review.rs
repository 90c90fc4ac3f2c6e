use kernel::{ContractId, InputError, Instant, ReviewId, TextRule, check_range};
use serde::{Deserialize, Serialize};

/// A side of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Who pays.
    Client,
    /// Who delivers.
    Worker,
}

/// Stars, 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub struct Score(u8);

/// What one side states about the other: yes, no, or nothing. Shown to the public only as counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// A worker delivered, a client answered and paid, by the agreed time.
    pub on_time: Option<bool>,
    /// The delivery was as agreed, the task as described.
    pub as_described: Option<bool>,
    /// The reviewer would work with the other again.
    pub would_work_again: Option<bool>,
}

/// Can others see a review?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ReviewState {
    /// Only its own side sees it, until the other side has given its own or `due` has come.
    Sealed {
        /// The latest moment of publication.
        due: Instant,
    },
    /// Everyone sees it.
    Published {
        /// Since when.
        at: Instant,
    },
}

/// One side's rating of the other. It cannot be changed: whoever could, would after reading the other's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Id.
    pub id: ReviewId,
    /// The contract that ended.
    pub contract: ContractId,
    /// Who wrote it.
    pub by: Side,
    /// Stars.
    pub score: Score,
    /// Words for everyone, at most 2,000 characters.
    pub comment: String,
    /// Stated facts.
    pub facts: Facts,
    /// When it was given.
    pub submitted_at: Instant,
    /// Can others see it?
    pub state: ReviewState,
}

/// A review as typed.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewDraft {
    /// Stars, 1 to 5.
    pub score: i32,
    /// See [`Review::comment`]; may be empty.
    pub comment: String,
    /// Stated facts.
    pub facts: Facts,
}

/// The two reviews of one ended contract.
///
/// **Invariant:** as long as the window is open, one review alone is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewPair {
    /// The contract.
    pub contract: ContractId,
    /// From this moment on nothing is taken any more and what there is becomes public.
    pub due: Instant,
    /// The client's review of the worker.
    pub client: Option<Review>,
    /// The worker's review of the client.
    pub worker: Option<Review>,
}

/// A pair after a change, and which of its reviews became public by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The pair.
    pub pair: ReviewPair,
    /// Reviews to announce.
    pub published: Vec<ReviewId>,
}

/// Why a review was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefusal {
    /// An argument cannot be taken.
    #[error(transparent)]
    Input(#[from] InputError),
    /// This side has given its review, and a review cannot be changed.
    #[error("this side has given its review")]
    AlreadySubmitted,
    /// The time for reviews is over since the pair was due.
    #[error("the time for reviews is over")]
    WindowClosed,
}

impl Score {
    /// From a stored or typed number.
    pub fn try_new(field: &str, stars: i32) -> Result<Self, InputError> {
        let stars = check_range(field, stars, 1, 5)?;
        u8::try_from(stars).map(Self).map_err(|_| InputError::new(field, kernel::InputFault::OutOfRange))
    }

    /// The stars.
    pub const fn stars(self) -> u8 {
        self.0
    }
}

impl Side {
    /// The other side.
    pub const fn other(self) -> Self {
        match self {
            Self::Client => Self::Worker,
            Self::Worker => Self::Client,
        }
    }
}

impl Review {
    /// May `viewer` read it? `None` is anyone who is on neither side.
    pub fn is_visible_to(&self, viewer: Option<Side>) -> bool {
        match self.state {
            ReviewState::Published { .. } => true,
            ReviewState::Sealed { .. } => viewer == Some(self.by),
        }
    }

    fn publish(&mut self, now: Instant) -> Option<ReviewId> {
        match self.state {
            ReviewState::Published { .. } => None,
            ReviewState::Sealed { .. } => {
                self.state = ReviewState::Published { at: now };
                Some(self.id)
            }
        }
    }
}

impl ReviewPair {
    /// The pair of a contract that has ended, without any review yet.
    pub const fn open(contract: ContractId, due: Instant) -> Self {
        Self { contract, due, client: None, worker: None }
    }

    /// The pair with a review that was given before.
    pub fn with(mut self, review: Review) -> Self {
        match review.by {
            Side::Client => self.client = Some(review),
            Side::Worker => self.worker = Some(review),
        }
        self
    }

    /// Takes the review of one side. The second of the two publishes both, in the same moment.
    ///
    /// # Errors
    /// `Input` names `score` or `comment`.
    pub fn submit(mut self, by: Side, id: ReviewId, draft: &ReviewDraft, now: Instant) -> Result<Step, ReviewRefusal> {
        let due = self.due;
        let review = Review {
            id,
            contract: self.contract,
            by,
            score: Score::try_new("score", draft.score)?,
            comment: TextRule::lines(0, 2_000).check("comment", &draft.comment)?,
            facts: draft.facts,
            submitted_at: now,
            state: ReviewState::Sealed { due },
        };
        let (own, other) = match by {
            Side::Client => (&mut self.client, &self.worker),
            Side::Worker => (&mut self.worker, &self.client),
        };
        if own.is_some() {
            return Err(ReviewRefusal::AlreadySubmitted);
        }
        if now >= due {
            return Err(ReviewRefusal::WindowClosed);
        }
        *own = Some(review);
        Ok(if other.is_some() { self.publish(now) } else { Step { pair: self, published: Vec::new() } })
    }

    /// Publishes what is still sealed once the window has closed. Before, and a second time, it changes nothing.
    pub fn publish_due(self, now: Instant) -> Step {
        if now < self.due { Step { pair: self, published: Vec::new() } } else { self.publish(now) }
    }

    fn publish(mut self, now: Instant) -> Step {
        let published = [&mut self.client, &mut self.worker]
            .into_iter()
            .flatten()
            .filter_map(|review| review.publish(now))
            .collect();
        Step { pair: self, published }
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> Self {
        score.0
    }
}

impl TryFrom<u8> for Score {
    type Error = InputError;

    fn try_from(stars: u8) -> Result<Self, InputError> {
        Self::try_new("score", i32::from(stars))
    }
}

#[cfg(test)]
#[path = "review_tests.rs"]
mod tests;
