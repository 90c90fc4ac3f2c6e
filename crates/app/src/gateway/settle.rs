use super::outbox::operation;
use super::outcome;
use crate::work::Work;
use crate::{App, Caller, Fault};
use escrow::{GatewayOutcome, OutcomeError};
use kernel::{PaymentId, PayoutId, RefundId};
use payments::{Answer, GatewayError, ManualReason, Operation, Verb};
use storage::DbError;
use uuid::Uuid;

/// How often an answer is booked anew when an event of the same operation is booked at the same time.
const BOOKINGS_MAX: u32 = 5;

/// What the gateway said, or did not say, about an operation.
#[derive(Clone, Debug)]
pub(super) enum News {
    /// This is how it stands.
    Told(Answer),
    /// Looked up, and not found.
    NotFound,
    /// Its object is gone.
    ObjectGone,
    /// No answer.
    Failed(GatewayError),
}

/// Why an outcome was not booked.
pub(super) enum BookError {
    /// The books refuse it: it cannot be about this operation.
    Refused(OutcomeError),
    /// Anything else.
    Fault(Fault),
}

impl News {
    pub fn of_call(answer: Result<Answer, GatewayError>) -> Self {
        answer.map_or_else(Self::Failed, Self::Told)
    }

    pub fn of_look_up(found: Result<Option<Answer>, GatewayError>) -> Self {
        found.map_or_else(Self::Failed, |answer| answer.map_or(Self::NotFound, Self::Told))
    }

    pub fn of_object(found: Result<Option<Answer>, GatewayError>) -> Self {
        found.map_or_else(Self::Failed, |answer| answer.map_or(Self::ObjectGone, Self::Told))
    }
}

impl App {
    /// Books what the gateway said: the operation, what it is for and the money, in one transaction. The same news
    /// twice, or older news, book nothing.
    pub(super) async fn settle(&self, id: Uuid, news: &News) -> Result<Operation, Fault> {
        let mut bookings = 0;
        loop {
            bookings += 1;
            match self.try_settle(id, news).await {
                Err(BookError::Fault(Fault::Conflict)) if bookings < BOOKINGS_MAX => {}
                Err(BookError::Fault(fault)) => return Err(fault),
                Err(BookError::Refused(error)) => {
                    log::error!("the books refuse what the gateway says about {id}: {error}");
                    return self.leave_to_a_person(id).await;
                }
                Ok(operation) => return Ok(operation),
            }
        }
    }

    async fn try_settle(&self, id: Uuid, news: &News) -> Result<Operation, BookError> {
        let caller = Caller::system();
        let mut work = self.work(&caller).await?;
        let found = operation(work.tx.read(), id).await?;
        let stored = found.ok_or_else(|| Fault::internal("an operation is gone from the outbox"))?;
        let now = work.now;
        let before = stored.value.clone();
        let after = match news {
            News::Failed(error) => before.failed(*error, now),
            News::NotFound => before.not_found(now),
            News::ObjectGone => before.object_gone(now),
            News::Told(answer) => match before.clone().told(answer, now) {
                Ok(after) => {
                    work.book_outcome(&after, outcome(&answer.outcome)).await?;
                    after
                }
                Err(error) => {
                    log::error!("operation {id}: {error}");
                    before.left_to_a_person(ManualReason::Mismatch, now)
                }
            },
        };
        if after != stored.value {
            work.save_operation(&stored.with(after.clone())).await?;
            work.commit().await?;
        }
        Ok(after)
    }

    async fn leave_to_a_person(&self, id: Uuid) -> Result<Operation, Fault> {
        let caller = Caller::system();
        let work = self.work(&caller).await?;
        let found = operation(work.tx.read(), id).await?;
        let stored = found.ok_or_else(|| Fault::internal("an operation is gone from the outbox"))?;
        let left = stored.with(stored.value.clone().left_to_a_person(ManualReason::Refused, work.now));
        work.save_operation(&left).await?;
        work.commit().await?;
        Ok(left.value)
    }
}

impl Work<'_> {
    /// Moves the payment, refund or payout that an operation is for, if the outcome is news.
    pub(super) async fn book_outcome(
        &mut self,
        operation: &Operation,
        outcome: GatewayOutcome,
    ) -> Result<(), BookError> {
        match operation.request.verb {
            Verb::Charge => self.book_payment(PaymentId::new(operation.id), outcome).await,
            Verb::Refund => self.book_refund(RefundId::new(operation.id), outcome).await,
            Verb::Payout => self.book_payout(PayoutId::new(operation.id), outcome).await,
        }
    }
}

impl From<Fault> for BookError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<DbError> for BookError {
    fn from(error: DbError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<OutcomeError> for BookError {
    fn from(error: OutcomeError) -> Self {
        Self::Refused(error)
    }
}
