//! Work handed in, and every answer to it: by the client, by the clock, and by the worker who gives the money back.

use crate::desk::{Balances, Desk, ask_accept, ask_partly, ask_revision, draft};
use app::{DeliverySubmit, MilestoneRefund};
use escrow::EscrowState;
use futures::future::join_all;
use identity::{MemberRole, StaffRole};
use kernel::{Currency, DeliveryId, MilestoneId, Money, UploadId};
use market::{AcceptedHow, ContractState, DeliveryDraft, DeliveryState, EndedHow, MilestoneState, RevisionAsk};
use storage::Db;
use testkit::{on_each_db, refusals, yen};
use time::Duration;
use uuid::Uuid;

on_each_db! {
    async fn acceptance_pays_what_was_shown_before_the_bid(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let delivery = desk.submit(0, "できました。").await;
        assert_eq!(desk.money(0).await, Balances { escrow: 11_000, ..Balances::default() });

        let ask = ask_accept(&desk, delivery, 1);
        assert_eq!(desk.test.app.delivery_accept(&desk.owner.caller, ask.clone()).await.unwrap(), delivery);
        let now = desk.test.app.now();
        let paid = Balances { worker: 8_580, fee: 2_200, fee_tax: 220, ..Balances::default() };
        assert_eq!(desk.money(0).await, paid);
        let (milestone, contract) = (desk.milestone(0).await, desk.contract().await);
        let how = AcceptedHow::ByClient;
        assert_eq!(milestone.state, MilestoneState::Accepted { at: now, how });
        assert_eq!(milestone.accepted, yen(11_000));
        assert_eq!(desk.delivery(delivery).await, DeliveryState::Accepted { at: now, how });
        assert_eq!(contract.state, ContractState::Completed { at: now });
        assert!(matches!(desk.escrow(0).await.state, EscrowState::Closed { .. }));
        assert_eq!(desk.events(delivery.uuid()).await, ["delivery.submitted", "delivery.accepted"]);
        assert_eq!(desk.events(contract.id.uuid()).await, ["contract.made", "contract.completed"]);

        let repeated = desk.test.app.delivery_accept(&desk.owner.caller, ask.clone()).await.unwrap();
        assert_eq!(repeated, delivery);
        let other = app::DeliveryAccept { expected_version: 2, ..ask };
        let refused = desk.test.app.delivery_accept(&desk.owner.caller, other).await.unwrap_err();
        assert_eq!(refusals(refused), ["IdempotencyKeyReused idempotencyKey"]);
        assert_eq!(desk.accept(delivery, 2).await, Err(vec!["InvalidState deliveryId".to_owned()]));
        assert_eq!(desk.money(0).await, paid);

        desk.test.run_jobs().await;
        let (subject, text) = desk.test.mails.to("hana@example.jp").pop().unwrap();
        assert_eq!(subject, "検収されました");
        assert!(text.contains("手取りは8,580円です。"), "{text}");
    }

    async fn fees_of_parts_and_of_several_milestones_sum_to_the_fee_of_the_whole(db: Db) {
        let desk = Desk::new(db, &[150_000, 50_000]).await;
        let first = desk.submit(0, "半分です。").await;
        desk.partly(first, 1, yen(66_000)).await.unwrap();
        let at = desk.test.app.now();
        assert_eq!(desk.delivery(first).await, DeliveryState::PartlyAccepted { at, amount: yen(66_000) });
        // 20 % of 66,000.
        let after_part = Balances { escrow: 99_000, worker: 51_480, fee: 13_200, fee_tax: 1_320, ..Balances::default() };
        assert_eq!(desk.money(0).await, after_part);
        let milestone = desk.milestone(0).await;
        assert_eq!((milestone.accepted, milestone.revisions), (yen(66_000), 1));
        assert!(matches!(milestone.state, MilestoneState::InProgress { since, .. } if since == at));

        let second = desk.submit(0, "残りです。").await;
        desk.accept(second, 1).await.unwrap();
        // 20 % of the 34,000 up to 100,000 and 10 % of the 65,000 above.
        let paid = Balances { worker: 51_480 + 84_370, fee: 26_500, fee_tax: 1_320 + 1_330, ..Balances::default() };
        assert_eq!(desk.money(0).await, paid);
        assert_eq!(desk.contract().await.state, ContractState::Active);

        desk.fund(1).await;
        let third = desk.submit(1, "二つ目です。").await;
        desk.accept(third, 1).await.unwrap();
        // 10 % of the 35,000 up to 200,000 and 5 % of the 20,000 above.
        let whole = Balances { worker: 135_850 + 50_050, fee: 31_000, fee_tax: 2_650 + 450, ..Balances::default() };
        assert_eq!(desk.money(1).await, whole);
        assert!(matches!(desk.contract().await.state, ContractState::Completed { .. }));
    }

    async fn a_part_is_more_than_nothing_and_less_than_all(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let delivery = desk.submit(0, "半分です。").await;
        let before = desk.whole().await;
        for (amount, refused) in [
            (yen(0), "OutOfRange amount"),
            (yen(-1), "OutOfRange amount"),
            (yen(11_000), "OutOfRange amount"),
            (yen(11_001), "OutOfRange amount"),
            (yen(i64::MAX), "OutOfRange amount"),
            (Money::new(100, Currency::Usd), "CurrencyMismatch amount"),
        ] {
            assert_eq!(desk.partly(delivery, 1, amount).await, Err(vec![refused.to_owned()]));
        }
        assert_eq!(desk.partly(delivery, 7, yen(1)).await, Err(vec!["VersionConflict expectedVersion".to_owned()]));
        assert_eq!(desk.whole().await, before);
        desk.partly(delivery, 1, yen(10_999)).await.unwrap();
        assert_eq!(desk.milestone(0).await.held(), Ok(yen(1)));
    }

    async fn work_is_sent_back_as_often_as_agreed_and_against_what_was_agreed(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let first = desk.submit(0, "できました。").await;
        let before = desk.whole().await;
        let no_item = desk.revise(first, 1, 3, "時刻がありません。").await;
        assert_eq!(no_item, Err(vec!["OutOfRange item".to_owned()]));
        assert_eq!(desk.revise(first, 1, 0, " ").await, Err(vec!["OutOfRange item".to_owned(), "Blank reason".to_owned()]));
        assert_eq!(desk.whole().await, before);

        desk.revise(first, 1, 2, "時刻がありません。").await.unwrap();
        let (at, reason) = (desk.test.app.now(), "時刻がありません。".to_owned());
        assert_eq!(desk.delivery(first).await, DeliveryState::RevisionRequested { at, item: 2, reason });
        assert!(matches!(desk.milestone(0).await.state, MilestoneState::InProgress { .. }));
        assert_eq!(desk.accept(first, 2).await, Err(vec!["InvalidState deliveryId".to_owned()]));
        let second = desk.submit(0, "直しました。").await;
        desk.revise(second, 1, 1, "名前が違います。").await.unwrap();
        let third = desk.submit(0, "また直しました。").await;
        let before = desk.whole().await;
        let none_left = Err(vec!["NoRevisionLeft deliveryId".to_owned()]);
        assert_eq!(desk.revise(third, 1, 1, "まだ違います。").await, none_left);
        assert_eq!(desk.partly(third, 1, yen(1)).await, none_left);
        assert_eq!(desk.whole().await, before);
        desk.accept(third, 1).await.unwrap();
        assert_eq!(desk.money(0).await.worker, 8_580);
        desk.test.run_jobs().await;
        let subjects = desk.subjects("hana@example.jp").await;
        assert_eq!(subjects.iter().filter(|subject| *subject == "直しのお願い").count(), 2);
    }

    async fn another_delivery_takes_the_place_of_the_one_that_waits(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let first = desk.submit(0, "できました。").await;
        let later = desk.test.clock.advance(Duration::days(2));
        let second = desk.submit(0, "こちらでお願いします。").await;
        assert_eq!(desk.delivery(first).await, DeliveryState::Superseded { at: later });
        let answer_by = later.plus(Duration::days(7));
        assert_eq!(
            desk.milestone(0).await.state,
            MilestoneState::Delivered { delivery: second, at: later, answer_by }
        );
        assert_eq!(desk.accept(first, 2).await, Err(vec!["InvalidState deliveryId".to_owned()]));
        let listed = desk.test.app.deliveries_of(&desk.owner.caller, desk.milestones[0], None, 10).await.unwrap();
        let numbers: Vec<_> = listed.unwrap().iter().map(|view| (view.number, view.delivery.value.id)).collect();
        assert_eq!(numbers, [(2, second), (1, first)]);
        let rest = desk.test.app.deliveries_of(&desk.owner.caller, desk.milestones[0], Some(2), 10).await.unwrap();
        assert_eq!(rest.unwrap().len(), 1);
        // The clock of the first delivery finds another one waiting.
        desk.at(later.plus(Duration::days(5))).await;
        assert_eq!(desk.delivery(second).await, DeliveryState::Submitted);
    }

    async fn silence_accepts_at_its_moment_and_not_before_and_once(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let delivery = desk.submit(0, "できました。").await;
        let answer_by = desk.test.app.now().plus(Duration::days(7));
        desk.at(answer_by.minus(Duration::microseconds(1))).await;
        assert_eq!(desk.delivery(delivery).await, DeliveryState::Submitted);
        assert_eq!(desk.money(0).await, Balances { escrow: 11_000, ..Balances::default() });

        desk.at(answer_by).await;
        let how = AcceptedHow::ByClock;
        assert_eq!(desk.delivery(delivery).await, DeliveryState::Accepted { at: answer_by, how });
        let paid = Balances { worker: 8_580, fee: 2_200, fee_tax: 220, ..Balances::default() };
        assert_eq!(desk.money(0).await, paid);
        assert_eq!(desk.contract().await.state, ContractState::Completed { at: answer_by });
        desk.at(answer_by.plus(Duration::days(1))).await;
        assert_eq!(desk.money(0).await, paid);
        let log = ["delivery.submitted", "delivery.reminded", "delivery.reminded", "delivery.accepted"];
        assert_eq!(desk.events(delivery.uuid()).await, log);
        let subjects = desk.subjects("minowa@example.jp").await;
        let told = ["納品がありました", "検収をお待ちしています", "検収をお待ちしています", "自動で検収になりました"];
        assert_eq!(subjects[subjects.len() - 4..], told);
    }

    async fn many_clocks_at_once_accept_once(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let delivery = desk.submit(0, "できました。").await;
        let answer_by = desk.test.app.now().plus(Duration::days(7));
        desk.test.clock.set(answer_by);
        let jobs = desk.test.db.claim_jobs(answer_by, answer_by.plus(Duration::MINUTE), 100).await.unwrap();
        let clock = jobs.iter().find(|job| job.kind == "milestone_clock").unwrap();
        join_all((0..16).map(|_| desk.test.app.run_job(clock))).await;
        assert_eq!(desk.money(0).await.worker, 8_580);
        let log = desk.events(delivery.uuid()).await;
        assert_eq!(log.iter().filter(|kind| *kind == "delivery.accepted").count(), 1);
    }

    async fn after_the_window_a_client_may_still_accept_but_send_nothing_back(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let delivery = desk.submit(0, "できました。").await;
        desk.test.clock.advance(Duration::days(7));
        let before = desk.whole().await;
        let too_late = Err(vec!["TooLate deliveryId".to_owned()]);
        assert_eq!(desk.revise(delivery, 1, 1, "遅い。").await, too_late);
        assert_eq!(desk.partly(delivery, 1, yen(1)).await, too_late);
        assert_eq!(desk.try_submit(0, draft("別の")).await, Err(vec!["TooLate milestoneId".to_owned()]));
        assert_eq!(desk.whole().await, before);
        desk.accept(delivery, 1).await.unwrap();
        desk.test.run_jobs().await;
        assert_eq!(desk.money(0).await.worker, 8_580);
    }

    async fn of_many_acceptances_at_once_one_pays(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let delivery = desk.submit(0, "できました。").await;
        let many = join_all((0..64).map(|_| desk.accept(delivery, 1))).await;
        assert_eq!(many.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        for refused in many.into_iter().filter_map(Result::err) {
            let typed = ["VersionConflict expectedVersion", "VersionConflict", "InvalidState deliveryId"];
            assert!(refused.len() == 1 && typed.contains(&refused[0].as_str()), "{refused:?}");
        }
        assert_eq!(desk.money(0).await, Balances { worker: 8_580, fee: 2_200, fee_tax: 220, ..Balances::default() });
        let released = desk.events(desk.milestones[0].uuid()).await;
        assert_eq!(released.iter().filter(|kind| *kind == "escrow.released").count(), 1);
    }

    async fn of_many_deliveries_at_once_one_waits(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let many = join_all((0..64).map(|_| desk.try_submit(0, draft("できました。")))).await;
        let made: Vec<DeliveryId> = many.into_iter().filter_map(Result::ok).collect();
        let waiting = desk.milestone(0).await.waiting().unwrap();
        assert!(made.contains(&waiting));
        for delivery in made {
            let expected = delivery == waiting;
            assert_eq!(matches!(desk.delivery(delivery).await, DeliveryState::Submitted), expected);
        }
    }

    async fn who_may_do_what_is_as_the_table_says_and_a_refusal_changes_nothing(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let member = desk.member(MemberRole::Member).await;
        let finance = desk.member(MemberRole::Finance).await;
        let (stranger, _) = desk.test.client("ina").await;
        let moderator = desk.test.staff("moderator", StaffRole::Moderator).await;
        let admin = desk.test.staff("admin", StaffRole::Admin).await;
        let delivery = desk.submit(0, "できました。").await;
        let before = desk.whole().await;
        let (app, milestone) = (&desk.test.app, desk.milestones[0]);
        for (actor, as_client, as_worker) in [
            (&desk.hana, "NotAllowed", ""),
            (&desk.owner, "", "NotAllowed"),
            (&member, "", "NotAllowed"),
            (&finance, "NotAllowed", "NotAllowed"),
            (&moderator, "NotAllowed", "NotAllowed"),
            (&admin, "NotFound", "NotFound"),
            (&stranger, "NotFound", "NotFound"),
        ] {
            // Whoever may is stopped by the version, which is asked after the right.
            let client = |code: &str| if code.is_empty() {
                vec!["VersionConflict expectedVersion".to_owned()]
            } else {
                vec![format!("{code} deliveryId")]
            };
            let caller = &actor.caller;
            let refused = app.delivery_accept(caller, ask_accept(&desk, delivery, 9)).await.unwrap_err();
            assert_eq!(refusals(refused), client(as_client));
            let refused = app.delivery_accept_partly(caller, ask_partly(&desk, delivery, 9, yen(1))).await.unwrap_err();
            assert_eq!(refusals(refused), client(as_client));
            let ask = ask_revision(&desk, delivery, 9, RevisionAsk { item: 1, reason: "違います。".to_owned() });
            assert_eq!(refusals(app.delivery_request_revision(caller, ask).await.unwrap_err()), client(as_client));
            let worker = |own: &str| if as_worker.is_empty() {
                vec![own.to_owned()]
            } else {
                vec![format!("{as_worker} milestoneId")]
            };
            let refund = MilestoneRefund { idempotency_key: desk.test.key(), milestone, expected_version: 9, amount: None };
            let refused = refusals(app.milestone_refund(caller, refund).await.unwrap_err());
            assert_eq!(refused, worker("VersionConflict expectedVersion"));
            let submit = DeliverySubmit { idempotency_key: desk.test.key(), milestone, draft: draft(" ") };
            let refused = refusals(app.delivery_submit(caller, submit).await.unwrap_err());
            assert_eq!(refused, worker("Blank note"));
        }
        let anonymous = app::Caller::anonymous(identity::Locale::Ja);
        let refused = app.delivery_accept(&anonymous, ask_accept(&desk, delivery, 1)).await;
        assert!(matches!(refused, Err(app::AppError::Unauthenticated)));
        let nothing = DeliveryId::new(Uuid::from_u128(1));
        assert_eq!(desk.accept(nothing, 1).await, Err(vec!["NotFound deliveryId".to_owned()]));
        let nothing = MilestoneId::new(Uuid::from_u128(1));
        let submit = DeliverySubmit { idempotency_key: desk.test.key(), milestone: nothing, draft: draft("済") };
        let refused = app.delivery_submit(&desk.hana.caller, submit).await.unwrap_err();
        assert_eq!(refusals(refused), ["NotFound milestoneId"]);
        assert_eq!(desk.whole().await, before);
    }

    async fn nobody_delivers_what_is_not_paid_in(db: Db) {
        let desk = Desk::new(db, &[4_000, 6_000]).await;
        let before = desk.whole().await;
        assert_eq!(desk.try_submit(1, draft("先に。")).await, Err(vec!["InvalidState milestoneId".to_owned()]));
        assert_eq!(desk.whole().await, before);
    }

    async fn a_delivery_that_cannot_be_taken_names_each_field(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let before = desk.whole().await;
        let unknown = UploadId::new(Uuid::from_u128(5));
        for (draft, refused) in [
            (draft(""), vec!["Blank note"]),
            (draft("a\0b"), vec!["Malformed note"]),
            (draft(&"字".repeat(10_001)), vec!["TooLong note"]),
            (DeliveryDraft { ticks: vec![1, 3], ..draft("済") }, vec!["OutOfRange ticks.1"]),
            (DeliveryDraft { ticks: vec![1, 1], ..draft("済") }, vec!["Duplicate ticks.1"]),
            (DeliveryDraft { files: vec![unknown; 51], ..draft("済") }, vec!["TooLong uploadIds"]),
            (DeliveryDraft { files: vec![unknown; 2], ..draft("済") }, vec!["Duplicate uploadIds.1"]),
            (DeliveryDraft { files: vec![unknown], ..draft("済") }, vec!["NotFound uploadIds.0"]),
        ] {
            assert_eq!(desk.try_submit(0, draft).await.unwrap_err(), refused);
        }
        assert_eq!(desk.whole().await, before);
        let key = desk.test.key();
        let ask = DeliverySubmit { idempotency_key: key, milestone: desk.milestones[0], draft: draft("済") };
        let made = desk.test.app.delivery_submit(&desk.hana.caller, ask.clone()).await.unwrap();
        assert_eq!(desk.test.app.delivery_submit(&desk.hana.caller, ask.clone()).await.unwrap(), made);
        let other = DeliverySubmit { draft: draft("別"), ..ask };
        let refused = desk.test.app.delivery_submit(&desk.hana.caller, other).await.unwrap_err();
        assert_eq!(refusals(refused), ["IdempotencyKeyReused idempotencyKey"]);
    }

    async fn a_worker_gives_money_back_in_part_and_in_full(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let before = desk.whole().await;
        for (amount, refused) in [
            (Some(yen(0)), "OutOfRange amount"),
            (Some(yen(11_001)), "OutOfRange amount"),
            (Some(Money::new(1, Currency::Kwd)), "CurrencyMismatch amount"),
        ] {
            assert_eq!(desk.give_back(2, amount).await, Err(vec![refused.to_owned()]));
        }
        assert_eq!(desk.whole().await, before);

        desk.give_back(2, Some(yen(1_000))).await.unwrap();
        assert_eq!(desk.milestone(0).await.returned, yen(1_000));
        assert_eq!(desk.money(0).await, Balances { escrow: 10_000, wallet: 1_000, ..Balances::default() });
        assert_eq!(desk.give_back(2, None).await, Err(vec!["VersionConflict expectedVersion".to_owned()]));
        desk.give_back(3, None).await.unwrap();
        let now = desk.test.app.now();
        assert_eq!(desk.milestone(0).await.state, MilestoneState::Ended { at: now, how: EndedHow::Refunded });
        assert_eq!(desk.contract().await.state, ContractState::Completed { at: now });
        desk.idle().await;
        assert_eq!(desk.money(0).await, Balances::default());
        let refunds = desk.test.db.read().refunds_of_milestone(desk.milestones[0]).await.unwrap();
        let amounts: Vec<_> = refunds.iter().map(|refund| refund.value.amount).collect();
        assert_eq!(amounts, [yen(1_000), yen(10_000)]);
    }

    async fn after_receipt_no_price_falls(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        desk.submit(0, "できました。").await;
        let before = desk.whole().await;
        assert_eq!(desk.give_back(3, Some(yen(1))).await, Err(vec!["InvalidState milestoneId".to_owned()]));
        assert_eq!(desk.whole().await, before);
    }

    async fn what_is_never_handed_in_goes_back_when_its_time_is_over(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let lapse_at = desk.milestone(0).await.next_clock_event().unwrap();
        desk.at(lapse_at.minus(Duration::microseconds(1))).await;
        assert!(matches!(desk.milestone(0).await.state, MilestoneState::InProgress { .. }));
        desk.at(lapse_at).await;
        assert_eq!(desk.milestone(0).await.state, MilestoneState::Ended { at: lapse_at, how: EndedHow::Lapsed });
        assert_eq!(desk.money(0).await, Balances::default());
        let subjects = desk.subjects("hana@example.jp").await;
        let told = ["納品をお待ちしています", "納品をお待ちしています", "区切りが終わりました"];
        assert_eq!(subjects[subjects.len() - 3..], told);
    }

    async fn what_was_received_is_paid_when_both_fall_silent(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let delivery = desk.submit(0, "できました。").await;
        desk.revise(delivery, 1, 1, "名前が違います。").await.unwrap();
        let lapse_at = desk.milestone(0).await.next_clock_event().unwrap();
        desk.at(lapse_at).await;
        let how = AcceptedHow::ByClock;
        assert_eq!(desk.milestone(0).await.state, MilestoneState::Accepted { at: lapse_at, how });
        assert_eq!(desk.earned().await, 8_580);
    }
}
