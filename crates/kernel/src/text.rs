use crate::{InputError, InputFault};

/// What a text field takes, counted in characters (Unicode scalar values), not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRule {
    /// Fewest characters; 0 makes the field optional.
    pub min: usize,
    /// Most characters.
    pub max: usize,
    /// May it hold line breaks and tabs?
    pub lines: bool,
}

impl TextRule {
    /// One line of `min` to `max` characters.
    pub const fn line(min: usize, max: usize) -> Self {
        Self { min, max, lines: false }
    }

    /// Several lines of `min` to `max` characters in all.
    pub const fn lines(min: usize, max: usize) -> Self {
        Self { min, max, lines: true }
    }

    /// The text as it will be kept: trimmed, line ends as `\n`.
    ///
    /// Refuses NUL and other control characters, bidirectional overrides (they can make a text read as something else,
    /// Unicode UTS 39), noncharacters, and lengths outside the rule.
    pub fn check(self, field: &str, text: &str) -> Result<String, InputError> {
        let fault = |fault| Err(InputError::new(field, fault));
        if text.len() > self.max.saturating_mul(4).saturating_add(1_024) {
            return fault(InputFault::TooLong);
        }
        let text = text.replace("\r\n", "\n");
        let text = text.trim();
        if text.chars().any(|letter| !self.takes(letter)) {
            return fault(InputFault::Malformed);
        }
        let length = text.chars().count();
        if length == 0 && self.min > 0 {
            return fault(InputFault::Blank);
        }
        if length < self.min {
            return fault(InputFault::TooShort);
        }
        if length > self.max {
            return fault(InputFault::TooLong);
        }
        Ok(text.to_owned())
    }

    fn takes(self, letter: char) -> bool {
        match letter {
            '\n' | '\t' => self.lines,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}' => {
                false
            }
            other => !other.is_control(),
        }
    }
}

/// Refuses a list of fewer than `min` or more than `max` items.
pub fn check_list_len(field: &str, len: usize, min: usize, max: usize) -> Result<(), InputError> {
    match len {
        0 if min > 0 => Err(InputError::new(field, InputFault::Blank)),
        len if len < min => Err(InputError::new(field, InputFault::TooShort)),
        len if len > max => Err(InputError::new(field, InputFault::TooLong)),
        _ => Ok(()),
    }
}

/// Refuses a number outside `min..=max`.
pub fn check_range<N: PartialOrd>(field: &str, value: N, min: N, max: N) -> Result<N, InputError> {
    if value < min || value > max { Err(InputError::new(field, InputFault::OutOfRange)) } else { Ok(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(rule: TextRule, text: &str) -> InputFault {
        rule.check("title", text).unwrap_err().fault
    }

    #[test]
    fn a_text_is_trimmed_and_counted_in_characters() {
        assert_eq!(TextRule::line(1, 3).check("title", "  縁側  "), Ok("縁側".to_owned()));
        assert_eq!(TextRule::lines(1, 9).check("body", "a\r\nb"), Ok("a\nb".to_owned()));
        assert_eq!(fault(TextRule::line(1, 3), "縁側の家"), InputFault::TooLong);
        assert_eq!(fault(TextRule::line(2, 3), "縁"), InputFault::TooShort);
        assert_eq!(fault(TextRule::line(1, 3), " \u{3000} "), InputFault::Blank);
    }

    #[test]
    fn control_characters_and_overrides_are_refused() {
        for text in ["a\0b", "a\u{1b}[0m", "a\u{202e}b", "a\nb", "a\u{fffe}"] {
            assert_eq!(fault(TextRule::line(1, 90), text), InputFault::Malformed, "{text:?}");
        }
    }
}
