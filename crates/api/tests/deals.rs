//! Bids, contracts and their ends through the public schema.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/graphql.rs"]
mod graphql;

use graphql::Asker;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use storage::Db;
use testkit::{Actor, TestApp, on_each_db};

const PLACE: &str = "mutation($input: BidPlaceInput!) { bidPlace(input: $input) {
    bid { id version state price { amount currency } finishBy isOnLatest decline { reason }
        takeHome { net { amount } fee { amount } netPerHour { amount } } task { id bidCount } worker { displayName } }
    userErrors { code field message } } }";
const AWARD: &str = "mutation($input: BidAwardInput!) { bidAward(input: $input) {
    contract { id version state viewerSide } task { state contract { id } } userErrors { code field } } }";
const CONTRACT: &str = "query($id: ID!) { contract(id: $id) {
    title currency state viewerSide cancelledHow cancellation { by toWorker { amount } answerBy note }
    client { name } worker { displayName } bid { state contract { id } } task { id }
    escrow { funded { amount } held { amount } } takeHome { gross { amount } fee { amount } net { amount } }
    milestones { id number title state gross { amount } escrowState dueAt escrow { held { amount } } contract { id } }
    terms { document sha256 isIntact orderedOn deliverBy paymentDueOn inspectionEndsOn price { amount } gross { amount }
        client { name contact } worker { name } checklist { number text } milestones { number gross { amount } }
        paymentMethod language clauses { ending } } } }";

fn offer(price: &str) -> Value {
    json!({
        "price": { "amount": price, "currency": "JPY" },
        "message": "できます。",
        "finishBy": "2026-11-30T09:00:00+09:00",
    })
}

async fn contract_of(ask: &Asker, actor: &Actor, id: &str) -> Value {
    ask.data(&actor.caller, CONTRACT, json!({ "id": id })).await["contract"].clone()
}

on_each_db! {
    async fn a_bid_shows_its_net_and_becomes_a_contract_with_written_terms(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (owner, organisation) = test.client("minowa").await;
        let (hana, stranger) = (test.person("hana").await, test.person("yuki").await);
        let task = test.open_task(&owner, organisation, &[4_000, 6_000]).await.to_string();

        let input = json!({ "idempotencyKey": test.key(), "taskId": task, "expectedVersion": 2, "offer": offer("20000") });
        let placed = ask.data(&hana.caller, PLACE, json!({ "input": input })).await["bidPlace"].clone();
        let bid = placed["bid"]["id"].as_str().unwrap().to_owned();
        assert_eq!(placed, json!({ "bid": {
            "id": bid, "version": 1, "state": "SUBMITTED", "price": { "amount": "20000", "currency": "JPY" },
            "finishBy": "2026-11-30T00:00:00Z", "isOnLatest": true, "decline": null,
            "takeHome": { "net": { "amount": "17160" }, "fee": { "amount": "4400" }, "netPerHour": { "amount": "3432" } },
            "task": { "id": task, "bidCount": 1 }, "worker": { "displayName": "hana" },
        }, "userErrors": [] }));

        let bids = "query($id: ID!) { task(id: $id) { bids { nodes { id } pageInfo { hasNextPage } } contract { id } } }";
        let seen_by = async |actor: &Actor| ask.data(&actor.caller, bids, json!({ "id": task })).await["task"].clone();
        let page = |nodes: Value| json!({ "bids": { "nodes": nodes, "pageInfo": { "hasNextPage": false } }, "contract": null });
        assert_eq!(seen_by(&owner).await, page(json!([{ "id": bid }])));
        assert_eq!(seen_by(&stranger).await, page(json!([])));

        let input = json!({ "idempotencyKey": test.key(), "bidId": bid, "expectedVersion": 1 });
        let awarded = ask.data(&owner.caller, AWARD, json!({ "input": input })).await["bidAward"].clone();
        let id = awarded["contract"]["id"].as_str().unwrap().to_owned();
        assert_eq!(awarded, json!({
            "contract": { "id": id, "version": 1, "state": "ACTIVE", "viewerSide": "CLIENT" },
            "task": { "state": "CONTRACTED", "contract": { "id": id } }, "userErrors": [],
        }));

        let contract = contract_of(&ask, &hana, &id).await;
        assert_eq!(contract["viewerSide"], "WORKER");
        assert_eq!(contract["bid"], json!({ "state": "AWARDED", "contract": { "id": id } }));
        assert_eq!(contract["escrow"], json!({ "funded": { "amount": "0" }, "held": { "amount": "0" } }));
        let take_home = json!({ "gross": { "amount": "22000" }, "fee": { "amount": "4400" }, "net": { "amount": "17160" } });
        assert_eq!(contract["takeHome"], take_home);
        let first = &contract["milestones"][0];
        assert_eq!((&first["gross"]["amount"], &first["escrowState"]), (&json!("8800"), &json!("UNFUNDED")));
        assert_eq!((&first["state"], &first["contract"]["id"]), (&json!("AGREED"), &json!(id)));
        let terms = &contract["terms"];
        let hash = hex::encode(Sha256::digest(terms["document"].as_str().unwrap()));
        assert_eq!((&terms["sha256"], &terms["isIntact"]), (&json!(hash), &json!(true)));
        assert_eq!((&terms["orderedOn"], &terms["deliverBy"]), (&json!("2026-11-20"), &json!("2026-11-30")));
        assert_eq!((&terms["paymentDueOn"], &terms["inspectionEndsOn"]), (&json!("2026-12-29"), &json!("2026-12-07")));
        assert_eq!(terms["client"], json!({ "name": "株式会社minowa商店", "contact": "office-of-minowa@example.jp" }));
        assert_eq!(terms["checklist"][1], json!({ "number": 2, "text": "時刻が5分ごとにある" }));
        assert_eq!(contract_of(&ask, &stranger, &id).await, Value::Null);

        let node = "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }";
        let ids = json!({ "ids": [bid, id, first["id"]] });
        let kinds = json!([
            { "id": bid, "__typename": "Bid" },
            { "id": id, "__typename": "Contract" },
            { "id": first["id"], "__typename": "Milestone" },
        ]);
        assert_eq!(ask.data(&hana.caller, node, ids.clone()).await["nodes"], kinds);
        assert_eq!(ask.data(&stranger.caller, node, ids).await["nodes"], json!([null, null, null]));
    }

    async fn one_s_own_bids_and_contracts_and_those_of_one_s_organisation_are_listed(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let first = test.contract((&owner, organisation), &hana, &[1_000]).await.to_string();
        let second = test.contract((&owner, organisation), &hana, &[1_000]).await.to_string();
        let own = "query($after: String) { viewer { bids(first: 1) { nodes { state } }
            contracts(first: 1, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } }";
        let page = ask.data(&hana.caller, own, json!({})).await["viewer"].clone();
        assert_eq!(page["bids"]["nodes"], json!([{ "state": "AWARDED" }]));
        assert_eq!(page["contracts"]["nodes"], json!([{ "id": second }]));
        assert_eq!(page["contracts"]["pageInfo"]["hasNextPage"], true);
        let next = json!({ "after": page["contracts"]["pageInfo"]["endCursor"] });
        let page = ask.data(&hana.caller, own, next).await["viewer"].clone();
        assert_eq!(page["contracts"]["nodes"], json!([{ "id": first }]));
        assert_eq!(page["contracts"]["pageInfo"]["hasNextPage"], false);

        let theirs = "query($id: ID!) { organisation(id: $id) { bids { nodes { state } } contracts { nodes { id } } } }";
        let id = json!({ "id": organisation.to_string() });
        let seen = ask.data(&owner.caller, theirs, id.clone()).await["organisation"].clone();
        assert_eq!(seen["contracts"]["nodes"], json!([{ "id": second }, { "id": first }]));
        assert_eq!(seen["bids"]["nodes"].as_array().unwrap().len(), 2);
        let hidden = ask.data(&hana.caller, theirs, id).await["organisation"].clone();
        assert_eq!(hidden, json!({ "bids": null, "contracts": null }));
    }

    async fn what_cannot_be_taken_is_named_by_its_field_and_changes_nothing(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let task = test.open_task(&owner, organisation, &[4_000]).await.to_string();
        let refused = async |task: &str, offer: Value| {
            let input = json!({ "idempotencyKey": test.key(), "taskId": task, "expectedVersion": 2, "offer": offer });
            let payload = ask.data(&hana.caller, PLACE, json!({ "input": input })).await["bidPlace"].clone();
            assert_eq!(payload["bid"], Value::Null);
            let errors = payload["userErrors"].as_array().unwrap().clone();
            errors.iter().map(|error| format!("{} {}", error["code"], error["field"])).collect::<Vec<_>>()
        };
        let decimals = json!({ "price": { "amount": "1.5", "currency": "JPY" }, "message": "a", "finishBy": "x" });
        assert_eq!(
            refused(&task, decimals).await,
            [r#""TOO_MANY_DECIMALS" ["input","offer","price","amount"]"#]
        );
        let mut dollars = offer("1");
        dollars["price"]["currency"] = json!("USD");
        dollars["message"] = json!("a\0b");
        assert_eq!(
            refused(&task, dollars).await,
            [r#""CURRENCY_MISMATCH" ["input","offer","price"]"#, r#""MALFORMED" ["input","offer","message"]"#]
        );
        assert_eq!(refused("task_0", offer("4000")).await, [r#""NOT_FOUND" ["input","taskId"]"#]);
        let seen = ask.data(&owner.caller, "query($id: ID!) { task(id: $id) { bidCount bids { nodes { id } } } }", json!({ "id": task })).await;
        assert_eq!(seen["task"], json!({ "bidCount": 0, "bids": { "nodes": [] } }));
    }

    async fn a_contract_is_ended_by_both_sides(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let contract = test.contract((&owner, organisation), &hana, &[4_000]).await;
        let milestone = test.deal(contract).await.milestones[0].value.id;
        test.fund(&owner, milestone).await;
        let id = contract.to_string();
        let version = test.deal(contract).await.contract.version.get();

        let cancel = "mutation($input: ContractCancelInput!) { contractCancel(input: $input) {
            contract { state version } userErrors { code field } } }";
        let amount = |amount: &str| json!({ "amount": amount, "currency": "JPY" });
        let input = json!({ "contractId": id, "expectedVersion": version, "toWorker": amount("4401"), "note": "x" });
        let refused = ask.data(&hana.caller, cancel, json!({ "input": input })).await["contractCancel"].clone();
        let too_much = json!([{ "code": "OUT_OF_RANGE", "field": ["input", "toWorker"] }]);
        assert_eq!(refused, json!({ "contract": null, "userErrors": too_much }));
        let input = json!({ "contractId": id, "expectedVersion": version, "toWorker": amount("1100"), "note": "病気です。" });
        let proposed = ask.data(&hana.caller, cancel, json!({ "input": input })).await["contractCancel"].clone();
        assert_eq!(proposed["contract"], json!({ "state": "CANCELLING", "version": version + 1 }));
        let seen = contract_of(&ask, &owner, &id).await;
        assert_eq!(seen["cancellation"], json!({
            "by": "WORKER", "toWorker": { "amount": "1100" }, "answerBy": "2026-11-27T00:00:00Z", "note": "病気です。",
        }));
        assert_eq!(seen["escrow"], json!({ "funded": { "amount": "4400" }, "held": { "amount": "4400" } }));

        let answer = "mutation($input: ContractCancelAnswerInput!) { contractCancelAnswer(input: $input) {
            contract { state cancelledHow endedAt escrow { released { amount } refunded { amount } held { amount } }
                milestones { state endedHow escrowState } } userErrors { code } } }";
        let input = json!({
            "idempotencyKey": test.key(), "contractId": id, "expectedVersion": version + 1, "accept": true,
        });
        let ended = ask.data(&owner.caller, answer, json!({ "input": input })).await["contractCancelAnswer"].clone();
        assert_eq!(ended, json!({ "contract": {
            "state": "CANCELLED", "cancelledHow": "AGREED", "endedAt": "2026-11-20T00:00:00Z",
            "escrow": { "released": { "amount": "1100" }, "refunded": { "amount": "3300" }, "held": { "amount": "0" } },
            "milestones": [{ "state": "ENDED", "endedHow": "CANCELLED", "escrowState": "CLOSED" }],
        }, "userErrors": [] }));
    }
}
