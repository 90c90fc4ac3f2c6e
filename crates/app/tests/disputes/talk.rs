use crate::table::{ALL_HELD, Money, Table, refused, sorted};
use app::{DeliveryAccept, DisputeOpen, Settle};
use escrow::EscrowStateKind;
use futures::future::join_all;
use market::{ContractState, DisputeReason, DisputeStateKind, EndedHow, MilestoneState, MilestoneStateKind, Side};
use storage::Db;
use testkit::{on_each_db, refusals, yen};
use time::Duration;

on_each_db! {
    async fn opening_freezes_the_milestone_and_its_money(db: Db) {
        let table = Table::delivered(db).await;
        let ask = table.opening();
        let id = table.test.app.dispute_open(&table.owner.caller, ask.clone()).await.unwrap();
        assert_eq!(table.test.app.dispute_open(&table.owner.caller, ask).await.unwrap(), id);
        let dispute = table.stored(id).await.value;
        assert_eq!((dispute.held, dispute.owed, dispute.opened_by), (yen(11_000), yen(11_000), Side::Client));
        assert_eq!((dispute.reason, dispute.statement.as_str()), (DisputeReason::NotAsAgreed, "時刻がありません。"));
        assert_eq!(table.frozen().await, (MilestoneStateKind::Disputed, EscrowStateKind::Frozen));
        assert_eq!(table.open(&table.hana.caller).await, refused("InvalidState milestoneId"));
        let delivery = table.test.deal(table.contract).await.milestones[0].value.waiting().unwrap();
        let ask = DeliveryAccept { idempotency_key: table.test.key(), delivery, expected_version: 1 };
        let accepted = table.test.app.delivery_accept(&table.owner.caller, ask).await.unwrap_err();
        assert_eq!(refusals(accepted), ["InvalidState deliveryId"]);
        // The review would have ended after seven days.
        table.test.clock.advance(Duration::days(4));
        table.test.run_jobs().await;
        assert_eq!((table.money().await, table.events(id).await[0].as_str()), (ALL_HELD, "dispute.opened"));
        assert_eq!(table.letters("hana").await, ["話し合いが始まりました", "話し合いの期限が近づいています", "話し合いの期限が近づいています"]);
        table.assert_sound().await;
    }

    async fn what_is_not_funded_or_already_accepted_cannot_be_disputed(db: Db) {
        let table = Table::delivered(db).await;
        let unfunded = table.test.contract((&table.owner, table.organisation), &table.hana, &[1_000]).await;
        let milestone = table.test.deal(unfunded).await.milestones[0].value.id;
        let ask = DisputeOpen { milestone, ..table.opening() };
        let error = table.test.app.dispute_open(&table.hana.caller, ask).await.unwrap_err();
        assert_eq!(refusals(error), ["InvalidState milestoneId"]);
        let mut ask = table.opening();
        ask.draft.statement = " ".to_owned();
        let error = table.test.app.dispute_open(&table.hana.caller, ask).await.unwrap_err();
        assert_eq!(refusals(error), ["Blank statement"]);
        table.test.clock.advance(Duration::days(7));
        assert_eq!(table.open(&table.owner.caller).await, refused("TooLate milestoneId"), "silence has accepted");
        assert_eq!(table.frozen().await, (MilestoneStateKind::Delivered, EscrowStateKind::Held));
    }

    async fn the_other_side_responds_once(db: Db) {
        let (table, id) = Table::talking(db).await;
        let before = table.whole(id).await;
        let own = table.respond(&table.owner.caller, id, "まだあります。").await;
        assert_eq!(own, refused("NotToRespond disputeId"));
        assert_eq!(table.respond(&table.hana.caller, id, &"あ".repeat(10_001)).await, refused("TooLong statement"));
        assert_eq!(table.whole(id).await, before);
        table.respond(&table.hana.caller, id, "あります。").await.unwrap();
        assert_eq!(table.stored(id).await.value.response.map(|response| response.statement), Some("あります。".to_owned()));
        let again = table.respond(&table.hana.caller, id, "もう一度。").await;
        assert_eq!(again, refused("NotToRespond disputeId"));
        assert_eq!(table.letters("minowa").await, ["話し合いに返事がありました"]);
    }

    async fn an_agreement_divides_to_the_yen(db: Db) {
        let (table, id) = Table::talking(db).await;
        for wrong in [-1, 11_001] {
            let outcome = table.settle(&table.hana.caller, id, Settle::OfferSplit(yen(wrong))).await;
            assert_eq!(outcome, refused("OutOfRange toWorker"));
        }
        assert_eq!(table.settle(&table.owner.caller, id, Settle::Accept).await, refused("NoOffer disputeId"));
        table.settle(&table.hana.caller, id, Settle::OfferSplit(yen(5_501))).await.unwrap();
        assert_eq!(table.settle(&table.hana.caller, id, Settle::Accept).await, refused("NoOffer disputeId"));
        assert_eq!(table.money().await, ALL_HELD);
        let stale = table.settling(id, Settle::Accept).await;
        table.settle(&table.hana.caller, id, Settle::OfferSplit(yen(5_555))).await.unwrap();
        let error = table.test.app.dispute_settle(&table.owner.caller, stale).await.unwrap_err();
        assert_eq!(refusals(error), ["VersionConflict expectedVersion"], "not the offer that was read");
        assert_eq!((table.money().await, table.state(id).await), (ALL_HELD, DisputeStateKind::Talking));
        let ask = table.settling(id, Settle::Accept).await;
        assert_eq!(table.test.app.dispute_settle(&table.owner.caller, ask.clone()).await.unwrap(), id);
        assert_eq!(table.test.app.dispute_settle(&table.owner.caller, ask).await.unwrap(), id);
        // 20 % of 5,555 are 1,111, and a tenth of that is 111.1: cut off.
        let split = Money { held: 0, earned: 4_333, fee: 1_111, fee_tax: 111, back: 5_445 };
        assert_eq!(table.money().await, split);
        assert_eq!(split.earned + split.fee + split.fee_tax + split.back, 11_000);
        let deal = table.test.deal(table.contract).await;
        let ended = MilestoneState::Ended { at: table.test.app.now(), how: EndedHow::Split };
        assert_eq!(deal.milestones[0].value.state, ended);
        assert_eq!(deal.contract.value.state, ContractState::Completed { at: table.test.app.now() });
        assert_eq!((table.state(id).await, deal.escrows[0].value.state.kind()), (DisputeStateKind::Settled, EscrowStateKind::Closed));
        let told = ["話し合いの提案がありました", "話し合いの提案がありました", "話し合いが終わりました"];
        assert_eq!(table.letters("minowa").await, sorted(told));
        assert_eq!(table.letters("hana").await, sorted(["話し合いが始まりました", "話し合いが終わりました"]));
        assert_eq!(table.settle(&table.hana.caller, id, Settle::OfferGoOn).await, refused("InvalidState disputeId"));
        table.assert_sound().await;
    }

    async fn an_agreement_to_go_on_gives_everything_back_its_course(db: Db) {
        let (table, id) = Table::talking(db).await;
        table.test.clock.advance(Duration::days(2));
        table.settle(&table.owner.caller, id, Settle::OfferGoOn).await.unwrap();
        table.settle(&table.hana.caller, id, Settle::Accept).await.unwrap();
        assert_eq!(table.frozen().await, (MilestoneStateKind::Delivered, EscrowStateKind::Held));
        assert_eq!((table.state(id).await, table.money().await), (DisputeStateKind::Settled, ALL_HELD));
        assert_eq!(table.events(id).await, ["dispute.opened", "dispute.settlement_proposed", "dispute.settled"]);
        // The review goes on with the two days of the dispute added to its seven.
        let answer_by = table.test.deal(table.contract).await.milestones[0].value.next_clock_event().unwrap();
        assert_eq!(answer_by, table.test.app.now().plus(Duration::days(7)));
        let again = table.open(&table.hana.caller).await.unwrap();
        table.settle(&table.owner.caller, again, Settle::OfferGoOn).await.unwrap();
        table.settle(&table.hana.caller, again, Settle::Accept).await.unwrap();
        table.at(answer_by).await;
        assert_eq!(table.frozen().await, (MilestoneStateKind::Accepted, EscrowStateKind::Closed));
        assert_eq!(table.money().await, Money { held: 0, earned: 8_580, fee: 2_200, fee_tax: 220, back: 0 });
        let seen = table.test.app.disputes_of_milestones(&table.hana.caller, &[table.milestone]).await.unwrap();
        assert_eq!(seen[&table.milestone].dispute.value.id, again, "the newest");
        table.assert_sound().await;
    }

    async fn of_many_at_once_one_opens_and_one_accepts(db: Db) {
        let table = Table::delivered(db).await;
        let sides = |number| if number % 2 == 0 { &table.owner.caller } else { &table.hana.caller };
        let opened = join_all((0..64).map(|number| table.open(sides(number)))).await;
        let won: Vec<_> = opened.iter().flatten().collect();
        assert_eq!(won.len(), 1, "{opened:?}");
        let id = *won[0];
        let lost = |refused: &Vec<String>| refused[0] == "VersionConflict" || refused[0] == "InvalidState milestoneId";
        assert!(opened.iter().filter_map(|outcome| outcome.as_ref().err()).all(lost), "{opened:?}");
        table.settle(&table.owner.caller, id, Settle::OfferSplit(yen(1_000))).await.unwrap();
        let ask = table.settling(id, Settle::Accept).await;
        let accepted = join_all((0..64).map(|_| {
            let ask = app::DisputeSettle { idempotency_key: table.test.key(), ..ask.clone() };
            async { table.test.app.dispute_settle(&table.hana.caller, ask).await.map_err(refusals) }
        }));
        let accepted = accepted.await;
        assert_eq!(accepted.iter().flatten().count(), 1, "{accepted:?}");
        let lost = |refused: &Vec<String>| refused[0].starts_with("VersionConflict");
        assert!(accepted.iter().filter_map(|outcome| outcome.as_ref().err()).all(lost), "{accepted:?}");
        assert_eq!(table.money().await, Money { held: 0, earned: 780, fee: 200, fee_tax: 20, back: 10_000 });
        table.assert_sound().await;
    }
}
