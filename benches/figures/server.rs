//! What the server costs before it has done anything: its file, its start and its memory.

use crate::load::Connection;
use crate::rounds::median;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use testkit::server_binary;
use tests::{Marketplace, On};

const STARTS: usize = 7;

/// Prints `binary_mb` and `start_ready_ms`.
pub async fn figures() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (built, stripped) = (server_binary(), folder.path().join("engawa"));
    ensure!(Command::new("strip").arg("-o").arg(&stripped).arg(&built).status()?.success(), "strip failed");
    println!("binary_mb {} (goal 60, stripped; {} with line tables)", megabytes(&stripped)?, megabytes(&built)?);

    let marketplace = Marketplace::start_in_real_time(On::Sqlite, &[]);
    marketplace.stop();
    let seeded = marketplace.run(&["demo", "--seed-only"]);
    ensure!(seeded.status.success(), "the demo failed: {}", String::from_utf8_lossy(&seeded.stderr));
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let begun = Instant::now();
        marketplace.resume();
        let mut connection = Connection::open(&marketplace.address()).await?;
        connection.ask(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\n\r\n").await?;
        starts.push(begun.elapsed().as_secs_f64() * 1_000.0);
        marketplace.stop();
    }
    println!("start_ready_ms {:.0} (goal 300, the median of {STARTS} on SQLite with the demo's data)", median(starts)?);
    Ok(())
}

fn megabytes(file: &Path) -> Result<u64> {
    Ok(std::fs::metadata(file)?.len().div_ceil(1_000_000))
}

/// The most memory that a process ever held, in megabytes.
pub fn peak_memory_mb(process: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("Linux tells the peak")?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok((kibibytes * 1_024).div_ceil(1_000_000))
}
