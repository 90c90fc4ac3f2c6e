//! Releases through the app layer: each accepts one delivery and so journals three transfers, two of them to accounts
//! that every release posts to.

use crate::rounds::{Series, share_out};
use anyhow::{Result, anyhow, ensure};
use app::{DeliveryAccept, DeliverySubmit, MilestoneFund};
use kernel::{DeliveryId, MilestoneId};
use market::DeliveryDraft;
use payments::simulated::CARD_OK;
use std::sync::Arc;
use std::time::Instant;
use storage::{Db, DbSettings};
use testkit::postgres::psql;
use testkit::{Actor, FreshDatabase, FreshDb, TestApp, pgbench};
use time::Duration;

const SERIES: [(Series, usize); 2] = [
    (Series { name: "release_c16", clients: 16, rounds: 5 }, 1_000),
    (Series { name: "release_c64", clients: 64, rounds: 5 }, 2_000),
];
/// How long `pgbench` runs in a round; about as long as ours.
const SECONDS: u32 = 2;
const CLIENTS: usize = 20;
/// Neighbours in line have different workers, whose accounts each release posts to.
const WORKERS: usize = 200;
/// Of a contract; a long one. Neighbours in line belong to different contracts.
const MILESTONES: usize = 5;
const PRICE: i64 = 5_000;
/// Times 100,000 accounts.
const PGBENCH_SCALE: u32 = 20;
/// At work on the preparations at once.
const HANDS: u32 = 16;

/// A milestone that is to be delivered, and what the two sides call each other's programs with.
struct Part {
    /// Its place in the line.
    place: usize,
    milestone: MilestoneId,
    worker: Arc<Actor>,
    client: Arc<Actor>,
}

/// A delivery that waits to be accepted.
struct Waiting {
    place: usize,
    delivery: DeliveryId,
    client: Arc<Actor>,
}

/// Prints `release_c16` and `release_c64`.
pub async fn figures() -> Result<()> {
    let needed: usize = SERIES.iter().map(|(series, accepts)| (series.rounds + 1) * accepts).sum();
    let fresh = FreshDb::postgres().await?;
    let mut line = prepare(fresh.settings(), needed).await?.into_iter();
    let measure = FreshDatabase::empty()?;
    pgbench::fill(measure.url(), PGBENCH_SCALE)?;
    psql(&fresh.settings().url, &["VACUUM ANALYZE", "CHECKPOINT"])?;
    for (series, accepts) in SERIES {
        let settings =
            DbSettings { max_connections: series.clients, may_lose_commits: false, ..fresh.settings().clone() };
        let engine = Arc::new(TestApp::new(Db::connect(&settings).await?));
        // Ids are numbered within the millisecond, and every engine counts from nought.
        engine.clock.advance(Duration::seconds(series.clients.into()));
        let ours = || releases_per_second(Arc::clone(&engine), series.clients, line.by_ref().take(accepts).collect());
        series.compare(ours, || pgbench::simple_updates_per_second(measure.url(), series.clients, SECONDS)).await?;
    }
    let released = psql(&fresh.settings().url, &["SELECT count(*) FROM worker_release"])?;
    ensure!(released == needed.to_string(), "{needed} deliveries were accepted and {released} released");
    Ok(())
}

async fn releases_per_second(engine: Arc<TestApp>, clients: u32, round: Vec<Waiting>) -> Result<f64> {
    let releases = u32::try_from(round.len())?;
    let begun = Instant::now();
    share_out(clients, round, move |waiting| accept(Arc::clone(&engine), waiting)).await?;
    Ok(f64::from(releases) / begun.elapsed().as_secs_f64())
}

async fn accept(engine: Arc<TestApp>, waiting: Waiting) -> Result<()> {
    let Waiting { delivery, client, .. } = waiting;
    let ask = DeliveryAccept { idempotency_key: delivery.to_string(), delivery, expected_version: 1 };
    let accepted = engine.app.delivery_accept(&client.caller, ask).await;
    accepted.map(drop).map_err(|refused| anyhow!("not accepted: {refused:?}"))
}

/// Brings milestones to where their deliveries wait, by the use cases that people call. The commits need not last.
async fn prepare(settings: &DbSettings, needed: usize) -> Result<Vec<Waiting>> {
    let begun = Instant::now();
    alter_database(&settings.url, "SET synchronous_commit = off")?;
    let engine = Arc::new(TestApp::new(Db::connect(settings).await?));
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        let (owner, organisation) = engine.client(&format!("client{number}")).await;
        clients.push((Arc::new(owner), organisation));
    }
    let mut workers = Vec::new();
    for number in 0..WORKERS {
        workers.push(Arc::new(engine.person(&format!("worker{number}")).await));
    }
    let contracts = needed.div_ceil(MILESTONES);
    let made = (0..contracts).zip(clients.into_iter().cycle()).zip(workers.into_iter().cycle());
    let made = made.map(|((number, client), worker)| (number, client, worker)).collect();
    let make = Arc::clone(&engine);
    let parts = share_out(HANDS, made, move |(number, (client, organisation), worker)| {
        let engine = Arc::clone(&make);
        async move {
            let contract = engine.contract((&client, organisation), &worker, &[PRICE; MILESTONES]).await;
            let mut parts = Vec::new();
            for (index, milestone) in engine.deal(contract).await.milestones.iter().enumerate() {
                let (client, worker) = (Arc::clone(&client), Arc::clone(&worker));
                let part = Part { place: index * contracts + number, milestone: milestone.value.id, worker, client };
                fund(&engine, &part).await?;
                parts.push(part);
            }
            Ok(parts)
        }
    });
    let parts = parts.await?;
    run_jobs(&engine).await?;
    let submit = Arc::clone(&engine);
    let parts = parts.into_iter().flatten().collect();
    let mut line = share_out(HANDS, parts, move |part| deliver(Arc::clone(&submit), part)).await?;
    line.sort_by_key(|waiting| waiting.place);
    alter_database(&settings.url, "RESET synchronous_commit")?;
    eprintln!("release: {} deliveries prepared in {} s", line.len(), begun.elapsed().as_secs());
    Ok(line)
}

async fn fund(engine: &TestApp, part: &Part) -> Result<()> {
    let ask = MilestoneFund {
        idempotency_key: part.milestone.to_string(),
        milestone: part.milestone,
        expected_version: 1,
        payment_method: CARD_OK.to_owned(),
    };
    let funded = engine.app.milestone_fund(&part.client.caller, ask).await;
    funded.map(drop).map_err(|refused| anyhow!("not funded: {refused:?}"))
}

async fn deliver(engine: Arc<TestApp>, part: Part) -> Result<Waiting> {
    let Part { place, milestone, worker, client } = part;
    let draft = DeliveryDraft { ticks: vec![1, 2], note: "できました。".to_owned(), files: Vec::new() };
    let ask = DeliverySubmit { idempotency_key: milestone.to_string(), milestone, draft };
    let delivered = engine.app.delivery_submit(&worker.caller, ask).await;
    let delivery = delivered.map_err(|refused| anyhow!("not delivered: {refused:?}"))?;
    Ok(Waiting { place, delivery, client })
}

/// Runs what is due: the payments, and the mails that tell of them.
async fn run_jobs(engine: &Arc<TestApp>) -> Result<()> {
    loop {
        let followed = engine.app.take_gateway_events().await?;
        let jobs = engine.app.claim_jobs(500, Duration::MINUTE).await?;
        if followed == 0 && jobs.is_empty() {
            return Ok(());
        }
        let run = Arc::clone(engine);
        let job = move |job| {
            let engine = Arc::clone(&run);
            async move {
                let outcome = engine.app.run_job(&job).await;
                Ok(engine.app.finish_job(&job, outcome).await?)
            }
        };
        share_out(HANDS, jobs, job).await?;
    }
}

fn alter_database(url: &str, change: &str) -> Result<()> {
    let alter = format!("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I {change}', current_database()); END $$");
    psql(url, &[&alter]).map(drop)
}
