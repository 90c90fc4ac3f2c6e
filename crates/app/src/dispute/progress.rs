use super::case::Case;
use crate::work::Work;
use crate::{DisputeNews, Event, Failure, Fault, Job};
use market::{Dispute, DisputeState, Rules, Settlement, Side, Split};
use storage::DbError;

impl Work<'_> {
    /// Saves a step of a dispute with all that follows from it: what the milestone and its money do once it has ended,
    /// the clock of the stage that begins, and word of it to both sides.
    pub(super) async fn take_dispute<E: Failure>(&mut self, case: &Case, next: Dispute) -> Result<(), E> {
        if let Some(outcome) = next.outcome() {
            self.end_dispute::<E>(case, &next, outcome).await?;
        }
        self.tx.save_dispute_at_commit(&case.dispute.with(next.clone()));
        if next.state.kind() != case.dispute.value.state.kind() {
            self.set_dispute_clock(&next, case.rules());
            self.announce(case, &next).await?;
        }
        Ok(())
    }

    /// Sets the clock of a stage that has just begun: what happens by itself, and the reminders before.
    pub(super) fn set_dispute_clock(&mut self, dispute: &Dispute, rules: &Rules) {
        let id = dispute.id;
        if let Some(at) = dispute.next_clock_event(rules) {
            self.job_at(Job::DisputeClock { dispute: id }, at);
        }
        for at in dispute.reminders(self.now) {
            self.job_at(Job::DisputeRemind { dispute: id, stage: dispute.state.kind() }, at);
        }
    }

    /// Writes to one side of a dispute.
    pub(super) async fn tell_in_dispute(&mut self, case: &Case, side: Side, news: DisputeNews) -> Result<(), DbError> {
        self.tell_side(&case.found.contract().parties, side, case.letter(news)).await
    }

    /// Writes to both sides of a dispute.
    pub(super) async fn tell_both(&mut self, case: &Case, news: DisputeNews) -> Result<(), DbError> {
        self.tell_in_dispute(case, Side::Client, news).await?;
        self.tell_in_dispute(case, Side::Worker, news).await
    }

    async fn end_dispute<E: Failure>(&mut self, case: &Case, ended: &Dispute, outcome: Settlement) -> Result<(), E> {
        let found = &case.found;
        let waiting = found.waiting.as_ref().map(|waiting| waiting.value.clone());
        let milestone = found.milestone.value.clone();
        let step = milestone.end_dispute(ended, waiting, &found.contract().deal, self.now).map_err(Fault::internal)?;
        self.take_step::<E>(found, step).await?;
        match outcome {
            Settlement::Divide { .. } => {}
            Settlement::GoOn => {
                let missing = || Fault::internal("a milestone without an escrow");
                let stored = found.deal.escrow(ended.milestone).ok_or_else(missing)?;
                let thawed = stored.value.thaw().map_err(Fault::internal)?.escrow;
                self.tx.save_escrow_at_commit(&stored.with(thawed));
            }
        }
        Ok(())
    }

    /// Appends to the event log, and tells both sides, what stage has begun.
    async fn announce(&mut self, case: &Case, next: &Dispute) -> Result<(), DbError> {
        let (event, news) = match &next.state {
            DisputeState::Talking { .. } => return Ok(()),
            DisputeState::AwaitingDecision { due } => {
                (Event::DisputeAwaitsDecision { due: *due }, DisputeNews::AwaitsDecision { due: *due })
            }
            DisputeState::Decided { decision, appeal_until } => {
                let (Split { to_worker, to_client }, appeal_until) = (decision.split, *appeal_until);
                (
                    Event::DisputeDecided { to_worker, to_client, appeal_until },
                    DisputeNews::Decided { to_worker, to_client, appeal_until },
                )
            }
            DisputeState::Appealed { due, .. } => {
                (Event::DisputeAppealed { due: *due }, DisputeNews::Appealed { due: *due })
            }
            DisputeState::Final { decision, .. } => {
                let Split { to_worker, to_client } = decision.split;
                (Event::DisputeFinal { to_worker, to_client }, DisputeNews::Ended { to_worker, to_client })
            }
            DisputeState::Settled { settlement, .. } => {
                let news = match settlement {
                    Settlement::Divide { split: Split { to_worker, to_client } } => {
                        DisputeNews::Ended { to_worker: *to_worker, to_client: *to_client }
                    }
                    Settlement::GoOn => DisputeNews::GoesOn,
                };
                (Event::DisputeSettled { settlement: *settlement }, news)
            }
        };
        self.event(next.id.uuid(), event);
        self.tell_both(case, news).await
    }
}
