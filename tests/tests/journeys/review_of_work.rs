use crate::on_each_database;
use engawa_tests::{Books, Deal, Marketplace, On, days, key, until, yen_input};
use serde_json::{Value, json};
use std::time::Duration;

const HELD: Books = Books { funded: 11_000, held: 11_000, ..Books::NOTHING };

on_each_database! {
    async fn silence_accepts_after_seven_days_and_two_reminders_and_never_before(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await.delivered().await.deal;
        let mails = || marketplace.letters().iter().filter(|letter| letter.to == "hanako@example.jp").count();
        let before = until("the mail about the delivery", async || mails(), |count| *count >= 3).await;
        marketplace.pass(days(4));
        until("the reminder at half time", async || mails(), |count| *count == before + 1).await;
        marketplace.pass(days(3) - Duration::from_secs(60));
        until("the reminder of the last day", async || mails(), |count| *count == before + 2).await;
        assert_eq!(deal.state().await, ["ACTIVE", "DELIVERED", "HELD"]);
        deal.come_to(HELD).await;

        marketplace.pass(Duration::from_secs(60));
        deal.come_to(Books { held: 0, released: 11_000, pending: 8_580, ..HELD }).await;
        assert_eq!(deal.look().await["milestones"][0]["acceptedHow"], "BY_CLOCK");
    }

    async fn work_is_sent_back_twice_against_an_item_and_not_a_third_time(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await;
        let ask = |delivery: &str, item: u8| json!({
            "idempotencyKey": key(), "deliveryId": delivery, "expectedVersion": 1, "item": item,
            "reason": "時刻がありません。",
        });
        let first = deal.deliver("初回").await;
        let beyond = deal.client.refused("deliveryRequestRevision", ask(&first, 3)).await;
        assert_eq!(beyond, ["OUT_OF_RANGE input.item"]);
        deal.client_does("deliveryRequestRevision", ask(&first, 2)).await;
        assert_eq!(deal.state().await, ["ACTIVE", "IN_PROGRESS", "HELD"]);
        let second = deal.deliver("二回目").await;
        deal.client_does("deliveryRequestRevision", ask(&second, 1)).await;
        assert_eq!(deal.look().await["milestones"][0]["revisions"], 2);

        let third = deal.deliver("三回目").await;
        let refused = deal.client.refused("deliveryRequestRevision", ask(&third, 1)).await;
        assert_eq!(refused, ["NO_REVISION_LEFT input.deliveryId"]);
        let look = deal.look().await;
        let milestone = &look["milestones"][0];
        assert_eq!((&milestone["revisions"], &milestone["state"]), (&json!(2), &json!("DELIVERED")));
        deal.come_to(HELD).await;
        deal.client_does("deliveryAccept", json!({ "deliveryId": third, "expectedVersion": 1 })).await;
        deal.come_to(Books { held: 0, released: 11_000, pending: 8_580, ..HELD }).await;
    }

    async fn a_part_is_accepted_and_paid_and_the_rest_goes_on(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await;
        let part = |delivery: &str, amount: i64| json!({
            "idempotencyKey": key(), "deliveryId": delivery, "expectedVersion": 1, "amount": yen_input(amount),
        });
        let first = deal.deliver("音声1本分です。").await;
        for amount in [0, -1, 11_000, 11_001] {
            let refused = deal.client.refused("deliveryAcceptPartly", part(&first, amount)).await;
            assert_eq!(refused, ["OUT_OF_RANGE input.amount"], "{amount}");
        }
        deal.come_to(HELD).await;

        // 20 % of 5,501 is 1,100.2: fees are rounded down, and so is the tax on them.
        deal.client_does("deliveryAcceptPartly", part(&first, 5_501)).await;
        let partly = Books { held: 5_499, released: 5_501, pending: 5_501 - 1_100 - 110, ..HELD };
        deal.come_to(partly).await;
        assert_eq!(deal.state().await, ["ACTIVE", "IN_PROGRESS", "HELD"]);

        let rest = deal.deliver("残りです。").await;
        deal.client_does("deliveryAccept", json!({ "deliveryId": rest, "expectedVersion": 1 })).await;
        deal.come_to(Books { held: 0, released: 11_000, pending: 8_580, ..HELD }).await;
        assert_eq!(deal.state().await, ["COMPLETED", "ACCEPTED", "CLOSED"]);
    }

    async fn work_that_never_comes_gives_the_money_back_by_itself(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await;
        // To the end of the tenth day, and four weeks of grace.
        marketplace.pass(days(11 + 28));
        deal.come_to(Books { held: 0, refunded: 11_000, ..HELD }).await;
        let look = deal.look().await;
        assert_eq!(look["milestones"][0]["endedHow"], Value::from("LAPSED"));
    }
}
