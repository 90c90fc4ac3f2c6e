use crate::assemble::assemble;
use crate::config::Config;
use anyhow::Result;
use clap::Subcommand;
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

/// Looks at the ledger.
#[derive(Subcommand)]
pub enum Ledger {
    /// Prints every journal in canonical form, one line each, and the SHA-256 of all of them last
    Export,
}

/// Runs a command on the ledger.
pub async fn run(ledger: &Ledger, config: &Config) -> Result<ExitCode> {
    let Ledger::Export = ledger;
    let assembled = assemble(config).await?;
    let mut out = BufWriter::new(stdout().lock());
    let digest = assembled.app.export_ledger(&mut out).await?;
    writeln!(out, "sha256 {digest}")?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
