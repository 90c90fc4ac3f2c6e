//! Who people are and what they may do: accounts, profiles, organisations, sessions, sign-in codes, and the one table
//! of rights.
//!
//! Everything here decides; nothing here hashes, draws random numbers, reads a clock or touches a database.

#![deny(clippy::arithmetic_side_effects, clippy::wildcard_enum_match_arm)]

mod email_address;
mod host_name;
mod https_url;
mod name;
mod organisation;
mod password;
mod person;
mod policy;
mod profile;
mod session;
mod sign_in_code;
mod team;
mod time_zone;
mod unknown_word;

pub use email_address::EmailAddress;
pub use https_url::HttpsUrl;
pub use name::DisplayName;
pub use organisation::{LegalForm, Organisation, OrganisationDraft};
pub use password::Password;
pub use person::{Locale, Person, PersonRefusal, PersonState, StaffRole, SuspensionReason};
pub use policy::{Action, Business, Caller, CallingPerson, Denial, Parties, Relation, authorise, may, relations};
pub use profile::{
    LanguageCode, LanguageLevel, LanguageSkill, PortfolioItem, PortfolioItemDraft, PortfolioRefusal, ProfileDraft,
    SkillSlug, WorkerProfile,
};
pub use session::{InvalidToken, Session, SessionEnded, SessionRule, SessionToken};
pub use sign_in_code::{CodeAnswer, CodePurpose, PendingCode, SignInCode};
pub use team::{MemberRole, Membership, Team, TeamRefusal};
pub use time_zone::TimeZone;
pub use unknown_word::UnknownWord;
