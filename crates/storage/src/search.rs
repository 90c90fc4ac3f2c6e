//! One analyser of Japanese and English for documents and queries, so that both databases find the same.
//!
//! A text is put into NFKC and lower case, katakana becomes hiragana and letters lose their accents. What is left are runs
//! of one class: a run of CJK becomes its bigrams and its last character, a run of letters or digits is a word.

mod query;

pub use query::SearchQuery;

use std::collections::BTreeMap;
use std::fmt::Write;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Longest word that is kept whole, in characters.
const MAX_WORD: usize = 64;
/// The last position in a document that PostgreSQL counts, and so the last word of one that is found.
const MAX_POSITION: usize = 16_383;
/// The most positions PostgreSQL keeps of one word of a document.
const MAX_REPEATS: usize = 255;
/// Positions left free between two fields, so that no phrase spans them.
const FIELD_GAP: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    Cjk,
    Letter,
    Digit,
    Separator,
}

/// Neighbouring characters of one class.
struct Run {
    is_cjk: bool,
    text: Vec<char>,
}

fn class(letter: char) -> Class {
    match letter {
        '々' | '〆' | '〇' | 'ー'
        | '\u{3041}'..='\u{3096}' // hiragana
        | '\u{309D}'..='\u{309E}'
        | '\u{30A1}'..='\u{30FA}' // katakana
        | '\u{30FD}'..='\u{30FE}'
        | '\u{3400}'..='\u{4DBF}' // ideographs
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}'
        | '\u{AC00}'..='\u{D7A3}' // hangul
        | '\u{0E00}'..='\u{0E7F}' => Class::Cjk, // Thai, which has no spaces either
        other if other.is_numeric() => Class::Digit,
        other if other.is_alphabetic() => Class::Letter,
        _ => Class::Separator,
    }
}

fn is_kana(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{309F}' | 'ー')
}

fn to_hiragana(letter: char) -> char {
    match letter {
        '\u{30A1}'..='\u{30F6}' | '\u{30FD}' | '\u{30FE}' => char::from_u32(u32::from(letter) - 0x60).unwrap_or(letter),
        other => other,
    }
}

fn normalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkc().flat_map(char::to_lowercase) {
        let letter = match letter {
            // Every dash is typed for the long-vowel mark.
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '~' | '〜' | '\u{FF70}'
                if out.chars().next_back().is_some_and(is_kana) =>
            {
                'ー'
            }
            other => to_hiragana(other),
        };
        if !letter.is_ascii() && class(letter) == Class::Letter {
            decompose_canonical(letter, |part| {
                if !is_combining_mark(part) {
                    out.push(part);
                }
            });
        } else if !is_combining_mark(letter) {
            out.push(letter);
        }
    }
    out
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut previous = Class::Separator;
    // The apostrophe within a word joins it: don't is dont.
    for letter in normalize(text).chars().filter(|letter| !matches!(letter, '\'' | '\u{2019}')) {
        let class = class(letter);
        match runs.last_mut() {
            Some(run) if class == previous && class != Class::Separator => run.text.push(letter),
            _ if class == Class::Separator => {}
            _ => runs.push(Run { is_cjk: class == Class::Cjk, text: vec![letter] }),
        }
        previous = class;
    }
    runs
}

impl Run {
    fn bigrams(&self) -> impl Iterator<Item = String> {
        self.text.windows(2).map(|pair| pair.iter().collect())
    }

    fn last(&self) -> Option<String> {
        self.text.last().map(char::to_string)
    }

    fn word(&self) -> String {
        self.text.iter().take(MAX_WORD).collect()
    }
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in runs(text) {
        if run.is_cjk {
            words.extend(run.bigrams().chain(run.last()));
        } else {
            words.push(run.word());
        }
    }
    words.truncate(MAX_POSITION);
    words
}

/// A text as an FTS5 column takes it, whose tokenizer `ascii` splits at spaces alone: words hold no ASCII separators.
pub(crate) fn fts5_text(text: &str) -> String {
    words(text).join(" ")
}

/// A `tsvector` literal over the fields of a document.
pub(crate) fn tsvector(fields: &[&str]) -> String {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut position = 1;
    for field in fields {
        for word in words(field) {
            if position <= MAX_POSITION {
                let of_word = places.entry(word).or_default();
                if of_word.len() < MAX_REPEATS {
                    of_word.push(position);
                }
            }
            position += 1;
        }
        position += FIELD_GAP;
    }
    let mut literal = String::new();
    for (word, positions) in places {
        let positions: Vec<String> = positions.iter().map(usize::to_string).collect();
        // Writing to a String cannot fail.
        let _ = write!(literal, "'{word}':{} ", positions.join(","));
    }
    literal
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
