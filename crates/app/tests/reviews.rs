//! Reviews: sealed until both sides have given theirs or the time is over, and what they come to.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

extern crate engawa_app as app;

use app::{Caller, DeliveryAccept, DeliverySubmit, ReviewRecord, ReviewSubmit, Slice};
use futures::future::join_all;
use identity::{Locale, MemberRole, StaffRole};
use kernel::{ContractId, OrganisationId, ReviewId};
use market::DeliveryDraft;
use ratings::{Counterpart, FactCount, Facts, MilliStars, ReviewDraft, ReviewState, Side, Sixteenths};
use storage::Db;
use testkit::{Actor, TestApp, on_each_db, refusals};
use time::Duration;

/// A client and a worker.
struct Two {
    test: TestApp,
    owner: Actor,
    organisation: OrganisationId,
    hana: Actor,
}

impl Two {
    async fn new(db: Db) -> Self {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        Self { test, owner, organisation, hana }
    }

    /// A contract whose one milestone is paid in.
    async fn under_way(&self) -> ContractId {
        let id = self.test.contract((&self.owner, self.organisation), &self.hana, &[1_000]).await;
        self.test.fund(&self.owner, self.test.deal(id).await.milestones[0].value.id).await;
        id
    }

    /// A contract that has ended with its work accepted.
    async fn ended(&self) -> ContractId {
        let id = self.under_way().await;
        let milestone = self.test.deal(id).await.milestones[0].value.id;
        let draft = DeliveryDraft { ticks: vec![1, 2], note: "できました。".to_owned(), files: Vec::new() };
        let ask = DeliverySubmit { idempotency_key: self.test.key(), milestone, draft };
        let delivery = self.test.app.delivery_submit(&self.hana.caller, ask).await.unwrap();
        let ask = DeliveryAccept { idempotency_key: self.test.key(), delivery, expected_version: 1 };
        self.test.app.delivery_accept(&self.owner.caller, ask).await.unwrap();
        id
    }

    async fn review(&self, by: &Actor, contract: ContractId, score: i32) -> Result<ReviewId, Vec<String>> {
        let ask = ReviewSubmit { idempotency_key: self.test.key(), contract, review: draft(score) };
        self.test.app.review_submit(&by.caller, ask).await.map_err(refusals)
    }

    /// Whose reviews of a contract a caller reads.
    async fn seen_by(&self, caller: &Caller, contract: ContractId) -> Vec<Side> {
        let mut found = self.test.app.contract_reviews(caller, &[contract]).await.unwrap();
        let mut sides: Vec<Side> =
            found.remove(&contract).unwrap_or_default().into_iter().map(|record| record.review.by).collect();
        sides.sort_by_key(|side| *side == Side::Worker);
        sides
    }

    async fn about(&self, party: Counterpart) -> Vec<ReviewRecord> {
        self.test.app.published_reviews(party, FIRST).await.unwrap()
    }

    async fn subjects(&self, address: &str) -> Vec<String> {
        self.test.run_jobs().await;
        self.test.mails.to(address).into_iter().map(|(subject, _)| subject).collect()
    }

    async fn events(&self, contract: ContractId) -> Vec<String> {
        let events = self.test.db.read().events_of(contract.uuid(), 100).await.unwrap();
        events.into_iter().map(|event| event.kind).filter(|kind| kind.starts_with("review.")).collect()
    }

    fn worker(&self) -> Counterpart {
        Counterpart::Person(self.hana.id)
    }

    fn client(&self) -> Counterpart {
        Counterpart::Organisation(self.organisation)
    }
}

const FIRST: Slice<app::ReviewKey> = Slice { rows: 21, from_end: false, after: None, before: None };
const PUBLISHED: &str = "評価が公開されました";

fn draft(score: i32) -> ReviewDraft {
    let facts = Facts { on_time: Some(true), as_described: Some(false), would_work_again: None };
    ReviewDraft { score, comment: "ありがとうございました。".to_owned(), facts }
}

on_each_db! {
    async fn a_review_stays_sealed_until_the_other_side_has_given_its_own(db: Db) {
        let two = Two::new(db).await;
        let id = two.ended().await;
        let moderator = two.test.staff("moderator", StaffRole::Moderator).await;
        let anonymous = Caller::anonymous(Locale::Ja);
        two.review(&two.owner, id, 5).await.unwrap();
        assert_eq!(two.seen_by(&two.owner.caller, id).await, [Side::Client]);
        for other in [&two.hana.caller, &moderator.caller, &anonymous] {
            assert_eq!(two.seen_by(other, id).await, []);
        }
        assert_eq!(two.about(two.worker()).await, []);
        two.test.clock.advance(Duration::days(3));
        two.review(&two.hana, id, 2).await.unwrap();
        for reader in [&two.owner.caller, &two.hana.caller, &moderator.caller] {
            assert_eq!(two.seen_by(reader, id).await, [Side::Client, Side::Worker]);
        }
        assert_eq!(two.seen_by(&anonymous, id).await, [], "a contract is for its sides, its reviews' lists for all");
        let [of_worker] = &two.about(two.worker()).await[..] else { panic!("one review") };
        let [of_client] = &two.about(two.client()).await[..] else { panic!("one review") };
        let published = ReviewState::Published { at: two.test.app.now() };
        assert_eq!((of_worker.review.state, of_client.review.state), (published, published));
        assert_eq!((of_worker.from, of_client.from), (two.client(), two.worker()));
        assert_eq!((of_worker.review.score.stars(), of_client.review.score.stars()), (5, 2));
        assert_eq!(two.events(id).await, ["review.submitted", "review.submitted", "review.published"]);
        for address in ["hana@example.jp", "minowa@example.jp"] {
            assert_eq!(two.subjects(address).await.iter().filter(|subject| *subject == PUBLISHED).count(), 1);
        }
    }

    async fn a_lone_review_is_published_after_fourteen_days_and_nothing_is_taken_after(db: Db) {
        let two = Two::new(db).await;
        let id = two.ended().await;
        two.review(&two.hana, id, 4).await.unwrap();
        two.test.clock.advance(Duration::days(14) - Duration::seconds(1));
        two.test.run_jobs().await;
        assert_eq!(two.about(two.client()).await, []);
        two.test.clock.advance(Duration::seconds(1));
        let late = two.review(&two.owner, id, 1).await;
        assert_eq!(late, Err(vec!["WindowClosed contractId".to_owned()]));
        two.test.run_jobs().await;
        assert_eq!(two.about(two.client()).await.len(), 1);
        assert_eq!(two.seen_by(&two.owner.caller, id).await, [Side::Worker]);
        assert_eq!(two.events(id).await, ["review.submitted", "review.published"]);
        two.test.clock.advance(Duration::days(30));
        two.test.run_jobs().await;
        assert_eq!(two.events(id).await.len(), 2, "published once");
    }

    async fn a_side_gives_one_review_and_cannot_change_it(db: Db) {
        let two = Two::new(db).await;
        let id = two.ended().await;
        let member = two.test.member(&two.owner, two.organisation, MemberRole::Member).await;
        let ask = ReviewSubmit { idempotency_key: two.test.key(), contract: id, review: draft(5) };
        let given = two.test.app.review_submit(&two.owner.caller, ask.clone()).await.unwrap();
        assert_eq!(two.test.app.review_submit(&two.owner.caller, ask.clone()).await.unwrap(), given);
        let other = ReviewSubmit { review: draft(1), ..ask };
        let reused = two.test.app.review_submit(&two.owner.caller, other).await.unwrap_err();
        assert_eq!(refusals(reused), ["IdempotencyKeyReused idempotencyKey"]);
        for again in [&two.owner, &member] {
            assert_eq!(two.review(again, id, 1).await, Err(vec!["AlreadySubmitted contractId".to_owned()]));
        }
        let kept = two.test.app.contract_reviews(&two.owner.caller, &[id]).await.unwrap().remove(&id).unwrap();
        assert_eq!((kept.len(), kept[0].review.id, kept[0].review.score.stars()), (1, given, 5));
        assert_eq!(two.events(id).await, ["review.submitted"]);
    }

    async fn who_may_review_is_as_the_table_says(db: Db) {
        let two = Two::new(db).await;
        let (going, id) = (two.under_way().await, two.ended().await);
        let finance = two.test.member(&two.owner, two.organisation, MemberRole::Finance).await;
        let (stranger, _) = two.test.client("ina").await;
        let moderator = two.test.staff("moderator", StaffRole::Moderator).await;
        let admin = two.test.staff("admin", StaffRole::Admin).await;
        for (by, refused) in [
            (&finance, "NotAllowed contractId"),
            (&stranger, "NotFound contractId"),
            (&moderator, "NotAllowed contractId"),
            (&admin, "NotFound contractId"),
        ] {
            assert_eq!(two.review(by, id, 5).await, Err(vec![refused.to_owned()]));
        }
        assert_eq!(two.review(&two.hana, going, 5).await, Err(vec!["ContractOpen contractId".to_owned()]));
        let unknown = ContractId::new(going.uuid().max(id.uuid()));
        let unknown = ContractId::new(uuid::Uuid::from_u128(unknown.uuid().as_u128() + 1));
        assert_eq!(two.review(&two.hana, unknown, 5).await, Err(vec!["NotFound contractId".to_owned()]));
        assert_eq!((two.events(id).await.len(), two.events(going).await.len()), (0, 0));
    }

    async fn a_review_out_of_bounds_is_refused_by_name(db: Db) {
        let two = Two::new(db).await;
        let id = two.ended().await;
        let comment = |comment: String| ReviewDraft { comment, ..draft(3) };
        for (review, refused) in [
            (draft(0), "OutOfRange score"),
            (draft(6), "OutOfRange score"),
            (draft(i32::MIN), "OutOfRange score"),
            (comment("あ".repeat(2_001)), "TooLong comment"),
            (comment("a\0".to_owned()), "Malformed comment"),
        ] {
            let ask = ReviewSubmit { idempotency_key: two.test.key(), contract: id, review };
            let error = two.test.app.review_submit(&two.hana.caller, ask).await.unwrap_err();
            assert_eq!(refusals(error), [refused]);
        }
        assert_eq!(two.events(id).await.len(), 0);
    }

    async fn a_reputation_is_what_the_formula_says(db: Db) {
        let two = Two::new(db).await;
        let standing = async |party| two.test.app.standings(&[party]).await.unwrap()[&party];
        let before = standing(two.worker()).await;
        assert_eq!((before.reputation.score, before.completed_contracts), (None, 0));
        assert!(before.reputation.is_first_job);
        two.under_way().await;
        assert!(standing(two.worker()).await.reputation.is_first_job, "a contract under way is no history");
        for scores in [(5, 1), (5, 2), (5, 3)] {
            let id = two.ended().await;
            two.review(&two.owner, id, scores.0).await.unwrap();
            assert_eq!(standing(two.worker()).await.reputation.reviews, u32::try_from(scores.1 - 1).unwrap());
            two.review(&two.hana, id, scores.1).await.unwrap();
        }
        // All from one counterpart, who counts 1, ½ and ¼: (12 + 5 × 1¾) ÷ (3 + 1¾) for the worker. The clock stood still,
        // so the client's lowest counts as the newest: (12 + 1 + 2 × ½ + 3 × ¼) ÷ (3 + 1¾).
        let worker = standing(two.worker()).await;
        let client = standing(two.client()).await;
        assert_eq!(worker.reputation.score, Some(MilliStars(4_368)));
        assert_eq!((worker.reputation.weight, worker.reputation.weighted_stars), (Sixteenths(28), Sixteenths(140)));
        assert_eq!(client.reputation.score, Some(MilliStars(3_105)));
        assert_eq!((client.reputation.weight, client.reputation.weighted_stars), (Sixteenths(28), Sixteenths(44)));
        for standing in [worker, client] {
            assert_eq!((standing.reputation.reviews, standing.reputation.counterparts), (3, 1));
            assert_eq!(standing.completed_contracts, 3);
            assert!(!standing.reputation.is_first_job);
            assert_eq!(standing.reputation.facts.on_time, None, "three answers could be told apart");
        }
        two.test.clock.advance(Duration::days(365));
        // Half the weight: (12 + 5 × ⅞) ÷ (3 + ⅞).
        assert_eq!(standing(two.worker()).await.reputation.score, Some(MilliStars(4_225)));
        for _ in 0..2 {
            let id = two.ended().await;
            two.review(&two.owner, id, 5).await.unwrap();
            two.review(&two.hana, id, 5).await.unwrap();
        }
        let facts = standing(two.worker()).await.reputation.facts;
        let count = |yes| Some(FactCount { yes, answered: 5 });
        assert_eq!((facts.on_time, facts.as_described, facts.would_work_again), (count(5), count(0), None));
    }

    async fn reviews_are_read_page_by_page_the_newest_first(db: Db) {
        let two = Two::new(db).await;
        let (ina, kenji) = (two.test.client("ina").await, two.test.person("kenji").await);
        let other = Two { test: two.test, owner: ina.0, organisation: ina.1, hana: kenji };
        let strangers = other.ended().await;
        other.review(&other.owner, strangers, 1).await.unwrap();
        other.review(&other.hana, strangers, 1).await.unwrap();
        let two = Two { test: other.test, ..two };
        let mut given = Vec::new();
        for day in 0..5 {
            let id = two.ended().await;
            given.insert(0, two.review(&two.owner, id, 5).await.unwrap());
            two.review(&two.hana, id, 5).await.unwrap();
            two.test.clock.advance(Duration::days(day % 2));
        }
        let sealed = two.ended().await;
        two.review(&two.owner, sealed, 5).await.unwrap();
        let (mut read, mut after) = (Vec::new(), None);
        loop {
            let slice = Slice { rows: 2, from_end: false, after, before: None };
            let page = two.test.app.published_reviews(two.worker(), slice).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.published_at().unwrap(), last.review.id));
            read.extend(page.iter().map(|record| record.review.id));
        }
        assert_eq!(read, given);
        let newest = two.test.db.read().newest_reviews(&[two.worker(), two.client()], 3).await.unwrap();
        assert_eq!((newest[&two.worker()].len(), newest[&two.client()].len()), (3, 3));
        let mut counted: Vec<ReviewId> = newest[&two.worker()].iter().map(|record| record.review.id).collect();
        counted.sort_by_key(|id| given.iter().position(|given| given == id));
        assert_eq!(counted, given[..3]);
    }

    async fn of_many_reviews_at_once_each_side_keeps_one_and_both_are_published(db: Db) {
        let two = Two::new(db).await;
        let id = two.ended().await;
        let tries = (0..64).map(|number| two.review(if number % 2 == 0 { &two.owner } else { &two.hana }, id, 4));
        let outcomes = join_all(tries).await;
        let given = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let refused: Vec<_> = outcomes.into_iter().filter_map(Result::err).collect();
        assert_eq!((given, refused.len()), (2, 62));
        assert!(refused.iter().all(|refused| refused[..] == ["AlreadySubmitted contractId"]), "{refused:?}");
        assert_eq!(two.seen_by(&two.hana.caller, id).await, [Side::Client, Side::Worker]);
        assert_eq!(two.events(id).await, ["review.submitted", "review.submitted", "review.published"]);
    }
}
