//! What the engine reaches on this machine beside what `pgbench` reaches on the same PostgreSQL: one line a figure.
//!
//! Run by `cargo xtask bench`; words after `--` choose among `release`, `browse` and `server`.

mod browse;
mod load;
mod release;
mod rounds;
mod server;

use anyhow::Result;

/// As in the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<()> {
    let chosen: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let wanted = |name: &str| chosen.is_empty() || chosen.iter().any(|choice| choice == name);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if wanted("server") {
        runtime.block_on(server::figures())?;
    }
    if wanted("browse") {
        runtime.block_on(browse::figures())?;
    }
    if wanted("release") {
        runtime.block_on(release::figures())?;
    }
    Ok(())
}
