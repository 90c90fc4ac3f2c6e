//! The log: to standard error, filtered and formatted as the configuration says.

use crate::config::{LogConfig, LogFormat};
use anyhow::{Context, Result};
use std::io::{IsTerminal, stderr};
use tracing_subscriber::EnvFilter;

/// Starts the log of this process. What crates say through `log` is in it too. `default` is the filter where none is set.
///
/// # Errors
/// A filter that cannot be read.
pub fn init(config: &LogConfig, default: &str) -> Result<()> {
    let filter = if config.filter.is_empty() { default } else { &config.filter };
    let filter: EnvFilter = filter.parse().context("log.filter cannot be read")?;
    let mut builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    if !stderr().is_terminal() {
        builder = builder.with_ansi(false);
    }
    match config.format {
        LogFormat::Text => builder.with_target(false).init(),
        LogFormat::Json => builder.json().init(),
    }
    Ok(())
}
