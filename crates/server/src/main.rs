//! The one binary `engawa`: configuration, commands, and the process they run in.

mod assemble;
mod commands;
mod config;
mod http;
mod logging;
mod metrics;
mod ports;
mod secret;

use anyhow::Result;
use clap::Parser;
use commands::Command;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// A page of tasks is thousands of small allocations on every thread at once; with the system's own allocator a fifth of
/// the time goes to them and to its locks.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A self-hostable crowdsourcing marketplace.
#[derive(Parser)]
#[command(name = "engawa", version)]
struct Arguments {
    /// A configuration file; the default is what `engawa config --default` prints
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("engawa: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let environment: BTreeMap<String, String> = std::env::vars().collect();
    let config = config::load(arguments.config.as_deref(), &environment)?;
    logging::init(&config.log, arguments.command.log_filter())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(commands::run(arguments.command, config));
    // What is still running was told to stop and given its time.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    done
}
