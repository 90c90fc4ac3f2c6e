//! The shape of the files: their size, their names, and what may not be written in them.

use crate::{assert_none, files, read};

const LONGEST_FILE: usize = 399;

/// Marks of unfinished work.
const UNFINISHED: [&str; 5] = ["todo!(", "unimplemented!(", "TODO", "FIXME", "#[ignore"];

/// Places and names that belong to one person's desk and not to the project.
const DESK: [&str; 10] = [
    "/work/main",
    "/work/shared",
    "/work/.",
    "/root/",
    "/home/",
    "/Users/",
    "Claude",
    "Copilot",
    "ChatGPT",
    "Co-Authored-By",
];

/// This file says the forbidden words, the lock file and the licences are not our prose.
const NOT_READ: [&str; 4] = ["xtask/tests/repository/sources.rs", "Cargo.lock", "LICENSE-APACHE", "LICENSE-MIT"];

fn texts() -> Vec<(String, String)> {
    let paths = files().into_iter().filter(|path| !NOT_READ.contains(&path.as_str()));
    // A file that is not text has no words to check.
    paths.filter_map(|path| std::fs::read_to_string(crate::root().join(&path)).ok().map(|text| (path, text))).collect()
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("_tests.rs") || path.starts_with("tests/") || path.contains("/tests/")
}

/// Lines of a source file up to its module of tests.
fn lines_without_tests(source: &str) -> usize {
    let lines: Vec<_> = source.lines().collect();
    let is_tests = |at: usize| {
        let mut following = lines[at + 1..].iter().skip_while(|line| line.starts_with("#["));
        lines[at] == "#[cfg(test)]" && following.next().is_some_and(|line| line.starts_with("mod "))
    };
    (0..lines.len()).find(|at| is_tests(*at)).unwrap_or(lines.len())
}

fn complaints_of_size(path: &str, source: &str) -> Option<String> {
    let lines = lines_without_tests(source);
    (lines > LONGEST_FILE).then(|| format!("{path} has {lines} lines without its tests: there is a second idea in it"))
}

fn complaints_of_words(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    let said = lines.flat_map(|(index, line)| {
        let words = UNFINISHED.iter().chain(&DESK).filter(move |word| line.contains(**word));
        words.map(move |word| format!("{path}:{}: says {word}", index + 1))
    });
    said.collect()
}

#[test]
fn a_source_file_stays_under_400_lines_without_its_tests() {
    let sources = files().into_iter().filter(|path| path.ends_with(".rs") && !is_test_file(path));
    let complaints: Vec<_> = sources.filter_map(|path| complaints_of_size(&path, &read(&path))).collect();
    assert_none(&complaints);
}

#[test]
fn a_module_lies_beside_its_folder() {
    let misplaced: Vec<_> = files().into_iter().filter(|path| path.ends_with("/mod.rs")).collect();
    assert_none(&misplaced);
}

#[test]
fn nothing_is_left_unfinished_and_nothing_speaks_of_one_desk() {
    let complaints: Vec<_> = texts().iter().flat_map(|(path, text)| complaints_of_words(path, text)).collect();
    assert_none(&complaints);
}

#[test]
fn a_long_file_is_named_and_its_tests_do_not_count() {
    let code = "fn f() {}\n".repeat(399);
    let tests = "#[cfg(test)]\n#[path = \"x_tests.rs\"]\nmod tests;\n";
    let helper = "#[cfg(test)]\nfn helper() {}\n";
    assert_eq!(complaints_of_size("x.rs", &format!("{code}{tests}")), None);
    let complaint = "x.rs has 401 lines without its tests: there is a second idea in it";
    assert_eq!(complaints_of_size("x.rs", &format!("{code}{helper}{tests}")), Some(complaint.into()));
}

#[test]
fn an_unfinished_place_and_a_desk_are_named_with_their_line() {
    let text = "fine\n// TODO later\ncd /work/main\n#[ignore = \"slow\"]\n";
    let complaints = complaints_of_words("a.md", text);
    assert_eq!(complaints, ["a.md:2: says TODO", "a.md:3: says /work/main", "a.md:4: says #[ignore"]);
}
