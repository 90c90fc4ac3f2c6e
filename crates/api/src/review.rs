//! Reviews, and what follows from them for everybody to see.

use crate::account::Person;
use crate::context::{app, caller, cursors, loaders};
use crate::fault::ApiError;
use crate::organisation::Organisation;
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::scalars::{DateTime, read_id, show_id};
use crate::{error_codes, payload};
use app::AppError;
use async_graphql::{Context, ID, InputObject, Object, Union};
use kernel::ContractId;
use ratings::{Counterpart, ReviewState};
use serde::{Deserialize, Serialize};

/// A side of a deal by itself: the worker's person, or the client's organisation.
#[derive(Union)]
pub enum DealParty {
    /// A worker.
    Person(Person),
    /// A client.
    Organisation(Organisation),
}

impl DealParty {
    async fn load(ctx: &Context<'_>, party: Counterpart) -> Option<Result<Self, ApiError>> {
        match party {
            Counterpart::Person(id) => Person::load(ctx, id).await.transpose().map(|found| found.map(Self::Person)),
            Counterpart::Organisation(id) => {
                Organisation::load(ctx, id).await.transpose().map(|found| found.map(Self::Organisation))
            }
        }
    }
}

/// One side's rating of the other after a contract.
pub struct Review(app::ReviewRecord);

impl Review {
    /// The reviews of a contract that the caller may see.
    pub async fn of_contract(ctx: &Context<'_>, contract: ContractId) -> Result<Vec<Self>, ApiError> {
        Ok(loaders(ctx)?.reviews(contract).await?.unwrap_or_default().into_iter().map(Self).collect())
    }

    /// A page of the published reviews about one, the newest first.
    pub async fn page_about(
        ctx: &Context<'_>,
        party: Counterpart,
        (first, after): (i32, Option<String>),
    ) -> Result<Connection<Self>, ApiError> {
        let page = PageArgs::forward(Some(first), after).read::<ReviewPlace>(cursors(ctx)?)?;
        let reviews = app(ctx)?.published_reviews(party, page.slice().map(|place| place.0)).await?;
        let rows = reviews.into_iter().filter_map(|record| {
            let place = ReviewPlace((record.published_at()?, record.review.id));
            Some((place, Self(record)))
        });
        Connection::new(&page, rows.collect(), cursors(ctx)?)
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct ReviewPlace(app::ReviewKey);

impl CursorKey for ReviewPlace {
    const KIND: &'static str = "reviews by publication";
}

/// One side's rating of the other after a contract. Sealed until both sides have given theirs, or the time for reviews
/// is over; until then only its own side sees it.
#[Object]
impl Review {
    /// Global id.
    async fn id(&self) -> ID {
        show_id(self.0.review.id)
    }

    /// Stars, 1 to 5.
    async fn score(&self) -> i32 {
        self.0.review.score.stars().into()
    }

    /// Words for everyone; may be empty.
    async fn comment(&self) -> &str {
        &self.0.review.comment
    }

    /// Who gave it.
    async fn from(&self, ctx: &Context<'_>) -> Option<Result<DealParty, ApiError>> {
        DealParty::load(ctx, self.0.from).await
    }

    /// Whom it rates.
    async fn about(&self, ctx: &Context<'_>) -> Option<Result<DealParty, ApiError>> {
        DealParty::load(ctx, self.0.about).await
    }

    /// When it was given.
    async fn submitted_at(&self) -> DateTime {
        self.0.review.submitted_at.into()
    }

    /// Since when everyone can read it; null while it is sealed.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at().map(DateTime::from)
    }

    /// When it becomes public at the latest; null once it is.
    async fn sealed_until(&self) -> Option<DateTime> {
        match self.0.review.state {
            ReviewState::Sealed { due } => Some(due.into()),
            ReviewState::Published { .. } => None,
        }
    }
}

error_codes! {
    /// Why a review was not taken.
    pub enum ReviewSubmitErrorCode for "ReviewSubmit" from app::ReviewSubmitCode {
        /// The contract still goes on.
        ContractOpen: "契約がまだ続いています。", "The contract still goes on.";
        /// This side has given its review, and a review cannot be changed.
        AlreadySubmitted: "評価はすでに済んでいます。", "Your side has given its review.";
        /// The time for reviews is over.
        WindowClosed: "評価できる期間が終わりました。", "The time for reviews is over.";
    }
}

/// What one side states about the other: yes, no, or nothing. Shown to others only as counts.
#[derive(InputObject)]
pub struct ReviewFactsInput {
    /// A worker delivered, a client answered and paid, by the agreed time.
    on_time: Option<bool>,
    /// The delivery was as agreed, the task as described.
    as_described: Option<bool>,
    /// One would work with the other again.
    would_work_again: Option<bool>,
}

/// Input of reviewSubmit.
#[derive(InputObject)]
pub struct ReviewSubmitInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same review.
    idempotency_key: String,
    /// The contract; it has ended.
    contract_id: ID,
    /// Stars, 1 to 5.
    score: i32,
    /// Words for everyone, at most 2,000 characters; may be empty.
    comment: String,
    /// Stated facts.
    facts: ReviewFactsInput,
}

payload! {
    /// Outcome of reviewSubmit.
    pub struct ReviewSubmitPayload or ReviewSubmitErrorCode {
        /// The review; sealed, unless the other side had given its own.
        review: Review,
    }
}

/// Writes of reviews.
#[derive(Default)]
pub struct ReviewMutation;

/// Writes of reviews.
#[Object]
impl ReviewMutation {
    /// Rates the other side of a contract that has ended. A review cannot be changed.
    async fn review_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: ReviewSubmitInput,
    ) -> Result<ReviewSubmitPayload, ApiError> {
        let ReviewSubmitInput { idempotency_key, contract_id, score, comment, facts } = input;
        let ReviewFactsInput { on_time, as_described, would_work_again } = facts;
        let facts = ratings::Facts { on_time, as_described, would_work_again };
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let contract = read_id(&contract_id).ok_or_else(|| AppError::not_found("contractId"))?;
            let review = ratings::ReviewDraft { score, comment, facts };
            let id = app.review_submit(caller, app::ReviewSubmit { idempotency_key, contract, review }).await?;
            Ok((contract, id))
        };
        match outcome.await {
            Ok((contract, id)) => {
                let mut reviews = Review::of_contract(ctx, contract).await?.into_iter();
                Ok(ReviewSubmitPayload::done(reviews.find(|review| review.0.review.id == id)))
            }
            Err(error) => ReviewSubmitPayload::refused(ctx, error),
        }
    }
}
