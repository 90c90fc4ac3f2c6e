use super::parties_of;
use crate::{App, Caller, Fault};
use identity::{Action, Parties};
use kernel::{BidId, OrganisationId, PersonId, TaskId};
use std::collections::HashMap;
use storage::{BidToClient, BidsBy, Slice};

/// Which bids a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BidsOf {
    /// Those on a task: all of them for those who choose, their own for others.
    Task {
        /// The task.
        task: TaskId,
        /// Whose task it is.
        client: OrganisationId,
    },
    /// A worker's; for the worker alone.
    Worker(PersonId),
    /// Those made to a client; for those who choose.
    Client(OrganisationId),
}

impl App {
    /// Bids by their ids; those the caller may not see are left out.
    pub async fn bids(&self, caller: &Caller, ids: &[BidId]) -> Result<HashMap<BidId, BidToClient>, Fault> {
        let bids = self.db.read().bids(ids).await?;
        let seen = bids.into_iter().filter(|found| caller.may(Action::BidRead, &parties_of(found)));
        Ok(seen.map(|found| (found.bid.value.id, found)).collect())
    }

    /// A piece of a list of bids, newest first; `None` for callers it is not for.
    pub async fn bid_list(
        &self,
        caller: &Caller,
        of: BidsOf,
        slice: Slice<BidId>,
    ) -> Result<Option<Vec<BidToClient>>, Fault> {
        let chooses = |client| {
            let parties = Parties { client: Some(client), ..Parties::default() };
            caller.may(Action::TaskBidsRead, &parties)
        };
        let by = match of {
            BidsOf::Task { task, client } if chooses(client) => Some(BidsBy::Task(task)),
            BidsOf::Task { task, .. } => caller.id().map(|worker| BidsBy::WorkerOnTask(worker, task)),
            BidsOf::Worker(worker) => Some(BidsBy::Worker(worker)).filter(|_| caller.id() == Some(worker)),
            BidsOf::Client(client) => Some(BidsBy::Client(client)).filter(|_| chooses(client)),
        };
        match by {
            Some(by) => Ok(Some(self.db.read().bid_list(by, slice).await?)),
            None => Ok(None),
        }
    }
}
