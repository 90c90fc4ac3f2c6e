use crate::on_each_database;
use engawa_tests::{Books, Deal, Delivered, Dispute, Marketplace, On, Person, days, key, until, yen_input};
use serde_json::json;
use std::time::Duration;

const HELD: Books = Books { funded: 11_000, held: 11_000, ..Books::NOTHING };

on_each_database! {
    async fn a_moderator_divides_and_nothing_moves_before_the_time_for_an_appeal_is_over(on: On) {
        let marketplace = Marketplace::start(on);
        let moderator = Person::moderator(&marketplace, "saito").await;
        let Delivered { deal, delivery } = Deal::agreed(&marketplace).await.funded().await.delivered().await;
        let dispute = Dispute::open(&deal, &deal.client).await;
        assert_eq!(deal.state().await, ["ACTIVE", "DISPUTED", "FROZEN"]);
        let accept = json!({ "idempotencyKey": key(), "deliveryId": delivery, "expectedVersion": 1 });
        assert_eq!(deal.client.refused("deliveryAccept", accept).await, ["INVALID_STATE input.deliveryId"]);
        dispute.step(&deal.worker, "disputeRespond", json!({ "statement": "項目はすべてあります。" })).await;
        let early = dispute.refused(&moderator, "disputeAssign", json!({})).await;
        assert_eq!(early, ["INVALID_STATE input.disputeId"]);

        dispute.wait(days(5), "AWAITING_DECISION").await;
        let unassigned = dispute.refused(&moderator, "disputeDecide", decision(6_000)).await;
        assert_eq!(unassigned, ["NOT_ASSIGNED input.disputeId"]);
        dispute.step(&moderator, "disputeAssign", json!({})).await;
        let beyond = dispute.refused(&moderator, "disputeDecide", decision(11_001)).await;
        assert_eq!(beyond, ["OUT_OF_RANGE input.toWorker"]);
        dispute.step(&moderator, "disputeDecide", decision(6_000)).await;
        dispute.wait(days(7) - Duration::from_secs(60), "DECIDED").await;
        deal.come_to(HELD).await;

        dispute.wait(Duration::from_secs(60), "FINAL").await;
        let net = 6_000 - 1_200 - 120;
        deal.come_to(Books { held: 0, released: 6_000, refunded: 5_000, pending: net, ..HELD }).await;
        assert_eq!(deal.state().await, ["COMPLETED", "ENDED", "CLOSED"]);
        assert_eq!(deal.look().await["milestones"][0]["endedHow"], "SPLIT");
    }

    async fn an_appeal_is_decided_once_and_by_another_moderator(on: On) {
        let marketplace = Marketplace::start(on);
        let saito = Person::moderator(&marketplace, "saito").await;
        let tanaka = Person::moderator(&marketplace, "tanaka").await;
        let deal = Deal::agreed(&marketplace).await.funded().await.delivered().await.deal;
        let dispute = Dispute::open(&deal, &deal.worker).await;
        dispute.wait(days(5), "AWAITING_DECISION").await;
        dispute.step(&saito, "disputeAssign", json!({})).await;
        dispute.step(&saito, "disputeDecide", decision(1_000)).await;
        dispute.step(&deal.worker, "disputeAppeal", json!({ "reason": "全部納品しました。" })).await;
        deal.come_to(HELD).await;

        let again = dispute.refused(&deal.client, "disputeAppeal", json!({ "reason": "こちらも。" })).await;
        assert_eq!(again, ["INVALID_STATE input.disputeId"]);
        assert_eq!(dispute.refused(&saito, "disputeAssign", json!({})).await, ["SAME_MODERATOR input.disputeId"]);
        let own = dispute.refused(&saito, "disputeAppealDecide", keyed(decision(1_000))).await;
        assert_eq!(own, ["SAME_MODERATOR input.disputeId"]);
        dispute.step(&tanaka, "disputeAssign", json!({})).await;
        dispute.step(&tanaka, "disputeAppealDecide", keyed(decision(8_000))).await;
        let net = 8_000 - 1_600 - 160;
        deal.come_to(Books { held: 0, released: 8_000, refunded: 3_000, pending: net, ..HELD }).await;
        dispute.wait(Duration::ZERO, "FINAL").await;
    }

    async fn the_two_divide_it_between_themselves(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await.delivered().await.deal;
        let dispute = Dispute::open(&deal, &deal.client).await;
        let offer = json!({ "action": "OFFER_SPLIT", "toWorker": yen_input(5_000) });
        dispute.step(&deal.worker, "disputeSettle", keyed(offer)).await;
        let accept = || keyed(json!({ "action": "ACCEPT" }));
        assert_eq!(dispute.refused(&deal.worker, "disputeSettle", accept()).await, ["NO_OFFER input.disputeId"]);
        deal.come_to(HELD).await;
        dispute.step(&deal.client, "disputeSettle", accept()).await;
        let net = 5_000 - 1_000 - 100;
        deal.come_to(Books { held: 0, released: 5_000, refunded: 6_000, pending: net, ..HELD }).await;
        dispute.wait(Duration::ZERO, "SETTLED").await;
    }

    async fn the_two_agree_to_go_on_where_they_were(on: On) {
        let marketplace = Marketplace::start(on);
        let delivered = Deal::agreed(&marketplace).await.funded().await.delivered().await;
        let deal = &delivered.deal;
        let dispute = Dispute::open(deal, &deal.worker).await;
        dispute.step(&deal.client, "disputeSettle", keyed(json!({ "action": "OFFER_GO_ON" }))).await;
        dispute.step(&deal.worker, "disputeSettle", keyed(json!({ "action": "ACCEPT" }))).await;
        assert_eq!(deal.state().await, ["ACTIVE", "DELIVERED", "HELD"]);
        deal.come_to(HELD).await;
        let deal = delivered.accepted().await;
        deal.come_to(Books { held: 0, released: 11_000, pending: 8_580, ..HELD }).await;
    }

    async fn what_nobody_decides_the_clock_pays_to_whom_it_is_due(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await.delivered().await.deal;
        let dispute = Dispute::open(&deal, &deal.client).await;
        dispute.wait(days(5), "AWAITING_DECISION").await;
        // Five working days are seven days, and the rest of the day they are counted from.
        dispute.wait(days(8 + 14), "DECIDED").await;
        deal.come_to(HELD).await;
        dispute.wait(days(7), "FINAL").await;
        deal.come_to(Books { held: 0, released: 11_000, pending: 8_580, ..HELD }).await;
        until("the contract to end", || deal.state(), |state| state[0] == "COMPLETED").await;
    }
}

fn decision(to_worker: i64) -> serde_json::Value {
    json!({ "toWorker": yen_input(to_worker), "reason": "PARTLY_AS_AGREED", "text": "一部だけ合意どおりでした。" })
}

fn keyed(mut input: serde_json::Value) -> serde_json::Value {
    input["idempotencyKey"] = json!(key());
    input
}
