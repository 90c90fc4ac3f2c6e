use crate::table::{ALL_HELD, Money, Table, decision, refused, sorted};
use app::{DisputeAssign, DisputeDecide};
use futures::future::join_all;
use kernel::Currency;
use market::{DecisionDraft, DecisionReason, DisputeStateKind, Split};
use storage::Db;
use testkit::{on_each_db, refusals, yen};
use time::Duration;

on_each_db! {
    async fn nothing_moves_before_a_decision_is_final(db: Db) {
        let (table, id) = Table::decided(db, 3_300).await;
        assert_eq!((table.money().await, table.state(id).await), (ALL_HELD, DisputeStateKind::Decided));
        let final_at = table.due(id).await;
        assert_eq!(final_at, table.test.app.now().plus(Duration::days(7)));
        table.at(final_at.minus(Duration::seconds(1))).await;
        assert_eq!((table.money().await, table.state(id).await), (ALL_HELD, DisputeStateKind::Decided));
        table.at(final_at).await;
        // 20 % of 3,300 are 660, a tenth of that is 66; 7,700 go back.
        let split = Money { held: 0, earned: 2_574, fee: 660, fee_tax: 66, back: 7_700 };
        assert_eq!((table.money().await, table.state(id).await), (split, DisputeStateKind::Final));
        assert_eq!(
            table.events(id).await,
            [
                "dispute.opened",
                "dispute.reminded",
                "dispute.reminded",
                "dispute.awaits_decision",
                "dispute.assigned",
                "dispute.decided",
                "dispute.reminded",
                "dispute.reminded",
                "dispute.final",
            ]
        );
        let told = [
            "話し合いの期限が近づいています",
            "話し合いの期限が近づいています",
            "事務局が判断します",
            "事務局の判断",
            "見直しの期限が近づいています",
            "見直しの期限が近づいています",
            "話し合いが終わりました",
        ];
        assert_eq!(table.letters("minowa").await, sorted(told));
        assert_eq!(table.letters("hana").await, sorted(told.into_iter().chain(["話し合いが始まりました"])));
        assert_eq!(table.appeal(&table.hana.caller, id).await, refused("InvalidState disputeId"));
        table.assert_sound().await;
    }

    async fn only_the_moderator_who_took_it_decides(db: Db) {
        let (table, id) = Table::talking(db).await;
        assert_eq!(table.assign(&table.judge.caller, id).await, refused("InvalidState disputeId"), "the two still talk");
        table.until_due(id).await;
        assert_eq!(table.decide(&table.judge.caller, id, 0).await, refused("NotAssigned disputeId"));
        table.assign(&table.judge.caller, id).await.unwrap();
        assert_eq!(table.decide(&table.other_judge.caller, id, 0).await, refused("NotAssigned disputeId"));
        table.assign(&table.other_judge.caller, id).await.unwrap();
        assert_eq!(table.decide(&table.judge.caller, id, 0).await, refused("NotAssigned disputeId"));
        assert_eq!(table.state(id).await, DisputeStateKind::AwaitingDecision);
        table.decide(&table.other_judge.caller, id, 0).await.unwrap();
        assert_eq!(table.state(id).await, DisputeStateKind::Decided);
    }

    async fn a_decision_is_reasoned_and_divides_what_is_held(db: Db) {
        let (table, id) = Table::taken(db).await;
        let before = table.whole(id).await;
        let dollars = kernel::Money::new(1, Currency::Usd);
        for (draft, code) in [
            (decision(11_001), "OutOfRange toWorker"),
            (decision(-1), "OutOfRange toWorker"),
            (DecisionDraft { to_worker: dollars, ..decision(0) }, "CurrencyMismatch toWorker"),
            (DecisionDraft { text: String::new(), ..decision(1) }, "Blank text"),
            (DecisionDraft { reason: DecisionReason::Undecided, ..decision(1) }, "OutOfRange reason"),
        ] {
            let ask = DisputeDecide { dispute: id, expected_version: table.version(id).await, decision: draft };
            let error = table.test.app.dispute_decide(&table.judge.caller, ask).await.unwrap_err();
            assert_eq!(refusals(error), [code]);
        }
        let stale = DisputeDecide { dispute: id, expected_version: 1, decision: decision(1) };
        let error = table.test.app.dispute_decide(&table.judge.caller, stale).await.unwrap_err();
        assert_eq!(refusals(error), ["VersionConflict expectedVersion"]);
        assert_eq!(table.whole(id).await, before);
    }

    async fn there_is_one_appeal_for_both_sides_and_another_moderator_decides_it(db: Db) {
        let (table, id) = Table::decided(db, 0).await;
        table.appeal(&table.hana.caller, id).await.unwrap();
        for side in [&table.hana.caller, &table.owner.caller] {
            assert_eq!(table.appeal(side, id).await, refused("InvalidState disputeId"));
        }
        assert_eq!(table.assign(&table.judge.caller, id).await, refused("SameModerator disputeId"));
        assert_eq!(table.decide_appeal(&table.judge.caller, id, 0).await, refused("SameModerator disputeId"));
        assert_eq!(table.decide_appeal(&table.other_judge.caller, id, 0).await, refused("NotAssigned disputeId"));
        table.assign(&table.other_judge.caller, id).await.unwrap();
        assert_eq!((table.money().await, table.state(id).await), (ALL_HELD, DisputeStateKind::Appealed));
        let ask = table.deciding_appeal(id, 11_000).await;
        assert_eq!(table.test.app.dispute_appeal_decide(&table.other_judge.caller, ask.clone()).await.unwrap(), id);
        assert_eq!(table.test.app.dispute_appeal_decide(&table.other_judge.caller, ask).await.unwrap(), id);
        let all = Money { held: 0, earned: 8_580, fee: 2_200, fee_tax: 220, back: 0 };
        assert_eq!((table.money().await, table.state(id).await), (all, DisputeStateKind::Final));
        let dispute = table.stored(id).await.value;
        assert_eq!(dispute.decision().unwrap().split, Split { to_worker: yen(11_000), to_client: yen(0) });
        let appeal = dispute.appeal_made().unwrap();
        assert_eq!(appeal.against.split, Split { to_worker: yen(0), to_client: yen(11_000) });
        assert_eq!(appeal.reason, "半分はできています。");
        for told in ["事務局の判断", "見直しになりました", "話し合いが終わりました"] {
            assert!(table.letters("hana").await.iter().any(|subject| subject == told), "{told}");
        }
        table.assert_sound().await;
    }

    async fn of_many_moderators_one_takes_it_and_of_many_decisions_one_counts(db: Db) {
        let (table, id) = Table::talking(db).await;
        table.until_due(id).await;
        let judges = |number| if number % 2 == 0 { &table.judge.caller } else { &table.other_judge.caller };
        let ask = DisputeAssign { dispute: id, expected_version: table.version(id).await };
        let tries = (0..64).map(|number| table.test.app.dispute_assign(judges(number), ask));
        let taken = join_all(tries).await;
        assert_eq!(taken.iter().flatten().count(), 1);
        table.assign(&table.judge.caller, id).await.unwrap();
        table.decide(&table.judge.caller, id, 0).await.unwrap();
        table.appeal(&table.owner.caller, id).await.unwrap();
        table.assign(&table.other_judge.caller, id).await.unwrap();
        let asks = join_all((0..64).map(|number| table.deciding_appeal(id, number))).await;
        let tries = asks.into_iter().map(|ask| table.test.app.dispute_appeal_decide(&table.other_judge.caller, ask));
        let decided = join_all(tries).await;
        assert_eq!(decided.iter().flatten().count(), 1);
        let won = table.stored(id).await.value.decision().unwrap().split;
        assert_eq!(table.money().await.back, won.to_client.minor());
        table.assert_sound().await;
    }
}
