//! Mails: composed so that no header can be forged, and handed to a folder (a machine without mail) or an SMTP relay.

#[cfg(test)]
mod fixture;
mod folder;
mod message;
mod smtp;

pub use folder::FolderMailer;
pub use message::{Mail, MailDraft, Sender};
pub use smtp::{SmtpCheckError, SmtpLogin, SmtpMailer, SmtpSecurity, SmtpSettings, SmtpSetupError};

/// Where mails go. Sending the same mail twice is allowed: its `Message-ID` stays the same, so readers show it once.
#[async_trait::async_trait]
pub trait Mailer: Send + Sync {
    /// Hands the mail over. `Ok` means that the other end took responsibility for it.
    async fn send(&self, mail: &Mail) -> Result<(), SendError>;
}

/// A mail was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The other end could not be reached, is busy, or is set up wrongly: the same mail may go through later.
    #[error("the mail could not be handed over now")]
    Retryable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The other end refused this mail for good: no such mailbox, content not wanted.
    #[error("the mail was refused for good")]
    Permanent(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl SendError {
    /// Is it worth sending the same mail again?
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Retryable(_) => true,
            Self::Permanent(_) => false,
        }
    }
}
