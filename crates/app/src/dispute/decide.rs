use super::{DisputeCode, refused};
use crate::{App, AppError, Caller};
use identity::Action;
use kernel::DisputeId;
use market::DecisionDraft;

/// The moderator who took a dispute decides it.
#[derive(Clone, Debug)]
pub struct DisputeDecide {
    /// Which dispute.
    pub dispute: DisputeId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// The decision, as typed.
    pub decision: DecisionDraft,
}

impl App {
    /// The moderator who took a dispute decides it. Nothing moves until the time for an appeal is over.
    pub async fn dispute_decide(
        &self,
        caller: &Caller,
        ask: DisputeDecide,
    ) -> Result<DisputeId, AppError<DisputeCode>> {
        let moderator = caller.require_signed_in()?.id;
        let id = ask.dispute;
        let mut work = self.work(caller).await?;
        let case = work.case(id, Action::DisputeDecide, ask.expected_version).await?;
        let dispute = case.dispute.value.clone();
        let decided = dispute.decide(moderator, ask.decision, case.rules(), work.now).map_err(refused("disputeId"))?;
        work.take_dispute::<AppError<_>>(&case, decided).await?;
        work.commit().await?;
        Ok(id)
    }
}
