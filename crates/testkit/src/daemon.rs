//! A server of another project as a child that runs without privileges and cannot outlive us.

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, geteuid, kill_process};
use tempfile::TempDir;

/// PostgreSQL refuses to run as root; this is `nobody`, for a machine without a `postgres` account.
const NOBODY: (u32, u32) = (65534, 65534);
const START_LIMIT: Duration = Duration::from_secs(60);

/// A folder for a server's data and socket, owned by the account the server runs as.
///
/// Always under `/tmp`: a socket's path may have 107 bytes, and the account must be able to walk there.
pub(crate) fn private_folder(prefix: &str) -> Result<TempDir> {
    let folder = tempfile::Builder::new().prefix(prefix).tempdir_in("/tmp").context("make a folder in /tmp")?;
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755))?;
    if let Some((user, group)) = unprivileged()? {
        chown(folder.path(), Some(user), Some(group))?;
    }
    Ok(folder)
}

/// A command that runs without privileges and without our environment.
pub(crate) fn command(program: &Path) -> Result<Command> {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LC_ALL", "C.UTF-8").current_dir("/");
    if let Some((user, group)) = unprivileged()? {
        command.uid(user).gid(group);
    }
    Ok(command)
}

/// Like [`command`], and the kernel sends `signal` to the process when the thread that spawned it ends, however it ends.
pub(crate) fn command_that_dies_with_us(program: &Path, signal: &str) -> Result<Command> {
    let mut command = command(Path::new("setpriv"))?;
    command.arg("--pdeathsig").arg(signal).arg(program);
    Ok(command)
}

/// Waits until `is_ready`; fails when the server has ended or takes longer than a minute.
pub(crate) fn wait_until(process: &mut Child, log: &Path, is_ready: impl Fn() -> bool) -> Result<()> {
    let started = Instant::now();
    while !is_ready() {
        if let Some(status) = process.try_wait()? {
            bail!("the server ended at its start with {status}: {}", std::fs::read_to_string(log)?);
        }
        if started.elapsed() > START_LIMIT {
            bail!("the server did not answer within {START_LIMIT:?}: {}", std::fs::read_to_string(log)?);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

/// Sends `signal` and waits for the end. A process that has already ended is fine.
pub(crate) fn stop(process: &mut Child, signal: Signal) {
    let _ = kill_process(Pid::from_child(process), signal);
    let _ = process.wait();
}

/// The account for servers when we are root, as user and group id.
fn unprivileged() -> Result<Option<(u32, u32)>> {
    if !geteuid().is_root() {
        return Ok(None);
    }
    let accounts = std::fs::read_to_string("/etc/passwd").context("read /etc/passwd")?;
    Ok(Some(ids_of(&accounts, "postgres").unwrap_or(NOBODY)))
}

fn ids_of(accounts: &str, name: &str) -> Option<(u32, u32)> {
    let mut fields = accounts.lines().map(|line| line.split(':')).find(|line| line.clone().next() == Some(name))?;
    Some((fields.nth(2)?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_of_an_account_are_read_from_the_list_of_accounts() {
        let accounts = "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n";
        assert_eq!(ids_of(accounts, "postgres"), Some((101, 104)));
        assert_eq!(ids_of(accounts, "postgre"), None);
    }
}
