use super::*;
use proptest::prelude::*;

fn now() -> Instant {
    Instant::from_unix(1_800_000_000).unwrap()
}

fn from(number: u32) -> Counterpart {
    Counterpart::Organisation(format!("org_{number:026}").parse().unwrap())
}

fn rated(counterpart: u32, stars: i32, days_ago: i64) -> Rated {
    Rated {
        from: from(counterpart),
        score: Score::try_new("score", stars).unwrap(),
        facts: Facts::default(),
        published_at: now().minus(Duration::days(days_ago)),
    }
}

fn score(reviews: &[Rated]) -> Option<u32> {
    reputation(reviews, 1, now()).score.map(|score| score.0)
}

#[test]
fn the_worked_examples_hold() {
    assert_eq!(score(&[]), None);
    assert_eq!(score(&[rated(1, 5, 0)]), Some(4_250));
    assert_eq!(score(&[rated(1, 1, 0)]), Some(3_250));
    assert_eq!(score(&[rated(1, 5, 0), rated(2, 5, 0), rated(3, 5, 0)]), Some(4_500));
    assert_eq!(score(&[rated(1, 5, 0), rated(1, 5, 1), rated(1, 5, 2)]), Some(4_368));
    assert_eq!(score(&[rated(1, 5, 0), rated(2, 1, 730)]), Some(4_058));
}

#[test]
fn the_parts_are_those_of_the_formula() {
    let parts = |reviews: &[Rated]| {
        let reputation = reputation(reviews, 1, now());
        (reputation.weight, reputation.weighted_stars)
    };
    assert_eq!(parts(&[]), (Sixteenths(0), Sixteenths(0)));
    assert_eq!(parts(&[rated(1, 5, 0), rated(1, 5, 1), rated(1, 5, 2)]), (Sixteenths(28), Sixteenths(140)));
    assert_eq!(parts(&[rated(1, 5, 0), rated(2, 1, 730)]), (Sixteenths(20), Sixteenths(84)));
}

#[test]
fn a_review_loses_weight_on_its_birthdays() {
    // One star: (192 + w) / (48 + w) in sixteenths, with w = 16, 8, 4.
    for (days, expected) in [(364, 3_250), (365, 3_571), (729, 3_571), (730, 3_769), (9_000, 3_769)] {
        assert_eq!(score(&[rated(1, 1, days)]), Some(expected), "{days} days");
    }
}

#[test]
fn a_hundred_reviews_from_one_counterpart_weigh_no_more_than_three() {
    let ring: Vec<Rated> = (0..100).map(|day| rated(1, 5, day)).collect();
    assert_eq!(score(&ring), score(&ring[..3]));
    let reputation = reputation(&ring, 100, now());
    assert_eq!((reputation.reviews, reputation.counterparts), (100, 1));
}

#[test]
fn of_one_counterpart_the_newest_word_counts_most() {
    assert!(score(&[rated(1, 5, 0), rated(1, 1, 9)]) > score(&[rated(1, 1, 0), rated(1, 5, 9)]));
}

#[test]
fn a_review_from_a_clock_ahead_counts_as_new() {
    assert_eq!(score(&[rated(1, 5, -1)]), Some(4_250));
}

#[test]
fn facts_are_counted_only_from_five_answers_on() {
    let say = |answer: Option<bool>, count: usize| {
        let facts = Facts { on_time: answer, ..Facts::default() };
        vec![Rated { facts, ..rated(1, 5, 0) }; count]
    };
    let four = [say(Some(true), 3), say(Some(false), 1), say(None, 9)].concat();
    assert_eq!(reputation(&four, 13, now()).facts.on_time, None);
    let five = [four, say(Some(false), 1)].concat();
    let facts = reputation(&five, 14, now()).facts;
    let shown =
        FactCounts { on_time: Some(FactCount { yes: 3, answered: 5 }), as_described: None, would_work_again: None };
    assert_eq!(facts, shown);
}

#[test]
fn the_first_job_lane_is_for_those_without_any_history() {
    assert!(reputation(&[], 0, now()).is_first_job);
    assert!(!reputation(&[], 1, now()).is_first_job);
    assert!(!reputation(&[rated(1, 5, 0)], 0, now()).is_first_job);
}

fn any_reviews() -> impl Strategy<Value = Vec<Rated>> {
    // Few counterparts and few days, so that repetitions and ties of time are common.
    let one = (0..4_u32, 1..=5_i32, prop::sample::select(vec![0, 1, 364, 365, 366, 729, 730, 2_000]));
    prop::collection::vec(one.prop_map(|(counterpart, stars, days)| rated(counterpart, stars, days)), 1..24)
}

proptest! {
    #[test]
    fn the_order_of_reviews_makes_no_difference(
        (reviews, shuffled) in any_reviews().prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle()))
    ) {
        prop_assert_eq!(reputation(&reviews, 1, now()), reputation(&shuffled, 1, now()));
    }

    #[test]
    fn a_better_review_never_lowers_the_score(reviews in any_reviews(), place: prop::sample::Index) {
        let mut better = reviews.clone();
        let review = &mut better[place.index(reviews.len())];
        review.score = Score::try_new("score", i32::from(review.score.stars()).saturating_add(1).min(5)).unwrap();
        prop_assert!(score(&better) >= score(&reviews));
    }

    #[test]
    fn one_more_five_never_lowers_and_one_more_one_never_raises_the_score(
        reviews in any_reviews(), counterpart in 0..5_u32, days in 0..1_000_i64,
    ) {
        let with = |stars| [reviews.clone(), vec![rated(counterpart, stars, days)]].concat();
        prop_assert!(score(&with(5)) >= score(&reviews));
        prop_assert!(score(&with(1)) <= score(&reviews));
    }

    #[test]
    fn a_score_lies_between_one_and_five_stars(reviews in any_reviews()) {
        prop_assert!(score(&reviews).is_some_and(|score| (1_000..=5_000).contains(&score)));
    }
}
