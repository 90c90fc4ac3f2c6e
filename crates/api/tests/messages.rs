//! Messages with files and notices through the public schema, and the files over HTTP.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/graphql.rs"]
mod graphql;

use engawa_api::http::files_routes;
use graphql::Asker;
use kernel::{BidId, ContractId};
use poem::http::Method;
use poem::{Endpoint, Request};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use storage::Db;
use testkit::{Actor, TestApp, on_each_db};

const TEXT: &[u8] = b"SPEAKER A: good morning\n";

const UPLOAD: &str = "mutation($input: MessageUploadCreateInput!) { messageUploadCreate(input: $input) {
    uploadId uploadUrl headers { name value } expiresAt userErrors { code field } } }";
const SEND: &str = "mutation($input: MessageSendInput!) { messageSend(input: $input) {
    message { id side text sentAt author { id } bid { id } contract { id } files { filename } }
    userErrors { code field message } } }";
const IN_CONTRACT: &str = "query($id: ID!, $first: Int!, $after: String) { contract(id: $id) {
    messages(first: $first, after: $after) { nodes { text } pageInfo { hasNextPage endCursor } } } }";
const MESSAGE: &str = "query($id: ID!) { node(id: $id) { __typename id ... on Message {
    text files { filename contentType byteSize sha256 downloadUrl } } } }";
const NOTICES: &str = "{ viewer { unreadNotices notices(first: 1) { nodes { id headline text about readAt } } } }";
const READ: &str = "mutation($input: NoticesMarkReadInput!) { noticesMarkRead(input: $input) {
    unreadNotices userErrors { code field } } }";

struct Hall {
    test: TestApp,
    ask: Asker,
    owner: Actor,
    hana: Actor,
    bid: BidId,
    contract: ContractId,
}

impl Hall {
    async fn new(db: Db) -> Self {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let task = test.open_task(&owner, organisation, &[10_000]).await;
        let bid = test.bid(&hana, task, 10_000).await;
        let contract = test.award(&owner, bid).await;
        Self { test, ask, owner, hana, bid, contract }
    }

    /// The payload of a mutation, whose one field has the name of `mutation`.
    async fn payload(&self, actor: &Actor, mutation: &str, mut input: Value) -> Value {
        if !mutation.contains("noticesMarkRead") {
            input["idempotencyKey"] = json!(self.test.key());
        }
        let data = self.ask.data(&actor.caller, mutation, json!({ "input": input })).await;
        data.as_object().unwrap().values().next().unwrap().clone()
    }

    async fn announce(&self, actor: &Actor, mut input: Value) -> Value {
        input["filename"] = json!("議事録.txt");
        input["contentType"] = json!("text/plain");
        input["byteSize"] = json!(TEXT.len());
        input["sha256"] = json!(hex::encode(Sha256::digest(TEXT)));
        self.payload(actor, UPLOAD, input).await
    }

    async fn http(&self, method: Method, url: &Value, content: &'static [u8]) -> (u16, Vec<u8>) {
        let path = url.as_str().unwrap().strip_prefix("https://engawa.example").unwrap().parse().unwrap();
        let request = Request::builder().method(method).uri(path).body(content);
        let response = files_routes(&self.test.app).get_response(request).await;
        (response.status().as_u16(), response.into_body().into_vec().await.unwrap())
    }

    async fn seen(&self, by: &Actor, message: &Value) -> Value {
        self.ask.data(&by.caller, MESSAGE, json!({ "id": message })).await["node"].clone()
    }

    async fn texts(&self, by: &Actor, first: i32, after: Value) -> (Vec<Value>, Value) {
        let variables = json!({ "id": self.contract.to_string(), "first": first, "after": after });
        let page = self.ask.data(&by.caller, IN_CONTRACT, variables).await["contract"]["messages"].take();
        let texts = page["nodes"].as_array().unwrap().iter().map(|node| node["text"].clone());
        (texts.collect(), page["pageInfo"].clone())
    }
}

fn refused(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().unwrap();
    errors.iter().map(|error| format!("{} {}", error["code"], error["field"])).collect()
}

on_each_db! {
    async fn a_message_with_a_file_is_sent_and_read_by_the_other_side(db: Db) {
        let hall = Hall::new(db).await;
        let stranger = hall.test.person("yuki").await;
        let (bid, contract) = (json!(hall.bid.to_string()), json!(hall.contract.to_string()));
        for (thread, about_bid, in_contract) in [
            (json!({ "bidId": bid }), json!({ "id": bid }), Value::Null),
            (json!({ "contractId": contract }), Value::Null, json!({ "id": contract })),
        ] {
            let place = hall.announce(&hall.hana, thread.clone()).await;
            assert_eq!(place["headers"], json!([{ "name": "content-type", "value": "text/plain" }]));
            assert_eq!(place["expiresAt"], "2026-11-20T01:00:00Z");
            assert_eq!(place["userErrors"], json!([]));
            let mut input = thread;
            input["uploadIds"] = json!([place["uploadId"]]);
            let early = hall.payload(&hall.hana, SEND, input.clone()).await;
            assert_eq!(refused(&early), [r#""UPLOAD_NOT_USABLE" ["input","uploadIds","0"]"#]);
            assert_eq!((&early["message"], &early["userErrors"][0]["message"]), (&Value::Null, &json!("添付ファイルを使えません。")));
            assert_eq!(hall.http(Method::PUT, &place["uploadUrl"], TEXT).await.0, 201);

            let sent = hall.payload(&hall.hana, SEND, input).await;
            let id = sent["message"]["id"].clone();
            assert_eq!(sent, json!({ "message": {
                "id": id, "side": "WORKER", "text": "", "sentAt": "2026-11-20T00:00:00Z",
                "author": { "id": hall.hana.id.to_string() }, "bid": about_bid, "contract": in_contract,
                "files": [{ "filename": "議事録.txt" }],
            }, "userErrors": [] }));
            for reader in [&hall.hana, &hall.owner] {
                let seen = hall.seen(reader, &id).await;
                let link = seen["files"][0]["downloadUrl"].clone();
                let file = json!({
                    "filename": "議事録.txt", "contentType": "text/plain", "byteSize": 24,
                    "sha256": hex::encode(Sha256::digest(TEXT)), "downloadUrl": link,
                });
                assert_eq!(seen, json!({ "__typename": "Message", "id": id, "text": "", "files": [file] }));
                assert_eq!(hall.http(Method::GET, &link, b"").await, (200, TEXT.to_vec()));
            }
            assert_eq!(hall.seen(&stranger, &id).await, Value::Null);
        }
    }

    async fn a_thread_has_pages_and_what_cannot_be_sent_is_named(db: Db) {
        let hall = Hall::new(db).await;
        let stranger = hall.test.person("yuki").await;
        let (bid, contract) = (json!(hall.bid.to_string()), json!(hall.contract.to_string()));
        for text in ["一", "二", "三"] {
            hall.payload(&hall.owner, SEND, json!({ "contractId": contract, "text": text })).await;
        }
        for (input, refusal) in [
            (json!({ "text": "どこへ" }), r#""BLANK" ["input","contractId"]"#),
            (json!({ "bidId": bid, "contractId": contract, "text": "両方" }), r#""DUPLICATE" ["input","contractId"]"#),
            (json!({ "contractId": bid, "text": "違う" }), r#""NOT_FOUND" ["input","contractId"]"#),
            (json!({ "contractId": contract }), r#""BLANK" ["input","text"]"#),
            (json!({ "contractId": contract, "text": "縁".repeat(4_001) }), r#""TOO_LONG" ["input","text"]"#),
            (
                json!({ "contractId": contract, "uploadIds": [bid] }),
                r#""UPLOAD_NOT_USABLE" ["input","uploadIds","0"]"#,
            ),
        ] {
            assert_eq!(refused(&hall.payload(&hall.owner, SEND, input).await), [refusal]);
        }
        let thread = json!({ "contractId": contract, "text": "私も" });
        let hidden = hall.payload(&stranger, SEND, thread).await;
        assert_eq!(refused(&hidden), [r#""NOT_FOUND" ["input","contractId"]"#]);
        let hidden = hall.announce(&stranger, json!({ "bidId": bid })).await;
        assert_eq!((refused(&hidden), &hidden["uploadUrl"]), (vec![r#""NOT_FOUND" ["input","bidId"]"#.to_owned()], &Value::Null));

        let (texts, page) = hall.texts(&hall.hana, 2, Value::Null).await;
        assert_eq!((texts, &page["hasNextPage"]), (vec![json!("三"), json!("二")], &json!(true)));
        let (texts, page) = hall.texts(&hall.hana, 2, page["endCursor"].clone()).await;
        assert_eq!((texts, &page["hasNextPage"]), (vec![json!("一")], &json!(false)));
    }

    async fn a_notice_leads_to_what_it_is_about_and_is_read(db: Db) {
        let hall = Hall::new(db).await;
        let sent = hall.payload(&hall.owner, SEND, json!({ "contractId": hall.contract.to_string(), "text": "はい。" })).await;
        let viewer = hall.ask.data(&hall.hana.caller, NOTICES, json!({})).await["viewer"].take();
        let notice = viewer["notices"]["nodes"][0].clone();
        assert_eq!(viewer["unreadNotices"], 2);
        assert_eq!(notice, json!({
            "id": notice["id"], "headline": "メッセージが届きました", "about": sent["message"]["id"], "readAt": null,
            "text": "「議事録の文字起こし」について、メッセージが届いています。",
        }));
        assert_eq!(hall.seen(&hall.hana, &notice["about"]).await["text"], "はい。");

        let input = json!({ "upTo": notice["id"] });
        let other = hall.payload(&hall.owner, READ, input.clone()).await;
        assert_eq!(refused(&other), [r#""NOT_FOUND" ["input","upTo"]"#]);
        let read = hall.payload(&hall.hana, READ, input).await;
        assert_eq!(read, json!({ "unreadNotices": 0, "userErrors": [] }));
        let viewer = hall.ask.data(&hall.hana.caller, NOTICES, json!({})).await["viewer"].take();
        assert_eq!(viewer["notices"]["nodes"][0]["readAt"], "2026-11-20T00:00:00Z");
    }
}
