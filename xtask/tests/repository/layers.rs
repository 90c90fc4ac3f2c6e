//! Which crate may use which: the rows of ARCHITECTURE.md against what cargo knows.

use std::collections::BTreeMap;

use cargo_metadata::DependencyKind;

use crate::{assert_none, metadata, read};

/// Crates that only the named ones of ours may depend on, by the start of their names.
const FENCED: [(&str, &[&str]); 8] = [
    ("sea-orm", &["migrations", "storage"]),
    ("sqlx", &[]),
    ("redis", &["kv"]),
    ("object_store", &["files"]),
    ("lettre", &["mail"]),
    ("async-graphql", &["api"]),
    ("poem", &["api", "web", "server"]),
    ("async-stripe", &["payments"]),
];

/// Crates that stand beside the rows, with the highest row they may use.
const BESIDE: [(&str, Option<u8>); 4] =
    [("testkit", Some(6)), ("xtask", None), ("tests", Some(0)), ("benches", Some(5))];

#[derive(Debug, PartialEq)]
struct Edge {
    from: String,
    to: String,
    is_for_tests: bool,
}

/// The row of each crate as the table of ARCHITECTURE.md gives it; none for the crates beside the rows.
fn rows(architecture: &str) -> BTreeMap<String, Option<u8>> {
    let cells = architecture.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        Some((cells.next()?, cells.next()?))
    });
    let mut rows = BTreeMap::new();
    for (row, names) in cells {
        if row == "–" || row.parse::<u8>().is_ok() {
            rows.extend(names.split(", ").map(|name| (name.trim_matches('`').to_owned(), row.parse().ok())));
        }
    }
    rows
}

fn complaints(rows: &BTreeMap<String, Option<u8>>, edges: &[Edge]) -> Vec<String> {
    edges.iter().filter_map(|edge| complaint(rows, edge)).collect()
}

fn complaint(rows: &BTreeMap<String, Option<u8>>, Edge { from, to, is_for_tests }: &Edge) -> Option<String> {
    if let Some((fence, inside)) = FENCED.iter().find(|(fence, _)| to.starts_with(fence)) {
        let stays = format!("{from} -> {to}: {fence} stays in {}", inside.join(" and "));
        return (!inside.contains(&from.as_str())).then_some(stays);
    }
    let to_row = rows.get(to)?;
    let Some(from_row) = rows.get(from) else {
        return Some(format!("{from} is in no row of ARCHITECTURE.md"));
    };
    let is_allowed = match (from_row, to_row) {
        (Some(from_row), Some(to_row)) => to_row < from_row,
        (Some(_), None) => to == "testkit" && *is_for_tests,
        (None, Some(to_row)) => BESIDE.iter().any(|(name, highest)| name == from && Some(*to_row) <= *highest),
        (None, None) => to == "testkit" || (from == "benches" && to == "tests"),
    };
    let row = |row: &Option<u8>| row.map_or("beside the rows".to_owned(), |row| format!("row {row}"));
    (!is_allowed).then(|| format!("{from} ({}) may not use {to} ({})", row(from_row), row(to_row)))
}

/// The name of a crate as ARCHITECTURE.md writes it: its folder's, without our prefix.
fn short(package: &str) -> String {
    package.strip_prefix("engawa-").unwrap_or(package).to_owned()
}

#[test]
fn a_crate_uses_only_crates_of_rows_below_its_own() {
    let metadata = metadata();
    let edges: Vec<_> = metadata
        .workspace_packages()
        .into_iter()
        .flat_map(|package| {
            package.dependencies.iter().map(|dependency| Edge {
                from: short(&package.name),
                to: short(&dependency.name),
                is_for_tests: dependency.kind == DependencyKind::Development,
            })
        })
        .collect();
    assert!(edges.contains(&Edge { from: "app".into(), to: "storage".into(), is_for_tests: false }));
    assert_none(&complaints(&rows(&read("ARCHITECTURE.md")), &edges));
}

#[test]
fn the_table_of_rooms_lists_exactly_the_crates() {
    let metadata = metadata();
    let mut crates: Vec<_> = metadata.workspace_packages().iter().map(|package| short(&package.name)).collect();
    crates.sort();
    assert_eq!(rows(&read("ARCHITECTURE.md")).into_keys().collect::<Vec<_>>(), crates);
}

#[test]
fn an_edge_up_or_sideways_or_through_a_fence_is_named() {
    let table = "| row | crate | what |\n| --- | --- | --- |\n| 0 | `kernel` | … |\n| 4 | `storage` | … |\n\
                 | 4 | `files`, `mail` | … |\n| 6 | `api` | … |\n| 7 | `server` | … |\n\
                 | – | `testkit` | … |\n| – | `xtask` | … |\n";
    let rows = rows(table);
    assert_eq!(rows.len(), 8);
    let edge = |from: &str, to: &str| Edge { from: from.into(), to: to.into(), is_for_tests: false };
    let fine = [
        edge("api", "storage"),
        edge("xtask", "testkit"),
        edge("testkit", "api"),
        edge("storage", "sea-orm"),
        edge("api", "time"),
        Edge { is_for_tests: true, ..edge("api", "testkit") },
    ];
    assert_none(&complaints(&rows, &fine));
    let wrong = [
        edge("kernel", "storage"),
        edge("mail", "files"),
        edge("api", "testkit"),
        edge("testkit", "server"),
        edge("xtask", "kernel"),
        edge("helper", "kernel"),
        edge("api", "sea-orm-migration"),
        edge("storage", "poem"),
    ];
    let expected = [
        "kernel (row 0) may not use storage (row 4)",
        "mail (row 4) may not use files (row 4)",
        "api (row 6) may not use testkit (beside the rows)",
        "testkit (beside the rows) may not use server (row 7)",
        "xtask (beside the rows) may not use kernel (row 0)",
        "helper is in no row of ARCHITECTURE.md",
        "api -> sea-orm-migration: sea-orm stays in migrations and storage",
        "storage -> poem: poem stays in api and web and server",
    ];
    assert_eq!(complaints(&rows, &wrong), expected);
}
