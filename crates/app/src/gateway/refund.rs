use super::settle::BookError;
use crate::work::Work;
use crate::{Event, Fault, Letter};
use escrow::{Advance, GatewayOutcome, Refund, RefundState};
use kernel::RefundId;

impl Work<'_> {
    /// Takes what became of a refund.
    pub(super) async fn book_refund(&mut self, id: RefundId, outcome: GatewayOutcome) -> Result<(), BookError> {
        let missing = || Fault::internal("an operation for a refund that is not there");
        let stored = self.tx.read().refund(id).await?.ok_or_else(missing)?;
        let Advance::Moved(step) = stored.value.clone().apply(outcome)? else { return Ok(()) };
        self.tx.save_refund(&stored.with(step.next.clone())).await?;
        self.book(step.journals);
        match &step.next.state {
            RefundState::Requested | RefundState::Sent { .. } => {}
            RefundState::Succeeded { .. } => {
                self.event(id.uuid(), Event::RefundSucceeded {});
                self.tell_of_refund(&step.next).await?;
            }
            RefundState::Failed { code, .. } => {
                self.event(id.uuid(), Event::RefundFailed { code: code.as_str().to_owned() });
            }
        }
        Ok(())
    }

    async fn tell_of_refund(&mut self, refund: &Refund) -> Result<(), Fault> {
        let Some(payment) = self.tx.read().payment(refund.payment).await? else { return Ok(()) };
        let milestone = payment.value.milestone;
        let Some(found) = self.tx.read().milestones(&[milestone]).await?.pop() else { return Ok(()) };
        let letter = Letter::Refunded { milestone, title: found.value.title, amount: refund.amount };
        Ok(self.tell_funders(refund.client, &letter).await?)
    }
}
