use super::refused;
use crate::contract::NewDeal;
use crate::work::{Begun, Intent, Work, digest};
use crate::{App, AppError, Caller, Event, Fault, Letter, Shared, codes};
use identity::{Action, Organisation, Person, PersonState};
use kernel::{BidId, ContractId};
use market::{BidRefusal, LostTo, Side, TaskRefusal};
use serde::Serialize;
use storage::BidToClient;

codes! {
    /// Why a bid was not awarded.
    pub enum BidAwardCode {
        /// The task says something else than when the bid was made; its worker has to confirm the offer by changing it.
        TaskChanged,
        /// The day by which the bid offers to finish is over; its worker has to name another.
        FinishDateOver,
        /// The worker's account is suspended.
        WorkerSuspended,
    }
}

/// Takes a bid: makes the contract and declines the other bids.
#[derive(Clone, Debug, Serialize)]
pub struct BidAward {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Which bid.
    pub bid: BidId,
    /// The version of the bid the caller has seen.
    pub expected_version: i32,
}

impl App {
    /// Takes a bid: makes the contract and declines the other bids.
    pub async fn bid_award(&self, caller: &Caller, ask: BidAward) -> Result<ContractId, AppError<BidAwardCode>> {
        let id = ContractId::new(self.ids.uuid(self.clock.now()));
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "bidAward", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(ContractId::new(id)),
        };
        let (found, task) = work.bid(ask.bid, Action::BidAward).await?;
        work.expect(found.bid.version, ask.expected_version)?;
        let awarded = found.bid.value.clone().award(&task.value, id, work.now).map_err(|refusal| match refusal {
            BidRefusal::TaskChanged => AppError::refused_field("bidId", BidAwardCode::TaskChanged),
            other => refused(other),
        })?;
        let contracted = task.value.clone().contracted(id, work.now).map_err(not_contracted)?;
        let content = task.value.published().ok_or_else(|| Fault::internal("an open task without content"))?;
        let (client, worker) = work.parties_by_name(&found).await?;
        // First, so that from here on no bid is placed: the ones that wait now are all there will ever be.
        work.tx.save_task(&task.with(contracted)).await?;
        let made = work.make_contract(NewDeal { id, content, bid: &awarded, client: &client, worker: &worker }).await?;
        work.tx.save_bid(&found.bid.with(awarded)).await?;
        work.lose_bids(&task.value, LostTo::AnotherBid).await?;
        work.event(ask.bid.uuid(), Event::BidAwarded { contract: id });
        let letter = Letter::BidAwarded { contract: id, title: made.title };
        work.tell(made.parties.worker, letter);
        work.commit().await?;
        Ok(id)
    }
}

impl Work<'_> {
    /// Who the written terms name. Nobody is contracted who is suspended, or stands on the client's side too.
    async fn parties_by_name(&self, found: &BidToClient) -> Result<(Organisation, Person), AppError<BidAwardCode>> {
        let client = self.tx.read().organisation(found.client).await?;
        let worker = self.tx.read().person(found.bid.value.worker).await?;
        let (Some(client), Some(worker)) = (client, worker) else {
            return Err(Fault::internal("a bid without its parties").into());
        };
        if !self.may_take_side(found.client, worker.value.id, Side::Worker).await? {
            return Err(AppError::refused_field("bidId", Shared::ConflictOfInterest));
        }
        match worker.value.state {
            PersonState::Active => Ok((client.value, worker.value)),
            PersonState::Suspended { .. } => Err(AppError::refused_field("bidId", BidAwardCode::WorkerSuspended)),
        }
    }
}

fn not_contracted(refusal: TaskRefusal) -> AppError<BidAwardCode> {
    match refusal {
        TaskRefusal::WrongState(_) | TaskRefusal::NotYet(_) | TaskRefusal::Expired => {
            AppError::refused(Shared::InvalidState)
        }
        TaskRefusal::Invalid(errors) => AppError::inputs(errors),
    }
}
