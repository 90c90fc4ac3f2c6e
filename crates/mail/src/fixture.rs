//! What the tests of this crate send.

use crate::{MailDraft, Sender};
use kernel::Instant;

pub(crate) fn draft() -> MailDraft {
    MailDraft {
        id: "event_00000000000000000000000001".to_owned(),
        to: "hanako@example.jp".to_owned(),
        subject: "Your code".to_owned(),
        text: "Hello".to_owned(),
        at: Instant::parse("2026-11-20T03:04:05.000678Z").unwrap(),
    }
}

pub(crate) fn sender() -> Sender {
    Sender::try_new("Engawa", "noreply@engawa.example").unwrap()
}
