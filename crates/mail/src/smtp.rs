use crate::message::Encoding;
use crate::{Mail, Mailer, SendError, Sender};
use lettre::Message;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::Noop;
use lettre::transport::smtp::extension::ClientId;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How the way to the relay is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// Not at all: for a relay on this machine or in this network.
    None,
    /// STARTTLS, without which no mail goes out.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// User name and password at the relay. `Debug` shows neither.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpLogin {
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
}

impl fmt::Debug for SmtpLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpLogin(***)")
    }
}

/// Where the relay is and how to talk to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSettings {
    /// Host name, also the name in its certificate.
    pub host: String,
    /// Port: 25 or 587 with STARTTLS, 465 with TLS.
    pub port: u16,
    /// How the way is kept private.
    pub security: SmtpSecurity,
    /// Login, if the relay wants one.
    pub login: Option<SmtpLogin>,
    /// The most that handing over one mail may take, connecting included.
    pub timeout: Duration,
    /// Most connections kept open between mails.
    pub idle_connections: usize,
}

/// The settings cannot work.
#[derive(Debug, thiserror::Error)]
pub enum SmtpSetupError {
    /// A login without TLS would be readable on the way.
    #[error("a login needs TLS or STARTTLS")]
    LoginInClear,
    /// The host name fits no certificate.
    #[error("no TLS to this host name")]
    Tls(#[source] smtp::Error),
}

/// The relay cannot be used as it is set up.
#[derive(Debug, thiserror::Error)]
pub enum SmtpCheckError {
    /// It cannot be reached, or refuses us.
    #[error("the relay cannot be used")]
    Refused(#[source] smtp::Error),
    /// It takes too long.
    #[error("the relay did not answer in time")]
    Silent,
}

/// Hands mails to an SMTP relay over connections that are used again.
///
/// The pool is our own. That of lettre takes back a connection whose command was cut off by a timeout, and the late
/// answer to that command is then taken for the answer to the next mail; its own timeout ends with connecting.
pub struct SmtpMailer {
    settings: SmtpSettings,
    sender: Sender,
    tls: Option<TlsParameters>,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

#[derive(Debug, thiserror::Error)]
#[error("the relay did not answer in time")]
struct TimedOut;

impl SmtpMailer {
    /// A mailer that connects with the first mail.
    pub fn try_new(settings: SmtpSettings, sender: Sender) -> Result<Self, SmtpSetupError> {
        let tls = match settings.security {
            SmtpSecurity::None if settings.login.is_some() => return Err(SmtpSetupError::LoginInClear),
            SmtpSecurity::None => None,
            SmtpSecurity::StartTls | SmtpSecurity::Tls => {
                Some(TlsParameters::new(settings.host.clone()).map_err(SmtpSetupError::Tls)?)
            }
        };
        Ok(Self { settings, sender, tls, idle: Mutex::default() })
    }

    /// Connects as for a mail, login and all, and hands none over.
    ///
    /// # Errors
    /// What went wrong, in words for the operator.
    pub async fn check(&self) -> Result<(), SmtpCheckError> {
        let greeted = async { self.connect().await?.command(Noop).await };
        match tokio::time::timeout(self.settings.timeout, greeted).await {
            Ok(answer) => answer.map(drop).map_err(SmtpCheckError::Refused),
            Err(_) => Err(SmtpCheckError::Silent),
        }
    }

    /// Hands over `message`. A connection goes back to the pool only after a whole dialogue that went well; in any
    /// other case, this future being dropped included, it is closed.
    async fn deliver(&self, message: &Message) -> Result<(), SendError> {
        let mut connection = match self.reuse().await {
            Some(connection) => connection,
            // Whatever goes wrong before the mail is named is not the mail's fault.
            None => self.connect().await.map_err(|error| SendError::Retryable(error.into()))?,
        };
        connection.send(message.envelope(), &message.formatted()).await.map_err(refusal)?;
        self.keep(connection);
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, smtp::Error> {
        let SmtpSettings { host, port, security, login, timeout, .. } = &self.settings;
        let hello = ClientId::default();
        let tls_at_once = self.tls.clone().filter(|_| *security == SmtpSecurity::Tls);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1((host.as_str(), *port), Some(*timeout), &hello, tls_at_once, None)
                .await?;
        if let (SmtpSecurity::StartTls, Some(tls)) = (security, &self.tls) {
            connection.starttls(tls.clone(), &hello).await?;
        }
        if let Some(SmtpLogin { user, password }) = login {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }

    /// An open connection that still answers.
    async fn reuse(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let mut connection = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            if connection.test_connected().await {
                return Some(connection);
            }
        }
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.settings.idle_connections {
            idle.push(connection);
        }
    }
}

/// What the relay's answer to a mail means. A refusal for want of a login (530) is a fault of the settings.
fn refusal(error: smtp::Error) -> SendError {
    if error.is_permanent() && error.status().is_none_or(|code| u16::from(code) != 530) {
        SendError::Permanent(error.into())
    } else {
        SendError::Retryable(error.into())
    }
}

#[async_trait::async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Mail) -> Result<(), SendError> {
        let message = self.sender.compose(mail, Encoding::Transport);
        match tokio::time::timeout(self.settings.timeout, self.deliver(&message)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(SendError::Retryable(TimedOut.into())),
        }
    }
}

#[cfg(test)]
#[path = "smtp_tests.rs"]
mod tests;
