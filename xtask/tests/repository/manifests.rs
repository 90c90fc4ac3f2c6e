//! What each crate of ours says of itself, and that nothing is declared twice or for nobody.

use std::collections::BTreeSet;

use toml::Table;

use crate::{assert_none, files, read};

const INHERITED: [&str; 6] = ["version", "edition", "rust-version", "license", "authors", "publish"];
const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

fn manifests() -> Vec<(String, Table)> {
    let paths = files().into_iter().filter(|path| path.ends_with("/Cargo.toml"));
    paths.map(|path| (path.clone(), read(&path).parse().expect("a manifest is TOML"))).collect()
}

fn is_inherited(value: Option<&toml::Value>) -> bool {
    value.and_then(|value| value.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
}

fn complaints(path: &str, manifest: &Table) -> Vec<String> {
    let package = &manifest["package"];
    let mut complaints = Vec::new();
    if package.get("description").and_then(toml::Value::as_str).is_none_or(str::is_empty) {
        complaints.push(format!("{path}: no description"));
    }
    if !is_inherited(manifest.get("lints").map(|lints| lints as &toml::Value)) {
        complaints.push(format!("{path}: [lints] is not the workspace's"));
    }
    let own = INHERITED.iter().filter(|key| !is_inherited(package.get(key)));
    complaints.extend(own.map(|key| format!("{path}: {key} is not the workspace's")));
    for (name, dependency) in dependencies(manifest) {
        if !is_inherited(Some(dependency)) {
            complaints.push(format!("{path}: {name} is not the workspace's dependency"));
        }
    }
    complaints
}

fn dependencies(manifest: &Table) -> impl Iterator<Item = (&String, &toml::Value)> {
    DEPENDENCIES.iter().filter_map(|kind| manifest.get(*kind)?.as_table()).flatten()
}

#[test]
fn every_crate_describes_itself_and_inherits_the_rest() {
    let manifests = manifests();
    assert!(manifests.len() > 10);
    assert_none(&manifests.iter().flat_map(|(path, manifest)| complaints(path, manifest)).collect::<Vec<_>>());
}

#[test]
fn every_dependency_of_the_workspace_is_used_by_a_crate() {
    let manifests = manifests();
    let used: BTreeSet<_> = manifests.iter().flat_map(|(_, manifest)| dependencies(manifest)).map(|it| it.0).collect();
    let workspace: Table = read("Cargo.toml").parse().expect("a manifest is TOML");
    let declared = workspace["workspace"]["dependencies"].as_table().expect("a table of dependencies");
    let idle = declared.keys().filter(|name| !used.contains(name));
    assert_none(&idle.map(|name| format!("Cargo.toml: no crate uses {name}")).collect::<Vec<_>>());
}

#[test]
fn a_crate_that_goes_its_own_way_is_named() {
    let manifest = r#"
        [package]
        version = "2.0.0"
        edition.workspace = true
        rust-version.workspace = true
        license.workspace = true
        authors.workspace = true
        publish.workspace = true

        [dependencies]
        time = "0.3"
        uuid.workspace = true
    "#;
    let expected = [
        "x/Cargo.toml: no description",
        "x/Cargo.toml: [lints] is not the workspace's",
        "x/Cargo.toml: version is not the workspace's",
        "x/Cargo.toml: time is not the workspace's dependency",
    ];
    assert_eq!(complaints("x/Cargo.toml", &manifest.parse().unwrap()), expected);
}
