use super::{DisputeCode, refused};
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller};
use identity::Action;
use kernel::DisputeId;
use market::DecisionDraft;
use serde::Serialize;

/// Another moderator, who took the appeal, decides for good.
#[derive(Clone, Debug, Serialize)]
pub struct DisputeAppealDecide {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Which dispute.
    pub dispute: DisputeId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// The decision, as typed.
    pub decision: DecisionDraft,
}

impl App {
    /// Another moderator, who took the appeal, decides for good; the money moves at once.
    pub async fn dispute_appeal_decide(
        &self,
        caller: &Caller,
        ask: DisputeAppealDecide,
    ) -> Result<DisputeId, AppError<DisputeCode>> {
        let moderator = caller.require_signed_in()?.id;
        let id = ask.dispute;
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "disputeAppealDecide", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(DisputeId::new(id)),
        };
        let case = work.case(id, Action::DisputeAppealDecide, ask.expected_version).await?;
        let dispute = case.dispute.value.clone();
        let decided = dispute.decide_appeal(moderator, ask.decision, work.now).map_err(refused("disputeId"))?;
        work.take_dispute::<AppError<_>>(&case, decided).await?;
        work.commit().await?;
        Ok(id)
    }
}
