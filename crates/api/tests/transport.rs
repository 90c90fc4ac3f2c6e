//! The transport over real connections, with a small schema of its own behind it.

#![allow(clippy::unwrap_used, missing_docs, reason = "what a test cannot do without stops it")]

#[path = "support/wire.rs"]
mod wire;

use app::Payer;
use async_graphql::{Context, Data, EmptySubscription, Enum, InputObject, Object, Schema, SimpleObject};
use engawa_api::door::{Backend, Door, Incoming, RequestId, Speaker};
use engawa_api::fault::ApiError;
use engawa_api::gate::{Gate, Limits};
use engawa_api::http::{Credential, GraphqlEndpoint, HttpLimits};
use engawa_api::spec_errors::{SpecErrors, SpecExecutor};
use identity::Locale;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;
use wire::{Answer, Ask, Server};

const GRAPHQL: &str = "application/graphql-response+json";
const JSON: &str = "application/json";

struct Query;
struct Mutation;
struct Calls(Arc<AtomicUsize>);
struct Viewer(&'static str);

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum Colour {
    Red,
}

#[derive(InputObject)]
struct PaintInput {
    colour: Colour,
    times: i32,
}

#[derive(SimpleObject)]
struct Paint {
    times: i32,
}

#[Object]
impl Query {
    async fn viewer(&self, ctx: &Context<'_>) -> Option<&'static str> {
        ctx.data_opt::<Viewer>().map(|viewer| viewer.0)
    }
    async fn request(&self, ctx: &Context<'_>) -> String {
        format!("{} {:?}", ctx.data_unchecked::<RequestId>(), ctx.data_unchecked::<Locale>())
    }
    async fn echo(&self, text: String) -> String {
        text
    }
    async fn numbers(&self, many: Option<Vec<i32>>) -> usize {
        many.map_or(0, |many| many.len())
    }
    async fn own(&self) -> Result<Option<i32>, ApiError> {
        Err(ApiError::unauthenticated())
    }
    async fn must_own(&self) -> Result<i32, ApiError> {
        Err(ApiError::unauthenticated())
    }
    async fn busy(&self) -> Result<i32, ApiError> {
        Err(ApiError::throttled(Duration::from_secs(7)))
    }
    async fn broken(&self) -> Result<Option<i32>, ApiError> {
        Err(ApiError::internal("postgres://secret@db refused the connection"))
    }
    async fn leaky(&self) -> async_graphql::Result<Option<i32>> {
        Ok(Some("postgres://secret@db".parse::<i32>()?))
    }
    async fn bugged(&self, ctx: &Context<'_>) -> i32 {
        *ctx.data_unchecked::<i32>()
    }
    async fn many(&self) -> Vec<Failing> {
        (0..40).map(|_| Failing).collect()
    }
    async fn slow(&self) -> i32 {
        std::future::pending().await
    }
}

struct Failing;

#[Object]
impl Failing {
    async fn bad(&self) -> Result<Option<i32>, ApiError> {
        Err(ApiError::bad_input("bad", &"very ".repeat(100)))
    }
}

#[Object]
impl Mutation {
    async fn paint(&self, ctx: &Context<'_>, input: PaintInput) -> Paint {
        let Colour::Red = input.colour;
        ctx.data_unchecked::<Calls>().0.fetch_add(1, Ordering::SeqCst);
        Paint { times: input.times }
    }
    async fn session_create(&self, ctx: &Context<'_>) -> bool {
        ctx.append_http_header("set-cookie", "__Host-session=new; Secure; HttpOnly; Path=/; SameSite=Lax");
        true
    }
}

#[derive(Default)]
struct House {
    requests: AtomicU64,
}

impl Backend for House {
    fn new_request_id(&self) -> RequestId {
        RequestId::new(format!("req-{}", self.requests.fetch_add(1, Ordering::SeqCst)))
    }

    async fn authenticate(&self, incoming: &Incoming) -> Result<Speaker, ApiError> {
        let mut data = Data::default();
        match incoming.credential.as_ref().map(Credential::token) {
            None => {}
            Some("good") => data.insert(Viewer("Hanako")),
            Some("eager") => data.insert(Viewer("Taro")),
            Some("down") => return Err(ApiError::unavailable("the session store is away")),
            Some(_) => return Err(ApiError::unauthenticated()),
        }
        let payer =
            Payer::Network(incoming.credential.as_ref().map_or_else(String::new, |from| from.token().to_owned()));
        Ok(Speaker::new(data, payer))
    }

    async fn charge(&self, payer: &Payer, _: u64) -> Result<(), ApiError> {
        let is_eager = *payer == Payer::Network("eager".to_owned());
        if is_eager { Err(ApiError::throttled(Duration::from_secs(30))) } else { Ok(()) }
    }
}

async fn server() -> (Server, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let build = || {
        Schema::build(Query, Mutation, EmptySubscription)
            .validation_mode(async_graphql::ValidationMode::Fast)
            .data(Calls(calls.clone()))
    };
    let schema = build().finish();
    let gate = Gate::new(&schema.sdl(), Limits::default()).unwrap();
    let executor = SpecExecutor::new(schema, build().extension(SpecErrors).finish());
    let limits = HttpLimits {
        read: Duration::from_millis(300),
        trusted_origins: vec!["https://app.example.jp".to_owned()],
        ..HttpLimits::default()
    };
    (
        Server::start(GraphqlEndpoint::new(
            Arc::new(Door::new(executor, gate, House::default(), Duration::from_millis(300))),
            limits,
        ))
        .await,
        calls,
    )
}

async fn post(body: Value) -> Answer {
    server().await.0.send(Ask::post(body)).await
}

async fn post_for(accept: &str, body: Value) -> Answer {
    server().await.0.send(Ask::post(body).header("accept", accept)).await
}

async fn query(query: &str) -> Answer {
    post_for(GRAPHQL, json!({ "query": query })).await
}

fn code(answer: &Answer) -> &str {
    answer.body["errors"][0]["extensions"]["code"].as_str().unwrap()
}

// The audits of the npm package graphql-http, by their ids.

#[tokio::test]
async fn audits_of_media_types() {
    let typename = json!({ "query": "{ __typename }" });
    for (accept, content_type, audits) in [
        (Some(GRAPHQL), GRAPHQL, "22EB"),
        (Some(JSON), JSON, "4655"),
        (Some("*/*"), JSON, "47DE"),
        (None, JSON, "80D8 82A3 78D5 2C94 03D4"),
    ] {
        let ask = Ask::post(typename.clone());
        let ask = if let Some(accept) = accept { ask.header("accept", accept) } else { ask };
        let answer = server().await.0.send(ask).await;
        assert_eq!(answer.status, 200, "{audits}");
        assert_eq!(answer.header("content-type"), Some(format!("{content_type}; charset=utf-8").as_str()), "{audits}");
        assert_eq!(
            answer.body,
            json!({
                "data": { "__typename": "Query" },
                "extensions": { "cost": { "limit": 1000, "requested": 0 } }
            }),
            "{audits}"
        );
    }
    let utf8 = Ask::post(json!({ "query": "{ __type(name: \"Run🏃Swim🏊\") { name } }" }));
    let answer = server().await.0.send(utf8.content_type("application/json; charset=utf-8")).await;
    assert_eq!((answer.status, &answer.body["data"]["__type"]), (200, &Value::Null), "BF61");
}

#[tokio::test]
async fn audits_of_methods_and_bodies() {
    let (server, _) = server().await;
    assert_eq!(server.send(Ask::get("query=%7B__typename%7D")).await.status, 200, "5A70");
    let answer = server.send(Ask::get("query=mutation%7B__typename%7D").header("accept", GRAPHQL)).await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")), "9C48");
    assert_eq!(server.send(Ask::post_bytes("").content_type("")).await.status, 415, "9ABE");
    assert_eq!(server.send(Ask::post_bytes("")).await.status, 400, "A5BF");
    for accept in [GRAPHQL, JSON] {
        let answer = server.send(Ask::post_bytes("{ \"not a JSON").header("accept", accept)).await;
        assert_eq!(answer.status, 400, "B6DC BCF8 B7N8");
    }
    let variables = "query=query+Q(%24t%3AString!)%7Becho(text%3A%24t)%7D&variables=%7B%22t%22%3A%22a%22%7D";
    for accept in [GRAPHQL, JSON] {
        let answer = server.send(Ask::get(variables).header("accept", accept)).await;
        assert_eq!((answer.status, &answer.body["data"]["echo"]), (200, &json!("a")), "D6D5 6A70");
    }
}

#[tokio::test]
async fn audits_of_parameters() {
    let (server, _) = server().await;
    for (body, audits) in
        [(json!({ "notquery": "{ __typename }" }), "423L"), (json!({ "qeury": "{ __typename }" }), "8764 3E3A")]
    {
        assert_eq!(server.send(Ask::post(body).header("accept", GRAPHQL)).await.status, 400, "{audits}");
    }
    let wrong = [json!({ "obj": "ect" }), json!(0), json!(false), json!(["array"]), json!("string")];
    for (parameter, audits, kept) in [
        ("query", "LKJ0-3", 0..4),
        ("operationName", "6C00-3", 0..4),
        ("variables", "4760-3", 1..5),
        ("extensions", "58B0-3", 1..5),
    ] {
        for value in &wrong[kept] {
            let mut body = json!({ "query": "{ __typename }" });
            body[parameter] = value.clone();
            let answer = server.send(Ask::post(body)).await;
            assert_eq!((answer.status, code(&answer)), (400, "BAD_REQUEST"), "{audits} {value}");
        }
    }
    let name = json!({ "query": "query Query { __typename }", "operationName": "Query" });
    let variables =
        json!({ "query": "query T($name: String!) { __type(name: $name) { name } }", "variables": { "name": "x" } });
    let extensions = json!({ "query": "{ __typename }", "extensions": { "some": "value" } });
    let mut taken = vec![(name, "34A2 13EE 8161 B8B3"), (variables, "2EA1 28B9"), (extensions, "428F 1B7A")];
    for parameter in ["variables", "operationName", "extensions"] {
        let mut body = json!({ "query": "{ __typename }" });
        body[parameter] = Value::Null;
        taken.push((body, "94B0-2 0220-2"));
    }
    for (body, audits) in taken {
        for accept in [GRAPHQL, JSON] {
            let answer = server.send(Ask::post(body.clone()).header("accept", accept)).await;
            assert_eq!((answer.status, answer.body.get("errors")), (200, None), "{audits}");
        }
    }
}

#[tokio::test]
async fn audits_of_request_errors() {
    let (server, _) = server().await;
    let unused = json!({ "query": "query CoerceFailure($id: ID!){ __typename }", "variables": { "id": null } });
    let coercion =
        json!({ "query": "query Coerce($many: [Int!]){ numbers(many: $many) }", "variables": { "many": "x" } });
    for (body, legacy, audits, code_of) in [
        (json!({ "query": "{" }), "572B", "865D 556A D586", "GRAPHQL_PARSE_FAILED"),
        (json!({ "query": "{ nothing }" }), "FDE2", "51FE 74FF 5E5B", "GRAPHQL_VALIDATION_FAILED"),
        (unused, "7B9B", "86EE", "GRAPHQL_VALIDATION_FAILED"),
        (coercion, "7B9B", "86EE", "BAD_USER_INPUT"),
    ] {
        for (accept, status, audits) in [(JSON, 200, legacy), (GRAPHQL, 400, audits)] {
            let answer = server.send(Ask::post(body.clone()).header("accept", accept)).await;
            assert_eq!(answer.status, status, "{audits}");
            assert_eq!((code(&answer), answer.body.get("data")), (code_of, None), "{audits}");
        }
    }
}

// What is refused before GraphQL.

#[tokio::test]
async fn only_json_is_read() {
    let (server, calls) = server().await;
    let body = r#"{"query":"mutation { paint(input: { colour: RED, times: 1 }) { times } }"}"#;
    for content_type in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql"]
    {
        let answer = server.send(Ask::post_bytes(body).content_type(content_type)).await;
        assert_eq!((answer.status, code(&answer)), (415, "BAD_REQUEST"), "{content_type}");
    }
    let answer = server.send(Ask::post_bytes(body).header("content-encoding", "gzip")).await;
    assert_eq!(answer.status, 415);
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn other_methods_are_told_what_is_served() {
    let (server, _) = server().await;
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = server.send(Ask::post(json!({ "query": "{ __typename }" })).method(method)).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, POST")), "{method}");
    }
}

#[tokio::test]
async fn a_form_we_do_not_speak_is_not_acceptable() {
    for accept in ["text/event-stream", "text/html", "application/json;q=0"] {
        let answer = post_for(accept, json!({ "query": "{ __typename }" })).await;
        assert_eq!((answer.status, code(&answer)), (406, "BAD_REQUEST"), "{accept}");
    }
}

#[tokio::test]
async fn several_operations_in_one_request_are_refused() {
    let answer = post(json!([{ "query": "{ __typename }" }])).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.body["errors"][0]["message"], "Several operations in one request are not served.");
}

#[tokio::test]
async fn a_body_past_the_limit_is_refused_whether_or_not_it_says_so() {
    let (server, _) = server().await;
    let body = format!(r#"{{"query":"{{ __typename }}","pad":"{}"}}"#, "x".repeat(262_144));
    assert_eq!(server.send(Ask::post_bytes(&body)).await.status, 413);
    assert_eq!(server.send(Ask::post_bytes(&body).chunked()).await.status, 413);
    let fits = format!(r#"{{"query":"{{ __typename }}","pad":"{}"}}"#, "x".repeat(262_000));
    assert_eq!(server.send(Ask::post_bytes(&fits)).await.status, 200);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up() {
    let answer = server().await.0.send(Ask::post_bytes("{").declaring(100)).await;
    assert_eq!((answer.status, code(&answer), answer.header("connection")), (408, "BAD_REQUEST", Some("close")));
}

#[tokio::test]
async fn odd_json_is_refused_or_taken_but_never_fails() {
    let (server, _) = server().await;
    let deep = format!(r#"{{"query":"{{ __typename }}","variables":{{"a":{}1{}}}}}"#, "[".repeat(500), "]".repeat(500));
    for body in [
        r#"{"query":"{ echo(text: \"\ud800\") }"}"#.to_owned(),
        r#"{"query":"query($t: String!) { echo(text: $t) }","variables":{"t":"\udfff"}}"#.to_owned(),
        r#"{"query":"{ __typename }","variables":{"a":1e999}}"#.to_owned(),
        "\u{feff}{}".to_owned(),
        "null".to_owned(),
        "\"{ __typename }\"".to_owned(),
        deep,
    ] {
        let answer = server.send(Ask::post_bytes(&body)).await;
        assert_eq!((answer.status, code(&answer)), (400, "BAD_REQUEST"), "{body}");
    }
    let twice = r#"{"query":"{ nothing }","query":"{ __typename }","variables":{"a":1,"a":2}}"#;
    assert_eq!(server.send(Ask::post_bytes(twice)).await.body["data"]["__typename"], "Query");
    let nul = r#"{"query":"query($t: String!) { echo(text: $t) }","variables":{"t":"a\u0000b"}}"#;
    assert_eq!(server.send(Ask::post_bytes(nul)).await.body["data"]["echo"], "a\u{0}b");
    let invalid = server.send(Ask::post_raw(b"{\"query\":\"\xff\"}")).await;
    assert_eq!(invalid.status, 400);
    let get = server.send(Ask::get("query=%FF%00&variables=%7B")).await;
    assert_eq!((get.status, code(&get)), (400, "BAD_REQUEST"));
}

// On whose behalf.

#[tokio::test]
async fn a_token_says_on_whose_behalf_a_request_speaks() {
    let (server, _) = server().await;
    let ask = || Ask::post(json!({ "query": "{ viewer }" })).header("accept", GRAPHQL);
    assert_eq!(server.send(ask()).await.body["data"]["viewer"], Value::Null);
    assert_eq!(server.send(ask().header("authorization", "Bearer good")).await.body["data"]["viewer"], "Hanako");
    assert_eq!(server.send(ask().header("cookie", "__Host-session=good")).await.body["data"]["viewer"], "Hanako");
}

#[tokio::test]
async fn a_bad_token_is_refused_and_told_how_to_do_better() {
    let (server, _) = server().await;
    for accept in [GRAPHQL, JSON] {
        for (name, value) in
            [("authorization", "Bearer bad"), ("authorization", "Basic dTpw"), ("cookie", "__Host-session=bad")]
        {
            let ask = Ask::post(json!({ "query": "{ viewer }" })).header("accept", accept).header(name, value);
            let answer = server.send(ask).await;
            assert_eq!(
                (answer.status, code(&answer), answer.body.get("data")),
                (401, "UNAUTHENTICATED", None),
                "{value}"
            );
            assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"engawa\", error=\"invalid_token\""));
            let forgets =
                answer.header("set-cookie").is_some_and(|cookie| cookie.starts_with("__Host-session=; Max-Age=0;"));
            assert_eq!(forgets, name == "cookie", "{value}");
        }
    }
}

#[tokio::test]
async fn a_cookie_that_another_site_has_sent_changes_nothing() {
    let (server, calls) = server().await;
    let paint = || {
        let body = json!({ "query": "mutation { paint(input: { colour: RED, times: 1 }) { times } }" });
        Ask::post(body).header("cookie", "__Host-session=good")
    };
    for (name, value) in [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
        let answer = server.send(paint().header(name, value)).await;
        assert_eq!((answer.status, code(&answer)), (403, "FORBIDDEN"), "{value}");
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    assert_eq!(server.send(paint().header("origin", "https://app.example.jp")).await.status, 200);
    assert_eq!(server.send(paint().header("sec-fetch-site", "same-origin")).await.status, 200);
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let answer = server()
        .await
        .0
        .send(Ask::post(json!({ "query": "{ viewer }" })).header("authorization", "Bearer eager"))
        .await;
    assert_eq!((answer.status, code(&answer), answer.header("retry-after")), (429, "THROTTLED", Some("30")));
    let answer = query("{ busy }").await;
    assert_eq!((answer.status, code(&answer), answer.header("retry-after")), (429, "THROTTLED", Some("7")));
}

#[tokio::test]
async fn an_answer_that_needs_somebody_signed_in_is_401_only_when_nothing_else_is_left_of_it() {
    let answer = query("{ mustOwn }").await;
    assert_eq!((answer.status, code(&answer)), (401, "UNAUTHENTICATED"));
    assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"engawa\""));
    let answer = query("{ own __typename }").await;
    assert_eq!(
        (answer.status, code(&answer), &answer.body["data"]),
        (200, "UNAUTHENTICATED", &json!({ "own": null, "__typename": "Query" }))
    );
}

// Execution.

#[tokio::test]
async fn a_mutation_runs_once_and_may_set_a_cookie() {
    let (server, calls) = server().await;
    let body = json!({
        "query": "mutation($input: PaintInput!) { paint(input: $input) { times } }",
        "variables": { "input": { "colour": "RED", "times": 3 } }
    });
    assert_eq!(server.send(Ask::post(body)).await.body["data"], json!({ "paint": { "times": 3 } }));
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    let answer = server.send(Ask::post(json!({ "query": "mutation { sessionCreate }" }))).await;
    assert!(answer.header("set-cookie").unwrap().starts_with("__Host-session=new"));
}

#[tokio::test]
async fn a_value_that_does_not_fit_is_refused_before_anything_runs() {
    let (server, calls) = server().await;
    for input in [
        json!({ "colour": "BLUE", "times": 1 }),
        json!({ "colour": "RED", "times": 2_147_483_648_i64 }),
        json!({ "colour": "RED", "times": 1, "extra": 1 }),
        json!({ "colour": "RED" }),
    ] {
        let body = json!({ "query": "mutation($input: PaintInput!) { paint(input: $input) { times } }", "variables": { "input": input } });
        let answer = server.send(Ask::post(body).header("accept", GRAPHQL)).await;
        assert_eq!((answer.status, code(&answer)), (400, "BAD_USER_INPUT"), "{input}");
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_single_value_stands_for_a_list_of_one() {
    let body = json!({ "query": "query($many: [Int!]) { numbers(many: $many) }", "variables": { "many": 4 } });
    assert_eq!(post(body).await.body["data"]["numbers"], 1);
}

#[tokio::test]
async fn a_fault_is_masked_and_named_by_its_request() {
    for field in ["broken", "leaky"] {
        let answer = query(&format!("{{ {field} }}")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body["data"], json!({ field: null }));
        assert_eq!(
            answer.body["errors"],
            json!([{
                "message": "Something went wrong on our side. Please report the request id.",
                "locations": [{ "line": 1, "column": 3 }],
                "path": [field],
                "extensions": { "code": "INTERNAL_SERVER_ERROR", "requestId": "req-0" }
            }]),
            "{field}"
        );
        assert!(!answer.text.contains("postgres"), "{}", answer.text);
    }
}

#[tokio::test]
async fn a_panic_stays_inside() {
    let (server, _) = server().await;
    let answer = server.send(Ask::post(json!({ "query": "{ bugged }" })).header("accept", GRAPHQL)).await;
    assert_eq!((answer.status, code(&answer), answer.body.get("data")), (500, "INTERNAL_SERVER_ERROR", None));
    assert_eq!(answer.body["errors"][0]["extensions"]["requestId"], "req-0");
    assert!(!answer.text.contains("i32"), "{}", answer.text);
    assert_eq!(server.send(Ask::post(json!({ "query": "{ __typename }" }))).await.status, 200);
}

#[tokio::test]
async fn an_execution_without_end_is_given_up() {
    let answer = query("{ slow }").await;
    assert_eq!((answer.status, code(&answer)), (503, "SERVICE_UNAVAILABLE"));
    let ask = Ask::post(json!({ "query": "{ viewer }" })).header("authorization", "Bearer down");
    let answer = server().await.0.send(ask).await;
    assert_eq!((answer.status, code(&answer)), (503, "SERVICE_UNAVAILABLE"));
    assert!(!answer.text.contains("session store"), "{}", answer.text);
}

#[tokio::test]
async fn errors_are_few_and_short() {
    let answer = query("{ many { bad } }").await;
    let errors = answer.body["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 20);
    assert_eq!(errors[0]["message"].as_str().unwrap().chars().count(), 300);
    assert_eq!(errors[19]["path"][2], "bad");
}

#[tokio::test]
async fn every_answer_is_marked_as_what_it_is() {
    let (server, _) = server().await;
    for (ask, id) in [
        (Ask::post(json!({ "query": "{ __typename }" })), "req-0"),
        (Ask::post(json!({ "query": "{" })), "req-1"),
        (Ask::post_bytes("").content_type("text/plain"), "req-2"),
    ] {
        let answer = server.send(ask).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("vary"), Some("Accept, Accept-Language, Authorization, Cookie"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("x-request-id"), Some(id));
    }
    let ask = Ask::post(json!({ "query": "{ request }" })).header("accept-language", "ja-JP,ja;q=0.9");
    assert_eq!(server.send(ask).await.body["data"]["request"], "req-3 Ja");
}

#[tokio::test]
async fn the_cost_is_told_when_it_was_too_much() {
    let fields: String = (0..25).map(|index| format!("a{index}: many {{ bad }} ")).collect();
    let (server, _) = server().await;
    let answer = server.send(Ask::post(json!({ "query": format!("{{ {fields} }}") }))).await;
    assert_eq!(answer.body["extensions"]["cost"], json!({ "limit": 1000, "requested": 250 }));
    let fields: String = (0..5).map(|index| format!("a{index}: many {{ bad }} ")).collect();
    let nested = format!("{{ __schema {{ types {{ fields {{ name }} }} }} {fields} }}");
    assert_eq!(server.send(Ask::post(json!({ "query": nested }))).await.body["extensions"]["cost"]["requested"], 53);
}
