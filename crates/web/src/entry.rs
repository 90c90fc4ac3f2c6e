//! Coming in and going out.

mod code;
mod name;
mod sign_out;
mod start;

use crate::words::Words;
use poem::{Route, get};

/// Adds them.
pub(crate) fn pages(route: Route) -> Route {
    route
        .at("/start", get(start::view).post(start::send_code))
        .at("/start/code", get(code::view).post(code::enter))
        .at("/start/name", get(name::view).post(name::save))
        .at("/sign-out", get(sign_out::view).post(sign_out::leave))
}

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
        for elsewhere in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nset-cookie: x", "javascript:1"]
        {
            assert_eq!(onward(elsewhere, words, "/today"), "/en/today", "{elsewhere:?}");
        }
    }
}
