//! How many statements a page of tasks takes. A test binary of its own: it counts what the whole process asks.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/graphql.rs"]
mod graphql;

use app::Caller;
use graphql::Asker;
use identity::Locale;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use testkit::{FreshDb, TestApp};

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

struct Counter;

impl log::Log for Counter {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn log(&self, record: &log::Record<'_>) {
        // What the pool asks of a new connection is not of the page.
        if self.enabled(record.metadata()) && record.args().to_string().contains("SELECT") {
            STATEMENTS.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn a_page_of_tasks_with_clients_skills_and_long_texts_is_one_statement() {
    let fresh = FreshDb::sqlite().await.unwrap();
    let test = TestApp::new((&fresh).into());
    let ask = Asker::new(&test);
    for name in ["minowa", "ina", "kiso"] {
        let (client, organisation) = test.client(name).await;
        test.open_task(&client, organisation, &[4_000, 6_000]).await;
    }
    log::set_logger(&Counter).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let hot = "{ tasks { pageInfo { endCursor } nodes { id version title state publishedAt deadline estimatedMinutes \
        skills language bidCount budget { amount } takeHome { net { amount } netPerHour { amount } } \
        workStyle { interruption } client { id version name legalForm } } } }";
    let cold = "{ tasks { edges { node { ...Long } } } } fragment Long on Task { \
        descriptionHtml checklist { text } milestones { title takeHome { net { amount } } } }";
    let counted = "{ tasks { totalCount nodes { id } } }";
    for (query, statements) in [(hot, 1), (cold, 1), (counted, 2)] {
        let before = STATEMENTS.load(Ordering::Relaxed);
        let data = ask.data(&Caller::anonymous(Locale::Ja), query, json!({})).await;
        assert!(data["tasks"].is_object());
        assert_eq!(STATEMENTS.load(Ordering::Relaxed) - before, statements, "{query}");
    }
}
