use crate::session::{Limit, PendingAccount, issue_code, mail_code};
use crate::{App, AppError, codes};
use identity::{CodePurpose, DisplayName, EmailAddress, Locale, TimeZone};

codes! {
    /// Why no account was prepared. That there is one already is no reason: its owner gets a code to sign in instead.
    pub enum AccountRegisterCode {}
}

/// Asks for an account.
#[derive(Clone, Debug)]
pub struct AccountRegister {
    /// The address, to be confirmed by a code.
    pub email: String,
    /// Public name.
    pub display_name: String,
    /// Language of mails and messages.
    pub locale: Locale,
    /// Zone in which times are shown, by its IANA name.
    pub time_zone: String,
    /// Where the request comes from, for the limits.
    pub network: String,
}

impl App {
    /// Mails a code that makes the account when it comes back. Whether the address has an account already cannot be
    /// told from the answer.
    pub async fn account_register(&self, ask: AccountRegister) -> Result<(), AppError<AccountRegisterCode>> {
        let email = EmailAddress::try_new("email", &ask.email)?;
        let account = PendingAccount {
            display_name: DisplayName::try_new("displayName", &ask.display_name)?,
            locale: ask.locale,
            time_zone: TimeZone::try_new("timeZone", &ask.time_zone)?,
        };
        self.limit(Limit::SignInsPerNetwork, &ask.network).await?;
        self.limit(Limit::CodesPerAddress, &email.account_key()).await?;
        let tx = self.db.write().await?;
        let known = tx.read().person_by_email(&email).await?;
        let (purpose, account, email) = match known {
            // To the address that was proved, however this one is spelled.
            Some(person) => (CodePurpose::SignIn, None, person.value.email),
            None => (CodePurpose::Register, Some(account), email),
        };
        let code = issue_code(self, &tx, &email, purpose, account).await?;
        tx.commit().await?;
        mail_code(self, &email, code, ask.locale).await?;
        Ok(())
    }
}
