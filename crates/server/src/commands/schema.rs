use anyhow::Result;
use std::process::ExitCode;

/// Prints the GraphQL schema.
pub fn run() -> Result<ExitCode> {
    print!("{}", api::schema::sdl());
    Ok(ExitCode::SUCCESS)
}
