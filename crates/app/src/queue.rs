//! The queue as a worker sees it, and what is done from time to time.

use crate::{App, Fault};
use kernel::Instant;
use storage::{ClaimedJob, JobOutcome};
use time::Duration;

/// Most waiting changes of balances that one run of [`App::fold_balances`] takes.
const DELTAS_AT_ONCE: u32 = 10_000;
/// How long the key of a mutation that moves no money is remembered.
const KEYS_KEPT: Duration = Duration::days(30);
/// Mutations that move money, as the schema spells them: their keys are remembered for ever.
const MONEY_MUTATIONS: [&str; 9] = [
    "milestoneFund",
    "milestoneRefund",
    "deliveryAccept",
    "deliveryAcceptPartly",
    "contractCancelAnswer",
    "disputeSettle",
    "disputeDecide",
    "disputeAppealDecide",
    "payoutRequest",
];

impl App {
    /// Takes up to `limit` due jobs for this worker. What is not finished within `lease` is handed out again.
    pub async fn claim_jobs(&self, limit: u64, lease: Duration) -> Result<Vec<ClaimedJob>, Fault> {
        let now = self.clock.now();
        Ok(self.db.claim_jobs(now, now.plus(lease), limit).await?)
    }

    /// Writes how a run ended.
    pub async fn finish_job(&self, job: &ClaimedJob, outcome: JobOutcome) -> Result<(), Fault> {
        Ok(self.db.finish_job(job, outcome, self.clock.now()).await?)
    }

    /// When the next waiting job is due, if any waits.
    pub async fn next_job_at(&self) -> Result<Option<Instant>, Fault> {
        Ok(self.db.next_job_at().await?)
    }

    /// Runs what is due and follows what the gateway tells, one after the other, until nothing is left for this moment.
    pub async fn run_until_idle(&self) -> Result<(), Fault> {
        loop {
            let followed = self.take_gateway_events().await?;
            let jobs = self.claim_jobs(100, Duration::MINUTE).await?;
            if followed == 0 && jobs.is_empty() {
                return Ok(());
            }
            for job in jobs {
                let outcome = self.run_job(&job).await;
                self.finish_job(&job, outcome).await?;
            }
        }
    }

    /// Brings balances that are kept in bulk up to date. They read the same before and after.
    pub async fn fold_balances(&self) -> Result<u64, Fault> {
        Ok(self.db.fold_deltas(DELTAS_AT_ONCE).await?)
    }

    /// Forgets what nobody can use any more: old keys of mutations that move no money, and codes that are over.
    pub async fn tidy(&self) -> Result<(), Fault> {
        let now = self.clock.now();
        let keys = self.db.forget_keys(now.minus(KEYS_KEPT), &MONEY_MUTATIONS).await?;
        let codes = self.db.forget_codes(now).await?;
        log::debug!("forgot {keys} keys and {codes} codes");
        Ok(())
    }
}
