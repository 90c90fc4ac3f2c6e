use crate::milestone::parties_of;
use crate::{App, Caller, Fault};
use identity::{Action, Parties};
use kernel::{DisputeId, MilestoneId};
use market::{Dispute, DisputeStateKind};
use std::collections::HashMap;
use storage::{DisputeKey, Slice, Stored};

/// A dispute as far as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeSeen {
    /// The dispute.
    pub dispute: Stored<Dispute>,
    /// May they read the case: statements, offers, decisions and appeal?
    pub with_case: bool,
}

impl App {
    /// A dispute; `None` when there is none that the caller may see.
    pub async fn dispute(&self, caller: &Caller, id: DisputeId) -> Result<Option<DisputeSeen>, Fault> {
        let Some(dispute) = self.db.read().dispute(id).await? else { return Ok(None) };
        Ok(self.seen(caller, vec![dispute], may_see).await?.pop())
    }

    /// The newest dispute of each of several milestones, ended or not; those the caller may not see are left out.
    pub async fn disputes_of_milestones(
        &self,
        caller: &Caller,
        milestones: &[MilestoneId],
    ) -> Result<HashMap<MilestoneId, DisputeSeen>, Fault> {
        let disputes = self.db.read().newest_disputes(milestones).await?;
        let seen = self.seen(caller, disputes, may_see).await?;
        Ok(seen.into_iter().map(|seen| (seen.dispute.value.milestone, seen)).collect())
    }

    /// A piece of the disputes in one state, the oldest first; `None` for callers it is not for.
    pub async fn dispute_queue(
        &self,
        caller: &Caller,
        state: DisputeStateKind,
        slice: Slice<DisputeKey>,
    ) -> Result<Option<Vec<DisputeSeen>>, Fault> {
        if !caller.may(Action::DisputeQueueRead, &Parties::default()) {
            return Ok(None);
        }
        let disputes = self.db.read().dispute_queue(state, slice).await?;
        Ok(Some(self.seen(caller, disputes, |_, _| true).await?))
    }

    /// Those of the disputes that `visible` lets through.
    async fn seen(
        &self,
        caller: &Caller,
        disputes: Vec<Stored<Dispute>>,
        visible: fn(&Caller, &Parties) -> bool,
    ) -> Result<Vec<DisputeSeen>, Fault> {
        let ids: Vec<_> = disputes.iter().map(|dispute| dispute.value.contract).collect();
        let contracts = self.db.read().contracts(&ids).await?;
        let parties: HashMap<_, _> =
            contracts.into_iter().map(|contract| (contract.value.id, parties_of(&contract.value))).collect();
        let seen = disputes.into_iter().filter_map(|dispute| {
            let parties = parties.get(&dispute.value.contract)?;
            let with_case = caller.may(Action::DisputeCaseRead, parties);
            visible(caller, parties).then_some(DisputeSeen { dispute, with_case })
        });
        Ok(seen.collect())
    }
}

fn may_see(caller: &Caller, parties: &Parties) -> bool {
    caller.may(Action::ContractRead, parties) || caller.may(Action::DisputeCaseRead, parties)
}
