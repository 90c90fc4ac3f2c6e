use crate::{App, Fault, Job};
use kernel::Instant;
use storage::{ClaimedJob, JobOutcome};
use time::Duration;

/// How often a mail is begun before it is left to the operator. What a deal or its money waits for is tried for ever.
const MAIL_ATTEMPTS_MAX: i32 = 25;

impl App {
    /// Runs one claimed job to its end. Jobs are safe to run twice: each asks its object what is left to do.
    pub async fn run_job(&self, claimed: &ClaimedJob) -> JobOutcome {
        let job = match Job::try_from(claimed) {
            Ok(job) => job,
            Err(error) => return JobOutcome::GiveUp { why: format!("not a job of this version: {error}") },
        };
        let is_mail = matches!(job, Job::Mail { .. });
        match self.run(claimed, job).await {
            Ok(None) => JobOutcome::Done,
            Ok(Some(at)) => JobOutcome::Later { at },
            Err(fault) => self.after_fault(claimed, is_mail, &fault),
        }
    }

    /// Answers when to come back, if the job is not over.
    async fn run(&self, claimed: &ClaimedJob, job: Job) -> Result<Option<Instant>, Fault> {
        match job {
            Job::Mail { to, letter } => self.mail(claimed.id, to, &letter).await.map(|()| None),
            Job::GatewayOperation { operation } => self.gateway_operation(operation).await,
            Job::PaymentAvailable { payment } => self.payment_available(payment).await,
            Job::ReleaseSettle { release } => self.release_settle(release).await,
            Job::MilestoneClock { milestone } => self.milestone_clock(milestone).await,
            Job::MilestoneRemind { milestone, at } => self.milestone_remind(milestone, at).await.map(|()| None),
            Job::ForgetUpload { upload } => self.forget_upload(upload).await.map(|()| None),
            Job::DisputeClock { dispute } => self.dispute_clock(dispute).await,
            Job::DisputeRemind { dispute, stage } => self.dispute_remind(dispute, stage).await.map(|()| None),
            Job::PublishReviews { contract } => self.publish_reviews(contract).await,
            Job::TaskExpire { task } => self.task_expire(task).await,
            Job::ContractClock { contract, .. } => self.contract_clock(contract).await.map(|()| None),
            Job::CancellationRemind { contract, proposed_at } => {
                self.remind_of_cancellation(contract, proposed_at).await.map(|()| None)
            }
        }
    }

    fn after_fault(&self, claimed: &ClaimedJob, is_mail: bool, fault: &Fault) -> JobOutcome {
        let why = chain(fault);
        log::warn!("job {} ({}) failed at attempt {}: {why}", claimed.id, claimed.kind, claimed.attempts);
        if is_mail && claimed.attempts >= MAIL_ATTEMPTS_MAX {
            return JobOutcome::GiveUp { why };
        }
        JobOutcome::Retry { at: self.clock.now().plus(backoff(claimed.attempts)), why }
    }
}

/// One second, then twice as long each time, an hour at most.
fn backoff(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(12);
    Duration::seconds(i64::from(2_u32.pow(doublings)).min(3_600))
}

/// An error and all that caused it, in one line for the log.
fn chain(fault: &Fault) -> String {
    let mut text = fault.to_string();
    let mut cause = std::error::Error::source(fault);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
