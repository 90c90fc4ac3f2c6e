//! Disputes, reviews and reputation through the public schema.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/graphql.rs"]
mod graphql;

use app::Caller;
use desk::Desk;
use identity::{Locale, StaffRole};
use serde_json::{Value, json};
use storage::Db;
use testkit::{Actor, on_each_db};
use time::Duration;

impl Desk {
    /// Does a mutation on a dispute, and answers with the dispute after it.
    async fn change(&self, by: &Actor, name: &str, input: Value) -> Value {
        let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ {name}(input: $input) {{
                dispute {{ id version state dueAt moderator {{ displayName }} milestone {{ state }}
                    case {{ offer {{ by settlement {{ toWorker {{ amount }} }} }}
                        decision {{ toWorker {{ amount }} toClient {{ amount }} reason text moderator {{ displayName }} }}
                        appeal {{ by reason against {{ toWorker {{ amount }} }} }} }} }}
                userErrors {{ code field message }} }} }}"
        );
        self.ask.data(&by.caller, &query, json!({ "input": input })).await[name].clone()
    }

    async fn open(&self) -> Value {
        let input = json!({
            "idempotencyKey": self.test.key(),
            "milestoneId": self.milestone.to_string(),
            "reason": "NOT_DELIVERED",
            "statement": "連絡がありません。",
        });
        self.change(&self.owner, "disputeOpen", input).await["dispute"].clone()
    }

    async fn review(&self, by: &Actor, score: i32) -> Value {
        const REVIEW: &str = "mutation($input: ReviewSubmitInput!) { reviewSubmit(input: $input) {
            review { score comment sealedUntil publishedAt
                from { __typename ... on Person { displayName } ... on Organisation { name } } }
            userErrors { code field } } }";
        let input = json!({
            "idempotencyKey": self.test.key(),
            "contractId": self.contract.to_string(),
            "score": score,
            "comment": "ありがとう。",
            "facts": { "onTime": true },
        });
        self.ask.data(&by.caller, REVIEW, json!({ "input": input })).await["reviewSubmit"].clone()
    }
}

fn on(dispute: &Value, rest: Value) -> Value {
    let mut input = json!({ "disputeId": dispute["id"], "expectedVersion": dispute["version"] });
    input.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    input
}

on_each_db! {
    async fn a_dispute_is_decided_and_appealed_against(db: Db) {
        let desk = Desk::new(db).await;
        let judge = desk.test.staff("judge", StaffRole::Moderator).await;
        let other = desk.test.staff("other", StaffRole::Moderator).await;
        let dispute = desk.open().await;
        assert_eq!((&dispute["state"], &dispute["milestone"]["state"]), (&json!("TALKING"), &json!("DISPUTED")));
        let yen = |amount: &str| json!({ "amount": amount, "currency": "JPY" });
        let key = || json!(desk.test.key());
        let offer = json!({ "idempotencyKey": key(), "action": "OFFER_SPLIT", "toWorker": yen("1000") });
        let offered = desk.change(&desk.hana, "disputeSettle", on(&dispute, offer)).await["dispute"].clone();
        let expected = json!({ "by": "WORKER", "settlement": { "toWorker": { "amount": "1000" } } });
        assert_eq!(offered["case"]["offer"], expected);
        let confused = json!({ "idempotencyKey": key(), "action": "ACCEPT", "toWorker": yen("1000") });
        let refused = desk.change(&desk.owner, "disputeSettle", on(&offered, confused)).await;
        assert_eq!(refused["userErrors"][0]["field"], json!(["input", "toWorker"]));
        desk.test.clock.advance(Duration::days(5));
        desk.test.run_jobs().await;

        const QUEUE: &str = "{ disputeQueue { nodes { id version state held { amount } owed { amount } } } }";
        let queue = desk.ask.data(&judge.caller, QUEUE, json!({})).await["disputeQueue"]["nodes"].clone();
        let waiting = &queue[0];
        assert_eq!(queue.as_array().unwrap().len(), 1);
        assert_eq!((&waiting["held"]["amount"], &waiting["owed"]["amount"]), (&json!("11000"), &json!("0")));
        assert_eq!(desk.ask.data(&desk.hana.caller, QUEUE, json!({})).await["disputeQueue"], Value::Null);
        let decision = |amount: &str| json!({ "toWorker": yen(amount), "reason": "PARTLY_AS_AGREED", "text": "一部です。" });
        let refused = desk.change(&judge, "disputeDecide", on(waiting, decision("2000"))).await;
        assert_eq!((&refused["dispute"], &refused["userErrors"][0]["code"]), (&Value::Null, &json!("NOT_ASSIGNED")));
        let taken = desk.change(&judge, "disputeAssign", on(waiting, json!({}))).await["dispute"].clone();
        assert_eq!(taken["moderator"]["displayName"], json!("judge"));
        let decided = desk.change(&judge, "disputeDecide", on(&taken, decision("2000"))).await["dispute"].clone();
        assert_eq!(decided["state"], json!("DECIDED"));
        let appeal = json!({ "reason": "もっとできています。" });
        let appealed = desk.change(&desk.hana, "disputeAppeal", on(&decided, appeal)).await["dispute"].clone();
        assert_eq!((&appealed["state"], &appealed["moderator"]), (&json!("APPEALED"), &Value::Null));
        let same = desk.change(&judge, "disputeAssign", on(&appealed, json!({}))).await;
        assert_eq!(same["userErrors"][0]["code"], json!("SAME_MODERATOR"));
        let taken = desk.change(&other, "disputeAssign", on(&appealed, json!({}))).await["dispute"].clone();
        let mut last = decision("4400");
        last["idempotencyKey"] = key();
        let ended = desk.change(&other, "disputeAppealDecide", on(&taken, last)).await["dispute"].clone();
        assert_eq!((&ended["state"], &ended["dueAt"]), (&json!("FINAL"), &Value::Null));
        let decision = json!({
            "toWorker": { "amount": "4400" }, "toClient": { "amount": "6600" }, "reason": "PARTLY_AS_AGREED",
            "text": "一部です。", "moderator": { "displayName": "other" },
        });
        assert_eq!(ended["case"]["decision"], decision);
        let appeal = json!({ "by": "WORKER", "reason": "もっとできています。", "against": { "toWorker": { "amount": "2000" } } });
        assert_eq!(ended["case"]["appeal"], appeal);
        let query = "query($id: ID!) { node(id: $id) { id ... on Dispute { reason openedBy contract { state } } } }";
        let node = desk.ask.data(&desk.hana.caller, query, json!({ "id": ended["id"] })).await["node"].clone();
        let contract = json!({ "state": "COMPLETED" });
        let seen = json!({ "id": ended["id"], "reason": "NOT_DELIVERED", "openedBy": "CLIENT", "contract": contract });
        assert_eq!(node, seen);
    }

    async fn reviews_and_reputation_are_public_once_both_have_spoken(db: Db) {
        let desk = Desk::new(db).await;
        let dispute = desk.open().await;
        let offer = json!({ "idempotencyKey": desk.test.key(), "action": "OFFER_GO_ON" });
        let offered = desk.change(&desk.owner, "disputeSettle", on(&dispute, offer)).await["dispute"].clone();
        let accept = json!({ "idempotencyKey": desk.test.key(), "action": "ACCEPT" });
        let settled = desk.change(&desk.hana, "disputeSettle", on(&offered, accept)).await["dispute"].clone();
        assert_eq!((&settled["state"], &settled["milestone"]["state"]), (&json!("SETTLED"), &json!("IN_PROGRESS")));
        let early = desk.review(&desk.owner, 5).await;
        let open = json!({ "review": null, "userErrors": [{ "code": "CONTRACT_OPEN", "field": ["input", "contractId"] }] });
        assert_eq!(early, open);
        let milestone = desk.milestone;
        let draft = market::DeliveryDraft { ticks: vec![1, 2], note: "できました。".to_owned(), files: Vec::new() };
        let ask = app::DeliverySubmit { idempotency_key: desk.test.key(), milestone, draft };
        let delivery = desk.test.app.delivery_submit(&desk.hana.caller, ask).await.unwrap();
        let ask = app::DeliveryAccept { idempotency_key: desk.test.key(), delivery, expected_version: 1 };
        desk.test.app.delivery_accept(&desk.owner.caller, ask).await.unwrap();

        let sealed = desk.review(&desk.owner, 5).await["review"].clone();
        let expected = json!({
            "score": 5, "comment": "ありがとう。", "sealedUntil": "2026-12-04T00:00:00Z", "publishedAt": null,
            "from": { "__typename": "Organisation", "name": "minowa商店" },
        });
        assert_eq!(sealed, expected);
        let of_contract = "query($id: ID!) { contract(id: $id) { reviews { score } } }";
        let id = json!({ "id": desk.contract.to_string() });
        let seen = desk.ask.data(&desk.hana.caller, of_contract, id.clone()).await;
        assert_eq!(seen["contract"]["reviews"], json!([]), "sealed");
        let published = desk.review(&desk.hana, 4).await["review"].clone();
        assert_eq!(published["publishedAt"], json!("2026-11-20T00:00:00Z"));
        let seen = desk.ask.data(&desk.hana.caller, of_contract, id).await;
        assert_eq!(seen["contract"]["reviews"].as_array().unwrap().len(), 2);

        let person = "query($id: ID!) { node(id: $id) { ... on Person { displayName
            reviews(first: 1) { nodes { score about { __typename } } pageInfo { hasNextPage } }
            reputation { score reviewCount counterpartCount completedContractCount isFirstJob onTime { yes }
                formula { priorStars priorReviews weight weightedStars text } } } } }";
        let anonymous = Caller::anonymous(Locale::En);
        let id = json!({ "id": desk.hana.id.to_string() });
        let seen = desk.ask.data(&anonymous, person, id).await["node"].clone();
        assert_eq!(seen["reviews"], json!({
            "nodes": [{ "score": 5, "about": { "__typename": "Person" } }], "pageInfo": { "hasNextPage": false },
        }));
        let mut reputation = seen["reputation"].clone();
        let text = reputation["formula"]["text"].take();
        assert!(text.as_str().unwrap().starts_with("score = (3 × 4 + Σ weight × stars) ÷ (3 + Σ weight)"));
        assert_eq!(reputation, json!({
            "score": "4.250", "reviewCount": 1, "counterpartCount": 1, "completedContractCount": 1, "isFirstJob": false,
            "onTime": null,
            "formula": {
                "priorStars": 4, "priorReviews": 3, "weight": "1.0000", "weightedStars": "5.0000", "text": null,
            },
        }));
    }
}
