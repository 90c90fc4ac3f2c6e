//! What the dependencies ask of us: the lists of `deny.toml` against what cargo knows, so that they hold without cargo-deny.

use spdx::{Expression, LicenseReq, Licensee, ParseMode};
use toml::Table;

use crate::{assert_none, metadata, read};

fn policy() -> Table {
    read("deny.toml").parse().expect("deny.toml is TOML")
}

fn allowed(policy: &Table) -> Vec<Licensee> {
    let names = policy["licenses"]["allow"].as_array().expect("a list of licences");
    let licence = |name: &toml::Value| Licensee::parse(name.as_str().expect("a name")).expect("an SPDX licence");
    names.iter().map(licence).collect()
}

fn banned(policy: &Table) -> Vec<&str> {
    let bans = policy["bans"]["deny"].as_array().expect("a list of crates");
    bans.iter().map(|ban| ban["name"].as_str().expect("a crate's name")).collect()
}

/// The licence of a crate that names none itself.
fn clarified<'a>(policy: &'a Table, package: &str) -> Option<&'a str> {
    let clarifications = policy["licenses"]["clarify"].as_array().expect("a list of crates");
    clarifications.iter().find(|it| it["crate"].as_str() == Some(package))?["expression"].as_str()
}

fn complaint(allowed: &[Licensee], package: &str, licence: Option<&str>) -> Option<String> {
    let Some(licence) = licence else {
        return Some(format!("{package} names no licence"));
    };
    let is_allowed = |ask: &LicenseReq| allowed.iter().any(|licence| licence.satisfies(ask));
    match Expression::parse_mode(licence, ParseMode::LAX) {
        Ok(expression) => {
            (!expression.evaluate(is_allowed)).then(|| format!("{package}: {licence} is not on the list of deny.toml"))
        }
        Err(error) => Some(format!("{package}: {licence} cannot be read: {error}")),
    }
}

#[test]
fn every_dependency_has_a_licence_that_we_may_ship() {
    let policy = policy();
    let allowed = allowed(&policy);
    let packages = metadata().packages;
    assert!(packages.len() > 100);
    let complaints = packages.iter().filter_map(|package| {
        let licence = package.license.as_deref().or_else(|| clarified(&policy, &package.name));
        complaint(&allowed, &package.name, licence)
    });
    assert_none(&complaints.collect::<Vec<_>>());
}

#[test]
fn no_dependency_is_banned() {
    let policy = policy();
    let banned = banned(&policy);
    assert!(banned.contains(&"openssl-sys"));
    let packages = metadata().packages;
    let found = packages.iter().filter(|package| banned.contains(&package.name.as_str()));
    assert_none(&found.map(|package| format!("{} is banned by deny.toml", package.name)).collect::<Vec<_>>());
}

#[test]
fn a_licence_that_takes_more_than_it_gives_is_named() {
    let allowed = allowed(&policy());
    for fine in ["MIT", "MIT/Apache-2.0", "GPL-3.0-only OR MIT", "(MIT OR AGPL-3.0-only) AND Unicode-3.0"] {
        assert_eq!(complaint(&allowed, "x", Some(fine)), None);
    }
    let complaints = [Some("AGPL-3.0-only"), Some("MIT AND GPL-2.0-only"), None].map(|it| complaint(&allowed, "x", it));
    let expected = [
        "x: AGPL-3.0-only is not on the list of deny.toml",
        "x: MIT AND GPL-2.0-only is not on the list of deny.toml",
        "x names no licence",
    ];
    assert_eq!(complaints.map(Option::unwrap), expected);
    assert!(complaint(&allowed, "x", Some("mine, all mine")).unwrap().starts_with("x: mine, all mine cannot be read"));
}
