use crate::{Facts, Score};
use kernel::{Instant, OrganisationId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::Duration;

/// What everybody starts from, in stars.
pub const PRIOR_STARS: u64 = 4;
/// How many full reviews the start counts for: that many are needed to move a score half of the way.
pub const PRIOR_REVIEWS: u64 = 3;
/// Counts of facts are shown from this many answers on, so that no single answer can be told from them.
pub const FACTS_SHOWN_FROM: u32 = 5;

/// The weight of a review that counts in full. A power of two large enough for every fraction below to be exact.
const FULL: u64 = 16;
const YEAR: Duration = Duration::days(365);

/// Thousandths of a star: 4,250 is 4.25 stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MilliStars(pub u32);

/// Sixteenths of a full review, in which weights are counted exactly: 28 is 1¾.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sixteenths(pub u64);

/// Whom a review is from, or about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counterpart {
    /// A worker.
    Person(PersonId),
    /// A client.
    Organisation(OrganisationId),
}

/// One published review that somebody received, as far as the formula looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rated {
    /// Who gave it.
    pub from: Counterpart,
    /// Stars.
    pub score: Score,
    /// Stated facts.
    pub facts: Facts,
    /// When it became public.
    pub published_at: Instant,
}

/// How often a question was answered, and how often with yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactCount {
    /// Answers yes.
    pub yes: u32,
    /// Answers yes or no.
    pub answered: u32,
}

/// The counts that may be shown; `None` below [`FACTS_SHOWN_FROM`] answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactCounts {
    /// Was everything on time?
    pub on_time: Option<FactCount>,
    /// Was it as agreed or described?
    pub as_described: Option<FactCount>,
    /// Would they work together again?
    pub would_work_again: Option<FactCount>,
}

/// What everybody may know of a worker or a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reputation {
    /// By the formula of [`reputation`]; `None` without any review.
    pub score: Option<MilliStars>,
    /// Σ weight of the formula.
    pub weight: Sixteenths,
    /// Σ weight × stars of the formula.
    pub weighted_stars: Sixteenths,
    /// Reviews received.
    pub reviews: u32,
    /// From how many different counterparts.
    pub counterparts: u32,
    /// Counts of stated facts.
    pub facts: FactCounts,
    /// Belongs to the lane kept for people with no history: no completed contract and no review yet.
    pub is_first_job: bool,
}

/// The public formula.
///
/// ```text
///           3 × 4 stars + Σ weight × stars
///  score = --------------------------------     weight = recency × repetition
///                  3 + Σ weight
/// ```
///
/// * **Recency**, by the age of the review: 1 in its first 365 days, ½ in the second, ¼ ever after.
/// * **Repetition**: of the reviews from one and the same counterpart the newest counts 1, the one before ½, the third ¼,
///   all older ones nothing. Two people who praise each other a hundred times gain what less than two reviews are worth.
/// * The result is cut off after thousandths of a star. Nothing else enters it: no pause, no declined offer, no dispute,
///   no missing review.
///
/// Worked examples (all reviews younger than a year):
///
/// | reviews | calculation | score |
/// | --- | --- | --- |
/// | none | – | none |
/// | 5 | (12 + 5) ÷ (3 + 1) | 4.250 |
/// | 1 | (12 + 1) ÷ (3 + 1) | 3.250 |
/// | 5, 5, 5 from three clients | (12 + 15) ÷ (3 + 3) | 4.500 |
/// | 5, 5, 5 from one client | (12 + 5 × 1¾) ÷ (3 + 1¾) | 4.368 |
/// | 5, and 1 from another client two years ago | (12 + 5 + ¼) ÷ (3 + 1 + ¼) | 4.058 |
///
/// `completed_contracts` are those that ended with work accepted.
pub fn reputation(reviews: &[Rated], completed_contracts: u32, now: Instant) -> Reputation {
    let mut by_counterpart: BTreeMap<Counterpart, Vec<&Rated>> = BTreeMap::new();
    for review in reviews {
        by_counterpart.entry(review.from).or_default().push(review);
    }
    let (mut weights, mut weighted_stars) = (0_u64, 0_u64);
    for given in by_counterpart.values_mut() {
        // The score breaks ties of time, so that the order in which reviews are handed in makes no difference.
        given.sort_by_key(|review| (std::cmp::Reverse(review.published_at), review.score));
        for (review, repetition) in given.iter().zip([1, 2, 4]) {
            let weight = FULL.checked_div(recency_divisor(review, now)).and_then(|full| full.checked_div(repetition));
            let weight = weight.unwrap_or(0);
            weights = weights.saturating_add(weight);
            weighted_stars = weighted_stars.saturating_add(weight.saturating_mul(u64::from(review.score.stars())));
        }
    }
    let prior = PRIOR_REVIEWS.saturating_mul(FULL);
    let stars = prior.saturating_mul(PRIOR_STARS).saturating_add(weighted_stars).saturating_mul(1_000);
    let stars = stars.checked_div(prior.saturating_add(weights));
    let score = stars.and_then(|stars| u32::try_from(stars).ok()).map(MilliStars);
    Reputation {
        score: if reviews.is_empty() { None } else { score },
        weight: Sixteenths(weights),
        weighted_stars: Sixteenths(weighted_stars),
        reviews: count(reviews.len()),
        counterparts: count(by_counterpart.len()),
        facts: FactCounts {
            on_time: fact(reviews, |facts| facts.on_time),
            as_described: fact(reviews, |facts| facts.as_described),
            would_work_again: fact(reviews, |facts| facts.would_work_again),
        },
        is_first_job: completed_contracts == 0 && reviews.is_empty(),
    }
}

fn recency_divisor(review: &Rated, now: Instant) -> u64 {
    let age = now.since(review.published_at);
    if age < YEAR {
        1
    } else if age < YEAR.saturating_mul(2) {
        2
    } else {
        4
    }
}

fn fact(reviews: &[Rated], answer: fn(&Facts) -> Option<bool>) -> Option<FactCount> {
    let answers: Vec<bool> = reviews.iter().filter_map(|review| answer(&review.facts)).collect();
    let yes = answers.iter().filter(|yes| **yes).count();
    let counted = FactCount { yes: count(yes), answered: count(answers.len()) };
    (counted.answered >= FACTS_SHOWN_FROM).then_some(counted)
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "reputation_tests.rs"]
mod tests;
