use crate::unknown_word::words;
use crate::{DisplayName, EmailAddress, SessionRule, TimeZone};
use kernel::{InputError, Instant, PersonId, TextRule};
use serde::{Deserialize, Serialize};

/// A language in which the engine speaks to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Japanese.
    Ja,
    /// English.
    En,
}

words!(Locale { Ja = "ja", En = "en" });

/// What a person may do for the operator of the instance. One person has one role, so that who appoints moderators does
/// not also decide disputes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StaffRole {
    /// Decides disputes.
    Moderator,
    /// Manages staff and accounts.
    Admin,
}

words!(StaffRole { Moderator = "moderator", Admin = "admin" });

/// Why an account was suspended, in words for the person: 1 to 500 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SuspensionReason(String);

impl SuspensionReason {
    /// Reads a reason.
    pub fn try_new(field: &str, text: &str) -> Result<Self, InputError> {
        TextRule::lines(1, 500).check(field, text).map(Self)
    }

    /// The reason.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where an account stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum PersonState {
    /// In use.
    Active,
    /// May finish what is owed and begin nothing new.
    Suspended {
        /// Since when.
        at: Instant,
        /// Why.
        reason: SuspensionReason,
    },
}

/// Somebody who can sign in. The address was proved before the account came to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// Where codes and notices go.
    pub email: EmailAddress,
    /// Public name.
    pub display_name: DisplayName,
    /// Language of mails and messages.
    pub locale: Locale,
    /// Zone in which times are shown.
    pub time_zone: TimeZone,
    /// Where the account stands.
    pub state: PersonState,
    /// Role in the operator's staff, if any.
    pub staff: Option<StaffRole>,
}

/// Why an account could not change its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonRefusal {
    /// Suspending twice would overwrite the first reason.
    #[error("already suspended")]
    AlreadySuspended,
    /// There is nothing to lift.
    #[error("not suspended")]
    NotSuspended,
}

impl Person {
    /// How long this person's sessions last.
    pub const fn session_rule(&self) -> SessionRule {
        match self.staff {
            None => SessionRule::Person,
            Some(StaffRole::Moderator | StaffRole::Admin) => SessionRule::Staff,
        }
    }

    /// Is the account suspended?
    pub const fn is_suspended(&self) -> bool {
        match self.state {
            PersonState::Active => false,
            PersonState::Suspended { .. } => true,
        }
    }

    /// Stops new business of this person.
    pub fn suspend(self, reason: SuspensionReason, now: Instant) -> Result<Self, PersonRefusal> {
        match self.state {
            PersonState::Active => Ok(Self { state: PersonState::Suspended { at: now, reason }, ..self }),
            PersonState::Suspended { .. } => Err(PersonRefusal::AlreadySuspended),
        }
    }

    /// Lifts a suspension.
    pub fn reinstate(self) -> Result<Self, PersonRefusal> {
        match self.state {
            PersonState::Suspended { .. } => Ok(Self { state: PersonState::Active, ..self }),
            PersonState::Active => Err(PersonRefusal::NotSuspended),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hanako() -> Person {
        Person {
            id: "person_00000000000000000000000001".parse().unwrap(),
            email: EmailAddress::try_new("email", "hanako@example.jp").unwrap(),
            display_name: DisplayName::try_new("displayName", "花子").unwrap(),
            locale: Locale::Ja,
            time_zone: TimeZone::try_new("timeZone", "Asia/Tokyo").unwrap(),
            state: PersonState::Active,
            staff: None,
        }
    }

    #[test]
    fn an_account_is_suspended_with_a_reason_and_reinstated() {
        let reason = SuspensionReason::try_new("reason", "身元の確認のため").unwrap();
        let now = Instant::from_unix(1_800_000_000).unwrap();
        let suspended = hanako().suspend(reason.clone(), now).unwrap();
        assert_eq!(suspended.state, PersonState::Suspended { at: now, reason: reason.clone() });
        assert_eq!(suspended.clone().suspend(reason, now), Err(PersonRefusal::AlreadySuspended));
        assert_eq!(suspended.reinstate(), Ok(hanako()));
        assert_eq!(hanako().reinstate(), Err(PersonRefusal::NotSuspended));
    }

    #[test]
    fn staff_have_short_sessions() {
        assert_eq!(hanako().session_rule(), SessionRule::Person);
        for role in StaffRole::ALL {
            assert_eq!(Person { staff: Some(*role), ..hanako() }.session_rule(), SessionRule::Staff);
        }
    }

    #[test]
    fn a_word_reads_back_and_an_unknown_one_is_refused() {
        for locale in Locale::ALL {
            assert_eq!(locale.word().parse(), Ok(*locale));
        }
        assert_eq!("JA".parse::<Locale>(), Err(crate::UnknownWord));
    }
}
