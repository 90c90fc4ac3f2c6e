use crate::assemble::db_settings;
use crate::config::Config;
use anyhow::{Context, Result};
use std::process::ExitCode;
use storage::Db;

/// Brings the database up to date. Several may run at once.
pub async fn run(config: &Config) -> Result<ExitCode> {
    std::fs::create_dir_all(&config.data_dir).context("the data directory cannot be made")?;
    let settings = db_settings(config);
    let db = Db::connect(&settings).await.context("the database cannot be used")?;
    let pending = db.pending_migrations().await?;
    db.migrate(&settings).await.context("the database cannot be brought up to date")?;
    println!("{pending} migrations applied");
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}
