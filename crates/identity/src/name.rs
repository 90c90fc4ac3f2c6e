use kernel::{InputError, InputFault, TextRule};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The name under which a person or organisation is shown to others: one line of 1 to 60 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DisplayName(String);

impl DisplayName {
    /// Reads a name. Beside the rules of any text it may hold no character that draws nothing, because two names that
    /// look alike would then be two.
    pub fn try_new(field: &str, text: &str) -> Result<Self, InputError> {
        let name = TextRule::line(1, 60).check(field, text)?;
        if name.chars().any(draws_nothing) {
            return Err(InputError::new(field, InputFault::Malformed));
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Default-ignorable characters found in disguised names (UTS 39 §3.1). Variation selectors are not among them: names
/// such as 渡邉 are written with them.
fn draws_nothing(letter: char) -> bool {
    matches!(
        letter,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_typed_without_the_space_around_it() {
        let name = DisplayName::try_new("displayName", " 佐藤 花子\u{3000}").unwrap();
        assert_eq!(name.as_str(), "佐藤 花子");
        for text in ["縁".repeat(60), "渡邉\u{E0100}".to_owned()] {
            assert_eq!(DisplayName::try_new("displayName", &text).map(|name| name.to_string()), Ok(text));
        }
    }

    #[test]
    fn a_name_nobody_can_see_or_tell_apart_is_refused() {
        let fault = |text: &str| DisplayName::try_new("displayName", text).unwrap_err().fault;
        for text in ["\u{200B}", "Hana\u{200D}ko", "\u{3164}", "Admin\u{FEFF}", "a\nb", "a\u{202E}b"] {
            assert_eq!(fault(text), InputFault::Malformed, "{text:?}");
        }
        assert_eq!(fault(" "), InputFault::Blank);
        assert_eq!(fault(&"縁".repeat(61)), InputFault::TooLong);
    }
}
