use super::{DisputeCode, refused};
use crate::contract::side_of;
use crate::{App, AppError, Caller, DisputeNews, Event};
use identity::Action;
use kernel::DisputeId;

/// The side that did not open a dispute tells how it sees the matter, once.
#[derive(Clone, Debug)]
pub struct DisputeRespond {
    /// Which dispute.
    pub dispute: DisputeId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// 1 to 10,000 characters.
    pub statement: String,
}

impl App {
    /// The side that did not open a dispute tells how it sees the matter.
    pub async fn dispute_respond(
        &self,
        caller: &Caller,
        ask: DisputeRespond,
    ) -> Result<DisputeId, AppError<DisputeCode>> {
        let id = ask.dispute;
        let mut work = self.work(caller).await?;
        let case = work.case(id, Action::DisputeRespond, ask.expected_version).await?;
        let by = side_of(caller, case.found.contract());
        let dispute = case.dispute.value.clone();
        let dispute = dispute.respond(by, &ask.statement, work.now).map_err(refused("disputeId"))?;
        work.take_dispute::<AppError<_>>(&case, dispute).await?;
        work.event(id.uuid(), Event::DisputeResponded {});
        work.tell_in_dispute(&case, by.other(), DisputeNews::Responded).await?;
        work.commit().await?;
        Ok(id)
    }
}
