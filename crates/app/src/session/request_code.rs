use super::{Limit, issue_code, mail_code};
use crate::{App, AppError, codes};
use identity::{CodePurpose, EmailAddress};

codes! {
    /// Why no code was sent. That there is no such account is no reason: the answer is the same.
    pub enum SessionCodeRequestCode {}
}

/// Asks for a code to sign in with.
#[derive(Clone, Debug)]
pub struct SessionCodeRequest {
    /// The address of the account.
    pub email: String,
    /// Where the request comes from, for the limits.
    pub network: String,
}

impl App {
    /// Mails a code to the address if it belongs to an account, and says the same if it does not.
    pub async fn session_code_request(&self, ask: SessionCodeRequest) -> Result<(), AppError<SessionCodeRequestCode>> {
        let email = EmailAddress::try_new("email", &ask.email)?;
        self.limit(Limit::SignInsPerNetwork, &ask.network).await?;
        self.limit(Limit::CodesPerAddress, &email.account_key()).await?;
        let tx = self.db.write().await?;
        let Some(person) = tx.read().person_by_email(&email).await? else { return Ok(()) };
        let code = issue_code(self, &tx, &email, CodePurpose::SignIn, None).await?;
        tx.commit().await?;
        mail_code(self, &person.value.email, code, person.value.locale).await?;
        Ok(())
    }
}
