use crate::on_each_database;
use engawa_tests::{Books, Deal, Marketplace, On, document, until};
use serde_json::{Value, json};
use std::time::Duration;

on_each_database! {
    async fn a_database_that_cannot_write_is_told_and_acknowledges_nothing_and_goes_on_by_itself(on: On) {
        let marketplace = Marketplace::start(on);
        let delivered = Deal::agreed(&marketplace).await.funded().await.delivered().await;
        let (books, accept) = (delivered.deal.books().await, delivered.accept_input());
        assert_eq!(readiness(&marketplace).await, (200, json!({ "ready": true })));

        marketplace.fill_disk();
        // By now the use of a session would be written.
        marketplace.pass(Duration::from_secs(7_200));
        let missing = json!({ "ready": false, "missing": ["database_writes"] });
        assert_eq!(readiness(&marketplace).await, (503, missing.clone()));
        let accepting = document("deliveryAccept", "delivery { id }");
        let (_, answer) = delivered.deal.client.send(&accepting, json!({ "input": accept })).await.unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "SERVICE_UNAVAILABLE", "{answer:#}");
        assert_eq!((&answer["data"]["deliveryAccept"], delivered.deal.books().await), (&Value::Null, books));
        assert_eq!(readiness(&marketplace).await, (503, missing));

        marketplace.free_disk();
        until("it to be ready", || readiness(&marketplace), |(status, _)| *status == 200).await;
        delivered.deal.client.done("deliveryAccept", accept, "delivery { id }").await;
        let released = Books { funded: 11_000, released: 11_000, pending: 8_580, ..Books::NOTHING };
        delivered.deal.come_to(released).await;
    }
}

async fn readiness(marketplace: &Marketplace) -> (u16, Value) {
    let answer = reqwest::get(format!("{}/readyz", marketplace.address())).await.expect("the instance answers");
    (answer.status().as_u16(), answer.json().await.expect("the answer is JSON"))
}
