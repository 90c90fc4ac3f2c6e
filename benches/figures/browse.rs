//! The newest open tasks through HTTP and the whole server, signed in, beside PostgreSQL building the same JSON from the
//! same rows.

use crate::load::{Connection, requests_per_second};
use crate::rounds::Series;
use crate::server::peak_memory_mb;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::time::Duration;
use storage::{Db, DbSettings};
use testkit::postgres::psql;
use testkit::{TestApp, pgbench};
use tests::{Marketplace, On, Person};

const SERIES: [Series; 2] =
    [Series { name: "browse_c16", clients: 16, rounds: 5 }, Series { name: "browse_c64", clients: 64, rounds: 5 }];
const SECONDS: u32 = 3;
const TASKS: u32 = 100_000;
const CLIENTS: u32 = 1_000;
const QUERY: &str = "query Browse { tasks(first: 20) { nodes { id title publishedAt estimatedMinutes skills bidCount \
    budget { amount currency } client { id name } } pageInfo { hasNextPage endCursor } } }";
/// Every setting that is not the default, and why.
const SETTINGS: [(&str, &str); 4] = [
    // One person asks all of it.
    ("ENGAWA_LIMITS_COST_PER_PERSON_CAPACITY", "2000000000"),
    ("ENGAWA_LIMITS_COST_PER_NETWORK_CAPACITY", "2000000000"),
    // The harness of the journeys is more impatient than the default.
    ("ENGAWA_WORKER_POLL", "500ms"),
    ("ENGAWA_LOG_FILTER", "info"),
];

/// Prints `browse_c16`, `browse_c64` and `rss_mb`.
pub async fn figures() -> Result<()> {
    let marketplace = Marketplace::start_in_real_time(On::Postgres, &SETTINGS);
    fill(marketplace.database_url()).await?;
    let person = Person::register(&marketplace, "reader").await;
    let request = request(person.token.as_deref().context("signed in")?);
    let page: Value = serde_json::from_slice(Connection::open(&marketplace.address()).await?.ask(&request).await?)?;
    let listed = page.pointer("/data/tasks/nodes").and_then(Value::as_array).map_or(0, Vec::len);
    ensure!(listed == 20, "20 tasks were to be listed: {page}");
    let database = marketplace.database_url().to_owned();
    for series in SERIES {
        let span = Duration::from_secs(SECONDS.into());
        let address = marketplace.address().to_owned();
        let ours = || requests_per_second(address.clone(), request.clone(), series.clients, span);
        series.compare(ours, || pgbench::script_per_second(&database, YARDSTICK, series.clients, SECONDS)).await?;
    }
    let peak = peak_memory_mb(marketplace.process_id())?;
    println!("rss_mb {peak} (goal 100, the highest under 64 connections)");
    Ok(())
}

fn request(token: &str) -> Vec<u8> {
    let body = json!({ "query": QUERY }).to_string();
    format!(
        "POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\naccept: application/json\r\n\
        content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Publishes one task by the use cases, and multiplies its row and its client's.
async fn fill(url: &str) -> Result<()> {
    let settings = DbSettings { url: url.to_owned(), max_connections: 2, may_lose_commits: false };
    let engine = TestApp::new(Db::connect(&settings).await?);
    let (client, organisation) = engine.client("sakura").await;
    engine.open_task(&client, organisation, &[50_000, 30_000]).await;
    let tasks = MULTIPLY_TASKS.replace("{tasks}", &TASKS.to_string());
    let clients = MULTIPLY_CLIENTS.replace("{clients}", &CLIENTS.to_string());
    psql(url, &[&clients, &tasks, MULTIPLY_SKILLS, "VACUUM ANALYZE"])?;
    let open = psql(url, &["SELECT count(*) FROM task WHERE state_kind = 'open'"])?;
    ensure!(open == (TASKS + 1).to_string(), "{open} tasks are open");
    Ok(())
}

const MULTIPLY_CLIENTS: &str = "
INSERT INTO organisation (id, version, body, created_at)
SELECT id, 1, body || jsonb_build_object('id', id, 'name', 'クライアント' || number), created_at
FROM (SELECT gen_random_uuid() AS id, number, body, created_at
    FROM organisation, generate_series(1, {clients}) AS number) AS copy";

/// Each with its own title, three of fifty skills, up to 29 bids, and a second younger than the one before.
const MULTIPLY_TASKS: &str = "
WITH client AS (
    SELECT id, row_number() OVER (ORDER BY id) AS number, count(*) OVER () AS clients FROM organisation
), copy AS (
    SELECT gen_random_uuid() AS id, number, task.*
    FROM (SELECT version, created_by, body, card, created_at, published_at, currency, budget, net_per_hour,
        estimated_minutes, language FROM task) AS task, generate_series(1, {tasks}) AS number
), varied AS (
    SELECT copy.*, jsonb_build_object(
        'title', '議事録の文字起こし ' || number,
        'skills', jsonb_build_array('skill-' || number % 50, 'skill-' || (number + 7) % 50, 'skill-' || (number + 19) % 50)
    ) AS own
    FROM copy
)
INSERT INTO task (id, version, organisation, created_by, body, card, created_at, published_at, currency, budget,
    net_per_hour, estimated_minutes, language, bid_count)
SELECT varied.id, version, client.id, created_by,
    body || jsonb_build_object('id', varied.id, 'client', client.id)
        || jsonb_build_object('content', (body -> 'content') || own),
    (card::jsonb || own)::text, created_at, published_at - (({tasks} - varied.number) * 1000000::bigint), currency, budget,
    net_per_hour, estimated_minutes, language, varied.number % 30
FROM varied JOIN client ON client.number = varied.number % clients + 1";

const MULTIPLY_SKILLS: &str = "
INSERT INTO task_skill (skill, task)
SELECT skill, id FROM task, jsonb_array_elements_text(card::jsonb -> 'skills') AS skill
ON CONFLICT DO NOTHING";

/// The rows and the columns of the page, as JSON of the same fields.
const YARDSTICK: &str = "
SELECT json_build_object('nodes', json_agg(node)) FROM (
    SELECT json_build_object('id', task.id, 'title', task.card::json -> 'title', 'publishedAt', task.published_at,
        'estimatedMinutes', task.estimated_minutes, 'skills', task.card::json -> 'skills', 'bidCount', task.bid_count,
        'budget', json_build_object('amount', task.budget, 'currency', task.currency),
        'client', json_build_object('id', client.id, 'name', client.name)) AS node
    FROM task JOIN organisation AS client ON client.id = task.organisation
    WHERE task.state_kind = 'open' ORDER BY task.published_at DESC, task.id DESC LIMIT 20
) AS page;";
