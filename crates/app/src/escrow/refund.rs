use crate::work::Work;
use crate::{Event, Fault};
use escrow::{Payment, Refund, refund_parts};
use kernel::{MilestoneId, Money, RefundId};
use payments::{OperationRequest, Verb};

impl Work<'_> {
    /// Sends `amount`, which has come back from the escrow of `milestone` to the client's account, on to where it was
    /// paid from.
    pub(super) async fn request_refunds(&mut self, milestone: MilestoneId, amount: Money) -> Result<(), Fault> {
        // Whoever lets go of the same money at the same time stops here, before what the other sent back is counted.
        self.tx.write_gathered().await?;
        let payments = self.tx.read().payments_of_milestone(milestone).await?;
        let refunds = self.tx.read().refunds_of_milestone(milestone).await?;
        let payments: Vec<Payment> = payments.into_iter().map(|payment| payment.value).collect();
        let refunds: Vec<Refund> = refunds.into_iter().map(|refund| refund.value).collect();
        for (payment, part) in refund_parts(&payments, &refunds, amount).map_err(Fault::internal)? {
            self.send_back(payment, part).await?;
        }
        Ok(())
    }

    /// Sends `amount` of a payment back, out of the client's account.
    pub(crate) async fn send_back(&mut self, payment: &Payment, amount: Money) -> Result<RefundId, Fault> {
        let id = RefundId::new(self.id());
        let step = Refund::request(id, payment, amount).map_err(Fault::internal)?;
        let charge = payment.object().ok_or_else(|| Fault::internal("a payment that came without an object"))?;
        let party = charge.as_str().to_owned();
        self.tx.insert_refund(&step.next, self.now).await?;
        let reference = payment.milestone.to_string();
        self.send(id.uuid(), OperationRequest { verb: Verb::Refund, amount, party, reference }).await?;
        self.book(step.journals);
        self.event(payment.id.uuid(), Event::RefundRequested { refund: id, amount });
        Ok(id)
    }
}
