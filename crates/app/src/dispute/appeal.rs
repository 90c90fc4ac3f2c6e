use super::{DisputeCode, refused};
use crate::contract::side_of;
use crate::{App, AppError, Caller};
use identity::Action;
use kernel::DisputeId;

/// A side asks that another moderator decides; there is one appeal for both sides together.
#[derive(Clone, Debug)]
pub struct DisputeAppeal {
    /// Which dispute.
    pub dispute: DisputeId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// Why, 1 to 10,000 characters.
    pub reason: String,
}

impl App {
    /// A side asks that another moderator decides.
    pub async fn dispute_appeal(
        &self,
        caller: &Caller,
        ask: DisputeAppeal,
    ) -> Result<DisputeId, AppError<DisputeCode>> {
        let id = ask.dispute;
        let mut work = self.work(caller).await?;
        let case = work.case(id, Action::DisputeAppeal, ask.expected_version).await?;
        let by = side_of(caller, case.found.contract());
        let dispute = case.dispute.value.clone();
        let appealed = dispute.appeal(by, &ask.reason, case.rules(), work.now).map_err(refused("disputeId"))?;
        work.take_dispute::<AppError<_>>(&case, appealed).await?;
        work.commit().await?;
        Ok(id)
    }
}
