use crate::session::{Limit, SignedIn, hash_password, open_session, take_code};
use crate::{App, AppError, Event, Fault, codes};
use identity::{CodePurpose, EmailAddress, Password, Person, PersonState};
use kernel::{EventId, PersonId};
use storage::{DbError, NewEvent};

codes! {
    /// Why no account was made.
    pub enum AccountConfirmCode {}
}

/// Brings back the code of a registration.
#[derive(Clone)]
pub struct AccountConfirm {
    /// The address that was registered.
    pub email: String,
    /// The six digits that were mailed.
    pub code: String,
    /// A password to sign in with beside codes, if one is wanted.
    pub password: Option<String>,
    /// Where the request comes from, for the limits.
    pub network: String,
}

impl App {
    /// Makes the account and signs its owner in. Who had an account already was mailed a code to sign in, which does just
    /// that here: nobody but the mail's reader can know which of the two was sent.
    pub async fn account_confirm(&self, ask: AccountConfirm) -> Result<SignedIn, AppError<AccountConfirmCode>> {
        let email = EmailAddress::try_new("email", &ask.email)?;
        let password = ask.password.map(|password| Password::try_new("password", &password)).transpose()?;
        self.limit(Limit::SignInsPerNetwork, &ask.network).await?;
        self.limit(Limit::SignInsPerAddress, &email.account_key()).await?;
        let hash = match password {
            Some(password) => Some(hash_password(password, self.ids.secret()).await?),
            None => None,
        };
        if let Some(person) = self.db.read().person_by_email(&email).await? {
            let (mut tx, _) = take_code::<AccountConfirmCode>(self, &email, CodePurpose::SignIn, &ask.code).await?;
            let signed_in = open_session(self, &mut tx, &person.value).await?;
            tx.commit().await?;
            return Ok(signed_in);
        }
        let (mut tx, account) = take_code::<AccountConfirmCode>(self, &email, CodePurpose::Register, &ask.code).await?;
        let account = account.ok_or_else(|| Fault::internal("a registration code without a registration"))?;
        let now = self.clock.now();
        let person = Person {
            id: PersonId::new(self.ids.uuid(now)),
            email,
            display_name: account.display_name,
            locale: account.locale,
            time_zone: account.time_zone,
            state: PersonState::Active,
            staff: None,
        };
        match tx.insert_person(&person, now).await {
            // Registered twice at once and confirmed by the other: the code was right, but it is used up.
            Err(DbError::Unique(_)) => return Err(AppError::not_found("email")),
            other => other?,
        }
        if let Some(hash) = hash {
            tx.set_password_hash(person.id, &hash).await?;
        }
        let (kind, data) = Event::AccountRegistered {}.into_parts();
        let id = EventId::new(self.ids.uuid(now));
        tx.event(NewEvent { id, at: now, actor: Some(person.id), kind, subject: person.id.uuid(), data });
        let signed_in = open_session(self, &mut tx, &person).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}
