use super::case::Case;
use super::{DisputeCode, refused};
use crate::contract::side_of;
use crate::milestone::MilestoneInDeal;
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, DisputeNews, Event, Fault};
use identity::Action;
use kernel::{DisputeId, MilestoneId};
use market::{Dispute, DisputeDraft};
use serde::Serialize;
use storage::Stored;

/// Opens a dispute about a milestone in work or under review, and freezes it and its money.
#[derive(Clone, Debug, Serialize)]
pub struct DisputeOpen {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// About which.
    pub milestone: MilestoneId,
    /// What is wrong, as typed.
    pub draft: DisputeDraft,
}

impl App {
    /// Opens a dispute about a milestone in work or under review, and freezes it and its money.
    pub async fn dispute_open(&self, caller: &Caller, ask: DisputeOpen) -> Result<DisputeId, AppError<DisputeCode>> {
        let id = DisputeId::new(self.ids.uuid(self.clock.now()));
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "disputeOpen", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(DisputeId::new(id)),
        };
        let found = MilestoneInDeal::read(work.tx.read(), ask.milestone).await?;
        let found = found.ok_or_else(|| AppError::not_found("milestoneId"))?;
        work.require(Action::DisputeOpen, Action::ContractRead, &found.parties(), "milestoneId")?;
        let by = side_of(caller, found.contract());
        let (milestone, rules) = (found.milestone.value.clone(), &found.contract().deal.rules);
        let opened = Dispute::open((id, by), ask.draft, milestone, rules, work.now);
        let (dispute, frozen) = opened.map_err(refused("milestoneId"))?;
        let escrow =
            found.deal.escrow(ask.milestone).ok_or_else(|| Fault::internal("a milestone without an escrow"))?;
        let held = escrow.value.freeze(id).map_err(Fault::internal)?.escrow;
        work.tx.save_milestone(&found.milestone.with(frozen)).await?;
        work.tx.save_escrow(&escrow.with(held)).await?;
        work.tx.insert_dispute(&dispute).await?;
        work.event(id.uuid(), Event::DisputeOpened { milestone: ask.milestone });
        work.set_dispute_clock(&dispute, rules);
        if let Some(until) = dispute.next_clock_event(rules) {
            let case = Case { dispute: Stored::first(dispute), found };
            work.tell_in_dispute(&case, by.other(), DisputeNews::Opened { until }).await?;
        }
        work.commit().await?;
        Ok(id)
    }
}
