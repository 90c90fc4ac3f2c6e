use crate::Side;
use kernel::{
    BidId, ContractId, InputError, InputFault, Instant, MessageId, PersonId, TextRule, UploadId, check_list_len,
};
use serde::{Deserialize, Serialize};

const TEXT: TextRule = TextRule::lines(0, 4_000);
const FILES_MAX: usize = 10;

/// Where the two sides talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "snake_case")]
pub enum Thread {
    /// Before an award, about one bid.
    Bid {
        /// Which.
        bid: BidId,
    },
    /// After it, about the work.
    Contract {
        /// Which.
        contract: ContractId,
    },
}

/// What one side says to the other. It stays as it was said: it may have to be shown to a moderator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Where it was said.
    pub thread: Thread,
    /// Who said it.
    pub author: PersonId,
    /// For which side.
    pub side: Side,
    /// At most 4,000 characters; empty only beside files.
    pub text: String,
    /// Up to 10, each in one message only.
    pub files: Vec<UploadId>,
    /// When.
    pub sent_at: Instant,
}

/// A message as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDraft {
    /// See [`Message::text`].
    pub text: String,
    /// See [`Message::files`].
    pub files: Vec<UploadId>,
}

impl MessageDraft {
    /// The draft as it will be kept.
    ///
    /// # Errors
    /// A text that is too long or malformed, too many files or one twice, or neither text nor file; by field.
    pub fn check(self) -> Result<Self, InputError> {
        let text = TEXT.check("text", &self.text)?;
        check_list_len("uploadIds", self.files.len(), 0, FILES_MAX)?;
        crate::faults::check_distinct("uploadIds", &self.files)?;
        if text.is_empty() && self.files.is_empty() {
            return Err(InputError::new("text", InputFault::Blank));
        }
        Ok(Self { text, files: self.files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str, files: &[u128]) -> MessageDraft {
        let files = files.iter().map(|id| UploadId::new(uuid::Uuid::from_u128(*id))).collect();
        MessageDraft { text: text.to_owned(), files }
    }

    #[test]
    fn a_message_says_something_or_shows_something() {
        assert_eq!(draft(" はじめまして ", &[]).check(), Ok(draft("はじめまして", &[])));
        assert_eq!(draft("", &[1]).check(), Ok(draft("", &[1])));
        assert_eq!(draft("  ", &[]).check(), Err(InputError::new("text", InputFault::Blank)));
    }

    #[test]
    fn a_message_ends_at_four_thousand_characters_and_ten_files() {
        assert_eq!(draft(&"あ".repeat(4_001), &[]).check(), Err(InputError::new("text", InputFault::TooLong)));
        let many: Vec<u128> = (0..11).collect();
        assert_eq!(draft("", &many).check(), Err(InputError::new("uploadIds", InputFault::TooLong)));
        let twice = draft("", &[1, 1]).check().unwrap_err();
        assert_eq!((twice.path, twice.fault), (vec!["uploadIds".to_owned(), "1".to_owned()], InputFault::Duplicate));
    }
}
