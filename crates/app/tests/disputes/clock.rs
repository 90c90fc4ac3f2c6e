use crate::table::{ALL_HELD, Money, Table};
use escrow::EscrowStateKind;
use kernel::Instant;
use market::{Decider, DisputeStateKind, MilestoneStateKind};
use storage::Db;
use testkit::on_each_db;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

on_each_db! {
    async fn when_nobody_acts_work_that_was_received_is_paid(db: Db) {
        let (table, id) = Table::talking(db).await;
        table.at(at("2026-11-25T00:00:00Z")).await;
        assert_eq!(table.state(id).await, DisputeStateKind::AwaitingDecision, "after five days of talk");
        // Five working days end with Wednesday 2 December in Japan; fourteen days later the clock decides.
        table.at(at("2026-12-16T15:00:00Z")).await;
        assert_eq!((table.state(id).await, table.money().await), (DisputeStateKind::Decided, ALL_HELD));
        assert_eq!(table.stored(id).await.value.decision().unwrap().by, Decider::Clock);
        table.at(at("2026-12-23T15:00:00Z")).await;
        let all = Money { held: 0, earned: 8_580, fee: 2_200, fee_tax: 220, back: 0 };
        assert_eq!((table.state(id).await, table.money().await), (DisputeStateKind::Final, all));
        assert_eq!(table.frozen().await, (MilestoneStateKind::Ended, EscrowStateKind::Closed));
        for judge in ["judge", "other-judge"] {
            assert_eq!(table.letters(judge).await, ["判断をお待ちしています", "判断をお待ちしています"]);
        }
        table.assert_sound().await;
    }

    async fn when_nobody_acts_money_for_nothing_received_goes_back(db: Db) {
        let table = Table::funded(db).await;
        let id = table.open(&table.hana.caller).await.unwrap();
        for _ in 0..3 {
            table.until_due(id).await;
        }
        assert_eq!(table.state(id).await, DisputeStateKind::Final);
        assert_eq!(table.money().await, Money { back: 11_000, ..Money::default() });
        table.assert_sound().await;
    }

    async fn an_appeal_that_nobody_decides_leaves_the_first_decision(db: Db) {
        let (table, id) = Table::appealed(db, 1_100).await;
        table.until_due(id).await;
        assert_eq!(table.state(id).await, DisputeStateKind::Final);
        assert_eq!(table.money().await, Money { held: 0, earned: 858, fee: 220, fee_tax: 22, back: 9_900 });
        assert!(table.stored(id).await.value.appeal_made().is_some());
        // Only the moderator who took it was reminded.
        assert_eq!(table.letters("other-judge").await.len(), 2);
        assert_eq!(table.letters("judge").await.len(), 0);
        table.assert_sound().await;
    }
}
