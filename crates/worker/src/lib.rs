//! Claims due jobs and runs them, listens to the gateway, and tidies up.

mod rounds;

use app::App;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How a worker works.
#[derive(Clone, Copy, Debug)]
pub struct WorkerSettings {
    /// Most jobs under way at once; at least one.
    pub concurrency: usize,
    /// How often to look for due jobs and events of the gateway when nothing rings.
    pub poll: Duration,
    /// How long a job is this worker's; longer than any job takes. One whose worker died is run again after it.
    pub lease: Duration,
}

/// Runs the jobs of an engine. Several may run beside each other, in one process or in many.
pub struct Worker {
    app: Arc<App>,
    settings: WorkerSettings,
}

impl Worker {
    /// A worker for `app`.
    pub fn new(app: Arc<App>, settings: WorkerSettings) -> Self {
        Self { app, settings }
    }

    /// Works until `shutdown`, then ends the jobs that are under way and returns. Dropped earlier, it leaves them to be
    /// run again when their leases end.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        tokio::select! {
            () = self.run_jobs(shutdown) => {}
            () = rounds::run(&self.app, self.settings.poll) => {}
        }
    }

    async fn run_jobs(&self, shutdown: impl Future<Output = ()>) {
        let wake = self.app.wake();
        let mut shutdown = std::pin::pin!(shutdown);
        let mut running = JoinSet::new();
        loop {
            self.begin_due(&mut running).await;
            tokio::select! {
                () = &mut shutdown => break,
                Some(_) = running.join_next() => {}
                () = wake.notified() => {}
                () = tokio::time::sleep(self.settings.poll) => {}
            }
        }
        while running.join_next().await.is_some() {}
    }

    /// Fills the free places with due jobs.
    async fn begin_due(&self, running: &mut JoinSet<()>) {
        while running.try_join_next().is_some() {}
        let free = self.settings.concurrency.max(1).saturating_sub(running.len());
        if free == 0 {
            return;
        }
        let lease = time::Duration::try_from(self.settings.lease).unwrap_or(time::Duration::MAX);
        match self.app.claim_jobs(u64::try_from(free).unwrap_or(1), lease).await {
            Ok(jobs) => {
                for job in jobs {
                    let app = Arc::clone(&self.app);
                    running.spawn(async move {
                        let outcome = app.run_job(&job).await;
                        if let Err(fault) = app.finish_job(&job, outcome).await {
                            log::warn!("how job {} ended was not written, so it is run again: {fault:?}", job.id);
                        }
                    });
                }
            }
            Err(fault) => log::warn!("no jobs could be claimed: {fault:?}"),
        }
    }
}
