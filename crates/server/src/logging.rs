//! The log: to standard error, filtered and formatted as the configuration says.

use crate::config::{LogConfig, LogFormat};
use anyhow::{Context, Result};
use tracing_subscriber::EnvFilter;

/// Starts the log of this process. What crates say through `log` is in it too.
///
/// # Errors
/// A filter that cannot be read.
pub fn init(config: &LogConfig) -> Result<()> {
    let filter: EnvFilter = config.filter.parse().context("log.filter cannot be read")?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.format {
        LogFormat::Text => builder.with_target(false).init(),
        LogFormat::Json => builder.json().init(),
    }
    Ok(())
}
