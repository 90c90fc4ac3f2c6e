use super::settle::BookError;
use crate::work::Work;
use crate::{App, Caller, Event, Fault, Job, Letter};
use escrow::{Advance, EscrowError, EscrowStep, GatewayOutcome, Payment, PaymentState};
use kernel::{Instant, PaymentId};
use market::{Milestone, MilestoneRefusal};
use storage::{DealRows, Stored};

impl Work<'_> {
    /// Takes what became of a payment. Money that came funds the milestone it was paid for, if that still waits for it;
    /// otherwise it goes back.
    pub(super) async fn book_payment(&mut self, id: PaymentId, outcome: GatewayOutcome) -> Result<(), BookError> {
        let missing = || Fault::internal("an operation for a payment that is not there");
        let stored = self.tx.read().payment(id).await?.ok_or_else(missing)?;
        let Advance::Moved(step) = stored.value.clone().apply(outcome, self.now)? else { return Ok(()) };
        let payment = stored.with(step.next);
        match &payment.value.state {
            PaymentState::Requested | PaymentState::Processing { .. } => {
                self.tx.save_payment(&payment).await?;
            }
            PaymentState::Failed { code, .. } => {
                self.event(id.uuid(), Event::PaymentFailed { code: code.as_str().to_owned() });
                self.payment_failed(&payment).await?;
            }
            PaymentState::Succeeded { object, available, available_at, .. } => {
                self.event(id.uuid(), Event::PaymentSucceeded { object: object.as_str().to_owned() });
                if !available {
                    self.job_at(Job::PaymentAvailable { payment: id }, *available_at);
                }
                self.book(step.journals);
                self.payment_succeeded(&payment).await?;
            }
        }
        Ok(())
    }

    async fn payment_failed(&mut self, payment: &Stored<Payment>) -> Result<(), Fault> {
        let Payment { id, milestone, client, .. } = payment.value;
        let deal = self.deal_of(&payment.value).await?;
        let escrow = deal.escrow(milestone).ok_or_else(|| Fault::internal("a milestone without an escrow"))?;
        match escrow.value.funding_failed(id) {
            Ok(step) => {
                self.tx.save_escrow(&escrow.with(step.escrow)).await?;
            }
            Err(error) if no_longer_waits(&error) => {}
            Err(error) => return Err(Fault::internal(error)),
        }
        self.tx.save_payment(payment).await?;
        let title = title(&deal, &payment.value);
        self.tell_funders(client, &Letter::PaymentFailed { milestone, title }).await?;
        Ok(())
    }

    async fn payment_succeeded(&mut self, payment: &Stored<Payment>) -> Result<(), Fault> {
        let Payment { id, milestone, amount, .. } = payment.value;
        let deal = self.deal_of(&payment.value).await?;
        let escrow = deal.escrow(milestone).ok_or_else(|| Fault::internal("a milestone without an escrow"))?;
        let Some((funded, step)) = self.fund(&deal, &payment.value)? else {
            // Nobody waits for it any more: the payment was given up, or the milestone has ended.
            if let Ok(step) = escrow.value.funding_failed(id) {
                self.tx.save_escrow(&escrow.with(step.escrow)).await?;
            }
            self.tx.save_payment(payment).await?;
            self.send_back(&payment.value, amount).await?;
            return Ok(());
        };
        let before = deal.milestone(milestone).ok_or_else(|| Fault::internal("a payment for no milestone"))?;
        self.set_clock(&funded);
        self.tx.save_milestone(&before.with(funded)).await?;
        self.tx.save_escrow(&escrow.with(step.escrow)).await?;
        self.tx.save_payment(payment).await?;
        self.book(step.journals);
        self.event(milestone.uuid(), Event::MilestoneFunded { payment: id, amount });
        let title = title(&deal, &payment.value);
        self.tell(deal.contract.value.parties.worker, Letter::MilestoneFunded { milestone, title });
        Ok(())
    }

    /// The milestone and its escrow with the money in it; nothing when either no longer waits for it.
    fn fund(&self, deal: &DealRows, payment: &Payment) -> Result<Option<(Milestone, EscrowStep)>, Fault> {
        let (escrow, milestone) = (deal.escrow(payment.milestone), deal.milestone(payment.milestone));
        let Some((escrow, milestone)) = escrow.zip(milestone) else {
            return Err(Fault::internal("a payment for no milestone"));
        };
        let step = match escrow.value.funded(payment.id) {
            Ok(step) => step,
            Err(error) if no_longer_waits(&error) => return Ok(None),
            Err(error) => return Err(Fault::internal(error)),
        };
        let held = step.escrow.tally().left();
        match milestone.value.clone().funded(held, &deal.contract.value.deal, self.now) {
            Ok(funded) => Ok(Some((funded, step))),
            Err(MilestoneRefusal::WrongState(_)) => Ok(None),
            Err(refusal) => Err(Fault::internal(refusal)),
        }
    }

    async fn deal_of(&self, payment: &Payment) -> Result<DealRows, Fault> {
        let deal = self.tx.read().deal_of_milestone(payment.milestone).await?;
        deal.ok_or_else(|| Fault::internal("a payment for no milestone"))
    }
}

impl App {
    /// Books that the gateway lets us have a payment, once it does.
    pub(crate) async fn payment_available(&self, id: PaymentId) -> Result<Option<Instant>, Fault> {
        let caller = Caller::system();
        let mut work = self.work(&caller).await?;
        let Some(stored) = work.tx.read().payment(id).await? else { return Ok(None) };
        if let PaymentState::Succeeded { available_at, .. } = &stored.value.state
            && work.now < *available_at
        {
            return Ok(Some(*available_at));
        }
        match stored.value.clone().make_available(work.now).map_err(Fault::internal)? {
            Advance::AlreadyApplied(_) => Ok(None),
            Advance::Moved(step) => {
                work.tx.save_payment(&stored.with(step.next)).await?;
                work.book(step.journals);
                work.commit().await?;
                Ok(None)
            }
        }
    }
}

fn no_longer_waits(error: &EscrowError) -> bool {
    match error {
        EscrowError::WrongState(_) | EscrowError::AnotherPayment => true,
        EscrowError::NotPositive | EscrowError::ExceedsHeld | EscrowError::Money(_) | EscrowError::Journal(_) => false,
    }
}

fn title(deal: &DealRows, payment: &Payment) -> String {
    deal.milestone(payment.milestone).map(|milestone| milestone.value.title.clone()).unwrap_or_default()
}
