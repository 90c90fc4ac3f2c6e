use crate::on_each_database;
use engawa_tests::{BANK, Books, Call, Deal, Marketplace, On, Person, key, reasons, yen_input};
use futures::future::join_all;
use serde_json::{Value, json};

/// How many try at once.
const AT_ONCE: usize = 64;

on_each_database! {
    async fn of_64_awards_of_one_task_one_wins(on: On) {
        let marketplace = Marketplace::start(on);
        let call = Call::open(&marketplace, &[10_000]).await;
        let names: Vec<String> = (0..AT_ONCE).map(|number| format!("worker{number}")).collect();
        let workers = join_all(names.iter().map(|name| Person::register(&marketplace, name))).await;
        let bids = join_all(workers.iter().map(|worker| call.bid(worker, 10_000))).await;

        let awards = bids.iter().map(|bid| {
            let input = json!({ "idempotencyKey": key(), "bidId": bid, "expectedVersion": 1 });
            call.client.mutate("bidAward", input, "contract { id }")
        });
        one_wins(join_all(awards).await, &["INVALID_STATE", "VERSION_CONFLICT"]);

        let query = "query($id: ID!) { organisation(id: $id) { contracts(first: 100) { nodes { bid { id } } } } }";
        let contracts = call.client.ask(query, json!({ "id": call.organisation })).await;
        assert_eq!(contracts["organisation"]["contracts"]["nodes"].as_array().map(Vec::len), Some(1));
        let states = "query($id: ID!) { bid(id: $id) { state } }";
        let states = join_all(bids.iter().map(|bid| call.client.ask(states, json!({ "id": bid })))).await;
        let count = |wanted: &str| states.iter().filter(|bid| bid["bid"]["state"] == wanted).count();
        assert_eq!((count("AWARDED"), count("DECLINED")), (1, AT_ONCE - 1));
        marketplace.verify();
    }

    async fn of_64_acceptances_of_one_delivery_one_pays(on: On) {
        let marketplace = Marketplace::start(on);
        let delivered = Deal::agreed(&marketplace).await.funded().await.delivered().await;
        let client = &delivered.deal.client;
        let accepts = (0..AT_ONCE).map(|_| client.mutate("deliveryAccept", delivered.accept_input(), "delivery { id }"));
        one_wins(join_all(accepts).await, &["INVALID_STATE", "VERSION_CONFLICT"]);
        let released = Books { funded: 11_000, released: 11_000, pending: 8_580, ..Books::NOTHING };
        delivered.deal.come_to(released).await;
    }

    async fn of_64_payouts_of_the_whole_balance_one_is_paid(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await.delivered().await.settled().await;
        let payouts = (0..AT_ONCE).map(|_| {
            let input = json!({ "idempotencyKey": key(), "amount": yen_input(8_580), "destination": BANK });
            deal.worker.mutate("payoutRequest", input, "payout { id }")
        });
        one_wins(join_all(payouts).await, &["INSUFFICIENT_FUNDS"]);
        deal.come_to(Books { funded: 11_000, released: 11_000, ..Books::NOTHING }).await;
        assert_eq!(marketplace.gateway_operations()["payout"], 1);
    }

    async fn of_64_payments_for_one_milestone_one_is_asked_for(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await;
        let input = deal.fund_input(engawa_tests::CARD).await;
        let payments = (0..AT_ONCE).map(|_| {
            let mut input = input.clone();
            input["idempotencyKey"] = json!(key());
            deal.client.mutate("milestoneFund", input, "payment { id }")
        });
        one_wins(join_all(payments).await, &["PAYMENT_UNDER_WAY", "ALREADY_FUNDED", "VERSION_CONFLICT"]);
        deal.come_to(Books { funded: 11_000, held: 11_000, ..Books::NOTHING }).await;
        assert_eq!(marketplace.gateway_operations()["charge"], 1);
    }

    async fn of_64_repeats_of_one_payout_one_is_paid_and_all_are_answered_alike(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await.delivered().await.settled().await;
        let input = json!({ "idempotencyKey": key(), "amount": yen_input(4_000), "destination": BANK });
        let repeats = (0..AT_ONCE).map(|_| deal.worker.done("payoutRequest", input.clone(), "payout { id }"));
        let answers = join_all(repeats).await;
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
        deal.come_to(Books { funded: 11_000, released: 11_000, available: 4_580, ..Books::NOTHING }).await;
        assert_eq!(marketplace.gateway_operations()["payout"], 1);
    }
}

/// One of the payloads says it was done, and all others why not.
fn one_wins(payloads: Vec<Value>, expected: &[&str]) {
    let refused: Vec<String> = payloads.iter().flat_map(reasons).collect();
    assert_eq!((payloads.len(), refused.len()), (AT_ONCE, AT_ONCE - 1), "{refused:?}");
    for reason in refused {
        let code = reason.split(' ').next().unwrap_or_default();
        assert!(expected.contains(&code), "{reason}");
    }
}
