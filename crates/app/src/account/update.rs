use crate::{App, AppError, Caller, Event, Shared, codes};
use identity::{Action, DisplayName, Locale, Parties, TimeZone};
use kernel::PersonId;

codes! {
    /// Why an account was not changed.
    pub enum AccountUpdateCode {}
}

/// Changes one's own account; what is `None` stays.
#[derive(Clone, Debug)]
pub struct AccountUpdate {
    /// The version the caller has seen.
    pub expected_version: i32,
    /// Public name.
    pub display_name: Option<String>,
    /// Language of mails and messages.
    pub locale: Option<Locale>,
    /// Zone in which times are shown.
    pub time_zone: Option<String>,
}

impl App {
    /// Changes the caller's own account.
    pub async fn account_update(
        &self,
        caller: &Caller,
        ask: AccountUpdate,
    ) -> Result<PersonId, AppError<AccountUpdateCode>> {
        let id = caller.require_signed_in()?.id;
        let mut work = self.work(caller).await?;
        let mut person = work.tx.read().person(id).await?.ok_or_else(|| AppError::refused(Shared::NotFound))?;
        let own = Parties { owner: Some(id), ..Parties::default() };
        work.require(Action::AccountUpdate, Action::AccountRead, &own, "id")?;
        work.expect(person.version, ask.expected_version)?;
        if let Some(name) = &ask.display_name {
            person.value.display_name = DisplayName::try_new("displayName", name)?;
        }
        if let Some(zone) = &ask.time_zone {
            person.value.time_zone = TimeZone::try_new("timeZone", zone)?;
        }
        person.value.locale = ask.locale.unwrap_or(person.value.locale);
        work.tx.save_person(&person).await?;
        work.event(id.uuid(), Event::AccountUpdated {});
        work.commit().await?;
        Ok(id)
    }
}
