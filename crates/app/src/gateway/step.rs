use super::outbox::operation;
use super::settle::News;
use crate::{App, Caller, Fault};
use kernel::Instant;
use payments::{
    Answer, ChargeRequest, GatewayError, NextStep, ObjectId, Operation, OperationRequest, PayoutRequest, RefundRequest,
    Verb,
};
use std::future::Future;
use std::time::Duration;
use storage::{DbError, Stored};
use uuid::Uuid;

/// How long the gateway may take to answer; after that the answer is unknown.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

impl App {
    /// Takes an operation a step further; answers when to come back, if it is not over. Run twice, or beside another
    /// run, it moves no money twice: the gateway carries out a key once, and an answer is booked once.
    pub(crate) async fn gateway_operation(&self, id: Uuid) -> Result<Option<Instant>, Fault> {
        let Some(stored) = operation(self.db.read(), id).await? else { return Ok(None) };
        let now = self.clock.now();
        let key_lifetime = self.gateway.capabilities().key_lifetime;
        let news = match stored.value.next(now, key_lifetime) {
            NextStep::Rest => return Ok(None),
            NextStep::Wait(at) => return Ok(Some(at)),
            NextStep::Send => match self.claim(stored, now).await? {
                Some(claimed) => News::of_call(self.call(&claimed, now).await),
                None => return Ok(Some(now)),
            },
            NextStep::LookUp => News::of_look_up(in_time(self.gateway.find(id, now)).await),
            NextStep::Fetch(object) => News::of_object(self.fetch(&object).await),
        };
        let operation = self.settle(id, &news).await?;
        let now = self.clock.now();
        Ok(match operation.next(now, key_lifetime) {
            NextStep::Rest => None,
            NextStep::Wait(at) => Some(at),
            NextStep::Send | NextStep::LookUp | NextStep::Fetch(_) => Some(now),
        })
    }

    /// The gateway's object as it stands.
    pub(super) async fn fetch(&self, object: &ObjectId) -> Result<Option<Answer>, GatewayError> {
        in_time(self.gateway.fetch(object, self.clock.now())).await
    }

    /// Writes that a call is made, before it is. Nothing, when somebody else has moved the operation meanwhile.
    async fn claim(&self, stored: Stored<Operation>, now: Instant) -> Result<Option<Operation>, Fault> {
        let caller = Caller::system();
        let work = self.work(&caller).await?;
        let claimed = stored.with(stored.value.clone().claimed(now));
        match work.save_operation(&claimed).await {
            Ok(_) => {}
            Err(DbError::Conflict) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        work.commit().await?;
        Ok(Some(claimed.value))
    }

    async fn call(&self, operation: &Operation, now: Instant) -> Result<Answer, GatewayError> {
        let key = operation.key();
        let OperationRequest { verb, amount, party, reference } = operation.request.clone();
        match verb {
            Verb::Charge => {
                in_time(self.gateway.charge(ChargeRequest { key, amount, method: party, reference, now })).await
            }
            Verb::Refund => {
                let charge = ObjectId::new(party);
                in_time(self.gateway.refund(RefundRequest { key, amount, charge, reference, now })).await
            }
            Verb::Payout => {
                in_time(self.gateway.payout(PayoutRequest { key, amount, destination: party, reference, now })).await
            }
        }
    }
}

/// What does not answer in time may still have happened.
async fn in_time<T>(call: impl Future<Output = Result<T, GatewayError>>) -> Result<T, GatewayError> {
    tokio::time::timeout(ANSWER_WITHIN, call).await.unwrap_or(Err(GatewayError::Unknown))
}
