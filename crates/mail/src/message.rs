use kernel::{InputError, InputFault, Instant, TextRule};
use lettre::Address;
use lettre::message::header::ContentTransferEncoding;
use lettre::message::header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Body, Mailbox, Message};

/// A mail as asked for.
#[derive(Clone, Debug)]
pub struct MailDraft {
    /// Tells this mail from all others and stays the same when it is sent again: 1 to 100 of `A-Z a-z 0-9 _ -`.
    pub id: String,
    /// The reader's address, ASCII.
    pub to: String,
    /// One line, 1 to 200 characters of any script. Never text that a user wrote: it would make our mail say their words.
    pub subject: String,
    /// Plain text, 1 to 100,000 characters.
    pub text: String,
    /// When it was caused; becomes its `Date`.
    pub at: Instant,
}

/// A mail that can be sent: one reader, and nothing in it that could add a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    id: String,
    to: Address,
    subject: String,
    text: String,
    at: Instant,
}

impl Mail {
    /// Checks a mail; errors name the field. A line break or another control character in `id`, `to` or `subject` is
    /// `Malformed`.
    pub fn try_new(draft: &MailDraft) -> Result<Self, InputError> {
        let id = TextRule::line(1, 100).check("id", &draft.id)?;
        if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
            return Err(InputError::new("id", InputFault::Malformed));
        }
        Ok(Self {
            id,
            to: address("to", &draft.to)?,
            subject: TextRule::line(1, 200).check("subject", &draft.subject)?,
            text: TextRule::lines(1, 100_000).check("text", &draft.text)?,
            at: draft.at,
        })
    }

    /// The reader's address.
    pub fn to(&self) -> &str {
        self.to.as_ref()
    }

    /// Its subject.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A file name that sorts by time.
    pub(crate) fn file_name(&self) -> String {
        let utc = self.at.to_utc();
        let day = format!("{:04}{:02}{:02}", utc.year(), u8::from(utc.month()), utc.day());
        let time = format!("{:02}{:02}{:02}.{:06}", utc.hour(), utc.minute(), utc.second(), utc.microsecond());
        format!("{day}T{time}Z-{}.eml", self.id)
    }
}

/// How the text of a mail is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// So that every relay can carry it.
    Transport,
    /// As it is, in UTF-8: for files that people open.
    Readable,
}

/// Whom all mails of this instance come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(Mailbox);

impl Sender {
    /// Checks the name shown, one line of 1 to 100 characters, and the address, ASCII; errors name `name` or `address`.
    pub fn try_new(name: &str, email: &str) -> Result<Self, InputError> {
        let name = TextRule::line(1, 100).check("name", name)?;
        Ok(Self(Mailbox::new(Some(name), address("address", email)?)))
    }

    /// The mail with all its headers. It says that a machine wrote it (RFC 3834), so that no machine answers.
    pub(crate) fn compose(&self, mail: &Mail, encoding: Encoding) -> Message {
        let text = mail.text.clone();
        let body = match encoding {
            Encoding::Transport => Body::new(text),
            Encoding::Readable => {
                Body::dangerous_pre_encoded(text.replace('\n', "\r\n").into_bytes(), ContentTransferEncoding::EightBit)
            }
        };
        let auto_submitted = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(self.0.clone())
            .to(Mailbox::new(None, mail.to.clone()))
            .subject(&mail.subject)
            .date(mail.at.to_utc().into())
            .message_id(Some(format!("<{}@{}>", mail.id, self.0.email.domain())))
            .raw_header(HeaderValue::new(auto_submitted, "auto-generated".to_owned()))
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .expect("a message with one sender and one reader is complete")
    }
}

fn address(field: &str, text: &str) -> Result<Address, InputError> {
    let malformed = || InputError::new(field, InputFault::Malformed);
    if text.is_empty() {
        return Err(InputError::new(field, InputFault::Blank));
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(malformed());
    }
    text.parse().map_err(|_| malformed())
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
