//! The invariants of ARCHITECTURE.md against the tests that are said to prove them.

use std::collections::BTreeSet;

use crate::{assert_none, files, read};

/// The names of tests in the tables of a text: sentences of four words and more, in backticks.
fn named(text: &str) -> BTreeSet<&str> {
    let quoted = text.lines().filter(|line| line.starts_with("| ")).flat_map(|line| line.split('`').skip(1).step_by(2));
    quoted.filter(|word| word.matches('_').count() >= 3 && word.chars().all(is_of_a_name)).collect()
}

fn is_of_a_name(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_'
}

/// The functions that a source file defines.
fn functions(source: &str) -> Vec<String> {
    source.split("fn ").skip(1).map(|rest| rest.chars().take_while(|next| is_of_a_name(*next)).collect()).collect()
}

fn complaints(text: &str, defined: &BTreeSet<String>) -> Vec<String> {
    named(text).into_iter().filter(|name| !defined.contains(*name)).map(|name| format!("there is no {name}")).collect()
}

#[test]
fn every_test_that_an_invariant_names_exists() {
    let sources = files().into_iter().filter(|path| path.ends_with(".rs"));
    let defined: BTreeSet<String> = sources.flat_map(|path| functions(&read(&path))).collect();
    let architecture = read("ARCHITECTURE.md");
    assert!(!named(&architecture).is_empty());
    assert_none(&complaints(&architecture, &defined));
}

#[test]
fn a_test_that_does_not_exist_is_named() {
    let text =
        "| M1 | `kernel` | `debits_are_credits_always`, `nobody_has_written_this` |\nand `this_is_no_table_row`\n";
    let defined = functions("fn debits_are_credits_always() {}\nasync fn other(db: Db)").into_iter().collect();
    assert_eq!(complaints(text, &defined), ["there is no nobody_has_written_this"]);
}
