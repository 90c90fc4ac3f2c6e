//! The catalogue: nothing missing in any language, and nothing in it that our readers should not have to read.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const LANGUAGES: [&str; 3] = ["ja", "en", "ja-yasashii"];
/// The longest sentence, in characters: what the guideline of Edogawa for easy Japanese asks for.
const SENTENCE: usize = 50;
/// Words of the trade that have a plain one, and phrases that say nothing.
const BANNED: [&str; 8] = [
    "エスクロー",
    "マイルストーン",
    "オファー",
    "ダッシュボード",
    "コミット",
    "アサイン",
    "させていただ",
    "恐れ入ります",
];
/// A heading or a button that is longer needs a mark where it may break.
const UNBROKEN: usize = 8;

/// What a message says, and which arguments it takes.
struct Message {
    text: String,
    arguments: BTreeSet<String>,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn catalogue(language: &str) -> BTreeMap<String, Message> {
    let text = std::fs::read_to_string(folder("i18n").join(language).join("engawa-web.ftl")).unwrap();
    let resource = parser::parse(text.as_str()).unwrap_or_else(|(_, errors)| panic!("{language}: {errors:?}"));
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut read = Message { text: String::new(), arguments: BTreeSet::new() };
        read_pattern(&message.value.expect("a message says something"), &mut read);
        let name = message.id.name.to_owned();
        assert!(messages.insert(name.clone(), read).is_none(), "{language}: {name} stands twice");
    }
    messages
}

fn read_pattern(pattern: &Pattern<&str>, into: &mut Message) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => into.text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => read_inline(inline, into),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                read_inline(selector, into);
                for variant in variants {
                    read_pattern(&variant.value, into);
                }
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, into: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.arguments.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            positional.iter().for_each(|argument| read_inline(argument, into));
        }
        _ => {}
    }
}

fn templates(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            templates(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "html") {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The messages that stand in headings and on buttons.
fn headings() -> BTreeSet<String> {
    let mut found = Vec::new();
    templates(&folder("src"), &mut found);
    let parts = found.iter().flat_map(|text| text.split("phrases!(").skip(1));
    parts.filter_map(|part| Some(part.split('"').nth(1)?.to_owned())).collect()
}

#[test]
fn every_message_is_there_in_every_language_and_takes_the_same_arguments() {
    let [japanese, others @ ..] = LANGUAGES;
    let japanese = catalogue(japanese);
    for language in others {
        let other = catalogue(language);
        let keys = |messages: &BTreeMap<String, Message>| messages.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&other), keys(&japanese), "{language}");
        for (name, message) in &japanese {
            assert_eq!(other[name].arguments, message.arguments, "{name} in {language}");
        }
    }
}

#[test]
fn sentences_are_short_and_words_are_plain() {
    let mut complaints = Vec::new();
    for language in ["ja", "ja-yasashii"] {
        for (name, Message { text, .. }) in catalogue(language) {
            let longest = text.split(['。', '\n']).map(|sentence| sentence.chars().count()).max().unwrap_or_default();
            if longest > SENTENCE {
                complaints.push(format!("{name} in {language} has a sentence of {longest} characters"));
            }
            let banned = BANNED.iter().filter(|word| text.contains(**word));
            complaints.extend(banned.map(|word| format!("{name} in {language} says {word}")));
            if language == "ja" && text.contains(|letter: char| ('\u{ff61}'..='\u{ff9f}').contains(&letter)) {
                complaints.push(format!("{name} is in half-width kana"));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn long_headings_say_where_they_may_break() {
    let japanese = catalogue("ja");
    let headings = headings();
    assert!(headings.len() > 10, "the headings are found: {headings:?}");
    let unbroken: Vec<_> = headings
        .iter()
        .filter(|name| japanese[*name].text.chars().count() > UNBROKEN && !japanese[*name].text.contains('¦'))
        .collect();
    assert!(unbroken.is_empty(), "{unbroken:?}");
}
