//! The pages over the whole engine, as a browser without scripts meets them.

use api::backend::Engine;
use api::door::{Door, TIME_LIMIT};
use api::gate::{Gate, Limits};
use poem::endpoint::BoxEndpoint;
use poem::http::StatusCode;
use poem::test::TestClient;
use poem::{EndpointExt, Response};
use std::sync::Arc;
use testkit::{Actor, FreshDb, TestApp};

/// The instance, with a fresh SQLite database.
pub struct Site {
    pub test: TestApp,
    client: TestClient<BoxEndpoint<'static, Response>>,
    _database: FreshDb,
}

/// What a page answered.
pub struct Page {
    pub status: StatusCode,
    /// Where it leads, if it does.
    pub location: Option<String>,
    pub html: String,
}

impl Site {
    pub async fn open() -> Self {
        let database = FreshDb::sqlite().await.unwrap();
        let test = TestApp::new((&database).into());
        let gate = Gate::new(&api::schema::sdl(), Limits::default()).unwrap();
        let schema = api::schema::schema(&test.app, &[7; 32]);
        let door = Arc::new(Door::new(schema, gate, Engine::new(Arc::clone(&test.app), None), TIME_LIMIT));
        let clock = Arc::clone(&test.app);
        let house = engawa_web::House {
            door,
            public_url: test.app.settings().public_url.clone(),
            now: Box::new(move || clock.now().to_utc()),
        };
        Self { client: TestClient::new(engawa_web::pages(house).boxed()), test, _database: database }
    }

    /// Follows a link.
    pub async fn get(&self, actor: Option<&Actor>, address: &str) -> Page {
        let mut request = self.client.get(address);
        if let Some(actor) = actor {
            request = request.header("cookie", format!("__Host-session={}", actor.token));
        }
        Page::of(request.send().await.0).await
    }

    /// Sends a form.
    pub async fn post(&self, actor: &Actor, address: &str, fields: &[(&str, &str)]) -> Page {
        let cookie = format!("__Host-session={}", actor.token);
        let request = self.client.post(address).header("cookie", cookie).form(&fields);
        Page::of(request.send().await.0).await
    }
}

impl Page {
    async fn of(mut response: Response) -> Self {
        let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        Self { status: response.status(), location, html: response.take_body().into_string().await.unwrap() }
    }

    /// The value of the first input of this name.
    pub fn field(&self, name: &str) -> &str {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.html.split_once(&start).unwrap_or_else(|| panic!("no {name} in {}", self.html));
        rest.split('"').next().unwrap()
    }

    /// Where it leads.
    pub fn to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.html);
        self.location.as_deref().unwrap()
    }

    /// What the page says must be put right, when it was refused.
    pub fn is_refused(&self, typed: &str) -> bool {
        assert!(self.html.contains(typed), "{typed:?} was typed and is not kept: {}", self.html);
        self.status == StatusCode::UNPROCESSABLE_ENTITY && self.html.contains("role=\"alert\"")
    }
}
