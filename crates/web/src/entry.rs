//! Coming in and going out.

pub mod code;
pub mod name;
pub mod sign_out;
pub mod start;

use crate::words::Words;

/// The address to go on to: one of our own, whatever the form says.
fn onward(back: &str, words: &Words, otherwise: &str) -> String {
    // "//elsewhere.example" and "/\\elsewhere.example" are addresses of other hosts.
    let is_ours = back.starts_with('/')
        && !back.starts_with("//")
        && !back.contains('\\')
        && back.len() <= 1_000
        && back.bytes().all(|byte| byte.is_ascii_graphic());
    words.to(if is_ours { back } else { otherwise })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn nobody_is_led_elsewhere() {
        let words = Words::of(Language::En);
        assert_eq!(onward("/work/x?y=1", words, "/today"), "/en/work/x?y=1");
        for elsewhere in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nset-cookie: x", "javascript:1"] {
            assert_eq!(onward(elsewhere, words, "/today"), "/en/today", "{elsewhere:?}");
        }
    }
}
