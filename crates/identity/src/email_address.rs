use crate::host_name::is_host_name;
use kernel::{InputError, InputFault};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An e-mail address in its one form: no surrounding space, ASCII, the domain in lower case, the local part as typed.
///
/// A dot-atom of RFC 5322 §3.2.3 before the `@`: no quotes, no comments, no address literals, nothing that could end a
/// header line. A code or a notice goes to the stored address, never to one just typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads what a person typed. `field` names the argument in the error.
    ///
    /// # Errors
    /// `Blank`; `TooLong` above 254 characters, or 64 before the `@` (RFC 5321 §4.5.3.1); otherwise `Malformed`.
    pub fn try_new(field: &str, text: &str) -> Result<Self, InputError> {
        let fault = |fault| Err(InputError::new(field, fault));
        let text = text.trim();
        if text.is_empty() {
            return fault(InputFault::Blank);
        }
        let Some((local, domain)) = text.rsplit_once('@') else {
            return fault(InputFault::Malformed);
        };
        if text.len() > 254 || local.len() > 64 {
            return fault(InputFault::TooLong);
        }
        if !is_dot_atom(local) || !is_host_name(domain) {
            return fault(InputFault::Malformed);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address as mail is sent to it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By which accounts are told apart: two addresses that differ only in letter case are one account.
    pub fn account_key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

fn is_dot_atom(text: &str) -> bool {
    let is_atom = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte);
    text.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom))
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for EmailAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::try_new("email", &text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> InputFault {
        EmailAddress::try_new("email", text).unwrap_err().fault
    }

    #[test]
    fn an_address_is_trimmed_and_its_domain_put_in_lower_case() {
        let address = EmailAddress::try_new("email", " Hanako.Sato+work@Example.CO.JP\n").unwrap();
        assert_eq!(address.as_str(), "Hanako.Sato+work@example.co.jp");
        assert_eq!(address.account_key(), "hanako.sato+work@example.co.jp");
    }

    #[test]
    fn what_is_no_plain_address_is_refused() {
        for text in [
            "hanako",
            "@example.jp",
            "hanako@",
            "hanako@localhost",
            "a@b@example.jp",
            "a b@example.jp",
            "a..b@example.jp",
            ".a@example.jp",
            "a.@example.jp",
            "\"a\"@example.jp",
            "a@[192.0.2.1]",
            "a@192.0.2.1",
            "a@-example.jp",
            "a@example-.jp",
            "a@example..jp",
            "a@example.jp.",
            "a@example.jp\r\nBcc: b@example.jp",
            "a\r\nBcc: b@example.jp",
            "a\0@example.jp",
            "ａ@example.jp",
            "a@exаmple.jp",
            "a@日本.jp",
            "<a@example.jp>",
            "a,b@example.jp",
        ] {
            assert_eq!(fault(text), InputFault::Malformed, "{text:?}");
        }
        assert_eq!(fault("  "), InputFault::Blank);
    }

    #[test]
    fn lengths_end_where_smtp_ends_them() {
        let at_limit = format!("{}@example.jp", "a".repeat(64));
        assert_eq!(EmailAddress::try_new("email", &at_limit).map(|address| address.to_string()), Ok(at_limit.clone()));
        assert_eq!(fault(&format!("a{at_limit}")), InputFault::TooLong);
        let labels = format!("{}.", "b".repeat(60)).repeat(4);
        assert_eq!(fault(&format!("aaaaaaaaa@{labels}jp")), InputFault::TooLong);
    }

    proptest! {
        #[test]
        fn what_is_taken_is_one_line_of_ascii_and_reads_back_the_same(text in "\\PC{0,12}@[a-zA-Z0-9.-]{1,12}") {
            if let Ok(address) = EmailAddress::try_new("email", &text) {
                prop_assert!(address.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert_eq!(EmailAddress::try_new("email", address.as_str()), Ok(address));
            }
        }
    }
}
