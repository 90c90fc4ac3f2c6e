use crate::on_each_database;
use engawa_tests::{Books, Deal, Marketplace, On, days, key, until, yen_input};
use serde_json::json;
use std::time::Duration;

const HELD: Books = Books { funded: 11_000, held: 11_000, ..Books::NOTHING };

on_each_database! {
    async fn both_agree_to_end_it_and_divide_what_is_held(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await;
        propose(&deal, 3_000).await;
        assert_eq!(deal.state().await, ["CANCELLING", "IN_PROGRESS", "HELD"]);
        deal.come_to(HELD).await;

        let own = deal.client.refused("contractCancelAnswer", answer(&deal, true).await).await;
        assert_eq!(own, ["NOT_ALLOWED input.contractId"]);
        deal.worker_does("contractCancelAnswer", answer(&deal, true).await).await;
        let net = 3_000 - 600 - 60;
        deal.come_to(Books { held: 0, released: 3_000, refunded: 8_000, pending: net, ..HELD }).await;
        let look = deal.look().await;
        assert_eq!((&look["state"], &look["cancelledHow"]), (&json!("CANCELLED"), &json!("AGREED")));
        assert_eq!(deal.state().await, ["CANCELLED", "ENDED", "CLOSED"]);
    }

    async fn a_declined_proposal_changes_nothing(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await;
        propose(&deal, 0).await;
        deal.worker_does("contractCancelAnswer", answer(&deal, false).await).await;
        assert_eq!(deal.state().await, ["ACTIVE", "IN_PROGRESS", "HELD"]);
        marketplace.pass(days(8));
        let deal = deal.delivered().await.accepted().await;
        deal.come_to(Books { held: 0, released: 11_000, pending: 8_580, ..HELD }).await;
    }

    async fn seven_days_of_silence_agree_and_not_a_minute_less(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await;
        let mails = || marketplace.letters().iter().filter(|letter| letter.to == "taro@example.jp").count();
        propose(&deal, 0).await;
        let proposed = until("the mail about the proposal", async || mails(), |count| *count >= 4).await;
        marketplace.pass(days(7) - Duration::from_secs(60));
        until("both reminders", async || mails(), |count| *count == proposed + 2).await;
        assert_eq!(deal.state().await, ["CANCELLING", "IN_PROGRESS", "HELD"]);
        deal.come_to(HELD).await;

        marketplace.pass(Duration::from_secs(60));
        deal.come_to(Books { held: 0, refunded: 11_000, ..HELD }).await;
        let look = deal.look().await;
        assert_eq!((&look["state"], &look["cancelledHow"]), (&json!("CANCELLED"), &json!("BY_SILENCE")));
    }

    async fn silence_takes_nothing_from_a_worker_whose_work_was_received(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await;
        let delivery = deal.deliver("できました。").await;
        deal.client_does("deliveryRequestRevision", json!({
            "deliveryId": delivery, "expectedVersion": 1, "item": 1, "reason": "話者の名前がありません。",
        })).await;
        propose(&deal, 0).await;
        marketplace.pass(days(7));
        until("the proposal to fall", || deal.state(), |state| state[0] == "ACTIVE").await;
        deal.come_to(HELD).await;
    }

    async fn the_worker_gives_a_part_back_and_then_the_rest(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await;
        let version = async || deal.look().await["milestones"][0]["version"].clone();
        let part = json!({ "milestoneId": deal.milestone(), "expectedVersion": version().await, "amount": yen_input(4_000) });
        deal.worker_does("milestoneRefund", part).await;
        deal.come_to(Books { held: 7_000, refunded: 4_000, ..HELD }).await;
        assert_eq!(deal.state().await, ["ACTIVE", "IN_PROGRESS", "HELD"]);

        let rest = json!({ "milestoneId": deal.milestone(), "expectedVersion": version().await });
        deal.worker_does("milestoneRefund", rest).await;
        deal.come_to(Books { held: 0, refunded: 11_000, ..HELD }).await;
        assert_eq!(deal.look().await["milestones"][0]["endedHow"], "REFUNDED");
        assert_eq!(deal.state().await, ["COMPLETED", "ENDED", "CLOSED"]);
    }
}

/// The client proposes to end the contract.
async fn propose(deal: &Deal<'_>, to_worker: i64) {
    let input = json!({
        "contractId": deal.contract, "expectedVersion": deal.look().await["version"], "toWorker": yen_input(to_worker),
        "note": "事情が変わりました。",
    });
    deal.client.done("contractCancel", input, "").await;
}

async fn answer(deal: &Deal<'_>, accept: bool) -> serde_json::Value {
    let version = deal.look().await["version"].take();
    json!({ "idempotencyKey": key(), "contractId": deal.contract, "expectedVersion": version, "accept": accept })
}
