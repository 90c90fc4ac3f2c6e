//! What the test command hands to the tests: the addresses of the services and the path of the built binary.

use std::path::PathBuf;

/// Variable that names the maintenance database of the PostgreSQL cluster for tests.
pub const POSTGRES: &str = "ENGAWA_TEST_POSTGRES";
/// Variable that names the Redis for tests.
pub const REDIS: &str = "ENGAWA_TEST_REDIS";
/// Variable that names the built `engawa` binary for black-box tests.
pub const BINARY: &str = "ENGAWA_TEST_BINARY";

/// URL of the maintenance database of the cluster for tests, `postgres://postgres@localhost/postgres?host=<folder>`.
///
/// # Panics
/// When the variable is missing: a test without its database fails, it is never skipped.
pub fn postgres_url() -> String {
    required(POSTGRES)
}

/// URL of the Redis for tests, shared by all of them: keys need a prefix of their own.
///
/// # Panics
/// When the variable is missing.
pub fn redis_url() -> String {
    required(REDIS)
}

/// Path of the built `engawa` binary.
///
/// # Panics
/// When the variable is missing.
pub fn server_binary() -> PathBuf {
    required(BINARY).into()
}

#[expect(clippy::disallowed_methods, reason = "tests are not configured by the server's configuration")]
fn required(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| panic!("{}", missing(variable)))
}

fn missing(variable: &str) -> String {
    format!(
        "{variable} is not set. Run everything with ./tests/run, or run `cargo xtask services` in another terminal \
         and export the lines it prints."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "ENGAWA_TEST_NOTHING is not set. Run everything with ./tests/run")]
    fn a_missing_service_fails_and_names_the_command_that_starts_it() {
        required("ENGAWA_TEST_NOTHING");
    }
}
