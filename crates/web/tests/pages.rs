//! Pages over the real engine: who gets them, where forms lead, and that nothing typed is lost.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use api::backend::Engine;
use api::door::{Door, TIME_LIMIT};
use api::gate::{Gate, Limits};
use engawa_web::{House, pages};
use poem::http::StatusCode;
use poem::http::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use poem::test::{TestClient, TestResponse};
use poem::{Endpoint, Response};
use std::collections::BTreeSet;
use std::sync::Arc;
use testkit::{FreshDb, TestApp};

struct Browser<E> {
    client: TestClient<E>,
    session: Option<String>,
}

impl<E: Endpoint<Output = Response>> Browser<E> {
    async fn get(&self, address: &str) -> TestResponse {
        let request = self.client.get(address);
        match &self.session {
            Some(token) => request.header(COOKIE, format!("__Host-session={token}")).send().await,
            None => request.send().await,
        }
    }

    async fn post(&self, address: &str, fields: &[(&str, &str)]) -> TestResponse {
        let request = self.client.post(address).form(&fields);
        match &self.session {
            Some(token) => request.header(COOKIE, format!("__Host-session={token}")).send().await,
            None => request.send().await,
        }
    }
}

async fn marketplace() -> (TestApp, FreshDb) {
    let fresh = FreshDb::sqlite().await.unwrap();
    (TestApp::new((*fresh).clone()), fresh)
}

fn browser(test: &TestApp, token: Option<&str>) -> Browser<impl Endpoint<Output = Response> + use<>> {
    let schema = api::schema::schema(&test.app, &[7; 32]);
    let gate = Gate::new(&api::schema::sdl(), Limits::default()).unwrap();
    let door = Arc::new(Door::new(schema, gate, Engine::new(Arc::clone(&test.app), None), TIME_LIMIT));
    let clock = Arc::clone(&test.app);
    let now = Box::new(move || clock.now().to_utc());
    let house = House { door, public_url: "http://localhost".to_owned(), now };
    Browser { client: TestClient::new(pages(house)), session: token.map(str::to_owned) }
}

async fn text(response: TestResponse) -> String {
    response.0.into_body().into_string().await.unwrap()
}

#[tokio::test]
async fn public_pages_are_there_in_every_language_for_everybody() {
    let (test, _fresh) = marketplace().await;
    let (owner, organisation) = test.client("sakura").await;
    let task = test.open_task(&owner, organisation, &[10_000]).await;
    let ana = browser(&test, None);
    for prefix in ["", "/en", "/easy"] {
        for page in ["/", "/work", "/work?minutes=15&q=%E2%98%85", "/display", "/start", &format!("/work/{task}")] {
            let address = format!("{prefix}{page}");
            let response = ana.get(&address).await;
            response.assert_status_is_ok();
            let html = text(response).await;
            assert_eq!(html.matches("<h1").count(), 1, "{address}");
            assert!(!html.contains('¦'), "{address} shows a mark");
        }
    }
    assert!(text(ana.get(&format!("/work/{task}")).await).await.contains("¥8,580"), "what it leaves the worker");
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_for_one_look_alike() {
    let (test, _fresh) = marketplace().await;
    let hana = test.person("hana").await;
    let reader = browser(&test, Some(&hana.token));
    for address in ["/nothing", "/work/task_00000000000000000000000000", "/work/nonsense"] {
        let response = reader.get(address).await;
        response.assert_status(StatusCode::NOT_FOUND);
        assert!(text(response).await.contains("見つかりませんでした"), "{address}");
    }
    reader.get("/admin").await.assert_status(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_must_sign_in_is_led_there_and_back() {
    let (test, _fresh) = marketplace().await;
    let response = browser(&test, None).get("/en/today").await;
    response.assert_status(StatusCode::SEE_OTHER);
    response.assert_header(LOCATION, "/en/start?back=%2Ftoday");
}

#[tokio::test]
async fn every_entry_of_the_menu_leads_somewhere() {
    let (test, _fresh) = marketplace().await;
    let hana = test.person("hana").await;
    let reader = browser(&test, Some(&hana.token));
    let mut seen = BTreeSet::new();
    let mut left = vec!["/today".to_owned()];
    while let Some(address) = left.pop() {
        if seen.insert(address.clone()) {
            let response = reader.get(&address).await;
            assert_eq!(response.0.status(), StatusCode::OK, "{address}");
            let html = text(response).await;
            let links = html.split(r#"href=""#).skip(1).filter_map(|part| part.split('"').next());
            left.extend(links.filter(|link| link.starts_with('/')).map(str::to_owned));
        }
    }
    assert!(seen.len() > 20, "{seen:?}");
}

#[tokio::test]
async fn a_session_that_has_ended_does_not_keep_anybody_out() {
    let (test, _fresh) = marketplace().await;
    let late = browser(&test, Some("engs_0000"));
    late.get("/start").await.assert_status_is_ok();
    for address in ["/", "/work", "/today"] {
        let response = late.get(address).await;
        response.assert_status(StatusCode::SEE_OTHER);
        response.assert_header(LOCATION, address);
        response.assert_header(SET_COOKIE, "__Host-session=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
    }
}

#[tokio::test]
async fn a_newcomer_comes_in_by_a_code_and_says_what_to_be_called() {
    let (test, _fresh) = marketplace().await;
    let newcomer = browser(&test, None);
    let response = newcomer.post("/start", &[("email", " ｍｉｓａｋｉ@example.jp "), ("back", "/work")]).await;
    response.assert_status(StatusCode::SEE_OTHER);
    response.assert_header(LOCATION, "/start/code?email=misaki%40example.jp&back=%2Fwork");
    let code = test.mails.code_for("misaki@example.jp");
    let wrong =
        newcomer.post("/start/code", &[("email", "misaki@example.jp"), ("code", "12"), ("back", "/work")]).await;
    wrong.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(wrong).await.contains(r#"value="12""#), "what was typed is kept");
    let fields = [("email", "misaki@example.jp"), ("code", code.as_str()), ("back", "/work")];
    let response = newcomer.post("/start/code", &fields).await;
    response.assert_status(StatusCode::SEE_OTHER);
    response.assert_header(LOCATION, "/start/name?back=%2Fwork");
    let cookie = response.0.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"), "{cookie}");
    let token = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let signed_in = browser(&test, Some(&token));
    let response = signed_in.post("/start/name", &[("name", "みさき"), ("back", "/work")]).await;
    response.assert_header(LOCATION, "/work");
    assert!(text(signed_in.get("/today").await).await.contains("みさきさん"));
    let response = signed_in.post("/sign-out", &[]).await;
    response.assert_header(LOCATION, "/");
    signed_in.get("/today").await.assert_status(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let (test, _fresh) = marketplace().await;
    let hana = test.person("hana").await;
    let reader = browser(&test, Some(&hana.token));
    let forged = reader.client.post("/sign-out").header(COOKIE, format!("__Host-session={}", hana.token));
    let response = forged.header(ORIGIN, "https://evil.example").form(&[("a", "b")]).send().await;
    response.assert_status(StatusCode::FORBIDDEN);
    reader.get("/today").await.assert_status_is_ok();
}

#[tokio::test]
async fn how_pages_look_is_kept_in_a_cookie_of_its_own() {
    let (test, _fresh) = marketplace().await;
    let fields = [("theme", "dark"), ("text", "large"), ("motion", "still")];
    let response = browser(&test, None).post("/easy/display", &fields).await;
    response.assert_header(LOCATION, "/easy/display");
    response.assert_header(SET_COOKIE, "display=dark.large.still; Max-Age=31536000; Path=/; SameSite=Lax");
    let shown = browser(&test, None).client.get("/display").header(COOKIE, "display=dark.large.still").send().await;
    assert!(text(shown).await.contains(r#"data-theme="dark" data-text="large" data-still"#));
}
