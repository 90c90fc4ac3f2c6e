use mail::{Mail, Mailer, SendError};
use std::sync::Mutex;

/// Keeps every mail, and hands none over.
#[derive(Debug, Default)]
pub struct MailBox(Mutex<Vec<Mail>>);

impl MailBox {
    /// The mails to an address, oldest first, each as subject and text.
    pub fn to(&self, address: &str) -> Vec<(String, String)> {
        let mails = self.0.lock().expect("no test panicked while it held the box");
        let theirs = mails.iter().filter(|mail| mail.to() == address);
        theirs.map(|mail| (mail.subject().to_owned(), mail.text().to_owned())).collect()
    }

    /// The six digits of the newest mail to an address.
    pub fn code_for(&self, address: &str) -> String {
        let (_, text) = self.to(address).pop().expect("a code was mailed");
        let digits = text.split(|letter: char| !letter.is_ascii_digit()).find(|digits| digits.len() == 6);
        digits.expect("the mail holds six digits").to_owned()
    }
}

#[async_trait::async_trait]
impl Mailer for MailBox {
    async fn send(&self, mail: &Mail) -> Result<(), SendError> {
        self.0.lock().expect("no test panicked while it held the box").push(mail.clone());
        Ok(())
    }
}
