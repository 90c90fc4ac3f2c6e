//! Files over HTTP: what is sent, what is fetched, and what is refused under which status.

#![allow(clippy::unwrap_used, missing_docs, reason = "what a test cannot do without stops it")]

use app::{DeliverySubmit, DeliveryUploadCreate, FileDraft, UploadTicket};
use engawa_api::http::files_routes;
use kernel::{MilestoneId, UploadId};
use market::DeliveryDraft;
use poem::http::{Method, StatusCode, Uri};
use poem::{Body, Endpoint, Request, RequestBuilder, Response, Route};
use serde_json::{Value, json};
use testkit::{Actor, FreshDb, TestApp, file_draft};
use time::Duration;

const TEXT: &[u8] = b"SPEAKER A: good morning\n";

/// A worker with a milestone that is paid in, and the routes.
struct Desk {
    test: TestApp,
    owner: Actor,
    hana: Actor,
    milestone: MilestoneId,
    routes: Route,
    _database: FreshDb,
}

impl Desk {
    async fn new() -> Self {
        let database = FreshDb::sqlite().await.unwrap();
        let test = TestApp::new((&database).into());
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let contract = test.contract((&owner, organisation), &hana, &[10_000]).await;
        let milestone = test.deal(contract).await.milestones[0].value.id;
        test.fund(&owner, milestone).await;
        let routes = files_routes(&test.app);
        Self { test, owner, hana, milestone, routes, _database: database }
    }

    async fn announce(&self, content_type: &str, content: &[u8]) -> UploadTicket {
        let content_type = content_type.to_owned();
        let file = FileDraft { filename: "../話者 A.txt".to_owned(), content_type, ..file_draft(content) };
        let ask = DeliveryUploadCreate { idempotency_key: self.test.key(), milestone: self.milestone, file };
        self.test.app.delivery_upload_create(&self.hana.caller, ask).await.unwrap()
    }

    async fn ask(&self, method: Method, url: &str, body: impl Into<Body>) -> Response {
        self.ask_with(Request::builder().method(method), url, body).await
    }

    async fn ask_with(&self, request: RequestBuilder, url: &str, body: impl Into<Body>) -> Response {
        let path = url.strip_prefix("https://engawa.example").unwrap();
        self.routes.get_response(request.uri(path.parse::<Uri>().unwrap()).body(body)).await
    }

    async fn put(&self, url: &str, content: &[u8]) -> (u16, Value) {
        told(self.ask(Method::PUT, url, content.to_vec()).await).await
    }

    async fn get(&self, url: &str) -> Response {
        self.ask(Method::GET, url, Body::empty()).await
    }

    async fn deliver(&self, file: UploadId) -> String {
        let draft = DeliveryDraft { files: vec![file], ..DeliveryDraft::default() };
        let ask = DeliverySubmit { idempotency_key: self.test.key(), milestone: self.milestone, draft };
        self.test.app.delivery_submit(&self.hana.caller, ask).await.unwrap();
        let seen = self.test.app.deliveries_of(&self.owner.caller, self.milestone, None, 1).await.unwrap();
        seen.unwrap().remove(0).files.unwrap().remove(0).download_url
    }
}

async fn told(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(response.content_type(), Some("application/json"));
    (status, serde_json::from_str(&response.into_body().into_string().await.unwrap()).unwrap())
}

fn refusal(status: u16, code: &str, message: &str) -> (u16, Value) {
    (status, json!({ "code": code, "message": message }))
}

#[tokio::test]
async fn a_file_is_sent_once_and_fetched_by_who_may_see_the_work() {
    let desk = Desk::new().await;
    let ticket = desk.announce("text/plain", TEXT).await;
    let (status, body) = desk.put(&ticket.url, TEXT).await;
    assert_eq!((status, body), (201, json!({ "uploadId": ticket.upload.to_string() })));
    let again = desk.put(&ticket.url, TEXT).await;
    assert_eq!(again, refusal(409, "ALREADY_RECEIVED", "This file was received before."));

    let link = desk.deliver(ticket.upload).await;
    let file = desk.get(&link).await;
    assert_eq!(file.status(), StatusCode::OK);
    let headers = ["content-type", "content-length", "content-security-policy", "cache-control"];
    assert_eq!(
        headers.map(|name| file.header(name).unwrap()),
        ["text/plain; charset=utf-8", "24", "sandbox; default-src 'none'", "private, no-store"]
    );
    let disposition = "attachment; filename=\"__ A.txt\"; filename*=UTF-8''%E8%A9%B1%E8%80%85%20A.txt";
    assert_eq!(file.header("content-disposition"), Some(disposition));
    assert_eq!(file.into_body().into_vec().await.unwrap(), TEXT);
}

#[tokio::test]
async fn what_was_not_announced_is_refused_and_may_be_sent_again_as_it_was() {
    let desk = Desk::new().await;
    let ticket = desk.announce("text/plain", TEXT).await;
    let larger = desk.ask(Method::PUT, &ticket.url, [TEXT, b"!"].concat()).await;
    assert_eq!(larger.header("connection"), Some("close"));
    assert_eq!(told(larger).await, refusal(413, "TOO_LARGE", "The file is larger than announced."));
    let smaller = desk.put(&ticket.url, &TEXT[1..]).await;
    assert_eq!(smaller, refusal(422, "TOO_SMALL", "The file is smaller than announced."));
    let other = desk.put(&ticket.url, &TEXT.to_ascii_uppercase()).await;
    assert_eq!(other, refusal(422, "CHECKSUM_MISMATCH", "The file is not the one that was announced."));
    let cut = futures::stream::iter([Ok(TEXT), Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))]);
    let cut = desk.ask(Method::PUT, &ticket.url, Body::from_bytes_stream(cut)).await;
    assert_eq!(told(cut).await, refusal(400, "INTERRUPTED", "The file did not arrive whole."));
    let as_form = Request::builder().method(Method::PUT).content_type("application/x-www-form-urlencoded");
    let other_type = told(desk.ask_with(as_form, &ticket.url, TEXT).await).await;
    let why = "The Content-Type is not the one that was announced.";
    assert_eq!(other_type, refusal(415, "CONTENT_TYPE_MISMATCH", why));
    let page = desk.announce("image/png", b"<html>").await;
    let page = desk.put(&page.url, b"<html>").await;
    assert_eq!(page, refusal(422, "DISGUISED", "The file is not of the announced type."));
    let as_announced = Request::builder().method(Method::PUT).content_type("Text/Plain; charset=utf-8");
    assert_eq!(told(desk.ask_with(as_announced, &ticket.url, TEXT).await).await.0, 201);
}

#[tokio::test]
async fn a_token_is_good_unchanged_in_time_and_for_its_own_purpose() {
    let desk = Desk::new().await;
    let ticket = desk.announce("text/plain", TEXT).await;
    let invalid = refusal(403, "INVALID_TOKEN", "This link is not valid.");
    let (head, tail) = ticket.url.split_at(ticket.url.len() - 1);
    let changed = format!("{head}{}", if tail == "A" { "B" } else { "A" });
    for url in [changed.as_str(), "https://engawa.example/uploads/x", "https://engawa.example/uploads/a.b"] {
        assert_eq!(desk.put(url, TEXT).await, invalid, "{url}");
    }
    desk.put(&ticket.url, TEXT).await;
    let link = desk.deliver(ticket.upload).await;
    assert_eq!(told(desk.get(&ticket.url.replace("/uploads/", "/files/")).await).await, invalid);
    assert_eq!(desk.put(&link.replace("/files/", "/uploads/"), TEXT).await, invalid);

    let late = desk.announce("text/plain", TEXT).await;
    desk.test.clock.advance(Duration::HOUR);
    let expired = refusal(410, "EXPIRED", "This link has expired.");
    assert_eq!(desk.put(&late.url, TEXT).await, expired);
    assert_eq!(told(desk.get(&link).await).await, expired);
}

#[tokio::test]
async fn other_methods_are_refused_and_the_reader_s_language_is_spoken() {
    let desk = Desk::new().await;
    let ticket = desk.announce("text/plain", TEXT).await;
    for (url, method, allowed) in
        [(ticket.url.clone(), Method::POST, "PUT"), (ticket.url.replace("/uploads/", "/files/"), Method::DELETE, "GET")]
    {
        let response = desk.ask(method, &url, Body::empty()).await;
        assert_eq!(response.header("allow"), Some(allowed));
        assert_eq!(told(response).await.0, 405);
    }
    let request = Request::builder().method(Method::GET).uri("/files/x".parse().unwrap());
    let response = desk.routes.get_response(request.header("accept-language", "ja").finish()).await;
    assert_eq!(told(response).await, refusal(403, "INVALID_TOKEN", "このリンクは正しくありません。"));
}
