//! What everybody may know of how a worker or a client has done so far, and the formula it is made by.

use crate::context::loaders;
use crate::fault::ApiError;
use crate::scalars::Decimal;
use crate::user_errors::in_language;
use async_graphql::{Context, Object, SimpleObject};
use identity::Locale;
use ratings::{Counterpart, FactCount, PRIOR_REVIEWS, PRIOR_STARS, Sixteenths};

const JAPANESE: &str = "評価点 ＝（3×4＋Σ重み×星）÷（3＋Σ重み）、小数第4位以下は切り捨て。\
    重み ＝ 新しさ×くり返し。新しさ：公開から1年以内は1、2年以内は1/2、その後は1/4。\
    くり返し：同じ相手からの評価は、新しいものから順に1、1/2、1/4、それより前は0。\
    新しいものから500件までを数えます。休止、辞退、話し合い、評価がないことは、点に影響しません。";
const ENGLISH: &str = "score = (3 × 4 + Σ weight × stars) ÷ (3 + Σ weight), cut off after thousandths. \
    weight = recency × repetition. Recency: 1 in the first year after publication, 1/2 in the second, 1/4 ever after. \
    Repetition: of the reviews from one and the same counterpart the newest counts 1, the one before 1/2, the third 1/4, \
    older ones 0. The newest 500 reviews are counted. No pause, declined offer, dispute or missing review changes it.";

/// What everybody may know of how somebody has done so far.
pub struct Reputation(app::Standing);

impl Reputation {
    /// Of a person or an organisation.
    pub async fn load(ctx: &Context<'_>, party: Counterpart) -> Option<Result<Self, ApiError>> {
        let standing = async { loaders(ctx)?.standing(party).await };
        standing.await.map(|standing| standing.map(Self)).transpose()
    }
}

/// What everybody may know of how somebody has done so far. Everything in it follows from published reviews and ended
/// contracts, by a formula that is public.
#[Object]
impl Reputation {
    /// 1 to 5 stars with three decimals, by the formula; null without any review.
    async fn score(&self) -> Option<Decimal> {
        self.0.reputation.score.map(|score| Decimal::with_places(score.0.into(), 3))
    }

    /// Reviews received, counted to 500.
    async fn review_count(&self) -> u32 {
        self.0.reputation.reviews
    }

    /// From how many different counterparts.
    async fn counterpart_count(&self) -> u32 {
        self.0.reputation.counterparts
    }

    /// Contracts that ended with work accepted.
    async fn completed_contract_count(&self) -> u32 {
        self.0.completed_contracts
    }

    /// Was everything on time? Null below five answers, so that no single one can be told from it.
    async fn on_time(&self) -> Option<AnswerCount> {
        self.0.reputation.facts.on_time.map(AnswerCount::from)
    }

    /// Was it as agreed or described? Null below five answers.
    async fn as_described(&self) -> Option<AnswerCount> {
        self.0.reputation.facts.as_described.map(AnswerCount::from)
    }

    /// Would they work together again? Null below five answers.
    async fn would_work_again(&self) -> Option<AnswerCount> {
        self.0.reputation.facts.would_work_again.map(AnswerCount::from)
    }

    /// Belongs to the lane kept for people with no history: no contract ended with work accepted, and no review.
    async fn is_first_job(&self) -> bool {
        self.0.reputation.is_first_job
    }

    /// What the score is made of.
    async fn formula(&self, ctx: &Context<'_>) -> ReputationFormula {
        let locale = ctx.data_opt::<Locale>().copied().unwrap_or(Locale::En);
        ReputationFormula {
            prior_stars: PRIOR_STARS,
            prior_reviews: PRIOR_REVIEWS,
            weight: sixteenths(self.0.reputation.weight),
            weighted_stars: sixteenths(self.0.reputation.weighted_stars),
            text: in_language(locale, JAPANESE, ENGLISH),
        }
    }
}

/// Answers to a yes-or-no question.
#[derive(SimpleObject)]
pub struct AnswerCount {
    /// Answers yes.
    yes: u32,
    /// Answers yes or no.
    answered: u32,
}

impl From<FactCount> for AnswerCount {
    fn from(count: FactCount) -> Self {
        Self { yes: count.yes, answered: count.answered }
    }
}

/// The parts of a score: (priorReviews × priorStars + weightedStars) ÷ (priorReviews + weight).
#[derive(SimpleObject)]
pub struct ReputationFormula {
    /// What everybody starts from, in stars.
    prior_stars: u64,
    /// How many full reviews the start counts for.
    prior_reviews: u64,
    /// Sum of the weights of all counted reviews.
    weight: Decimal,
    /// Sum of weight times stars of all counted reviews.
    weighted_stars: Decimal,
    /// The formula in words, in the Accept-Language of the request.
    text: &'static str,
}

fn sixteenths(count: Sixteenths) -> Decimal {
    Decimal::with_places(count.0.saturating_mul(625), 4)
}
