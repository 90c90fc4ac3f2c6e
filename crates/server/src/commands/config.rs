use crate::config::{Config, DEFAULT};
use anyhow::Result;
use clap::Args;
use std::process::ExitCode;

/// Prints the configuration.
#[derive(Args)]
pub struct Show {
    /// Prints the default file, which documents every setting
    #[arg(long)]
    default: bool,
}

/// Prints the configuration in force, or the default file.
pub fn run(show: &Show, config: &Config) -> Result<ExitCode> {
    // Whoever prints it also wants to know whether it can be used.
    config.settings()?;
    if show.default {
        print!("{DEFAULT}");
    } else {
        print!("{}", config.shown);
    }
    Ok(ExitCode::SUCCESS)
}
