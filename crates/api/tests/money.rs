//! Money in and out through the public schema.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/graphql.rs"]
mod graphql;

use app::{ContractCancel, ContractCancelAnswer};
use graphql::Asker;
use kernel::ContractId;
use serde_json::{Value, json};
use storage::Db;
use testkit::{Actor, TestApp, on_each_db, yen};
use time::Duration;

const FUND: &str = "mutation($input: MilestoneFundInput!) { milestoneFund(input: $input) {
    payment { id state amount { amount currency } milestone { id } }
    milestone { state escrowState payments { id state failureCode } }
    userErrors { code field message } } }";
const PAY_OUT: &str = "mutation($input: PayoutRequestInput!) { payoutRequest(input: $input) {
    payout { id state amount { amount } } wallet { balances { available { amount } onTheWay { amount } } }
    userErrors { code field } } }";
const WALLET: &str = "{ viewer { wallet { balances { pending { amount } available { amount } onTheWay { amount } }
    releases { nodes { gross { amount } fee { amount } feeTax { amount } net { amount } settledAt milestone { number } } }
    payouts { nodes { id state failureCode endedAt } pageInfo { hasNextPage } } } } }";
const MONEY: &str =
    "query($id: ID!) { organisation(id: $id) { money { balances { available { amount } onTheWay { amount } }
    payments(first: 1) { nodes { id state } pageInfo { hasNextPage } }
    refunds { nodes { id state amount { amount } payment { id } } } } } }";

/// Both end the contract; of what is held, `to_worker` yen are released, the rest goes back.
async fn end(test: &TestApp, owner: &Actor, hana: &Actor, contract: ContractId, to_worker: i64) {
    let version = async || test.deal(contract).await.contract.version.get();
    let (to_worker, note) = (yen(to_worker), "終わり".to_owned());
    let ask = ContractCancel { contract, expected_version: version().await, to_worker, note };
    test.app.contract_cancel(&owner.caller, ask).await.unwrap();
    let idempotency_key = test.key();
    let ask = ContractCancelAnswer { idempotency_key, contract, expected_version: version().await, accept: true };
    test.app.contract_cancel_answer(&hana.caller, ask).await.unwrap();
}

on_each_db! {
    async fn a_client_pays_in_and_a_worker_is_paid_out(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let contract = test.contract((&owner, organisation), &hana, &[10_000]).await;
        let milestone = test.deal(contract).await.milestones[0].value.id.to_string();
        let fund = async |actor: &Actor, card: &str| {
            let input = json!({ "idempotencyKey": test.key(), "milestoneId": milestone, "expectedVersion": 1,
                "paymentMethod": card });
            let payload = ask.data(&actor.caller, FUND, json!({ "input": input })).await["milestoneFund"].clone();
            test.run_jobs().await;
            payload
        };
        let declined = fund(&owner, "4000000000009995").await;
        let first = declined["payment"]["id"].clone();
        assert_eq!(declined, json!({
            "payment": { "id": first, "state": "REQUESTED", "amount": { "amount": "11000", "currency": "JPY" },
                "milestone": { "id": milestone } },
            "milestone": { "state": "AGREED", "escrowState": "FUNDING",
                "payments": [{ "id": first, "state": "REQUESTED", "failureCode": null }] },
            "userErrors": [],
        }));
        let second = fund(&owner, "4242424242424242").await["payment"]["id"].clone();
        let payments = "query($id: ID!) { node(id: $id) { ... on Milestone { state payments { id state failureCode } } } }";
        let seen_by = async |actor: &Actor| ask.data(&actor.caller, payments, json!({ "id": milestone })).await["node"].clone();
        assert_eq!(seen_by(&owner).await, json!({ "state": "IN_PROGRESS", "payments": [
            { "id": first, "state": "FAILED", "failureCode": "insufficient_funds" },
            { "id": second, "state": "SUCCEEDED", "failureCode": null },
        ]}));
        assert_eq!(seen_by(&hana).await, json!({ "state": "IN_PROGRESS", "payments": [] }), "not the worker's to see");
        let refused = fund(&hana, "4242424242424242").await;
        assert_eq!(refused, json!({ "payment": null, "milestone": null, "userErrors": [{ "code": "NOT_ALLOWED",
            "field": ["input", "milestoneId"], "message": refused["userErrors"][0]["message"] }] }));

        end(&test, &owner, &hana, contract, 11_000).await;
        test.clock.advance(Duration::days(5));
        test.run_jobs().await;
        let input = json!({ "idempotencyKey": test.key(), "amount": { "amount": "8000", "currency": "JPY" },
            "destination": "bank_fails_later" });
        let sent = ask.data(&hana.caller, PAY_OUT, json!({ "input": input })).await["payoutRequest"].clone();
        let payout = sent["payout"]["id"].clone();
        assert_eq!(sent, json!({
            "payout": { "id": payout, "state": "REQUESTED", "amount": { "amount": "8000" } },
            "wallet": { "balances": [{ "available": { "amount": "580" }, "onTheWay": { "amount": "8000" } }] },
            "userErrors": [],
        }));
        test.run_jobs().await;
        test.clock.advance(Duration::seconds(3));
        test.run_jobs().await;
        let wallet = ask.data(&hana.caller, WALLET, json!({})).await["viewer"]["wallet"].clone();
        let amount = |text: &str| json!({ "amount": text });
        assert_eq!(wallet["balances"], json!([
            { "pending": amount("0"), "available": amount("8580"), "onTheWay": amount("0") }
        ]));
        assert_eq!(wallet["releases"]["nodes"], json!([{
            "gross": amount("11000"), "fee": amount("2200"), "feeTax": amount("220"), "net": amount("8580"),
            "settledAt": "2026-11-25T00:00:00Z", "milestone": { "number": 1 },
        }]));
        assert_eq!(wallet["payouts"]["nodes"], json!([{ "id": payout, "state": "FAILED",
            "failureCode": "destination_failed", "endedAt": "2026-11-25T00:00:02Z" }]));
        let node = "query($id: ID!) { node(id: $id) { id } }";
        for (actor, sees) in [(&hana, json!({ "id": payout })), (&owner, Value::Null)] {
            assert_eq!(ask.data(&actor.caller, node, json!({ "id": payout })).await["node"], sees);
        }
    }

    async fn a_client_sees_its_money_and_others_do_not(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let contract = test.contract((&owner, organisation), &hana, &[10_000, 5_000]).await;
        let milestones = test.deal(contract).await.milestones;
        for milestone in &milestones {
            test.fund(&owner, milestone.value.id).await;
        }
        end(&test, &owner, &hana, contract, 11_000).await;
        test.run_jobs().await;
        let id = json!({ "id": organisation.to_string() });
        let money = ask.data(&owner.caller, MONEY, id.clone()).await["organisation"]["money"].clone();
        assert_eq!(money["balances"], json!([{ "available": { "amount": "0" }, "onTheWay": { "amount": "0" } }]));
        assert_eq!(money["payments"]["pageInfo"]["hasNextPage"], true);
        let refunds = money["refunds"]["nodes"].as_array().unwrap();
        let back: i64 = refunds.iter().map(|refund| refund["amount"]["amount"].as_str().unwrap().parse::<i64>().unwrap()).sum();
        assert_eq!(back, 5_500);
        assert!(refunds.iter().all(|refund| refund["state"] == "SUCCEEDED"));
        let node = "query($id: ID!) { node(id: $id) { id } }";
        let refund = json!({ "id": refunds[0]["id"] });
        let payment = json!({ "id": refunds[0]["payment"]["id"] });
        for own in [&refund, &payment] {
            assert_eq!(ask.data(&owner.caller, node, own.clone()).await["node"], *own);
            assert_eq!(ask.data(&hana.caller, node, own.clone()).await["node"], Value::Null);
        }
        assert_eq!(ask.data(&hana.caller, MONEY, id).await["organisation"]["money"], Value::Null);
    }

    async fn what_cannot_be_paid_out_is_said_with_the_field(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let hana = test.person("hana").await;
        let refused = async |amount: &str, currency: &str, destination: &str| {
            let input = json!({ "idempotencyKey": test.key(), "destination": destination,
                "amount": { "amount": amount, "currency": currency } });
            let payload = ask.data(&hana.caller, PAY_OUT, json!({ "input": input })).await["payoutRequest"].clone();
            assert_eq!(payload["payout"], Value::Null);
            payload["userErrors"][0].clone()
        };
        for (amount, currency, destination, code, field) in [
            ("1", "JPY", "bank_ok", "INSUFFICIENT_FUNDS", json!(["input", "amount"])),
            ("0", "JPY", "bank_ok", "OUT_OF_RANGE", json!(["input", "amount"])),
            ("-5", "JPY", "bank_ok", "OUT_OF_RANGE", json!(["input", "amount"])),
            ("1.5", "JPY", "bank_ok", "TOO_MANY_DECIMALS", json!(["input", "amount", "amount"])),
            ("1", "XXX", "bank_ok", "MALFORMED", json!(["input", "amount", "currency"])),
            ("1", "JPY", "", "BLANK", json!(["input", "destination"])),
            ("1", "JPY", "a\u{0}b", "MALFORMED", json!(["input", "destination"])),
        ] {
            let expected = json!({ "code": code, "field": field });
            assert_eq!(refused(amount, currency, destination).await, expected, "{amount} {currency} {destination:?}");
        }
    }
}
