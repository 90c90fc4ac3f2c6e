use super::pair::KeptPair;
use crate::{App, Caller, Fault};
use kernel::{ContractId, Instant};

impl App {
    /// Publishes a review that stayed alone until the time for reviews was over. Answers when that will be, if it is not
    /// yet.
    pub(crate) async fn publish_reviews(&self, contract: ContractId) -> Result<Option<Instant>, Fault> {
        let system = Caller::system();
        let mut work = self.work(&system).await?;
        let contract = work.tx.read().contract(contract).await?;
        let contract = contract.ok_or_else(|| Fault::internal("a review without its contract"))?.value;
        let ended_at = contract.ended_at().ok_or_else(|| Fault::internal("a review of a contract that goes on"))?;
        let kept = KeptPair::load(&work, &contract, ended_at).await?;
        let due = kept.pair.due;
        if work.now < due {
            return Ok(Some(due));
        }
        let step = kept.pair.clone().publish_due(work.now);
        kept.save(&mut work, step).await?;
        work.commit().await?;
        Ok(None)
    }
}
