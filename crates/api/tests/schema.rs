//! `schema.graphql` is what the code says it is.
#![allow(clippy::unwrap_used, reason = "what a test cannot do without stops it")]

use std::path::Path;

#[test]
#[expect(clippy::disallowed_methods, reason = "UPDATE is for whoever runs the test, not for the engine")]
fn schema_graphql_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema.graphql");
    let fresh = engawa_api::schema::sdl();
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == fresh, "schema.graphql is stale; run: UPDATE=1 cargo test -p engawa-api --test schema");
}

#[test]
fn the_gate_takes_the_schema() {
    assert!(engawa_api::gate::Gate::new(&engawa_api::schema::sdl(), engawa_api::gate::Limits::default()).is_ok());
}
