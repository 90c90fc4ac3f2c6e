use crate::Marketplace;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long a test waits for what happens by itself.
const PATIENCE: Duration = Duration::from_secs(30);

static KEYS: AtomicU32 = AtomicU32::new(0);

/// An idempotency key that no other call of this run uses.
pub fn key() -> String {
    format!("journey-{}-{:08}", std::process::id(), KEYS.fetch_add(1, Ordering::Relaxed))
}

/// Somebody who talks to an instance over HTTP, signed in or not.
#[derive(Clone, Debug)]
pub struct Person {
    http: reqwest::Client,
    /// Their address, once they have registered.
    pub email: String,
    /// Their session's token.
    pub token: Option<String>,
}

impl Person {
    /// Nobody in particular.
    pub fn stranger() -> Self {
        Self { http: reqwest::Client::new(), email: String::new(), token: None }
    }

    /// Registers by the front door: address, mailed code, session.
    pub async fn register(marketplace: &Marketplace, name: &str) -> Self {
        let email = format!("{name}@example.jp");
        let mut person = Self { email: email.clone(), ..Self::stranger() };
        let input = json!({ "email": email, "displayName": name });
        let register = "mutation($input: AccountRegisterInput!) { accountRegister(input: $input) { codeSent userErrors { code } } }";
        let answer = person.ask(marketplace, register, json!({ "input": input })).await;
        assert_eq!(answer["accountRegister"], json!({ "codeSent": true, "userErrors": [] }));
        let input = json!({ "email": email, "code": marketplace.mailed_code(&email) });
        let confirm = "mutation($input: AccountConfirmInput!) { accountConfirm(input: $input) { session { token } userErrors { code } } }";
        let answer = person.ask(marketplace, confirm, json!({ "input": input })).await;
        let token = answer["accountConfirm"]["session"]["token"].as_str();
        person.token = Some(token.unwrap_or_else(|| panic!("{answer}")).to_owned());
        person
    }

    /// Signs in again by a mailed code.
    pub async fn sign_in(&mut self, marketplace: &Marketplace) {
        let request = "mutation($input: SessionCodeRequestInput!) { sessionCodeRequest(input: $input) { codeSent userErrors { code } } }";
        self.token = None;
        self.ask(marketplace, request, json!({ "input": { "email": self.email } })).await;
        let proof = json!({ "code": marketplace.mailed_code(&self.email) });
        let create = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { session { token } userErrors { code } } }";
        let answer = self.ask(marketplace, create, json!({ "input": { "email": self.email, "proof": proof } })).await;
        let token = answer["sessionCreate"]["session"]["token"].as_str();
        self.token = Some(token.unwrap_or_else(|| panic!("{answer}")).to_owned());
    }

    /// Sends a document and answers status and body, whatever they are. An error when nobody answers.
    pub async fn send(
        &self,
        marketplace: &Marketplace,
        query: &str,
        variables: Value,
    ) -> reqwest::Result<(u16, Value)> {
        let url = format!("{}/graphql", marketplace.address());
        let mut request = self.http.post(url).json(&json!({ "query": query, "variables": variables }));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await?;
        Ok((response.status().as_u16(), response.json().await?))
    }

    /// Sends a document that must be answered without a top-level error, and answers its data.
    pub async fn ask(&self, marketplace: &Marketplace, query: &str, variables: Value) -> Value {
        let (status, mut body) = self.send(marketplace, query, variables).await.expect("the instance answers");
        assert!(status == 200 && body.get("errors").is_none(), "{status} {body:#}\n{query}");
        body["data"].take()
    }

    /// Runs one mutation and answers its payload, refused or not. `selection` is what is asked beside `userErrors`.
    pub async fn mutate(&self, marketplace: &Marketplace, mutation: &str, input: Value, selection: &str) -> Value {
        let input_type = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let query = format!(
            "mutation($input: {input_type}!) {{ {mutation}(input: $input) {{ {selection} userErrors {{ code field }} }} }}"
        );
        self.ask(marketplace, &query, json!({ "input": input })).await[mutation].take()
    }

    /// Runs one mutation that must not be refused, and answers its payload.
    pub async fn done(&self, marketplace: &Marketplace, mutation: &str, input: Value, selection: &str) -> Value {
        let payload = self.mutate(marketplace, mutation, input.clone(), selection).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation} {input}");
        payload
    }

    /// Asks again until `query` answers `expected` at `pointer` (RFC 6901), and answers the data then.
    pub async fn wait_for(&self, marketplace: &Marketplace, query: &str, pointer: &str, expected: &Value) -> Value {
        let begun = Instant::now();
        loop {
            let data = self.ask(marketplace, query, json!({})).await;
            if data.pointer(pointer) == Some(expected) {
                return data;
            }
            assert!(begun.elapsed() < PATIENCE, "{pointer} never became {expected}: {data:#}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
