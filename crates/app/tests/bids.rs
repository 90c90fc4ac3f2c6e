//! Bids from the first offer to the award, and who may do what with them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

extern crate engawa_app as app;

use app::{
    BidAward, BidDecline, BidPlace, BidUpdate, BidWithdraw, BidsOf, Caller, OrganisationMemberAdd, Slice, TaskClose,
    TaskUpdate,
};
use escrow::EscrowState;
use futures::future::join_all;
use identity::{Locale, MemberRole, StaffRole};
use kernel::{BidId, TaskId};
use market::{Bid, BidState, ContractState, DeclineReason, MilestoneState, TaskState};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use storage::{Db, DbError};
use testkit::{Actor, TestApp, on_each_db, refusals, task_draft, yen};
use time::Duration;
use uuid::Uuid;

const FIRST: Slice<BidId> = Slice { rows: 101, from_end: false, after: None, before: None };

async fn bid(test: &TestApp, id: BidId) -> (i32, Bid) {
    let found = test.db.read().bids(&[id]).await.unwrap().remove(0).bid;
    (found.version.get(), found.value)
}

async fn listed(test: &TestApp, actor: &Actor, of: BidsOf) -> Option<Vec<BidId>> {
    let bids = test.app.bid_list(&actor.caller, of, FIRST).await.unwrap();
    bids.map(|bids| bids.into_iter().map(|found| found.bid.value.id).collect())
}

async fn all_on(test: &TestApp, task: TaskId) -> Vec<Bid> {
    let bids = test.db.read().bid_list(storage::BidsBy::Task(task), FIRST).await.unwrap();
    bids.into_iter().map(|found| found.bid.value).collect()
}

async fn events(test: &TestApp, subject: Uuid) -> Vec<String> {
    test.db.read().events_of(subject, 100).await.unwrap().into_iter().map(|event| event.kind).collect()
}

fn place(test: &TestApp, task: TaskId, price: i64) -> BidPlace {
    BidPlace { idempotency_key: test.key(), task, expected_version: 2, offer: test.offer(price) }
}

fn award(test: &TestApp, bid: BidId) -> BidAward {
    BidAward { idempotency_key: test.key(), bid, expected_version: 1 }
}

on_each_db! {
    async fn a_bid_is_seen_by_its_worker_and_by_those_who_choose(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let finance = test.member(&owner, organisation, MemberRole::Finance).await;
        let (hana, yuki) = (test.person("hana").await, test.person("yuki").await);
        let task = test.open_task(&owner, organisation, &[4_000, 6_000]).await;
        let first = test.bid(&hana, task, 9_000).await;
        let second = test.bid(&yuki, task, 10_000).await;

        let (version, placed) = bid(&test, first).await;
        assert_eq!((version, placed.offer.price, placed.offer.revision), (1, yen(9_000), 1));
        assert_eq!(placed.state, BidState::Submitted);
        assert_eq!(events(&test, first.uuid()).await, ["bid.placed"]);
        let of = BidsOf::Task { task, client: organisation };
        assert_eq!(listed(&test, &owner, of).await, Some(vec![second, first]));
        assert_eq!(listed(&test, &hana, of).await, Some(vec![first]));
        assert_eq!(listed(&test, &finance, of).await, Some(vec![]));
        assert_eq!(listed(&test, &owner, BidsOf::Client(organisation)).await, Some(vec![second, first]));
        assert_eq!(listed(&test, &hana, BidsOf::Client(organisation)).await, None);
        assert_eq!(listed(&test, &hana, BidsOf::Worker(hana.id)).await, Some(vec![first]));
        assert_eq!(listed(&test, &owner, BidsOf::Worker(hana.id)).await, None);
        for (actor, seen) in [(&hana, true), (&owner, true), (&finance, false), (&yuki, false)] {
            let found = test.app.bids(&actor.caller, &[first]).await.unwrap();
            assert_eq!(found.contains_key(&first), seen);
        }
        test.run_jobs().await;
        assert_eq!(test.mails.to("minowa@example.jp").len(), 3);
        assert_eq!(test.mails.to("finance@example.jp").len(), 1);
    }

    async fn a_list_of_bids_goes_on_after_its_last_one(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let mut placed = Vec::new();
        for name in ["hana", "yuki", "aoi"] {
            let worker = test.person(name).await;
            placed.push(test.bid(&worker, task, 10_000).await);
        }
        let of = BidsOf::Task { task, client: organisation };
        let page = |after| Slice { rows: 2, from_end: false, after, before: None };
        let ids = async |after| {
            let bids = test.app.bid_list(&owner.caller, of, page(after)).await.unwrap().unwrap();
            bids.into_iter().map(|found| found.bid.value.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(None).await, [placed[2], placed[1]]);
        assert_eq!(ids(Some(placed[1])).await, [placed[0]]);
    }

    async fn a_worker_has_one_live_bid_on_a_task(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let key = test.key();
        let ask = |price| BidPlace { idempotency_key: key.clone(), ..place(&test, task, price) };
        let many = join_all((0..64).map(|_| test.app.bid_place(&hana.caller, ask(9_000)))).await;
        let first = *many[0].as_ref().unwrap();
        assert!(many.iter().all(|outcome| *outcome.as_ref().unwrap() == first));
        let other_input = test.app.bid_place(&hana.caller, ask(9_001)).await.unwrap_err();
        assert_eq!(refusals(other_input), ["IdempotencyKeyReused idempotencyKey"]);

        let many = join_all((0..64).map(|_| test.app.bid_place(&hana.caller, place(&test, task, 8_000)))).await;
        for outcome in many {
            assert_eq!(refusals(outcome.unwrap_err()), ["AlreadyBid taskId"]);
        }
        assert_eq!(all_on(&test, task).await.len(), 1);

        let ask = BidWithdraw { bid: first, expected_version: 1 };
        test.app.bid_withdraw(&hana.caller, ask).await.unwrap();
        assert_eq!(bid(&test, first).await.1.state, BidState::Withdrawn { at: test.app.now() });
        assert_eq!(refusals(test.app.bid_withdraw(&hana.caller, ask).await.unwrap_err()), ["VersionConflict expectedVersion"]);
        let again = BidWithdraw { bid: first, expected_version: 2 };
        assert_eq!(refusals(test.app.bid_withdraw(&hana.caller, again).await.unwrap_err()), ["InvalidState"]);
        let second = test.bid(&hana, task, 8_000).await;
        assert_eq!(all_on(&test, task).await.len(), 2);
        assert_ne!(first, second);
    }

    async fn nobody_bids_on_their_own_task_or_on_one_they_cannot_see(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let finance = test.member(&owner, organisation, MemberRole::Finance).await;
        let moderator = test.staff("moderator", StaffRole::Moderator).await;
        let hana = test.person("hana").await;
        let open = test.open_task(&owner, organisation, &[10_000]).await;
        for (actor, refused) in [
            (&owner, "ConflictOfInterest taskId"),
            (&finance, "ConflictOfInterest taskId"),
            (&moderator, "ConflictOfInterest taskId"),
        ] {
            let outcome = test.app.bid_place(&actor.caller, place(&test, open, 10_000)).await;
            assert_eq!(refusals(outcome.unwrap_err()), [refused]);
        }
        let anonymous = Caller::anonymous(Locale::Ja);
        let outcome = test.app.bid_place(&anonymous, place(&test, open, 10_000)).await;
        assert!(matches!(outcome, Err(app::AppError::Unauthenticated)));

        let task = task_draft(&[10_000], test.app.now());
        let ask = app::TaskDraftAsk { idempotency_key: test.key(), organisation, task };
        let draft = test.app.task_draft(&owner.caller, ask).await.unwrap();
        let hidden = BidPlace { expected_version: 1, ..place(&test, draft, 10_000) };
        assert_eq!(refusals(test.app.bid_place(&hana.caller, hidden).await.unwrap_err()), ["NotFound taskId"]);
        let nothing = place(&test, TaskId::new(Uuid::from_u128(1)), 10_000);
        assert_eq!(refusals(test.app.bid_place(&hana.caller, nothing).await.unwrap_err()), ["NotFound taskId"]);
        assert_eq!(all_on(&test, open).await, []);
        assert_eq!(all_on(&test, draft).await, []);
    }

    async fn an_offer_that_cannot_be_taken_names_each_field(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let mut ask = place(&test, task, 0);
        ask.offer.message = " ".to_owned();
        ask.offer.finish_by = test.app.now();
        let named = ["OutOfRange offer.price", "Blank offer.message", "OutOfRange offer.finishBy"];
        assert_eq!(refusals(test.app.bid_place(&hana.caller, ask).await.unwrap_err()), named);
        let stale = BidPlace { expected_version: 1, ..place(&test, task, 10_000) };
        let refused = test.app.bid_place(&hana.caller, stale).await.unwrap_err();
        assert_eq!(refusals(refused), ["VersionConflict expectedVersion"]);
        assert_eq!(all_on(&test, task).await, []);
    }

    async fn a_bid_on_what_the_task_said_before_has_to_be_confirmed(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let id = test.bid(&hana, task, 10_000).await;
        let changed = task_draft(&[5_000, 5_000], test.app.now());
        let ask = TaskUpdate { task_id: task, expected_version: 2, task: changed };
        test.app.task_update(&owner.caller, ask).await.unwrap();

        let refused = test.app.bid_award(&owner.caller, award(&test, id)).await.unwrap_err();
        assert_eq!(refusals(refused), ["TaskChanged bidId"]);
        assert_eq!(bid(&test, id).await.0, 1);
        let ask = |expected_task_version| BidUpdate {
            bid: id,
            expected_version: 1,
            expected_task_version,
            offer: test.offer(11_000),
        };
        let stale = test.app.bid_update(&hana.caller, ask(2)).await.unwrap_err();
        assert_eq!(refusals(stale), ["VersionConflict expectedTaskVersion"]);
        test.app.bid_update(&hana.caller, ask(3)).await.unwrap();
        let (version, updated) = bid(&test, id).await;
        assert_eq!((version, updated.offer.price, updated.offer.revision), (2, yen(11_000), 2));
        let unseen = test.app.bid_award(&owner.caller, award(&test, id)).await.unwrap_err();
        assert_eq!(refusals(unseen), ["VersionConflict expectedVersion"]);
        let ask = BidAward { expected_version: 2, ..award(&test, id) };
        let contract = test.app.bid_award(&owner.caller, ask).await.unwrap();
        assert_eq!(test.deal(contract).await.milestones.len(), 2);
    }

    async fn a_declined_worker_is_told_why(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let id = test.bid(&hana, task, 10_000).await;
        let ask = |reason, note: Option<&str>| BidDecline {
            bid: id,
            expected_version: 1,
            reason,
            note: note.map(str::to_owned),
        };
        for (reason, refused) in [
            (DeclineReason::Other, "Blank note"),
            (DeclineReason::AnotherBidWon, "OutOfRange reason"),
            (DeclineReason::TaskClosed, "OutOfRange reason"),
        ] {
            let outcome = test.app.bid_decline(&owner.caller, ask(reason, None)).await;
            assert_eq!(refusals(outcome.unwrap_err()), [refused]);
        }
        for (actor, refused) in [(&hana, "NotAllowed bidId"), (&test.person("yuki").await, "NotFound bidId")] {
            let outcome = test.app.bid_decline(&actor.caller, ask(DeclineReason::Price, None)).await;
            assert_eq!(refusals(outcome.unwrap_err()), [refused]);
        }
        assert_eq!(bid(&test, id).await.0, 1);
        test.app.bid_decline(&owner.caller, ask(DeclineReason::Price, Some("予算を超えています。"))).await.unwrap();
        let state = BidState::Declined {
            at: test.app.now(),
            reason: DeclineReason::Price,
            note: Some("予算を超えています。".to_owned()),
        };
        assert_eq!(bid(&test, id).await, (2, Bid { state, ..bid(&test, id).await.1 }));
        assert_eq!(events(&test, id.uuid()).await, ["bid.placed", "bid.declined"]);
        test.run_jobs().await;
        let (subject, text) = test.mails.to("hana@example.jp").pop().unwrap();
        assert_eq!(subject, "応募の結果");
        assert!(text.starts_with("「議事録の文字起こし」は、金額が合わないため、見送りとなりました。"), "{text}");
    }

    async fn an_award_makes_the_contract_with_its_terms_and_tells_the_others(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let (hana, yuki) = (test.person("hana").await, test.person("yuki").await);
        let task = test.open_task(&owner, organisation, &[4_000, 6_000]).await;
        let won = test.bid(&hana, task, 20_000).await;
        let lost = test.bid(&yuki, task, 10_000).await;
        let ask = award(&test, won);
        let id = test.app.bid_award(&owner.caller, ask.clone()).await.unwrap();
        assert_eq!(test.app.bid_award(&owner.caller, ask).await.unwrap(), id);

        let now = test.app.now();
        let deal = test.deal(id).await;
        let contract = &deal.contract.value;
        assert_eq!((deal.contract.version.get(), &contract.state), (1, &ContractState::Active));
        assert_eq!((contract.parties.worker, contract.parties.client), (hana.id, organisation));
        let parts: Vec<_> = deal.milestones.iter().map(|part| (part.value.number, part.value.gross)).collect();
        assert_eq!(parts, [(1, yen(8_800)), (2, yen(13_200))]);
        assert!(deal.milestones.iter().all(|part| part.value.state == MilestoneState::Agreed));
        assert!(deal.escrows.iter().all(|escrow| escrow.value.state == EscrowState::Unfunded));
        assert_eq!(deal.share(yen(8_800)).unwrap().net(), yen(6_864));
        let stored = test.db.read().task(task).await.unwrap().unwrap();
        assert_eq!(stored.value.state, TaskState::Contracted { contract: id, at: now });
        assert_eq!(bid(&test, won).await.1.state, BidState::Awarded { contract: id, at: now });
        let another_won = BidState::Declined { at: now, reason: DeclineReason::AnotherBidWon, note: None };
        assert_eq!(bid(&test, lost).await.1.state, another_won);

        let terms = test.app.contract_terms(&hana.caller, &[id]).await.unwrap().remove(&id).unwrap();
        assert!(terms.is_intact());
        assert_eq!(hex::encode(Sha256::digest(terms.text())), contract.terms_sha256);
        let written = terms.read().unwrap();
        assert_eq!((written.client.name.as_str(), written.worker.name.as_str()), ("株式会社minowa商店", "hana"));
        assert_eq!((written.price, written.gross), (yen(20_000), yen(22_000)));
        assert_eq!(events(&test, id.uuid()).await, ["contract.made"]);
        let made = test.db.read().events_of(id.uuid(), 1).await.unwrap().remove(0);
        assert_eq!(made.data["terms_sha256"], contract.terms_sha256.as_str());
        assert_eq!(events(&test, won.uuid()).await, ["bid.placed", "bid.awarded"]);
        assert_eq!(events(&test, lost.uuid()).await, ["bid.placed", "bid.declined"]);
        test.run_jobs().await;
        assert_eq!(test.mails.to("hana@example.jp").pop().unwrap().0, "契約になりました");
        assert_eq!(test.mails.to("yuki@example.jp").pop().unwrap().0, "応募の結果");
    }

    async fn who_may_award_is_as_the_table_says(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let chooser = test.member(&owner, organisation, MemberRole::Member).await;
        let finance = test.member(&owner, organisation, MemberRole::Finance).await;
        let (stranger, _) = test.client("ina").await;
        let moderator = test.staff("moderator", StaffRole::Moderator).await;
        let hana = test.person("hana").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let id = test.bid(&hana, task, 10_000).await;
        for (actor, refused) in [
            (&hana, "NotAllowed bidId"),
            (&finance, "NotFound bidId"),
            (&stranger, "NotFound bidId"),
            (&moderator, "NotFound bidId"),
        ] {
            let outcome = test.app.bid_award(&actor.caller, award(&test, id)).await;
            assert_eq!(refusals(outcome.unwrap_err()), [refused]);
        }
        assert_eq!(bid(&test, id).await.1.state, BidState::Submitted);
        assert_eq!(test.db.read().task(task).await.unwrap().unwrap().version.get(), 2);
        test.award(&chooser, id).await;
    }

    async fn a_worker_who_joins_the_client_is_not_awarded_by_themself(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("owner-to-be").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let id = test.bid(&hana, task, 10_000).await;
        test.join((&owner, organisation), "owner-to-be", MemberRole::Owner).await;
        let hana = test.actor(hana.token).await;
        let refused = test.app.bid_award(&hana.caller, award(&test, id)).await.unwrap_err();
        assert_eq!(refusals(refused), ["ConflictOfInterest bidId"]);
        assert_eq!(bid(&test, id).await.1.state, BidState::Submitted);
    }

    async fn of_joining_the_client_and_being_awarded_at_once_one_happens(db: Db) {
        let test = TestApp::new(db);
        let mut meetings = Vec::new();
        for number in 0..16 {
            let (owner, organisation) = test.client(&format!("client{number}")).await;
            let email = format!("worker{number}@example.jp");
            let worker = test.person(&format!("worker{number}")).await;
            let task = test.open_task(&owner, organisation, &[10_000]).await;
            let bid = test.bid(&worker, task, 10_000).await;
            let ask = OrganisationMemberAdd { organisation, expected_version: 1, email, role: MemberRole::Member };
            meetings.push((owner, ask, bid));
        }
        let both = meetings.iter().map(async |(owner, ask, bid)| {
            let joining = test.app.organisation_member_add(&owner.caller, ask.clone());
            let awarding = test.app.bid_award(&owner.caller, award(&test, *bid));
            let (joined, awarded) = futures::join!(joining, awarding);
            (joined.map_err(refusals), awarded.map_err(refusals))
        });
        for (joined, awarded) in join_all(both).await {
            match (joined, awarded) {
                (Ok(_), Err(refused)) => assert_eq!(refused, ["ConflictOfInterest bidId"]),
                (Err(refused), Ok(_)) => assert_eq!(refused, ["ConflictOfInterest email"]),
                both_or_none => panic!("{both_or_none:?}"),
            }
        }
    }

    async fn an_offer_whose_day_is_over_is_not_awarded(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let id = test.bid(&hana, task, 10_000).await;
        test.clock.advance(Duration::days(11));
        let refused = test.app.bid_award(&owner.caller, award(&test, id)).await.unwrap_err();
        assert_eq!(refusals(refused), ["FinishDateOver bidId"]);
        assert_eq!(bid(&test, id).await.0, 1);
    }

    async fn of_many_awards_of_one_task_one_makes_a_contract(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let mut bids = Vec::new();
        for number in 0..4 {
            let worker = test.person(&format!("worker{number}")).await;
            bids.push(test.bid(&worker, task, 10_000).await);
        }
        let awards = (0..64).map(|number| test.app.bid_award(&owner.caller, award(&test, bids[number % bids.len()])));
        let mut made = Vec::new();
        for outcome in join_all(awards).await {
            match outcome {
                Ok(contract) => made.push(contract),
                Err(error) => {
                    let allowed = ["InvalidState", "VersionConflict", "VersionConflict expectedVersion"];
                    let refused = refusals(error);
                    assert!(refused.len() == 1 && allowed.contains(&refused[0].as_str()), "{refused:?}");
                }
            }
        }
        assert_eq!(made.len(), 1);
        let states: Vec<BidState> = all_on(&test, task).await.into_iter().map(|bid| bid.state).collect();
        let now = test.app.now();
        let lost = BidState::Declined { at: now, reason: DeclineReason::AnotherBidWon, note: None };
        assert_eq!(states.iter().filter(|state| **state == lost).count(), 3);
        assert!(states.contains(&BidState::Awarded { contract: made[0], at: now }));
        assert_eq!(events(&test, made[0].uuid()).await, ["contract.made"]);
        let first = Slice { rows: 10, from_end: false, after: None, before: None };
        assert_eq!(test.db.read().contracts_of_client(organisation, first).await.unwrap(), made);
    }

    async fn no_bid_is_left_waiting_on_a_task_that_was_awarded_meanwhile(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let hana = test.person("hana").await;
        let winner = test.bid(&hana, task, 10_000).await;
        let mut workers = Vec::new();
        for number in 0..16 {
            workers.push(test.person(&format!("worker{number}")).await);
        }
        let placing = join_all(workers.iter().map(|worker| test.app.bid_place(&worker.caller, place(&test, task, 9_000))));
        let (placed, awarded) = futures::join!(placing, test.app.bid_award(&owner.caller, award(&test, winner)));
        awarded.unwrap();
        let placed: HashSet<BidId> = placed.into_iter().filter_map(Result::ok).collect();
        let bids = all_on(&test, task).await;
        assert_eq!(bids.len(), placed.len() + 1);
        assert!(bids.iter().all(|bid| bid.state != BidState::Submitted));
    }

    async fn a_task_that_ends_takes_its_bids_with_it(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let closed = test.open_task(&owner, organisation, &[10_000]).await;
        let expired = test.open_task(&owner, organisation, &[10_000]).await;
        let (first, second) = (test.bid(&hana, closed, 10_000).await, test.bid(&hana, expired, 10_000).await);
        test.app.task_close(&owner.caller, TaskClose { task: closed, expected_version: 2 }).await.unwrap();
        let lost = |at| BidState::Declined { at, reason: DeclineReason::TaskClosed, note: None };
        assert_eq!(bid(&test, first).await.1.state, lost(test.app.now()));
        assert_eq!(bid(&test, second).await.1.state, BidState::Submitted);
        let end = test.clock.advance(Duration::days(30));
        test.run_jobs().await;
        assert_eq!(bid(&test, second).await.1.state, lost(end));
    }

    async fn a_task_takes_only_so_many_bids(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let tx = test.db.write().await.unwrap();
        let mut stored = tx.read().task(task).await.unwrap().unwrap();
        assert_eq!(tx.count_bid(&stored, 1).await.unwrap(), storage::BidCounted::Counted);
        assert_eq!(tx.count_bid(&stored, 1).await.unwrap(), storage::BidCounted::Full);
        tx.uncount_bid(task).await.unwrap();
        assert_eq!(tx.count_bid(&stored, 1).await.unwrap(), storage::BidCounted::Counted);
        stored.version = stored.version.next();
        assert!(matches!(tx.count_bid(&stored, 9).await, Err(DbError::Conflict)));
    }
}
