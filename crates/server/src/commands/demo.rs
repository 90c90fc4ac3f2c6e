//! `engawa demo`: a marketplace to look at.

mod cast;
mod list;
mod play;
mod stage;
mod story;

use super::serve;
use crate::assemble::{Assembled, Purpose, parts, simulated_gateway};
use crate::config::{Config, GatewayKind, MailTransport};
use crate::ports::SystemClock;
use anyhow::{Context, Result, bail};
use app::{Clock, Parts};
use cast::Who;
use clap::Args;
use identity::EmailAddress;
use kernel::Instant;
use payments::simulated::SimulatedSettings;
use stage::Stage;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;
use storage::Db;
use time::Duration;

/// A marketplace to look at.
#[derive(Args)]
pub struct Demo {
    /// Fills the instance and ends, without serving it
    #[arg(long)]
    seed_only: bool,
}

/// Fills an empty instance, prints who can sign in, and serves it. One that the demo has filled before is served as it
/// is.
///
/// # Errors
/// An instance that belongs to somebody else, or one in which filling was cut short.
pub async fn run(demo: &Demo, config: &Config) -> Result<ExitCode> {
    match (config.mail.transport, config.gateway.kind) {
        (MailTransport::Folder, GatewayKind::Simulated) => {}
        (MailTransport::Smtp, GatewayKind::Simulated) => {
            bail!("nobody in the demo has a mailbox: set mail.transport to \"folder\"")
        }
    }
    if !demo.seed_only {
        // Before it is filled for nothing.
        TcpListener::bind(config.listen).with_context(|| format!("cannot listen on {}", config.listen))?;
    }
    let parts = parts(config, Purpose::Run).await?;
    if !is_filled(&parts.db).await? {
        fill(&parts, config).await.context("the demo was not filled to its end; begin again with an empty instance")?;
    }
    if demo.seed_only {
        parts.db.close().await?;
        return Ok(ExitCode::SUCCESS);
    }
    let stage = Stage::at(SystemClock.now(), parts.clone(), None);
    list::print(&stage, config).await?;
    serve::run_assembled(&Assembled::new(parts), config, true).await
}

/// Has the story been told here to its end?
async fn is_filled(db: &Db) -> Result<bool> {
    if has_account(db, Who::LAST).await? {
        return Ok(true);
    }
    if has_account(db, Who::FOUNDERS[0]).await? {
        bail!("filling this demo was cut short; begin again with an empty instance (data_dir, database.url)");
    }
    if db.read().has_people().await? {
        bail!("somebody uses this instance already; the demo needs an empty one (data_dir, database.url)");
    }
    Ok(false)
}

async fn has_account(db: &Db, who: Who) -> Result<bool> {
    let email = EmailAddress::try_new("email", who.member().email).context("an address of the demo")?;
    Ok(db.read().person_by_email(&email).await?.is_some())
}

async fn fill(parts: &Parts, config: &Config) -> Result<()> {
    let now = SystemClock.now();
    let begin = midnight_in_japan(now).minus(Duration::days(story::DAYS.into()));
    // What a card or bank decides later, it decides after more than a day: some of it is still open when one looks.
    let slow = SimulatedSettings { confirm_after: Duration::hours(30), ..SimulatedSettings::default() };
    let gateway = Arc::new(simulated_gateway(config, slow)?);
    let carrier = Some(Arc::clone(&parts.mailer));
    let stage = Stage::at(begin, Parts { gateway, ..parts.clone() }, carrier);
    play::tell(&stage, begin).await?;
    stage.pass_until(now).await
}

fn midnight_in_japan(now: Instant) -> Instant {
    const JAPAN: i64 = 9 * 3_600;
    let seconds = now.unix() + JAPAN;
    Instant::from_unix(seconds - seconds.rem_euclid(86_400) - JAPAN).unwrap_or(Instant::EPOCH)
}
