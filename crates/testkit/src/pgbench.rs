//! The measure of a bench: what the same database does for `pgbench`, on the same machine, in the same run.

use std::fmt;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::postgres::programs;

/// Fills the database at `url` with `pgbench`'s tables, `scale` times 100,000 accounts.
///
/// # Errors
/// When `pgbench` cannot be run or fails; with its own words.
pub fn fill(url: &str, scale: u32) -> Result<()> {
    run(url, &["--initialize", "--quiet", "--scale", &scale.to_string()]).map(drop)
}

/// Transactions a second that `pgbench` reaches with its simple-update script over prepared statements.
///
/// # Errors
/// When `pgbench` cannot be run or fails; with its own words.
pub fn simple_updates_per_second(url: &str, clients: u32, seconds: u32) -> Result<f64> {
    transactions_per_second(url, &["--builtin", "simple-update"], clients, seconds)
}

/// Transactions a second that `pgbench` reaches with a script of one or more statements.
///
/// # Errors
/// When the script cannot be written, or `pgbench` cannot be run or fails; with its own words.
pub fn script_per_second(url: &str, script: &str, clients: u32, seconds: u32) -> Result<f64> {
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), script)?;
    let path = file.path().to_str().context("a path that is text")?;
    transactions_per_second(url, &["--file", path], clients, seconds)
}

fn transactions_per_second(url: &str, script: &[&str], clients: u32, seconds: u32) -> Result<f64> {
    let (clients, seconds) = (clients.to_string(), seconds.to_string());
    let load = ["--no-vacuum", "--protocol", "prepared", "--jobs", "2", "--client", &clients, "--time", &seconds];
    let report = run(url, &[script, &load].concat())?;
    parse_rate(&report).with_context(|| format!("pgbench reported no rate: {report}"))
}

fn run(url: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(programs()?.join("pgbench")).args(arguments).arg(url).output().context("run pgbench")?;
    if !output.status.success() {
        bail!("pgbench failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn parse_rate(report: &str) -> Option<f64> {
    report.lines().find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok())
}

/// One figure of a bench: our rate beside the measure's. Prints itself as one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio<'a> {
    /// What was measured, such as `release_c16`.
    pub name: &'a str,
    /// Our rate, per second.
    pub ours: f64,
    /// The rate of `pgbench`, per second.
    pub pgbench: f64,
}

impl fmt::Display for Ratio<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, ours, pgbench } = self;
        write!(formatter, "{name} ratio {:.2} (ours {ours:.0}/s, pgbench {pgbench:.0}/s)", ours / pgbench)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FreshDatabase;

    #[test]
    fn a_figure_prints_its_ratio_and_both_rates_on_one_line() {
        let figure = Ratio { name: "release_c16", ours: 1163.4, pgbench: 1437.2 };
        assert_eq!(figure.to_string(), "release_c16 ratio 0.81 (ours 1163/s, pgbench 1437/s)");
    }

    #[test]
    fn the_rate_is_read_from_the_report() {
        let report = "number of failed transactions: 0 (0.000%)\ntps = 1437.218371 (without initial connection time)\n";
        assert_eq!(parse_rate(report), Some(1437.218371));
        assert_eq!(parse_rate("number of failed transactions: 0"), None);
    }

    #[test]
    fn pgbench_measures_its_own_script_and_ours() {
        let database = FreshDatabase::empty().unwrap();
        fill(database.url(), 1).unwrap();
        assert!(simple_updates_per_second(database.url(), 2, 1).unwrap() > 0.0);
        assert!(script_per_second(database.url(), "SELECT 1;", 2, 1).unwrap() > 0.0);
        let refused = script_per_second(database.url(), "SELECT * FROM nowhere;", 2, 1).unwrap_err().to_string();
        assert!(refused.contains("nowhere"), "{refused}");
    }
}
