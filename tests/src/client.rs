use crate::Marketplace;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a test waits for what happens by itself.
const PATIENCE: Duration = Duration::from_secs(60);

static KEYS: AtomicU32 = AtomicU32::new(0);

/// An idempotency key that no other call of this run uses.
pub fn key() -> String {
    format!("journey-{}-{:08}", std::process::id(), KEYS.fetch_add(1, Ordering::Relaxed))
}

/// Somebody who talks to an instance over HTTP, signed in or not.
#[derive(Clone)]
pub struct Person<'m> {
    marketplace: &'m Marketplace,
    http: reqwest::Client,
    /// Their address, once they have registered.
    pub email: String,
    /// Their session's token.
    pub token: Option<String>,
    /// The token of the session they began when that one had ended.
    renewed: Arc<Mutex<Option<String>>>,
    /// Their global id, once they have registered.
    pub id: String,
}

impl<'m> Person<'m> {
    /// Nobody in particular.
    pub fn stranger(marketplace: &'m Marketplace) -> Self {
        Self {
            marketplace,
            http: reqwest::Client::new(),
            email: String::new(),
            token: None,
            renewed: Arc::default(),
            id: String::new(),
        }
    }

    /// The instance they talk to.
    pub fn marketplace(&self) -> &'m Marketplace {
        self.marketplace
    }

    /// Registers by the front door: address, mailed code, session.
    pub async fn register(marketplace: &'m Marketplace, name: &str) -> Self {
        let email = format!("{name}@example.jp");
        let mut person = Self { email: email.clone(), ..Self::stranger(marketplace) };
        let input = json!({ "email": email, "displayName": name });
        person.done("accountRegister", input, "codeSent").await;
        let input = json!({ "email": email, "code": marketplace.mailed_code(&email) });
        let session = person.done("accountConfirm", input, "session { token person { id } }").await;
        person.enter(&session["session"]);
        person
    }

    /// Registers somebody whom the command line then makes a moderator.
    pub async fn moderator(marketplace: &'m Marketplace, name: &str) -> Self {
        let mut person = Self::register(marketplace, name).await;
        let added = marketplace.run(&["staff", "add", &person.email, "moderator"]);
        assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
        person.sign_in().await;
        person
    }

    /// Signs in again by a mailed code.
    pub async fn sign_in(&mut self) {
        self.token = None;
        self.done("sessionCodeRequest", json!({ "email": self.email }), "codeSent").await;
        let proof = json!({ "code": self.marketplace.mailed_code(&self.email) });
        let input = json!({ "email": self.email, "proof": proof });
        let session = self.done("sessionCreate", input, "session { token person { id } }").await;
        self.enter(&session["session"]);
    }

    fn enter(&mut self, session: &Value) {
        *self.renewed.lock().expect("nobody panicked with it") = None;
        self.token = session["token"].as_str().map(str::to_owned);
        self.id = id(&session["person"]);
    }

    /// Sends a document and answers status and body, whatever they are. An error when nobody answers.
    pub async fn send(&self, query: &str, variables: Value) -> reqwest::Result<(u16, Value)> {
        self.send_raw(json!({ "query": query, "variables": variables }).to_string()).await
    }

    /// Sends the text of a request as it is, and answers status and body. An error when nobody answers.
    pub async fn send_raw(&self, body: String) -> reqwest::Result<(u16, Value)> {
        let url = format!("{}/graphql", self.marketplace.address());
        let mut request = self.http.post(url).header("content-type", "application/json").body(body);
        let renewed = self.renewed.lock().expect("nobody panicked with it").clone();
        if let Some(token) = renewed.as_ref().or(self.token.as_ref()) {
            request = request.bearer_auth(token);
        }
        let response = request.send().await?;
        Ok((response.status().as_u16(), response.json().await?))
    }

    /// Sends a document that must be answered without a top-level error, and answers its data.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let (status, mut body) = self.send_signed_in(query, variables).await.expect("the instance answers");
        assert!(status == 200 && body.get("errors").is_none(), "{status} {body:#}\n{query}");
        body["data"].take()
    }

    /// Sends a document. Whose session has ended meanwhile, as it does in the days that a test lets pass, signs in again
    /// first, as people do.
    async fn send_signed_in(&self, query: &str, variables: Value) -> reqwest::Result<(u16, Value)> {
        let answer = self.send(query, variables.clone()).await?;
        if answer.0 != 401 || self.token.is_none() {
            return Ok(answer);
        }
        let mut again = Self { token: None, renewed: Arc::default(), ..self.clone() };
        Box::pin(again.sign_in()).await;
        *self.renewed.lock().expect("nobody panicked with it") = again.token;
        self.send(query, variables).await
    }

    /// Runs one mutation and answers its payload, refused or not. `selection` is what is asked beside `userErrors`.
    pub async fn mutate(&self, mutation: &str, input: Value, selection: &str) -> Value {
        self.ask(&document(mutation, selection), json!({ "input": input })).await[mutation].take()
    }

    /// The same, sent to a process that may die before it answers; then there is no answer.
    pub async fn mutate_if_alive(&self, mutation: &str, input: Value, selection: &str) -> Option<Value> {
        let variables = json!({ "input": input });
        let (status, mut body) = self.send_signed_in(&document(mutation, selection), variables).await.ok()?;
        assert!(status == 200 && body.get("errors").is_none(), "{status} {body:#}\n{mutation}");
        Some(body["data"][mutation].take())
    }

    /// Runs one mutation that must not be refused, and answers its payload.
    pub async fn done(&self, mutation: &str, input: Value, selection: &str) -> Value {
        let payload = self.mutate(mutation, input.clone(), selection).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation} {input}");
        payload
    }

    /// Runs one mutation that must be refused, and answers why: each code with the path it names, as
    /// `OUT_OF_RANGE input.amount`.
    pub async fn refused(&self, mutation: &str, input: Value) -> Vec<String> {
        let payload = self.mutate(mutation, input.clone(), "").await;
        let reasons = reasons(&payload);
        assert!(!reasons.is_empty(), "{mutation} was not refused: {input}");
        reasons
    }

    /// Asks again until `query` answers `expected` at `pointer` (RFC 6901), and answers the data then.
    pub async fn wait_for(&self, query: &str, pointer: &str, expected: &Value) -> Value {
        let answered = |data: &Value| data.pointer(pointer) == Some(expected);
        until(&format!("{pointer} to be {expected}"), || self.ask(query, json!({})), answered).await
    }
}

/// Looks again until what is seen is as `wanted`, and answers it.
///
/// # Panics
/// When it never is.
pub async fn until<T, F>(what: &str, mut look: impl FnMut() -> F, wanted: impl Fn(&T) -> bool) -> T
where
    T: std::fmt::Debug,
    F: Future<Output = T>,
{
    let begun = Instant::now();
    loop {
        let seen = look().await;
        if wanted(&seen) {
            return seen;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}: {seen:#?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The document that runs one mutation.
pub fn document(mutation: &str, selection: &str) -> String {
    let input = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    format!("mutation($input: {input}!) {{ {mutation}(input: $input) {{ {selection} userErrors {{ code field }} }} }}")
}

/// Why a payload says nothing was done: each code with the path it names, as `OUT_OF_RANGE input.amount`.
pub fn reasons(payload: &Value) -> Vec<String> {
    let path = |field: &Value| {
        let steps = field.as_array().into_iter().flatten();
        steps.filter_map(Value::as_str).collect::<Vec<_>>().join(".")
    };
    let reason = |error: &Value| format!("{} {}", text(&error["code"]), path(&error["field"])).trim_end().to_owned();
    payload["userErrors"].as_array().expect("a payload says why").iter().map(reason).collect()
}

/// The global id of an object.
pub fn id(object: &Value) -> String {
    text(&object["id"])
}

/// A text in an answer.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}
