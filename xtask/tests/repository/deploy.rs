//! What `deploy/` and the documents tell an operator to set and to run, against what the binary offers.

use std::collections::BTreeSet;
use std::process::Command;

use crate::{assert_none, files, read};

const DEFAULTS: &str = "crates/server/engawa.default.toml";
const EXAMPLE: &str = "deploy/engawa.example.toml";
/// Names the configuration file, so it cannot be a setting inside it.
const CONFIG: &str = "ENGAWA_CONFIG";
/// Variables of the test run, which no operator sets.
const OF_TESTS: &str = "ENGAWA_TEST_";

/// Files an operator follows, with their texts.
fn instructions() -> Vec<(String, String)> {
    let is_instruction =
        |path: &String| path.starts_with("deploy/") || path.starts_with("docs/") || path == "README.md";
    files().into_iter().filter(is_instruction).map(|path| (path.clone(), read(&path))).collect()
}

/// The words of a text that begin with our prefix for variables.
fn variables(text: &str) -> BTreeSet<&str> {
    let words = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
    words.filter(|word| word.starts_with("ENGAWA_") && !word.starts_with(OF_TESTS)).collect()
}

/// The dotted name of each setting in a configuration; a setting without a default stands there behind a `#`.
fn settings(configuration: &str) -> BTreeSet<String> {
    let mut section = String::new();
    let mut settings = BTreeSet::new();
    for line in configuration.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = format!("{name}.");
        }
        let key = line.trim_start_matches('#').split_once('=').map_or("", |(key, _)| key.trim());
        if !key.is_empty() && key.chars().all(|character| character.is_ascii_lowercase() || character == '_') {
            settings.insert(format!("{section}{key}"));
        }
    }
    settings
}

/// The variables that change the settings.
fn settable(settings: &BTreeSet<String>) -> BTreeSet<String> {
    let variables = settings.iter().map(|name| format!("ENGAWA_{}", name.replace('.', "_").to_uppercase()));
    variables.chain([CONFIG.to_owned()]).collect()
}

/// The subcommands that unit, image and compose file run.
fn commands_run(text: &str) -> BTreeSet<&str> {
    let program_call = |line: &str| line.starts_with("Exec").then(|| line.find("bin/engawa ")).flatten();
    let mut commands = BTreeSet::new();
    for line in text.lines() {
        if let Some(at) = program_call(line) {
            commands.extend(line[at..].split_whitespace().nth(1));
        }
        // A service of another image runs its command through a shell.
        let arguments = line.strip_prefix("CMD [\"").or_else(|| line.trim_start().strip_prefix("command: [\""));
        commands.extend(arguments.and_then(|arguments| arguments.split('"').next()).filter(|command| *command != "sh"));
    }
    commands
}

/// The subcommands that `--help` lists.
fn commands_offered(help: &str) -> BTreeSet<&str> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).collect()
}

fn unknown<'a>(path: &str, used: BTreeSet<&'a str>, is_known: impl Fn(&'a str) -> bool) -> Vec<String> {
    used.into_iter().filter(|name| !is_known(name)).map(|name| format!("{path}: there is no {name}")).collect()
}

#[test]
fn every_variable_that_operators_are_told_to_set_exists() {
    let settable = settable(&settings(&read(DEFAULTS)));
    let complaints = instructions()
        .iter()
        .flat_map(|(path, text)| unknown(path, variables(text), |name| settable.contains(name)))
        .collect::<Vec<_>>();
    assert_none(&complaints);
}

#[test]
fn every_setting_of_the_example_configuration_exists() {
    let known = settings(&read(DEFAULTS));
    let example = settings(&read(EXAMPLE));
    assert!(!example.is_empty());
    assert_none(&unknown(EXAMPLE, example.iter().map(String::as_str).collect(), |name| known.contains(name)));
}

#[test]
fn every_command_that_a_deployment_runs_exists() {
    let help = Command::new(testkit::server_binary()).arg("--help").output().expect("the binary runs");
    let help = String::from_utf8(help.stdout).expect("help is text");
    let offered = commands_offered(&help);
    let used: Vec<_> = instructions().into_iter().filter(|(path, _)| path.starts_with("deploy/")).collect();
    assert!(used.iter().any(|(_, text)| commands_run(text).contains("serve")));
    let complaints =
        used.iter().flat_map(|(path, text)| unknown(path, commands_run(text), |name| offered.contains(name)));
    assert_none(&complaints.collect::<Vec<_>>());
}

#[test]
fn a_variable_a_setting_and_a_command_that_do_not_exist_are_named() {
    let defaults = "# How long = short.\nlisten = \"\"\n[database]\n# url = \"postgres://\"\n[mail.smtp]\nport = 25\n";
    let settings = settings(defaults);
    assert_eq!(settings.iter().collect::<Vec<_>>(), ["database.url", "listen", "mail.smtp.port"]);
    let settable = settable(&settings);
    let expected = ["ENGAWA_CONFIG", "ENGAWA_DATABASE_URL", "ENGAWA_LISTEN", "ENGAWA_MAIL_SMTP_PORT"];
    assert_eq!(settable.iter().collect::<Vec<_>>(), expected);

    let text = "Environment=ENGAWA_LISTEN=1 ENGAWA_PORT=2\n${ENGAWA_TEST_REDIS}";
    let complaints = unknown("unit", variables(text), |name| settable.contains(name));
    assert_eq!(complaints, ["unit: there is no ENGAWA_PORT"]);

    let unit = "ExecStartPre=/usr/local/bin/engawa migrate --all\nCMD [\"serve\"]\n\
                    command: [\"sh\", \"-c\", \"x\"]\n    command: [\"run\"]\n";
    let help = "Marketplace\n\nUsage: engawa <COMMAND>\n\nCommands:\n  serve    Serves\n           at length\n  \
                migrate  Migrates\n\nOptions:\n  run\n";
    let complaints = unknown("unit", commands_run(unit), |name| commands_offered(help).contains(name));
    assert_eq!(complaints, ["unit: there is no run"]);
}
