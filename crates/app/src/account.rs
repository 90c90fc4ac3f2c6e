//! Accounts: register, confirm, change, password, staff.

mod appoint;
mod confirm;
mod read;
mod register;
mod set_password;
mod update;

pub use appoint::StaffAppointCode;
pub use confirm::{AccountConfirm, AccountConfirmCode};
pub use register::{AccountRegister, AccountRegisterCode};
pub use set_password::{PasswordSet, PasswordSetCode};
pub use update::{AccountUpdate, AccountUpdateCode};
