//! Client organisations: found, change, take people in and let them go.

mod add_member;
mod create;
mod read;
mod remove_member;
mod side;
mod update;

pub use add_member::{OrganisationMemberAdd, OrganisationMemberAddCode};
pub use create::{OrganisationCreate, OrganisationCreateCode};
pub use remove_member::{OrganisationMemberRemove, OrganisationMemberRemoveCode};
pub use update::{OrganisationUpdate, OrganisationUpdateCode};
