use super::case::Case;
use crate::{App, Caller, Fault};
use kernel::{DisputeId, Instant};

impl App {
    /// Leads a dispute on where nobody acted in time. Nothing, when it has ended; comes back, when it is too early.
    pub(crate) async fn dispute_clock(&self, id: DisputeId) -> Result<Option<Instant>, Fault> {
        let system = Caller::system();
        let mut work = self.work(&system).await?;
        let Some(case) = Case::read(&work.tx, id).await? else { return Ok(None) };
        match case.dispute.value.next_clock_event(case.rules()) {
            None => Ok(None),
            Some(at) if work.now < at => Ok(Some(at)),
            Some(_) => {
                let next = case.dispute.value.clone().advance(case.rules(), work.now).map_err(Fault::internal)?;
                work.take_dispute::<Fault>(&case, next).await?;
                work.commit().await?;
                Ok(None)
            }
        }
    }
}
