use crate::assemble::{Assembled, Purpose, assemble};
use crate::config::Config;
use crate::http::routes;
use crate::metrics::Metrics;
use anyhow::{Context, Result};
use clap::Args;
use poem::Server;
use poem::listener::{Acceptor, Listener, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use worker::{Worker, WorkerSettings};

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
    let assembled = assemble(config, Purpose::Run).await?;
    run_assembled(&assembled, config, !serve.no_worker).await
}

/// Serves an engine that was put together already.
pub async fn run_assembled(assembled: &Assembled, config: &Config, with_worker: bool) -> Result<ExitCode> {
    // Before anybody can know that it runs, and so ask it to stop.
    let asked_to_stop = stop_signal();
    let metrics = Metrics::new();
    let routes = routes(assembled, config, &metrics)?;
    let acceptor = TcpListener::bind(config.listen)
        .into_acceptor()
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let (stop, stopped) = watch::channel(false);
    let background = with_worker.then(|| tokio::spawn(background(Arc::clone(&assembled.app), config, stopped.clone())));
    for address in acceptor.local_addr().iter().filter_map(|address| address.as_socket_addr()) {
        log::info!("listening on http://{address}");
    }
    let stopping = async move {
        asked_to_stop.await;
        log::info!("stopping");
        // Nobody listens when there is no worker.
        let _ = stop.send(true);
    };
    Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(routes, stopping, Some(GRACE)).await?;
    if let Some(background) = background {
        background.await.context("the worker failed")?;
    }
    assembled.db.clone().close().await?;
    log::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Works off the queue until told to stop, and then gives what is under way its time.
pub fn background(
    app: Arc<app::App>,
    config: &Config,
    stopped: watch::Receiver<bool>,
) -> impl Future<Output = ()> + use<> {
    let settings = WorkerSettings {
        concurrency: config.worker.concurrency,
        poll: config.worker.poll.0.unsigned_abs(),
        lease: config.worker.lease.0.unsigned_abs(),
    };
    async move {
        let told = stopped.clone();
        let working = Worker::new(app, settings).run(told_to_stop(told));
        let out_of_time = async move {
            told_to_stop(stopped).await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            () = working => {}
            () = out_of_time => log::warn!("jobs were left under way; they are run again when their leases end"),
        }
    }
}

/// Ends when a stop is asked for. The sender lives as long as the process; were it gone, that would mean to stop as well.
async fn told_to_stop(mut stopped: watch::Receiver<bool>) {
    drop(stopped.wait_for(|stop| *stop).await);
}

/// Listens for SIGTERM and SIGINT from now on; what it answers ends with the first.
pub fn stop_signal() -> impl Future<Output = ()> {
    let mut terminate = signal(SignalKind::terminate()).expect("SIGTERM can be listened for");
    let mut interrupt = signal(SignalKind::interrupt()).expect("SIGINT can be listened for");
    async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}
