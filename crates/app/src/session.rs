//! Sessions: ask for a code, sign in, sign out, and who a token belongs to.

mod authenticate;
mod code;
mod create;
mod end;
mod limits;
mod open;
mod password;
mod payer;
mod request_code;

pub use authenticate::TokenRefused;
pub(crate) use code::{PendingAccount, issue_code, mail_code, take_code};
pub use create::{Proof, SessionCreate, SessionCreateCode};
pub use end::{SessionEnd, SessionEndCode};
pub(crate) use limits::Limit;
pub use open::SignedIn;
pub(crate) use open::open_session;
pub(crate) use password::{hash_password, verify_password};
pub use payer::Payer;
pub use request_code::{SessionCodeRequest, SessionCodeRequestCode};
