//! Files and deliveries through the public schema.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/graphql.rs"]
mod graphql;

use desk::Desk;
use engawa_api::http::files_routes;
use identity::StaffRole;
use poem::http::Method;
use poem::{Endpoint, Request};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use storage::Db;
use testkit::{Actor, on_each_db};

const TEXT: &[u8] = b"SPEAKER A: good morning\n";

const UPLOAD: &str = "mutation($input: DeliveryUploadCreateInput!) { deliveryUploadCreate(input: $input) {
    uploadId uploadUrl headers { name value } expiresAt userErrors { code field message } } }";
const SUBMIT: &str = "mutation($input: DeliverySubmitInput!) { deliverySubmit(input: $input) {
    delivery { id version number state ticks note milestone { id state dueAt } } userErrors { code field } } }";
const ACCEPT: &str = "mutation($input: DeliveryAcceptInput!) { deliveryAccept(input: $input) {
    delivery { state version acceptedHow answeredAt milestone { state contract { state } } } userErrors { code field } } }";
const PARTLY: &str = "mutation($input: DeliveryAcceptPartlyInput!) { deliveryAcceptPartly(input: $input) {
    delivery { state acceptedAmount { amount currency } milestone { state accepted { amount } } }
    userErrors { code field } } }";
const REVISE: &str = "mutation($input: DeliveryRequestRevisionInput!) { deliveryRequestRevision(input: $input) {
    delivery { state revisionRequest { item reason } milestone { revisions } } userErrors { code field message } } }";
const REFUND: &str = "mutation($input: MilestoneRefundInput!) { milestoneRefund(input: $input) {
    milestone { state endedHow returned { amount } } userErrors { code field } } }";
const DELIVERIES: &str = "query($id: ID!, $first: Int, $after: String) { contract(id: $id) { milestones {
    deliveries(first: $first, after: $after) { nodes { number state note files {
        filename contentType byteSize sha256 downloadUrl } } pageInfo { hasNextPage endCursor } } } } }";

impl Desk {
    /// The payload of a mutation, whose one field has the name of `mutation`.
    async fn payload(&self, actor: &Actor, mutation: &str, mut input: Value) -> Value {
        input["idempotencyKey"] = json!(self.test.key());
        let data = self.ask.data(&actor.caller, mutation, json!({ "input": input })).await;
        data.as_object().unwrap().values().next().unwrap().clone()
    }

    async fn submit(&self, note: &str, uploads: &[&str]) -> Value {
        let input =
            json!({ "milestoneId": self.milestone.to_string(), "ticks": [2, 1], "note": note, "uploadIds": uploads });
        self.payload(&self.hana, SUBMIT, input).await
    }

    async fn submitted(&self) -> Value {
        self.submit("できました。", &[]).await["delivery"]["id"].clone()
    }

    async fn upload(&self, content: &[u8]) -> Value {
        let input = json!({
            "milestoneId": self.milestone.to_string(),
            "filename": "議事録.txt",
            "contentType": "text/plain",
            "byteSize": content.len(),
            "sha256": hex::encode(Sha256::digest(content)),
        });
        self.payload(&self.hana, UPLOAD, input).await
    }

    async fn http(&self, method: Method, url: &Value, content: &'static [u8]) -> (u16, Vec<u8>) {
        let path = url.as_str().unwrap().strip_prefix("https://engawa.example").unwrap().parse().unwrap();
        let request = Request::builder().method(method).uri(path).body(content);
        let response = files_routes(&self.test.app).get_response(request).await;
        (response.status().as_u16(), response.into_body().into_vec().await.unwrap())
    }

    async fn deliveries(&self, actor: &Actor, page: Value) -> Value {
        let mut variables = json!({ "id": self.contract.to_string(), "first": 20 });
        variables.as_object_mut().unwrap().extend(page.as_object().unwrap().clone());
        let data = self.ask.data(&actor.caller, DELIVERIES, variables).await;
        data["contract"]["milestones"][0]["deliveries"].clone()
    }
}

fn refused(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().unwrap();
    errors.iter().map(|error| format!("{} {}", error["code"], error["field"])).collect()
}

on_each_db! {
    async fn work_with_a_file_is_handed_in_read_and_accepted(db: Db) {
        let desk = Desk::new(db).await;
        let moderator = desk.test.staff("moderator", StaffRole::Moderator).await;
        let stranger = desk.test.person("yuki").await;
        let place = desk.upload(TEXT).await;
        assert_eq!(place["headers"], json!([{ "name": "content-type", "value": "text/plain" }]));
        assert_eq!(place["expiresAt"], "2026-11-20T01:00:00Z");
        assert_eq!(place["userErrors"], json!([]));
        let upload = place["uploadId"].as_str().unwrap();
        let missing = desk.submit("", &[upload]).await;
        assert_eq!(refused(&missing), [r#""UPLOAD_NOT_RECEIVED" ["input","uploadIds","0"]"#]);
        assert_eq!(desk.http(Method::PUT, &place["uploadUrl"], TEXT).await.0, 201);

        let made = desk.submit("", &[upload]).await;
        let id = made["delivery"]["id"].clone();
        let milestone = desk.milestone.to_string();
        assert_eq!(made, json!({ "delivery": {
            "id": id, "version": 1, "number": 1, "state": "SUBMITTED", "ticks": [1, 2], "note": "",
            "milestone": { "id": milestone, "state": "DELIVERED", "dueAt": "2026-11-27T00:00:00Z" },
        }, "userErrors": [] }));

        for reader in [&desk.hana, &desk.owner, &moderator] {
            let seen = desk.deliveries(reader, json!({})).await["nodes"][0].clone();
            let file = &seen["files"][0];
            assert_eq!((&file["filename"], &file["contentType"]), (&json!("議事録.txt"), &json!("text/plain")));
            assert_eq!((&file["byteSize"], &file["sha256"]), (&json!(24), &json!(hex::encode(Sha256::digest(TEXT)))));
            assert_eq!(desk.http(Method::GET, &file["downloadUrl"], b"").await, (200, TEXT.to_vec()));
        }
        let by_id = "query($id: ID!) { delivery(id: $id) { state } node(id: $id) { __typename } }";
        let variables = json!({ "id": id });
        let own = json!({ "delivery": { "state": "SUBMITTED" }, "node": { "__typename": "Delivery" } });
        assert_eq!(desk.ask.data(&desk.hana.caller, by_id, variables.clone()).await, own);
        let nothing = json!({ "delivery": null, "node": null });
        assert_eq!(desk.ask.data(&stranger.caller, by_id, variables).await, nothing);

        let accepted = desk.payload(&desk.owner, ACCEPT, json!({ "deliveryId": id, "expectedVersion": 1 })).await;
        assert_eq!(accepted, json!({ "delivery": {
            "state": "ACCEPTED", "version": 2, "acceptedHow": "BY_CLIENT", "answeredAt": "2026-11-20T00:00:00Z",
            "milestone": { "state": "ACCEPTED", "contract": { "state": "COMPLETED" } },
        }, "userErrors": [] }));
        let again = desk.payload(&desk.owner, ACCEPT, json!({ "deliveryId": id, "expectedVersion": 2 })).await;
        assert_eq!(again["delivery"], Value::Null);
        assert_eq!(refused(&again), [r#""INVALID_STATE" ["input","deliveryId"]"#]);
    }

    async fn a_part_is_paid_and_work_is_sent_back(db: Db) {
        let desk = Desk::new(db).await;
        let first = desk.submitted().await;
        let ask = |amount: &str, currency: &str| {
            let amount = json!({ "amount": amount, "currency": currency });
            json!({ "deliveryId": first, "expectedVersion": 1, "amount": amount })
        };
        for (amount, currency, refusal) in [
            ("1.5", "JPY", r#""TOO_MANY_DECIMALS" ["input","amount","amount"]"#),
            ("-1", "JPY", r#""OUT_OF_RANGE" ["input","amount"]"#),
            ("11000", "JPY", r#""OUT_OF_RANGE" ["input","amount"]"#),
            ("1", "USD", r#""CURRENCY_MISMATCH" ["input","amount"]"#),
            ("1", "yen", r#""MALFORMED" ["input","amount","currency"]"#),
        ] {
            assert_eq!(refused(&desk.payload(&desk.owner, PARTLY, ask(amount, currency)).await), [refusal]);
        }
        let paid = desk.payload(&desk.owner, PARTLY, ask("4400", "JPY")).await;
        assert_eq!(paid["delivery"], json!({
            "state": "PARTLY_ACCEPTED", "acceptedAmount": { "amount": "4400", "currency": "JPY" },
            "milestone": { "state": "IN_PROGRESS", "accepted": { "amount": "4400" } },
        }));

        let second = desk.submitted().await;
        let ask = |item: i32| json!({ "deliveryId": second, "expectedVersion": 1, "item": item, "reason": "時刻がありません。" });
        for item in [-1, 0, 3, 256] {
            let refusal = refused(&desk.payload(&desk.owner, REVISE, ask(item)).await);
            assert_eq!(refusal, [r#""OUT_OF_RANGE" ["input","item"]"#]);
        }
        let sent = desk.payload(&desk.owner, REVISE, ask(2)).await;
        assert_eq!(sent["delivery"], json!({
            "state": "REVISION_REQUESTED", "revisionRequest": { "item": 2, "reason": "時刻がありません。" },
            "milestone": { "revisions": 2 },
        }));
        let third = desk.submitted().await;
        let none_left = json!({ "deliveryId": third, "expectedVersion": 1, "item": 1, "reason": "まだ。" });
        let none_left = desk.payload(&desk.owner, REVISE, none_left).await;
        assert_eq!(refused(&none_left), [r#""NO_REVISION_LEFT" ["input","deliveryId"]"#]);
        assert_eq!(none_left["userErrors"][0]["message"], "お願いできる直しの回数を使い切りました。");
        let page = desk.deliveries(&desk.owner, json!({ "first": 2 })).await;
        let numbers = |page: &Value| page["nodes"].as_array().unwrap().iter().map(|node| node["number"].clone()).collect();
        let first: Vec<Value> = numbers(&page);
        assert_eq!((first, &page["pageInfo"]["hasNextPage"]), (vec![json!(3), json!(2)], &json!(true)));
        let next = json!({ "first": 2, "after": page["pageInfo"]["endCursor"] });
        let rest: Vec<Value> = numbers(&desk.deliveries(&desk.owner, next).await);
        assert_eq!(rest, [json!(1)]);
    }

    async fn what_cannot_be_taken_is_named_by_its_field(db: Db) {
        let desk = Desk::new(db).await;
        let milestone = desk.milestone.to_string();
        for (input, refusal) in [
            (json!({ "milestoneId": milestone, "ticks": [1, 300] }), r#""OUT_OF_RANGE" ["input","ticks","1"]"#),
            (json!({ "milestoneId": milestone, "ticks": [-1] }), r#""OUT_OF_RANGE" ["input","ticks","0"]"#),
            (json!({ "milestoneId": milestone, "ticks": [] }), r#""BLANK" ["input","note"]"#),
            (
                json!({ "milestoneId": milestone, "ticks": [], "uploadIds": [milestone] }),
                r#""NOT_FOUND" ["input","uploadIds","0"]"#,
            ),
            (json!({ "milestoneId": "milestone_x", "ticks": [] }), r#""NOT_FOUND" ["input","milestoneId"]"#),
        ] {
            assert_eq!(refused(&desk.payload(&desk.hana, SUBMIT, input).await), [refusal]);
        }
        let large = json!({
            "milestoneId": milestone, "filename": "a", "contentType": "text/plain", "byteSize": i32::MAX,
            "sha256": "0".repeat(64),
        });
        let large = desk.payload(&desk.hana, UPLOAD, large).await;
        assert_eq!(refused(&large), [r#""TOO_LARGE" ["input","byteSize"]"#]);
        assert_eq!(desk.deliveries(&desk.owner, json!({})).await["nodes"], json!([]));
    }

    async fn a_worker_gives_the_money_back(db: Db) {
        let desk = Desk::new(db).await;
        let milestone = desk.milestone.to_string();
        let part = json!({ "amount": "1000", "currency": "JPY" });
        let part = json!({ "milestoneId": milestone, "expectedVersion": 2, "amount": part });
        let given = desk.payload(&desk.hana, REFUND, part.clone()).await;
        let after = json!({ "state": "IN_PROGRESS", "endedHow": null, "returned": { "amount": "1000" } });
        assert_eq!(given, json!({ "milestone": after, "userErrors": [] }));
        let stale = desk.payload(&desk.hana, REFUND, part).await;
        assert_eq!(refused(&stale), [r#""VERSION_CONFLICT" ["input","expectedVersion"]"#]);
        let rest = desk.payload(&desk.hana, REFUND, json!({ "milestoneId": milestone, "expectedVersion": 3 })).await;
        let after = json!({ "state": "ENDED", "endedHow": "REFUNDED", "returned": { "amount": "11000" } });
        assert_eq!(rest, json!({ "milestone": after, "userErrors": [] }));
    }
}
