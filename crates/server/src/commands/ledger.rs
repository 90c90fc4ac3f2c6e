use crate::assemble::{Purpose, assemble};
use crate::config::Config;
use anyhow::Result;
use clap::Subcommand;
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

/// Looks at the ledger.
#[derive(Subcommand)]
pub enum Ledger {
    /// Prints every journal in canonical form, and the SHA-256 of all before it last
    Export,
}

/// Runs a command on the ledger.
pub async fn run(ledger: &Ledger, config: &Config) -> Result<ExitCode> {
    let Ledger::Export = ledger;
    let assembled = assemble(config, Purpose::Look).await?;
    let mut out = BufWriter::new(stdout());
    assembled.app.export_ledger(&mut out).await?;
    out.flush()?;
    assembled.db.close().await?;
    Ok(ExitCode::SUCCESS)
}
