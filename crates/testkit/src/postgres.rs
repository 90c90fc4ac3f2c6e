//! A private PostgreSQL cluster: a unix socket in a folder of its own, no TCP port, gone with the process that started it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::daemon;

const OLDEST_MAJOR: u32 = 15;

/// What a commit means on a private cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is forced to disk: for tests, whose data nobody needs after a power cut.
    None,
    /// PostgreSQL's own defaults: for benches, whose figures must be those of a real installation.
    Full,
}

impl Durability {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::None => &[
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "wal_level=minimal",
                "max_wal_senders=0",
                "shared_buffers=128MB",
                "autovacuum=off",
            ],
            Self::Full => &["shared_buffers=512MB", "max_wal_size=4GB"],
        }
    }
}

/// A running cluster with the superuser `postgres`; stops and deletes itself when dropped.
#[derive(Debug)]
pub struct PostgresServer {
    process: Child,
    folder: TempDir,
}

impl PostgresServer {
    /// Creates and starts a cluster.
    ///
    /// The cluster ends with the calling thread at the latest: start it on the main thread.
    ///
    /// # Errors
    /// When PostgreSQL 15 or newer is not installed, or does not start; with its own words.
    pub fn start(durability: Durability) -> Result<Self> {
        let programs = programs()?;
        let folder = daemon::private_folder("engawa-pg-")?;
        let data = folder.path().join("data");
        let made = daemon::command(&programs.join("initdb"))?
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"])
            .args(["--no-sync", "--pgdata"])
            .arg(&data)
            .output()
            .context("run initdb")?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        }

        let log = folder.path().join("log");
        let mut postgres = daemon::command_that_dies_with_us(&programs.join("postgres"), "QUIT")?;
        postgres.arg("-D").arg(&data).arg("-k").arg(folder.path());
        let common = ["listen_addresses=", "max_connections=400", "timezone=UTC", "log_min_messages=warning"];
        for setting in common.iter().chain(durability.settings()) {
            postgres.arg("-c").arg(setting);
        }
        let output = File::create(&log)?;
        let process = postgres.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output).spawn()?;
        let mut server = Self { process, folder };
        let socket_folder = server.socket_folder().to_owned();
        daemon::wait_until(&mut server.process, &log, || {
            let mut probe = Command::new(programs.join("pg_isready"));
            probe.args(["--quiet", "--host"]).arg(&socket_folder).status().is_ok_and(|status| status.success())
        })?;
        Ok(server)
    }

    /// The folder of the unix socket, as `psql -h` takes it.
    pub fn socket_folder(&self) -> &Path {
        self.folder.path()
    }

    /// URL of one database of the cluster, in the form that both sea-orm and libpq read.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.socket_folder().display())
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        // SIGQUIT is PostgreSQL's immediate shutdown; the data is deleted next.
        daemon::stop(&mut self.process, Signal::QUIT);
    }
}

/// Runs statements with `psql`, each in a transaction of its own, and answers their rows as unaligned text.
///
/// # Errors
/// When `psql` cannot be run, or a statement fails; with PostgreSQL's own words.
pub fn psql(url: &str, statements: &[&str]) -> Result<String> {
    let mut psql = Command::new(programs()?.join("psql"));
    psql.args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"]);
    for statement in statements {
        psql.arg("--command").arg(statement);
    }
    let output = psql.arg(url).env("PGOPTIONS", "-c client_min_messages=warning").output().context("run psql")?;
    if !output.status.success() {
        bail!("psql failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}

/// The folder with the newest installed PostgreSQL's programs; Debian keeps the server's outside the `PATH`.
pub(crate) fn programs() -> Result<PathBuf> {
    newest(Path::new("/usr/lib/postgresql"))
        .with_context(|| format!("PostgreSQL {OLDEST_MAJOR} or newer is not installed; ./tests/run installs it"))
}

fn newest(installations: &Path) -> Option<PathBuf> {
    let majors = installations.read_dir().ok()?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let installed =
        |major: &u32| *major >= OLDEST_MAJOR && installations.join(format!("{major}/bin/postgres")).exists();
    majors.filter(installed).max().map(|major| installations.join(format!("{major}/bin")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_until_it_is_dropped_and_leaves_nothing() {
        let server = PostgresServer::start(Durability::None).unwrap();
        let url = server.url("postgres");
        assert_eq!(psql(&url, &["SHOW fsync", "SHOW listen_addresses", "SELECT 'é日'"]).unwrap(), "off\n\né日");
        let folder = server.socket_folder().to_owned();
        drop(server);
        assert!(psql(&url, &["SELECT 1"]).is_err());
        assert!(!folder.exists());
    }

    #[test]
    fn a_durable_cluster_forces_its_commits_to_disk() {
        let server = PostgresServer::start(Durability::Full).unwrap();
        let settings = ["SHOW fsync", "SHOW synchronous_commit", "SHOW full_page_writes"];
        assert_eq!(psql(&server.url("postgres"), &settings).unwrap(), "on\non\non");
    }

    #[test]
    fn a_cluster_ends_with_the_thread_that_started_it() {
        let thread = std::thread::spawn(|| PostgresServer::start(Durability::None).unwrap());
        let mut server = thread.join().unwrap();
        assert!(server.process.wait().is_ok(), "the wait ends because the kernel stopped the cluster");
        assert!(psql(&server.url("postgres"), &["SELECT 1"]).is_err());
    }

    #[test]
    fn the_newest_installed_version_is_used_and_an_old_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        for major in ["9.6", "14", "15", "16"] {
            std::fs::create_dir_all(folder.path().join(major).join("bin")).unwrap();
        }
        assert_eq!(newest(folder.path()), None);
        std::fs::write(folder.path().join("14/bin/postgres"), "").unwrap();
        assert_eq!(newest(folder.path()), None);
        std::fs::write(folder.path().join("15/bin/postgres"), "").unwrap();
        assert_eq!(newest(folder.path()), Some(folder.path().join("15/bin")));
        assert_eq!(newest(&folder.path().join("none")), None);
    }
}
