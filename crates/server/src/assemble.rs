//! Puts the engine together as the configuration says.

use crate::config::{Config, EMBEDDED_FILE, GatewayKind, MailConfig, MailTransport};
use crate::ports::{RandomIds, SystemClock};
use crate::secret;
use anyhow::{Context, Result, bail};
use app::{App, Parts};
use files::{Files, FilesSettings};
use kv::Kv;
use mail::{FolderMailer, Mailer, Sender, SmtpLogin, SmtpMailer, SmtpSecurity, SmtpSettings};
use payments::Gateway;
use payments::simulated::{Simulated, SimulatedSettings};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use storage::{Db, DbSettings};
use url::Url;

/// The engine with the secret that the transport needs too.
pub struct Assembled {
    /// The engine.
    pub app: Arc<App>,
    /// Its database, for the commands that look at it directly.
    pub db: Db,
    /// Signs cursors and links.
    pub secret: [u8; 32],
}

/// Where the database is.
pub fn db_settings(config: &Config) -> DbSettings {
    DbSettings {
        url: config.database_url(),
        max_connections: config.database.max_connections,
        may_lose_commits: config.database.may_lose_commits,
    }
}

/// What a command wants of the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To run it. An embedded database is made where there is none, and brought up to date.
    Run,
    /// To look at it, or at one thing in it: it must be there, and is not migrated under the server that runs it.
    Look,
}

/// Connects to the database. One of a server is left to `engawa migrate`.
///
/// # Errors
/// A database that does not answer, is not durable, is behind this build, or of which there is none to look at.
async fn connect(config: &Config, purpose: Purpose) -> Result<Db> {
    match purpose {
        Purpose::Run => std::fs::create_dir_all(&config.data_dir)
            .with_context(|| format!("cannot make the data directory {}", config.data_dir.display()))?,
        Purpose::Look => must_exist(config)?,
    }
    let settings = db_settings(config);
    let db = Db::connect(&settings).await.context("the database cannot be used")?;
    if purpose == Purpose::Run && config.database.url.is_empty() {
        db.migrate(&settings).await.context("the database cannot be brought up to date")?;
    } else if db.pending_migrations().await? > 0 {
        bail!("the database is behind this build; run `engawa migrate`");
    }
    Ok(db)
}

/// Is there an instance? To open an embedded database would make it.
///
/// # Errors
/// Says where it was looked for.
pub fn must_exist(config: &Config) -> Result<()> {
    let folder = std::path::absolute(&config.data_dir)?;
    let is_missing = config.database.url.is_empty() && !folder.join(EMBEDDED_FILE).is_file();
    if is_missing {
        bail!("there is no instance in {}; is data_dir the server's? (ENGAWA_DATA_DIR)", folder.display());
    }
    Ok(())
}

impl Assembled {
    /// Puts the engine together of its parts.
    pub fn new(parts: Parts) -> Self {
        let (db, secret) = (parts.db.clone(), parts.secret);
        Self { app: Arc::new(App::new(parts)), db, secret }
    }
}

/// Puts the engine together.
///
/// # Errors
/// Names what is missing or wrong.
pub async fn assemble(config: &Config, purpose: Purpose) -> Result<Assembled> {
    Ok(Assembled::new(parts(config, purpose).await?))
}

/// What the engine is made of.
///
/// # Errors
/// Names what is missing or wrong.
pub async fn parts(config: &Config, purpose: Purpose) -> Result<Parts> {
    let db = connect(config, purpose).await?;
    let ids = Arc::new(RandomIds);
    let secret = secret::load_or_make(config, &*ids)?;
    let settings = config.settings()?;
    let file_settings = FilesSettings { secret, max_bytes: settings.upload_bytes_max };
    let files = Files::local(&folder(&config.data_dir, "files")?, &file_settings).context("the file store")?;
    Ok(Parts {
        db,
        gateway: gateway(config)?,
        files,
        kv: key_value(config)?,
        mailer: mailer(&config.mail, &config.data_dir).await?,
        clock: Arc::new(SystemClock),
        ids,
        settings,
        secret,
    })
}

fn key_value(config: &Config) -> Result<Kv> {
    match config.redis.url.as_str() {
        "" => Ok(Kv::memory()),
        url => Kv::redis(url, "engawa:").context("redis.url"),
    }
}

fn gateway(config: &Config) -> Result<Arc<dyn Gateway>> {
    match config.gateway.kind {
        GatewayKind::Simulated => Ok(Arc::new(simulated_gateway(config, SimulatedSettings::default())?)),
    }
}

/// The simulated gateway of this instance.
///
/// # Errors
/// A folder that cannot be used, or holds something else.
pub fn simulated_gateway(config: &Config, settings: SimulatedSettings) -> Result<Simulated> {
    let folder = folder(&config.data_dir, "simulated-gateway")?;
    Simulated::open(&folder, settings).context("the simulated gateway")
}

async fn mailer(config: &MailConfig, data_dir: &Path) -> Result<Arc<dyn Mailer>> {
    match config.transport {
        MailTransport::Folder => {
            let folder = folder(data_dir, "mail")?;
            Ok(Arc::new(FolderMailer::init(folder, from(config)?).await.context("the mail folder")?))
        }
        MailTransport::Smtp => Ok(Arc::new(smtp_mailer(config)?)),
    }
}

/// The way to the relay that the configuration names.
///
/// # Errors
/// Settings that cannot work.
pub fn smtp_mailer(config: &MailConfig) -> Result<SmtpMailer> {
    let settings = smtp(&config.smtp_url).context("mail.smtp_url")?;
    SmtpMailer::try_new(settings, from(config)?).context("mail.smtp_url")
}

fn from(config: &MailConfig) -> Result<Sender> {
    sender(&config.from).context("mail.from is a name and an address: Engawa <noreply@example.jp>")
}

/// Reads `Engawa <noreply@example.jp>`.
fn sender(text: &str) -> Result<Sender> {
    let (name, rest) = text.split_once('<').context("an address in angle brackets is missing")?;
    let address = rest.strip_suffix('>').context("the closing bracket is missing")?;
    Ok(Sender::try_new(name.trim(), address.trim())?)
}

fn smtp(text: &str) -> Result<SmtpSettings> {
    let url: Url = text.parse().context("is no address")?;
    let (security, port) = match url.scheme() {
        "smtp" => (SmtpSecurity::None, 25),
        "smtp+starttls" => (SmtpSecurity::StartTls, 587),
        "smtps" => (SmtpSecurity::Tls, 465),
        other => bail!("begins with {other}, not with smtp, smtp+starttls or smtps"),
    };
    let host = url.host_str().context("names no host")?.to_owned();
    let decode = |text: &str| -> Result<String> {
        let pairs = format!("v={}", text.replace('+', "%2B"));
        let decoded = url::form_urlencoded::parse(pairs.as_bytes()).next();
        decoded.map(|(_, value)| value.into_owned()).context("is not percent-encoded")
    };
    let login = match (url.username(), url.password()) {
        ("", None) => None,
        (user, password) => Some(SmtpLogin { user: decode(user)?, password: decode(password.unwrap_or_default())? }),
    };
    let port = url.port().unwrap_or(port);
    Ok(SmtpSettings { host, port, security, login, timeout: Duration::from_secs(20), idle_connections: 2 })
}

fn folder(data_dir: &Path, name: &str) -> Result<std::path::PathBuf> {
    let folder = data_dir.join(name);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_smtp_address_says_how_the_way_is_kept_private() {
        let settings = smtp("smtp+starttls://me%40example.jp:p%23ss@mail.example.jp:2525").unwrap();
        assert_eq!((settings.host.as_str(), settings.port), ("mail.example.jp", 2525));
        let login = settings.login.unwrap();
        assert_eq!((login.user.as_str(), login.password.as_str()), ("me@example.jp", "p#ss"));
        assert_eq!(smtp("smtps://mail.example.jp").unwrap().port, 465);
        assert!(smtp("https://mail.example.jp").is_err());
    }

    #[test]
    fn a_sender_is_a_name_and_an_address() {
        assert!(sender("Engawa <noreply@example.jp>").is_ok());
        for text in ["noreply@example.jp", "Engawa <noreply", "Engawa <>", "Eng\nawa <noreply@example.jp>"] {
            assert!(sender(text).is_err(), "{text:?}");
        }
    }
}
