//! The commands, one file each.

mod config;
mod demo;
mod doctor;
mod ledger;
mod migrate;
mod operation;
mod schema;
mod serve;
mod staff;
mod verify;
mod worker;

use crate::config::Config;
use anyhow::Result;
use clap::Subcommand;
use std::process::ExitCode;

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Answers requests and, unless told otherwise, works off the queue in the same process
    Serve(serve::Serve),
    /// Works off the queue: mails, timers, the gateway
    Worker,
    /// Brings the database up to date
    Migrate,
    /// Prints the GraphQL schema
    Schema,
    /// Fills an empty instance with people, tasks and deals in every state, prints who can sign in, and serves it
    Demo(demo::Demo),
    /// Proves that every amount is where it should be; fails when one is not
    Verify(verify::Verify),
    /// Looks at the ledger
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    /// Shows and ends what was asked of the gateway and left to a person
    #[command(subcommand)]
    Operation(operation::Operation),
    /// Says what is wrong with this installation
    Doctor,
    /// Prints the configuration in force, secrets hidden
    Config(config::Show),
    /// Gives and takes roles among the staff
    #[command(subcommand)]
    Staff(staff::Staff),
}

impl Command {
    /// How much it logs where nothing is said about it: what runs on is watched by its log, the others by their result.
    pub fn log_filter(&self) -> &'static str {
        match self {
            Self::Serve(_) | Self::Worker | Self::Demo(_) => "info",
            Self::Migrate
            | Self::Schema
            | Self::Verify(_)
            | Self::Ledger(_)
            | Self::Operation(_)
            | Self::Doctor
            | Self::Config(_)
            | Self::Staff(_) => "warn",
        }
    }
}

/// Runs one command.
///
/// # Errors
/// What went wrong, in words for the operator.
pub async fn run(command: Command, config: Config) -> Result<ExitCode> {
    match command {
        Command::Serve(serve) => serve::run(&serve, &config).await,
        Command::Worker => worker::run(&config).await,
        Command::Migrate => migrate::run(&config).await,
        Command::Schema => schema::run(),
        Command::Demo(demo) => demo::run(&demo, &config).await,
        Command::Verify(verify) => verify::run(&verify, &config).await,
        Command::Ledger(ledger) => ledger::run(&ledger, &config).await,
        Command::Operation(operation) => operation::run(&operation, &config).await,
        Command::Doctor => doctor::run(&config).await,
        Command::Config(show) => config::run(&show, &config),
        Command::Staff(staff) => staff::run(&staff, &config).await,
    }
}
