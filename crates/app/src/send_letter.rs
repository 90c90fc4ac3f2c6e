use crate::{App, Fault, Letter, Reader};
use kernel::PersonId;
use mail::{Mail, MailDraft};
use uuid::Uuid;

impl App {
    /// Writes a letter to a person, in their language and by their clock. A mailbox that refuses it for good is no fault of ours.
    pub(crate) async fn mail(&self, job: Uuid, to: PersonId, letter: &Letter) -> Result<(), Fault> {
        let Some(person) = self.db.read().person(to).await? else { return Ok(()) };
        let person = person.value;
        let reader = Reader { locale: person.locale, time_zone: person.time_zone };
        let (subject, text) = letter.write(&reader, &self.settings.public_url);
        let at = self.clock.now();
        // Of the job, so that a mail that was sent twice is shown once.
        let id = format!("letter-{job}");
        let draft = MailDraft { id, to: person.email.as_str().to_owned(), subject, text, at };
        let mail = Mail::try_new(&draft).map_err(Fault::internal)?;
        match self.mailer.send(&mail).await {
            Err(error) if error.is_retryable() => Err(Fault::unavailable(error)),
            Err(error) => {
                log::warn!("a letter to {to} was refused: {error}");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}
