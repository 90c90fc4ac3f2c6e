use crate::assemble::{Assembled, assemble};
use crate::config::Config;
use crate::http::routes;
use crate::metrics::Metrics;
use anyhow::{Context, Result};
use clap::Args;
use poem::Server;
use poem::listener::{Acceptor, Listener, TcpListener};
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How long requests and jobs that are under way may take to end after a stop was asked for.
const GRACE: Duration = Duration::from_secs(8);

/// Answers requests.
#[derive(Args)]
pub struct Serve {
    /// Leaves the queue to `engawa worker`
    #[arg(long)]
    no_worker: bool,
}

/// Serves until SIGTERM or SIGINT.
pub async fn run(serve: &Serve, config: &Config) -> Result<ExitCode> {
    let assembled = assemble(config).await?;
    run_assembled(&assembled, config, !serve.no_worker).await
}

/// Serves an engine that was put together already.
pub async fn run_assembled(assembled: &Assembled, config: &Config, with_worker: bool) -> Result<ExitCode> {
    let metrics = Metrics::new();
    let routes = routes(assembled, config, &metrics)?;
    let acceptor = TcpListener::bind(config.listen)
        .into_acceptor()
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let _ = with_worker;
    for address in acceptor.local_addr().iter().filter_map(|address| address.as_socket_addr()) {
        log::info!("listening on http://{address}");
    }
    let stopping = async move {
        wait_for_stop().await;
        log::info!("stopping");
    };
    Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(routes, stopping, Some(GRACE)).await?;
    assembled.db.clone().close().await?;
    log::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Ends with the first SIGTERM or SIGINT.
pub async fn wait_for_stop() {
    let mut terminate = signal(SignalKind::terminate()).expect("SIGTERM can be listened for");
    let mut interrupt = signal(SignalKind::interrupt()).expect("SIGINT can be listened for");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
