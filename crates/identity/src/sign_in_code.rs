use crate::unknown_word::words;
use kernel::{InputError, InputFault, Instant};
use serde::{Deserialize, Serialize};
use std::fmt;
use time::Duration;

/// Six digits sent by mail to prove that an address is the caller's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SignInCode(u32);

impl SignInCode {
    const COUNT: u32 = 1_000_000;

    /// The code that a random number stands for. The number must come from a cryptographic source.
    pub fn from_random(number: u64) -> Self {
        // 2^64 is so much larger than the count of codes that no code is noticeably likelier than another.
        Self(u32::try_from(number.checked_rem(u64::from(Self::COUNT)).unwrap_or(0)).unwrap_or(0))
    }

    /// Reads what a person typed: six digits, half or full width as Japanese keyboards give them.
    pub fn try_new(field: &str, text: &str) -> Result<Self, InputError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InputError::new(field, InputFault::Blank));
        }
        let mut digits = String::with_capacity(6);
        for letter in text.chars().take(7) {
            let ascii = match letter {
                '０'..='９' => u32::from(letter).checked_sub(0xFEE0).and_then(char::from_u32),
                other => Some(other),
            };
            digits.extend(ascii.filter(char::is_ascii_digit));
        }
        match digits.parse() {
            Ok(number) if digits.len() == 6 && text.chars().count() == 6 => Ok(Self(number)),
            Ok(_) | Err(_) => Err(InputError::new(field, InputFault::Malformed)),
        }
    }

    /// The six digits, for the mail and for the hash.
    pub fn expose(self) -> String {
        format!("{:06}", self.0)
    }
}

impl fmt::Debug for SignInCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInCode(***)")
    }
}

/// What a code was asked for; it is good for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePurpose {
    /// To confirm a new account.
    Register,
    /// To sign in to an account there is.
    SignIn,
}

words!(CodePurpose { Register = "register", SignIn = "sign_in" });

/// A code that was sent and not yet answered. It can be answered right once, within ten minutes, in five tries.
///
/// `hash` is a keyed hash (HMAC-SHA-256 under a secret of the instance) over purpose, address and digits: a plain hash
/// of six digits is undone by trying them all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingCode {
    /// What it was asked for.
    pub purpose: CodePurpose,
    /// Keyed hash of the code.
    pub hash: [u8; 32],
    /// From this moment on it is worth nothing.
    pub expires_at: Instant,
    /// Wrong answers it still bears, at least 1.
    pub tries_left: u8,
}

/// What an answer made of a pending code. All but `Wrong` remove it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeAnswer {
    /// The code was right and is used up.
    Right,
    /// The code was wrong; this is what must be saved in place of the old one, even though the request is refused.
    Wrong(PendingCode),
    /// The code was wrong for the last time.
    Exhausted,
    /// The code came too late, right or wrong.
    Expired,
}

impl PendingCode {
    /// How long a code can be answered.
    pub const LIFETIME: Duration = Duration::minutes(10);
    /// How many answers it takes.
    pub const TRIES: u8 = 5;

    /// A code sent at `now`.
    pub fn issue(purpose: CodePurpose, hash: [u8; 32], now: Instant) -> Self {
        Self { purpose, hash, expires_at: now.plus(Self::LIFETIME), tries_left: Self::TRIES }
    }

    /// Takes one answer, given as the keyed hash of what was typed. A right code for another purpose is wrong.
    pub fn answer(self, purpose: CodePurpose, hash: &[u8; 32], now: Instant) -> CodeAnswer {
        if now >= self.expires_at {
            return CodeAnswer::Expired;
        }
        if self.purpose == purpose && equal_in_constant_time(&self.hash, hash) {
            return CodeAnswer::Right;
        }
        match self.tries_left.saturating_sub(1) {
            0 => CodeAnswer::Exhausted,
            tries_left => CodeAnswer::Wrong(Self { tries_left, ..self }),
        }
    }
}

/// Looks at every byte whatever it finds, so that the time taken tells nothing about where the two differ.
fn equal_in_constant_time(a: &[u8; 32], b: &[u8; 32]) -> bool {
    std::hint::black_box(a.iter().zip(b).fold(0_u8, |difference, (a, b)| difference | (a ^ b))) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: [u8; 32] = [7; 32];
    const OTHER: [u8; 32] = [8; 32];

    fn at(seconds: i64) -> Instant {
        Instant::from_unix(1_800_000_000).unwrap().plus(Duration::seconds(seconds))
    }

    fn sent() -> PendingCode {
        PendingCode::issue(CodePurpose::SignIn, HASH, at(0))
    }

    #[test]
    fn a_code_is_six_digits_and_keeps_its_zeros() {
        assert_eq!(SignInCode::from_random(42).expose(), "000042");
        assert_eq!(SignInCode::from_random(u64::MAX).expose(), "551615");
        assert_eq!(SignInCode::try_new("code", " ０00０42 "), Ok(SignInCode::from_random(42)));
        assert_eq!(format!("{:?}", SignInCode::from_random(42)), "SignInCode(***)");
    }

    #[test]
    fn what_is_not_six_digits_is_refused() {
        for text in
            ["12345", "1234567", "12345a", "+12345", "-12345", "12 345", "１２３４５", "1234567890123", "٠١٢٣٤٥"]
        {
            assert_eq!(SignInCode::try_new("code", text).unwrap_err().fault, InputFault::Malformed, "{text:?}");
        }
        assert_eq!(SignInCode::try_new("code", "").unwrap_err().fault, InputFault::Blank);
    }

    #[test]
    fn the_right_code_is_taken_until_the_tenth_minute_ends() {
        assert_eq!(sent().answer(CodePurpose::SignIn, &HASH, at(0)), CodeAnswer::Right);
        assert_eq!(sent().answer(CodePurpose::SignIn, &HASH, at(599)), CodeAnswer::Right);
        assert_eq!(sent().answer(CodePurpose::SignIn, &HASH, at(600)), CodeAnswer::Expired);
    }

    #[test]
    fn the_fifth_wrong_answer_ends_the_code_even_if_the_next_were_right() {
        let mut code = sent();
        for left in [4, 3, 2, 1] {
            let CodeAnswer::Wrong(next) = code.answer(CodePurpose::SignIn, &OTHER, at(1)) else {
                panic!("a wrong answer with {left} tries left must leave the code standing");
            };
            assert_eq!(next, PendingCode { tries_left: left, ..sent() });
            code = next;
        }
        assert_eq!(code.clone().answer(CodePurpose::SignIn, &HASH, at(1)), CodeAnswer::Right);
        assert_eq!(code.answer(CodePurpose::SignIn, &OTHER, at(1)), CodeAnswer::Exhausted);
    }

    #[test]
    fn a_code_for_one_purpose_is_wrong_for_the_other_and_costs_a_try() {
        let answer = sent().answer(CodePurpose::Register, &HASH, at(1));
        assert_eq!(answer, CodeAnswer::Wrong(PendingCode { tries_left: 4, ..sent() }));
    }

    #[test]
    fn a_hash_that_differs_in_any_one_byte_is_wrong() {
        for place in 0..32 {
            let mut hash = HASH;
            hash[place] ^= 1;
            assert!(matches!(sent().answer(CodePurpose::SignIn, &hash, at(1)), CodeAnswer::Wrong(_)), "byte {place}");
        }
    }
}
