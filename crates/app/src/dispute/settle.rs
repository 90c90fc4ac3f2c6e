use super::{DisputeCode, refused};
use crate::contract::side_of;
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, DisputeNews, Event};
use identity::Action;
use kernel::{DisputeId, Money};
use market::Settlement;
use serde::Serialize;

/// How the two end a dispute by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Settle {
    /// Proposes a division, in place of any earlier offer: so much for the worker, gross, and the rest for the client.
    OfferSplit(Money),
    /// Proposes to go on where the milestone was.
    OfferGoOn,
    /// Accepts the other side's offer, as it stands in the version that the caller has seen.
    Accept,
}

/// Offers the other side a settlement, or accepts theirs.
#[derive(Clone, Debug, Serialize)]
pub struct DisputeSettle {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Which dispute.
    pub dispute: DisputeId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// What.
    pub settle: Settle,
}

impl App {
    /// Offers the other side a settlement, or accepts theirs; then the money moves at once.
    pub async fn dispute_settle(
        &self,
        caller: &Caller,
        ask: DisputeSettle,
    ) -> Result<DisputeId, AppError<DisputeCode>> {
        let id = ask.dispute;
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "disputeSettle", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(DisputeId::new(id)),
        };
        let case = work.case(id, Action::DisputeSettle, ask.expected_version).await?;
        let by = side_of(caller, case.found.contract());
        let (dispute, now) = (case.dispute.value.clone(), work.now);
        let offered = match ask.settle {
            Settle::OfferSplit(to_worker) => Some(Some(to_worker)),
            Settle::OfferGoOn => Some(None),
            Settle::Accept => None,
        };
        match offered {
            Some(to_worker) => {
                let dispute = dispute.offer(by, to_worker, now).map_err(refused("disputeId"))?;
                work.take_dispute::<AppError<_>>(&case, dispute).await?;
                work.event(id.uuid(), Event::SettlementProposed { to_worker });
                work.tell_in_dispute(&case, by.other(), DisputeNews::Offered).await?;
            }
            None => {
                // The version says that the offer is the one the caller has read.
                let read = dispute.offer.map_or(Settlement::GoOn, |offer| offer.settlement);
                let dispute = dispute.accept_offer(by, read, now).map_err(refused("disputeId"))?;
                work.take_dispute::<AppError<_>>(&case, dispute).await?;
            }
        }
        work.commit().await?;
        Ok(id)
    }
}
