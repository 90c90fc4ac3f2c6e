use super::settle::BookError;
use crate::work::Work;
use crate::{Event, Fault, Letter};
use escrow::{Advance, GatewayOutcome, PayoutState};
use kernel::PayoutId;

impl Work<'_> {
    /// Takes what became of a payout.
    pub(super) async fn book_payout(&mut self, id: PayoutId, outcome: GatewayOutcome) -> Result<(), BookError> {
        let missing = || Fault::internal("an operation for a payout that is not there");
        let stored = self.tx.read().payout(id).await?.ok_or_else(missing)?;
        let Advance::Moved(step) = stored.value.clone().apply(outcome)? else { return Ok(()) };
        self.tx.save_payout(&stored.with(step.next.clone())).await?;
        self.book(step.journals);
        let (worker, amount) = (step.next.worker, step.next.amount);
        match &step.next.state {
            PayoutState::Requested => {}
            PayoutState::Sent { object } => {
                self.event(id.uuid(), Event::PayoutSent { object: object.as_str().to_owned() });
            }
            PayoutState::Paid { .. } => {
                self.event(id.uuid(), Event::PayoutPaid {});
                self.tell(worker, Letter::PayoutEnded { payout: id, amount, paid: true });
            }
            PayoutState::Failed { code, .. } => {
                self.event(id.uuid(), Event::PayoutFailed { payout: id, code: code.as_str().to_owned() });
                self.tell(worker, Letter::PayoutEnded { payout: id, amount, paid: false });
            }
        }
        Ok(())
    }
}
