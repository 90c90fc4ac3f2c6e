use super::serve::{background, stop_signal};
use crate::assemble::{Purpose, assemble};
use crate::config::Config;
use anyhow::Result;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::watch;

/// Works off the queue until SIGTERM or SIGINT.
pub async fn run(config: &Config) -> Result<ExitCode> {
    let asked_to_stop = stop_signal();
    let assembled = assemble(config, Purpose::Run).await?;
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(background(Arc::clone(&assembled.app), config, stopped));
    log::info!("working");
    asked_to_stop.await;
    log::info!("stopping");
    // It is still there to hear it: it ends only when told.
    let _ = stop.send(true);
    worker.await?;
    assembled.db.close().await?;
    Ok(ExitCode::SUCCESS)
}
