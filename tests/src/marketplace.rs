use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use testkit::{FreshDatabase, server_binary};
use time::OffsetDateTime;

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
    turned: bool,
    running: Mutex<Option<Running>>,
    /// How far its clock is ahead of the real one.
    ahead: Mutex<Duration>,
}

struct Running {
    process: Child,
    address: String,
    log: Arc<Mutex<Vec<String>>>,
}

/// A mail that an instance wrote.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Whom to.
    pub to: String,
    /// Its text.
    pub text: String,
}

impl Marketplace {
    /// Starts a fresh instance with the default configuration.
    pub fn start(on: On) -> Self {
        Self::start_with(on, &[])
    }

    /// Starts a fresh instance with settings of its own, by the names of their variables.
    pub fn start_with(on: On, settings: &[(&str, &str)]) -> Self {
        Self::fresh(on, settings, true)
    }

    /// The same with the clock of the machine, which is not turned and costs nothing to read.
    pub fn start_in_real_time(on: On, settings: &[(&str, &str)]) -> Self {
        Self::fresh(on, settings, false)
    }

    fn fresh(on: On, settings: &[(&str, &str)], turned: bool) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder can be made");
        let database = (on == On::Postgres).then(|| FreshDatabase::empty().expect("a database can be made"));
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (running, ahead) = (Mutex::new(None), Mutex::new(Duration::ZERO));
        let marketplace = Self { data, database, settings, turned, running, ahead };
        marketplace.pass(Duration::ZERO);
        let migrated = marketplace.run(&["migrate"]);
        assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
        marketplace.resume();
        marketplace
    }

    /// Starts the process again, on the data it had.
    pub fn resume(&self) {
        let mut place = self.process();
        assert!(place.is_none(), "it runs already");
        let mut process =
            self.command().arg("serve").stderr(Stdio::piped()).spawn().expect("the binary can be started");
        let stderr = process.stderr.take().expect("its log was asked for");
        let log = Arc::new(Mutex::new(Vec::new()));
        let address = follow(stderr, Arc::clone(&log));
        *place = Some(Running { process, address, log });
    }

    /// Kills the process as a power cut would: no signal handler runs.
    pub fn kill(&self) {
        let mut running = self.process().take().expect("it runs");
        running.process.kill().expect("the process is ours");
        running.process.wait().expect("the process is ours");
    }

    /// Asks the process to stop, and answers how long it took.
    pub fn stop(&self) -> Duration {
        let mut running = self.process().take().expect("it runs");
        let asked = Instant::now();
        let signalled = Command::new("kill").args(["-TERM", &running.process.id().to_string()]).status();
        assert!(signalled.expect("kill can be run").success());
        let status = running.process.wait().expect("the process is ours");
        assert!(status.success(), "{status}, log: {:#?}", running.log.lock().map(|log| log.clone()));
        asked.elapsed()
    }

    /// Lets time pass: moves the clock of the running process, and of every one started later.
    pub fn pass(&self, span: Duration) {
        let mut ahead = self.ahead.lock().expect("no test panicked while it turned the clock");
        *ahead += span;
        // Renamed into place: the process never reads half a time.
        let draft = self.data.path().join("clock.new");
        std::fs::write(&draft, format!("+{}s", ahead.as_secs())).expect("the clock can be set");
        std::fs::rename(&draft, self.data.path().join("clock")).expect("the clock can be set");
    }

    /// What its clock shows.
    #[expect(clippy::disallowed_methods, reason = "the instance under test goes by the machine's clock")]
    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + *self.ahead.lock().expect("no test panicked while it turned the clock")
    }

    /// Where it is reached: `http://127.0.0.1:40123`.
    pub fn address(&self) -> String {
        self.process().as_ref().expect("it runs").address.clone()
    }

    /// The process that runs.
    pub fn process_id(&self) -> u32 {
        self.process().as_ref().expect("it runs").process.id()
    }

    /// Its database on the cluster for tests.
    pub fn database_url(&self) -> &str {
        self.database().expect("it runs on PostgreSQL")
    }

    /// The same; nothing on SQLite.
    pub(crate) fn database(&self) -> Option<&str> {
        self.database.as_ref().map(FreshDatabase::url)
    }

    /// Its data directory.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// What it has logged since it was started.
    pub fn log(&self) -> Vec<String> {
        self.process().as_ref().expect("it runs").log.lock().expect("the follower did not panic").clone()
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

    /// The mails it has written so far, oldest first.
    pub fn letters(&self) -> Vec<Letter> {
        let Ok(folder) = std::fs::read_dir(self.data.path().join("mail")) else { return Vec::new() };
        let mut files: Vec<PathBuf> = folder
            .map(|entry| entry.expect("the folder can be read").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        files.sort();
        files.iter().map(|path| Letter::read(&std::fs::read_to_string(path).expect("a mail is text"))).collect()
    }

    /// The six digits of the newest mail to an address that holds such a code. Other mails may come at any time.
    pub fn mailed_code(&self, address: &str) -> String {
        let code = |letter: Letter| {
            let mut words = letter.text.split(|character: char| !character.is_ascii_alphanumeric());
            words.find(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned)
        };
        let to_them = self.letters().into_iter().rev().filter(|letter| letter.to == address);
        to_them.filter_map(code).next().expect("a mail with a code was written")
    }

    /// How many operations of each kind the simulated gateway has carried out, by its own file.
    pub fn gateway_operations(&self) -> BTreeMap<String, usize> {
        let file = self.data.path().join("simulated-gateway/gateway.jsonl");
        let lines = std::fs::read_to_string(file).expect("the gateway keeps a file");
        let mut operations = BTreeMap::new();
        for line in lines.lines() {
            let fact: Value = serde_json::from_str(line).expect("a fact is JSON");
            if fact["fact"] == "executed" {
                let verb = fact["entry"]["request"]["verb"].as_str().expect("an operation has a verb");
                *operations.entry(verb.to_owned()).or_default() += 1;
            }
        }
        operations
    }

    fn process(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().expect("no test panicked while it held the process")
    }

    fn command(&self) -> Command {
        let mut command = Command::new("env");
        command
            // A file that may not grow is an error of the write then, as on a full disk, and does not end the process.
            .arg("--ignore-signal=XFSZ")
            .arg(server_binary())
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("ENGAWA_DATA_DIR", self.data.path())
            .env("ENGAWA_LISTEN", "127.0.0.1:0")
            .env("ENGAWA_WORKER_POLL", "20ms")
            .env("ENGAWA_LIMITS_CODES_PER_ADDRESS_CAPACITY", "1000")
            .env("ENGAWA_LIMITS_SIGN_INS_PER_ADDRESS_CAPACITY", "1000")
            .env("ENGAWA_LIMITS_SIGN_INS_PER_NETWORK_CAPACITY", "100000")
            .env("ENGAWA_LIMITS_COST_PER_PERSON_CAPACITY", "100000000")
            .env("ENGAWA_LIMITS_COST_PER_NETWORK_CAPACITY", "100000000")
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        if self.turned {
            command
                .env("LD_PRELOAD", faketime())
                .env("FAKETIME_TIMESTAMP_FILE", self.data.path().join("clock"))
                .env("FAKETIME_NO_CACHE", "1")
                .env("DONT_FAKE_MONOTONIC", "1");
        }
        if let Some(database) = &self.database {
            command.env("ENGAWA_DATABASE_URL", database.url()).env("ENGAWA_DATABASE_MAY_LOSE_COMMITS", "true");
        }
        command
    }
}

impl Letter {
    fn read(mail: &str) -> Self {
        let (head, text) = mail.split_once("\r\n\r\n").expect("a mail has a body");
        let to = head.lines().find_map(|line| line.strip_prefix("To: ")).expect("a mail is for somebody");
        Self { to: to.to_owned(), text: text.to_owned() }
    }
}

impl Drop for Marketplace {
    fn drop(&mut self) {
        // A test that failed while it held the process leaves it to us all the same.
        let running = self.running.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(mut running) = running.take() {
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
