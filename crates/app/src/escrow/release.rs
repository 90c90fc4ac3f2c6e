use crate::work::Work;
use crate::{App, Caller, Event, Fault, Job};
use escrow::{Earned, EscrowStep, Share};
use kernel::{Instant, Money, ReleaseId};
use storage::{DealRows, WorkerRelease};
use time::Duration;

impl Work<'_> {
    /// Keeps what a step of an escrow released, and sees to it that it can be paid out after the security period.
    pub(super) async fn keep_release(
        &mut self,
        deal: &DealRows,
        step: &EscrowStep,
        share: Share,
        released_before: Money,
    ) -> Result<(), Fault> {
        let journal = step.journals.first().ok_or_else(|| Fault::internal("a release without a journal"))?.id();
        let parties = deal.contract.value.parties;
        let contract = deal.contract.value.id;
        let trusted = self.tx.read().has_finished_contract(parties.client, parties.worker, contract).await?;
        let rules = &self.app.settings.deal;
        let days = if trusted { rules.hold_trusted_pair_days } else { rules.hold_new_pair_days };
        let (gross, fee, fee_tax, net) = (share.gross(), share.fee(), share.fee_tax(), share.net());
        let release = WorkerRelease {
            id: ReleaseId::new(self.id()),
            journal,
            worker: parties.worker,
            milestone: step.escrow.milestone,
            contract,
            released_before,
            gross,
            fee,
            fee_tax,
            net,
            released_at: self.now,
            settles_at: self.now.plus(Duration::days(days.into())),
            settled_at: None,
        };
        self.tx.insert_release_at_commit(&release);
        self.event(release.milestone.uuid(), Event::EscrowReleased { gross, net, fee, fee_tax });
        self.job_at(Job::ReleaseSettle { release: release.id }, release.settles_at);
        Ok(())
    }
}

impl App {
    /// Lets the worker have what was released, once its security period is over.
    pub(crate) async fn release_settle(&self, id: ReleaseId) -> Result<Option<Instant>, Fault> {
        let caller = Caller::system();
        let mut work = self.work(&caller).await?;
        let Some(release) = work.tx.read().release(id).await? else { return Ok(None) };
        if work.now < release.settles_at {
            return Ok(Some(release.settles_at));
        }
        // Two workers may have come here; one of them has done it.
        if !work.tx.settle_release(id, work.now).await? {
            return Ok(None);
        }
        let WorkerRelease { milestone, worker, journal, net, .. } = release;
        if net.is_positive() {
            work.book([Earned { milestone, worker, journal, net }.settle().map_err(Fault::internal)?]);
        }
        work.event(milestone.uuid(), Event::ReleaseSettled { amount: net });
        work.commit().await?;
        Ok(None)
    }
}
