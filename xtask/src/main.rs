//! The few tasks that cargo lacks: the test run, the services for developers, the benches.

mod run;
mod services;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand, ValueEnum};
use run::Interruption;
use services::Services;
use testkit::{Durability, environment};
use tokio::process::Command;

#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Checks the format, lints, builds, and passes every test on a private PostgreSQL and Redis
    Test {
        /// Runs this phase alone; may be given several times
        #[arg(long, value_enum)]
        only: Vec<Phase>,
        /// Forces every commit of the private PostgreSQL to disk
        #[arg(long)]
        durable: bool,
        /// What to give to `cargo test` instead of the whole workspace
        #[arg(last = true)]
        cargo_test: Vec<String>,
    },
    /// Runs a private PostgreSQL and Redis until interrupted, and prints the variables that tests need
    Services {
        /// Forces every commit to disk
        #[arg(long)]
        durable: bool,
    },
    /// Runs the benches of a release build on a durable PostgreSQL; one line a figure
    Bench {
        /// Which groups of figures: `server`, `browse`, `release`; all of them when none is named
        groups: Vec<String>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Phase {
    Format,
    Lint,
    Build,
    Test,
}

/// The services end with the thread that starts them, so everything runs on the main thread.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match perform(Arguments::parse().task).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without the backtrace, which would bury what the failed command itself said last.
            eprintln!("== {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn perform(task: Task) -> Result<()> {
    let mut interruption = Interruption::listen()?;
    match task {
        Task::Test { only, durable, cargo_test } => {
            test(&mut interruption, &only, durability(durable), &cargo_test).await
        }
        Task::Services { durable } => offer_services(&mut interruption, durability(durable)).await,
        Task::Bench { groups } => bench(&mut interruption, &groups).await,
    }
}

fn durability(durable: bool) -> Durability {
    if durable { Durability::Full } else { Durability::None }
}

async fn test(
    interruption: &mut Interruption,
    only: &[Phase],
    durability: Durability,
    cargo_test: &[String],
) -> Result<()> {
    let wanted = |phase| only.is_empty() || only.contains(&phase);
    if wanted(Phase::Format) {
        interruption.run("format", cargo(&["fmt", "--all", "--check"])).await?;
    }
    if wanted(Phase::Lint) {
        let lints = ["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"];
        interruption.run("lint", cargo(&lints)).await?;
    }
    if wanted(Phase::Build) {
        // The binary and the tests in one build: built apart, their dependencies would differ in features and build twice.
        interruption.run("build", cargo(&["build", "--locked", "--workspace", "--bins", "--tests"])).await?;
    }
    if wanted(Phase::Test) {
        let services = Services::start(durability)?;
        let binary = built_binary("debug")?;
        let tests = |what: &[&str]| {
            let mut tests = cargo(&["test", "--locked"]);
            tests.args(what).envs(services.variables()).env(environment::BINARY, &binary);
            tests
        };
        if cargo_test.is_empty() {
            // First, so that the run does not close on the many crates without an example in their documentation.
            interruption.run("examples", tests(&["--workspace", "--no-fail-fast", "--quiet", "--doc"])).await?;
            let all = ["--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"];
            interruption.run("test", tests(&all)).await?;
        } else {
            let chosen: Vec<_> = cargo_test.iter().map(String::as_str).collect();
            interruption.run("test", tests(&chosen)).await?;
        }
    }
    Ok(())
}

async fn offer_services(interruption: &mut Interruption, durability: Durability) -> Result<()> {
    let services = Services::start(durability)?;
    for (variable, value) in services.variables() {
        println!("export {variable}='{value}'");
    }
    println!("export {}='{}'", environment::BINARY, built_binary("debug")?.display());
    interruption.wait().await;
    Ok(())
}

async fn bench(interruption: &mut Interruption, groups: &[String]) -> Result<()> {
    // Both together: built apart, their dependencies would differ in features and build twice.
    let packages = ["--locked", "--package", "engawa-server", "--package", "engawa-benches", "--bench", "figures"];
    let mut build = cargo(&["build", "--release", "--bin", "engawa"]);
    build.args(packages);
    interruption.run("build", build).await?;
    let services = Services::start(Durability::Full)?;
    let mut benches = cargo(&["bench"]);
    benches.args(packages).arg("--").args(groups);
    benches.envs(services.variables()).env(environment::BINARY, built_binary("release")?);
    interruption.run("bench", benches).await
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(arguments);
    // What cargo tells us about ourselves: some build scripts watch it, and all that stands on them would build anew.
    let about_us = |name: &str| ["CARGO_MANIFEST_", "CARGO_PKG_"].iter().any(|prefix| name.starts_with(prefix));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(about_us) {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Where the build phase of a profile puts `engawa`: we lie in `target/debug` ourselves.
fn built_binary(profile_folder: &str) -> Result<PathBuf> {
    let ourselves = std::env::current_exe()?;
    let target = ourselves.ancestors().nth(2).context("the folder of build results")?;
    Ok(target.join(profile_folder).join("engawa"))
}
