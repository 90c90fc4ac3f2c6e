use super::{Limit, SignedIn, open_session, take_code, verify_password};
use crate::{App, AppError, codes};
use identity::{CodePurpose, EmailAddress};

codes! {
    /// Why nobody was signed in.
    pub enum SessionCreateCode {
        /// The address and the password do not belong together, or there is no such account; the two look alike.
        WrongCredentials,
    }
}

/// What proves who asks.
#[derive(Clone)]
pub enum Proof {
    /// The six digits that were mailed.
    Code(String),
    /// The password, where one was set.
    Password(String),
}

/// Asks for a session.
#[derive(Clone)]
pub struct SessionCreate {
    /// The address of the account.
    pub email: String,
    /// What proves that it is theirs.
    pub proof: Proof,
    /// Where the request comes from, for the limits.
    pub network: String,
}

impl App {
    /// Signs somebody in.
    pub async fn session_create(&self, ask: SessionCreate) -> Result<SignedIn, AppError<SessionCreateCode>> {
        let email = EmailAddress::try_new("email", &ask.email)?;
        self.limit(Limit::SignInsPerNetwork, &ask.network).await?;
        self.limit(Limit::SignInsPerAddress, &email.account_key()).await?;
        let mut tx = match ask.proof {
            Proof::Code(code) => take_code::<SessionCreateCode>(self, &email, CodePurpose::SignIn, &code).await?.0,
            Proof::Password(password) => {
                let person = self.db.read().person_by_email(&email).await?;
                let hash = match &person {
                    Some(person) => self.db.read().password_hash(person.value.id).await?,
                    None => None,
                };
                if !verify_password(password, hash).await? {
                    return Err(AppError::refused(SessionCreateCode::WrongCredentials));
                }
                self.db.write().await?
            }
        };
        let Some(person) = tx.read().person_by_email(&email).await? else {
            return Err(AppError::refused(SessionCreateCode::WrongCredentials));
        };
        let signed_in = open_session(self, &mut tx, &person.value).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}
