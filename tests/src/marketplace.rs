use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use testkit::{FreshDatabase, server_binary};

/// Which database an instance runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The embedded default.
    Sqlite,
    /// A database of its own on the cluster for tests.
    Postgres,
}

/// One instance: its data, its clock and, while it runs, its process.
pub struct Marketplace {
    data: TempDir,
    database: Option<FreshDatabase>,
    settings: Vec<(String, String)>,
    running: Option<Running>,
}

struct Running {
    process: Child,
    address: String,
    log: Arc<Mutex<Vec<String>>>,
}

impl Marketplace {
    /// Starts a fresh instance with the default configuration.
    pub fn start(on: On) -> Self {
        Self::start_with(on, &[])
    }

    /// Starts a fresh instance with settings of its own, by the names of their variables.
    pub fn start_with(on: On, settings: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(data.path().join("clock"), "+0").expect("the clock can be set");
        let database = (on == On::Postgres).then(|| FreshDatabase::empty().expect("a database can be made"));
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut marketplace = Self { data, database, settings, running: None };
        let migrated = marketplace.run(&["migrate"]);
        assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
        marketplace.resume();
        marketplace
    }

    /// Starts the process again, on the data it had.
    pub fn resume(&mut self) {
        assert!(self.running.is_none(), "it runs already");
        let mut process =
            self.command().arg("serve").stderr(Stdio::piped()).spawn().expect("the binary can be started");
        let stderr = process.stderr.take().expect("its log was asked for");
        let log = Arc::new(Mutex::new(Vec::new()));
        let address = follow(stderr, Arc::clone(&log));
        self.running = Some(Running { process, address, log });
    }

    /// Kills the process as a power cut would: no signal handler runs.
    pub fn kill(&mut self) {
        let mut running = self.running.take().expect("it runs");
        running.process.kill().expect("the process is ours");
        running.process.wait().expect("the process is ours");
    }

    /// Asks the process to stop, and answers how long it took.
    pub fn stop(&mut self) -> Duration {
        let mut running = self.running.take().expect("it runs");
        let asked = Instant::now();
        let signalled = Command::new("kill").args(["-TERM", &running.process.id().to_string()]).status();
        assert!(signalled.expect("kill can be run").success());
        let status = running.process.wait().expect("the process is ours");
        assert!(status.success(), "{status}, log: {:#?}", running.log.lock().map(|log| log.clone()));
        asked.elapsed()
    }

    /// Moves the clock of the running process, and of every one started later, to `days` after the real time.
    pub fn set_days_later(&self, days: u32) {
        // Renamed into place: the process never reads half a time.
        let draft = self.data.path().join("clock.new");
        std::fs::write(&draft, format!("+{days}d")).expect("the clock can be set");
        std::fs::rename(&draft, self.data.path().join("clock")).expect("the clock can be set");
    }

    /// Where it is reached: `http://127.0.0.1:40123`.
    pub fn address(&self) -> &str {
        &self.running.as_ref().expect("it runs").address
    }

    /// Its data directory.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// What it has logged since it was started.
    pub fn log(&self) -> Vec<String> {
        self.running.as_ref().expect("it runs").log.lock().expect("the follower did not panic").clone()
    }

    /// Runs another command of the binary on the same instance.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().expect("the binary can be started")
    }

    /// Fails when a single invariant of the books is broken, and answers the report.
    pub fn verify(&self) -> Value {
        let output = self.run(&["verify", "--json"]);
        let report = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{report}\n{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&report).expect("the report is JSON")
    }

    /// The six digits of the newest mail to an address.
    pub fn mailed_code(&self, address: &str) -> String {
        let mut mails: Vec<PathBuf> = std::fs::read_dir(self.data.path().join("mail"))
            .expect("mails were written")
            .map(|entry| entry.expect("the folder can be read").path())
            .collect();
        mails.sort();
        let text = |path: &PathBuf| std::fs::read_to_string(path).expect("a mail is text");
        let newest = mails.iter().rev().map(text).find(|mail| mail.contains(&format!("To: {address}\r\n")));
        let body = newest.expect("a mail was written").split_once("\r\n\r\n").expect("a mail has a body").1.to_owned();
        let digits = body.split(|letter: char| !letter.is_ascii_digit()).find(|digits| digits.len() == 6);
        digits.expect("the mail holds six digits").to_owned()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(server_binary());
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("ENGAWA_DATA_DIR", self.data.path())
            .env("ENGAWA_LISTEN", "127.0.0.1:0")
            .env("ENGAWA_WORKER_POLL", "20ms")
            .env("ENGAWA_LIMITS_CODES_PER_ADDRESS_CAPACITY", "1000")
            .env("ENGAWA_LIMITS_SIGN_INS_PER_ADDRESS_CAPACITY", "1000")
            .env("ENGAWA_LIMITS_SIGN_INS_PER_NETWORK_CAPACITY", "100000")
            .env("LD_PRELOAD", faketime())
            .env("FAKETIME_TIMESTAMP_FILE", self.data.path().join("clock"))
            .env("FAKETIME_NO_CACHE", "1")
            .env("DONT_FAKE_MONOTONIC", "1")
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        if let Some(database) = &self.database {
            command.env("ENGAWA_DATABASE_URL", database.url()).env("ENGAWA_DATABASE_MAY_LOSE_COMMITS", "true");
        }
        command
    }
}

impl Drop for Marketplace {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            // Gone already when the test killed it: nothing to clean up.
            let _ = running.process.kill();
            let _ = running.process.wait();
        }
    }
}

/// Debian's libfaketime: the binary has no clock of its own to turn, so the machine's is turned for it alone.
fn faketime() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").expect("/usr/lib can be read");
    folders
        .filter_map(|folder| Some(folder.ok()?.path().join("faketime/libfaketimeMT.so.1")))
        .find(|library| library.exists())
        .expect("the package faketime is installed: ./tests/run sees to it")
}

/// Reads the log until the process listens, and then on in a thread.
fn follow(stderr: ChildStderr, log: Arc<Mutex<Vec<String>>>) -> String {
    let (found, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            if let Some((_, address)) = line.split_once("listening on ") {
                // The test has the address already when a second one is printed.
                let _ = found.send(address.trim().to_owned());
            }
            match log.lock() {
                Ok(mut log) => log.push(line),
                Err(_) => return,
            }
        }
    });
    address.recv_timeout(Duration::from_secs(30)).expect("the process listens within 30 s")
}
