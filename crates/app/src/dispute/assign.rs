use super::{DisputeCode, refused};
use crate::{App, AppError, Caller, Event};
use identity::Action;
use kernel::DisputeId;

/// A moderator takes the decision of a dispute, or of an appeal, upon them.
#[derive(Clone, Copy, Debug)]
pub struct DisputeAssign {
    /// Which dispute.
    pub dispute: DisputeId,
    /// The version the caller has seen.
    pub expected_version: i32,
}

impl App {
    /// A moderator takes the decision upon them, in place of one who had.
    pub async fn dispute_assign(
        &self,
        caller: &Caller,
        ask: DisputeAssign,
    ) -> Result<DisputeId, AppError<DisputeCode>> {
        let moderator = caller.require_signed_in()?.id;
        let id = ask.dispute;
        let mut work = self.work(caller).await?;
        let case = work.case(id, Action::DisputeAssign, ask.expected_version).await?;
        let dispute = case.dispute.value.clone().assign(moderator).map_err(refused("disputeId"))?;
        work.take_dispute::<AppError<_>>(&case, dispute).await?;
        work.event(id.uuid(), Event::DisputeAssigned { moderator });
        work.commit().await?;
        Ok(id)
    }
}
