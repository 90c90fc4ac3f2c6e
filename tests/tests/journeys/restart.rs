use crate::on_each_database;
use engawa_tests::{BANK, Books, CARD, Deal, Dispute, Marketplace, On, Person, days, id, key, until, yen_input};
use serde_json::{Value, json};
use std::time::Duration;

/// After how many milliseconds the process is killed: before it has read the request, while it decides, while it
/// commits, and while the worker asks the gateway.
const KILLED_AFTER: [u64; 7] = [0, 4, 9, 16, 30, 60, 120];

on_each_database! {
    async fn paying_in_accepting_and_paying_out_survive_kills(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await;
        let funding = deal.fund_input(CARD).await;
        through_kills(&deal.client, "milestoneFund", funding, "payment { id }").await;
        deal.come_to(Books { funded: 11_000, held: 11_000, ..Books::NOTHING }).await;

        let delivered = deal.delivered().await;
        let accepting = delivered.accept_input();
        let deal = delivered.deal;
        through_kills(&deal.client, "deliveryAccept", accepting, "delivery { id }").await;
        let released = Books { funded: 11_000, released: 11_000, ..Books::NOTHING };
        deal.come_to(Books { pending: 8_580, ..released }).await;

        marketplace.pass(days(5));
        deal.come_to(Books { available: 8_580, ..released }).await;
        let payout = json!({ "idempotencyKey": key(), "amount": yen_input(8_000), "destination": BANK });
        through_kills(&deal.worker, "payoutRequest", payout, "payout { id }").await;
        deal.come_to(Books { available: 580, ..released }).await;
        let once = [("charge".to_owned(), 1), ("payout".to_owned(), 1)];
        assert_eq!(marketplace.gateway_operations(), once.into());
    }

    async fn giving_back_survives_kills(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed_for(&marketplace, &[4_000, 6_000]).await.funded().await;
        let held = Books { funded: 11_000, held: 11_000, ..Books::NOTHING };
        let version = deal.look().await["milestones"][0]["version"].take();
        let part = json!({
            "idempotencyKey": key(), "milestoneId": deal.milestone(), "expectedVersion": version,
            "amount": yen_input(1_100),
        });
        through_kills(&deal.worker, "milestoneRefund", part, "milestone { id }").await;
        deal.come_to(Books { held: 9_900, refunded: 1_100, ..held }).await;

        let version = deal.look().await["version"].take();
        let proposal = json!({
            "contractId": deal.contract, "expectedVersion": version, "toWorker": yen_input(1_000), "note": "中止します。",
        });
        deal.client.done("contractCancel", proposal, "").await;
        let version = deal.look().await["version"].take();
        let answer = json!({
            "idempotencyKey": key(), "contractId": deal.contract, "expectedVersion": version, "accept": true,
        });
        through_kills(&deal.worker, "contractCancelAnswer", answer, "contract { id }").await;
        deal.come_to(Books { held: 0, released: 1_000, refunded: 10_000, pending: 780, ..held }).await;
        let once = [("charge".to_owned(), 2), ("refund".to_owned(), 3)];
        assert_eq!(marketplace.gateway_operations(), once.into());
    }

    async fn the_end_of_a_dispute_survives_kills(on: On) {
        let marketplace = Marketplace::start(on);
        let saito = Person::moderator(&marketplace, "saito").await;
        let tanaka = Person::moderator(&marketplace, "tanaka").await;
        let deal = Deal::agreed(&marketplace).await.funded().await.delivered().await.deal;
        let held = Books { funded: 11_000, held: 11_000, ..Books::NOTHING };
        let opening = json!({
            "idempotencyKey": key(), "milestoneId": deal.milestone(), "reason": "NOT_AS_AGREED", "statement": "違います。",
        });
        let opened = through_kills(&deal.client, "disputeOpen", opening, "dispute { id }").await;
        let dispute = Dispute::about(&deal, id(&opened["dispute"]));
        dispute.wait(days(5), "AWAITING_DECISION").await;
        dispute.step(&saito, "disputeAssign", json!({})).await;
        let decision = |to_worker: i64| json!({
            "toWorker": yen_input(to_worker), "reason": "PARTLY_AS_AGREED", "text": "一部だけでした。",
        });
        dispute.step(&saito, "disputeDecide", decision(2_000)).await;
        dispute.step(&deal.worker, "disputeAppeal", json!({ "reason": "全部です。" })).await;
        dispute.step(&tanaka, "disputeAssign", json!({})).await;
        deal.come_to(held).await;

        let mut last = dispute.input(decision(6_000)).await;
        last["idempotencyKey"] = json!(key());
        through_kills(&tanaka, "disputeAppealDecide", last, "dispute { id }").await;
        let net = 6_000 - 1_200 - 120;
        deal.come_to(Books { held: 0, released: 6_000, refunded: 5_000, pending: net, ..held }).await;
        let once = [("charge".to_owned(), 1), ("refund".to_owned(), 1)];
        assert_eq!(marketplace.gateway_operations(), once.into());
    }

    async fn what_the_clock_does_survives_kills(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await.delivered().await.deal;
        marketplace.kill();
        marketplace.pass(days(7));
        for delay in KILLED_AFTER {
            marketplace.resume();
            tokio::time::sleep(Duration::from_millis(delay)).await;
            marketplace.kill();
            outlive_the_lease(&marketplace);
        }
        marketplace.resume();
        let released = Books { funded: 11_000, released: 11_000, ..Books::NOTHING };
        deal.come_to(Books { pending: 8_580, ..released }).await;
        until("the contract to end", || deal.state(), |state| state[0] == "COMPLETED").await;
    }
}

/// Sends one mutation, with one key, again and again to a process that is killed soon after, then to one that lives, and
/// answers the payload. Every answer that came must be the same.
async fn through_kills(person: &Person<'_>, mutation: &str, input: Value, selection: &str) -> Value {
    let marketplace = person.marketplace();
    let mut answers = Vec::new();
    for delay in KILLED_AFTER {
        let kill = async {
            tokio::time::sleep(Duration::from_millis(delay)).await;
            marketplace.kill();
        };
        let (answer, ()) = tokio::join!(person.mutate_if_alive(mutation, input.clone(), selection), kill);
        answers.extend(answer);
        outlive_the_lease(marketplace);
        marketplace.resume();
    }
    let payload = person.done(mutation, input, selection).await;
    assert!(answers.iter().all(|answer| *answer == payload), "{answers:#?} {payload:#}");
    payload
}

/// What a dead process had begun may be begun again from now on.
fn outlive_the_lease(marketplace: &Marketplace) {
    marketplace.pass(Duration::from_secs(61));
}
