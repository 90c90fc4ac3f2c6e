use super::serve;
use crate::assemble::assemble;
use crate::config::Config;
use anyhow::Result;
use clap::Args;
use std::process::ExitCode;

/// A marketplace to look at.
#[derive(Args)]
pub struct Demo {
    /// Fills the instance and ends, without serving it
    #[arg(long)]
    seed_only: bool,
}

/// Fills an empty instance and serves it.
pub async fn run(demo: &Demo, config: &Config) -> Result<ExitCode> {
    let assembled = assemble(config).await?;
    if demo.seed_only {
        assembled.db.close().await?;
        return Ok(ExitCode::SUCCESS);
    }
    serve::run_assembled(&assembled, config, true).await
}
