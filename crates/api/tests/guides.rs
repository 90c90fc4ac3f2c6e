//! The guides tell the truth: every operation in them fits the schema, and their tables say what the code says.

#![allow(clippy::unwrap_used, reason = "what a test cannot do without stops it")]

use apollo_compiler::ExecutableDocument;
use apollo_compiler::validation::Valid;
use engawa_api::gate::{Gate, Limits, Parameters};
use engawa_api::http::HttpLimits;
use payments::simulated::{TEST_BANKS, TEST_CARDS, TestMethod};
use serde_json::Value;
use std::path::Path;

fn guide(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The fenced blocks of a language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    text.split(fence.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// The bodies that a shell block sends, in single quotes, with a 1 for every `'$VARIABLE'` in them.
fn bodies(shell: &str) -> Vec<Value> {
    let mut text = String::new();
    let mut rest = shell;
    while let Some((before, after)) = rest.split_once("'$") {
        let (_, after) = after.split_once('\'').expect("a variable stands between two quotes");
        text.extend([before, "1"]);
        rest = after;
    }
    text.push_str(rest);
    let sent = text.split('\'').skip(1).step_by(2).filter(|quoted| quoted.trim_start().starts_with("{\"query\""));
    sent.map(|body| serde_json::from_str(body).unwrap_or_else(|error| panic!("{error} in {body}"))).collect()
}

/// The cells of every row of the table below a heading row.
fn table<'a>(text: &'a str, head: &str) -> Vec<Vec<&'a str>> {
    let (_, rest) = text.split_once(head).unwrap_or_else(|| panic!("the guide has no table {head}"));
    let rows = rest.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect()).collect()
}

#[test]
fn every_operation_of_the_guides_fits_the_schema() {
    let sdl = engawa_api::schema::sdl();
    let schema = apollo_compiler::Schema::parse_and_validate(&sdl, "schema.graphql").unwrap();
    let mut seen = 0;
    for name in ["README.md", "docs/api.md"] {
        for document in blocks(&guide(name), "graphql") {
            let checked: Result<Valid<ExecutableDocument>, _> =
                ExecutableDocument::parse_and_validate(&schema, document, name);
            assert!(checked.is_ok(), "{name}: {}\n{document}", checked.unwrap_err().errors);
            seen += 1;
        }
    }
    assert!(seen > 0, "no operation was found");
}

#[test]
fn every_request_of_the_guides_would_be_served() {
    let gate = Gate::new(&engawa_api::schema::sdl(), Limits::default()).unwrap();
    let mut seen = 0;
    for name in ["README.md", "docs/api.md"] {
        for body in blocks(&guide(name), "sh").into_iter().flat_map(bodies) {
            let variables = serde_json::from_value(body["variables"].clone()).unwrap_or_default();
            let query = body["query"].as_str().unwrap().to_owned();
            let admitted = gate.admit(&Parameters { query, operation_name: None, variables });
            assert!(admitted.is_ok(), "{name}: {:?}\n{body}", admitted.unwrap_err());
            seen += 1;
        }
    }
    assert!(seen > 0, "no request was found");
}

#[test]
fn the_test_cards_and_banks_of_the_guide_are_those_of_the_simulated_gateway() {
    let of = |methods: &'static [TestMethod]| -> Vec<Vec<&str>> {
        methods.iter().map(|method| vec![method.token, method.meaning]).collect()
    };
    let guide = guide("docs/api.md");
    assert_eq!(table(&guide, "| card | what happens |"), of(TEST_CARDS));
    assert_eq!(table(&guide, "| bank account | what happens |"), of(TEST_BANKS));
}

#[test]
fn the_limits_of_the_guide_are_those_of_the_code() {
    let guide = guide("docs/api.md");
    let (limits, http) = (Limits::default(), HttpLimits::default());
    let numbers: Vec<String> = table(&guide, "| limit | value |")
        .into_iter()
        .map(|row| row[1].split(':').next().unwrap().replace(',', ""))
        .collect();
    let expected = [
        format!("{} bytes", http.body_bytes),
        format!("{} bytes and {} tokens", limits.document_bytes, limits.tokens),
        limits.depth.to_string(),
        limits.root_selections.to_string(),
        limits.aliases.to_string(),
        limits.selections.to_string(),
        limits.directives.to_string(),
        limits.cost.to_string(),
        format!("{} s each", http.read.as_secs()),
    ];
    assert_eq!(numbers, expected);
    assert_eq!(http.read, engawa_api::door::TIME_LIMIT);
}
