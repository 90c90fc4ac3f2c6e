use kernel::{InputError, InputFault};
use std::fmt;

/// A password that may be set: 12 to 128 characters of any script, spaces included, kept exactly as typed.
///
/// Length is the only demand on it (NIST SP 800-63B-4 §3.1.1.2: no composition rules). It is neither shown nor stored:
/// `Debug` prints stars, and what is kept is a hash made elsewhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Fewest characters.
    pub const MIN: usize = 12;
    /// Most characters, so that hashing has a bounded cost.
    pub const MAX: usize = 128;

    /// Checks a new password. Control characters are refused because they are a slip of the keyboard.
    pub fn try_new(field: &str, text: &str) -> Result<Self, InputError> {
        let fault = |fault| Err(InputError::new(field, fault));
        if text.len() > Self::MAX.saturating_mul(4) {
            return fault(InputFault::TooLong);
        }
        match text.chars().count() {
            0 => fault(InputFault::Blank),
            length if length < Self::MIN => fault(InputFault::TooShort),
            length if length > Self::MAX => fault(InputFault::TooLong),
            _ if text.chars().any(char::is_control) => fault(InputFault::Malformed),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The password itself, for the hash.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters_and_nothing_is_trimmed() {
        for text in ["あ".repeat(12), "あ".repeat(128), " correct horse ".to_owned()] {
            assert_eq!(Password::try_new("password", &text).map(|password| password.expose().to_owned()), Ok(text));
        }
    }

    #[test]
    fn what_is_too_short_too_long_or_a_slip_of_the_keyboard_is_refused() {
        let fault = |text: &str| Password::try_new("password", text).unwrap_err().fault;
        assert_eq!(fault(""), InputFault::Blank);
        assert_eq!(fault("elevenchars"), InputFault::TooShort);
        assert_eq!(fault(&"a".repeat(129)), InputFault::TooLong);
        assert_eq!(fault(&"あ".repeat(1_000)), InputFault::TooLong);
        assert_eq!(fault("twelve\0chars"), InputFault::Malformed);
    }

    #[test]
    fn a_password_never_prints() {
        let password = Password::try_new("password", "correct horse battery").unwrap();
        assert_eq!(format!("{password:?}"), "Password(***)");
    }
}
