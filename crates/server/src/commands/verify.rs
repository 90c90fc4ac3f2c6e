use crate::assemble::{Purpose, assemble};
use crate::config::Config;
use anyhow::Result;
use clap::Args;
use std::process::ExitCode;

/// Proves that every amount is where it should be.
#[derive(Args)]
pub struct Verify {
    /// Prints the report as JSON
    #[arg(long)]
    json: bool,
}

/// Checks every invariant on the live database; fails when one is broken.
pub async fn run(verify: &Verify, config: &Config) -> Result<ExitCode> {
    let assembled = assemble(config, Purpose::Look).await?;
    let report = assembled.app.verify().await?;
    if verify.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        for check in &report.checks {
            let verdict = if check.violations == 0 { "ok   " } else { "WRONG" };
            println!(
                "{verdict} {:<4} {} ({} checked, {} wrong)",
                check.law, check.what, check.checked, check.violations
            );
            for finding in &check.findings {
                println!("          {finding}");
            }
        }
        println!("{}", if report.sound { "every law of money holds" } else { "a law of money is broken" });
    }
    assembled.db.close().await?;
    Ok(if report.sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
