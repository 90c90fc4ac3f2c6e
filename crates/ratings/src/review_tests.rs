use super::*;
use kernel::InputFault;
use time::Duration;

const DAY: i64 = 86_400;

fn at(seconds: i64) -> Instant {
    Instant::from_unix(1_800_000_000).unwrap().plus(Duration::seconds(seconds))
}

fn id(number: u32) -> ReviewId {
    format!("review_{number:026}").parse().unwrap()
}

fn ended() -> ReviewPair {
    ReviewPair::open("contract_00000000000000000000000001".parse().unwrap(), at(14 * DAY))
}

fn draft(score: i32) -> ReviewDraft {
    let facts = Facts { on_time: Some(true), as_described: Some(false), would_work_again: None };
    ReviewDraft { score, comment: " ありがとうございました。 ".to_owned(), facts }
}

fn one_given() -> ReviewPair {
    ended().submit(Side::Client, id(1), &draft(5), at(DAY)).unwrap().pair
}

#[test]
fn a_first_review_is_kept_sealed_and_only_its_own_side_reads_it() {
    let step = ended().submit(Side::Client, id(1), &draft(4), at(DAY)).unwrap();
    assert_eq!(step.published, []);
    assert_eq!(step.pair.worker, None);
    let review = step.pair.client.unwrap();
    assert_eq!(review.comment, "ありがとうございました。");
    assert_eq!((review.score.stars(), review.facts, review.submitted_at), (4, draft(4).facts, at(DAY)));
    assert_eq!(review.state, ReviewState::Sealed { due: at(14 * DAY) });
    assert!(review.is_visible_to(Some(Side::Client)));
    assert!(!review.is_visible_to(Some(Side::Worker)));
    assert!(!review.is_visible_to(None));
}

#[test]
fn the_second_review_publishes_both_in_the_same_moment() {
    let step = one_given().submit(Side::Worker, id(2), &draft(1), at(2 * DAY)).unwrap();
    assert_eq!(step.published, [id(1), id(2)]);
    for review in [step.pair.client.unwrap(), step.pair.worker.unwrap()] {
        assert_eq!(review.state, ReviewState::Published { at: at(2 * DAY) });
        assert!(review.is_visible_to(None));
    }
}

#[test]
fn a_review_is_given_once() {
    let again = one_given().submit(Side::Client, id(3), &draft(1), at(2 * DAY));
    assert_eq!(again, Err(ReviewRefusal::AlreadySubmitted));
    let both = one_given().submit(Side::Worker, id(2), &draft(1), at(2 * DAY)).unwrap().pair;
    for side in [Side::Client, Side::Worker] {
        let again = both.clone().submit(side, id(3), &draft(1), at(3 * DAY));
        assert_eq!(again, Err(ReviewRefusal::AlreadySubmitted));
    }
}

#[test]
fn a_lone_review_is_published_when_fourteen_days_are_over_and_nothing_is_taken_after() {
    let before = one_given().publish_due(at(14 * DAY - 1));
    assert_eq!(before, Step { pair: one_given(), published: vec![] });
    let late = one_given().submit(Side::Worker, id(2), &draft(1), at(14 * DAY));
    assert_eq!(late, Err(ReviewRefusal::WindowClosed));
    let step = one_given().publish_due(at(14 * DAY));
    assert_eq!(step.published, [id(1)]);
    assert_eq!(step.pair.client.as_ref().map(|review| review.state), Some(ReviewState::Published { at: at(14 * DAY) }));
    assert_eq!(step.pair.clone().publish_due(at(15 * DAY)), Step { pair: step.pair, published: vec![] });
}

#[test]
fn the_last_second_still_counts() {
    let step = ended().submit(Side::Worker, id(2), &draft(3), at(14 * DAY - 1)).unwrap();
    assert_eq!(step.pair.publish_due(at(14 * DAY)).published, [id(2)]);
}

#[test]
fn a_contract_nobody_reviewed_has_nothing_to_publish() {
    assert_eq!(ended().publish_due(at(20 * DAY)), Step { pair: ended(), published: vec![] });
}

#[test]
fn a_review_out_of_bounds_is_refused_by_name() {
    let refused = |draft: &ReviewDraft| match ended().submit(Side::Worker, id(2), draft, at(1)) {
        Err(ReviewRefusal::Input(error)) => (error.path.join("."), error.fault),
        other => panic!("an input error was due, not {other:?}"),
    };
    for score in [i32::MIN, -1, 0, 6, 261, i32::MAX] {
        assert_eq!(refused(&draft(score)), ("score".to_owned(), InputFault::OutOfRange), "{score}");
    }
    let long = ReviewDraft { comment: "あ".repeat(2_001), ..draft(3) };
    assert_eq!(refused(&long), ("comment".to_owned(), InputFault::TooLong));
    let control = ReviewDraft { comment: "a\0".to_owned(), ..draft(3) };
    assert_eq!(refused(&control), ("comment".to_owned(), InputFault::Malformed));
}

#[test]
fn a_pair_is_put_together_from_its_reviews_in_any_order() {
    let both = one_given().submit(Side::Worker, id(2), &draft(1), at(2 * DAY)).unwrap().pair;
    let (client, worker) = (both.client.clone().unwrap(), both.worker.clone().unwrap());
    assert_eq!(ended().with(worker).with(client), both);
}

#[test]
fn a_review_is_stored_with_its_stars_and_its_state_by_name_and_reads_back() {
    let review = one_given().client.unwrap();
    let json = serde_json::to_value(&review).unwrap();
    assert_eq!((&json["score"], &json["by"], &json["state"]["is"]), (&5.into(), &"client".into(), &"sealed".into()));
    assert_eq!(serde_json::from_value::<Review>(json.clone()).unwrap(), review);
    let mut forged = json;
    forged["score"] = 6.into();
    assert!(serde_json::from_value::<Review>(forged).is_err());
}
