use super::outbox::operation;
use super::outcome;
use super::settle::BookError;
use crate::{App, AppError, Caller, Event, Fault, Shared, codes};
use identity::{Action, Parties};
use kernel::{InputError, InputFault, Instant, Money, TextRule};
use payments::{DeclineCode, ManualReason, ObjectId, Operation, OperationState, Outcome};
use uuid::Uuid;

const OBJECT: TextRule = TextRule::line(1, 255);
const REASON: TextRule = TextRule::lines(1, 500);

codes! {
    /// Why an operation was not ended.
    pub enum OperationEndCode {
        /// The operation is known to the gateway under another name.
        OtherObject,
        /// The books refuse it: such a fee cannot be, or what it is for has ended otherwise.
        BooksRefuse,
    }
}

/// Ends an operation that was left to a person, as they found it at the gateway.
#[derive(Clone, Debug)]
pub struct OperationEnd {
    /// Which.
    pub operation: Uuid,
    /// What has become of it there.
    pub found: Found,
    /// How that is known: 1 to 500 characters, for the event log.
    pub reason: String,
}

/// What a person found at the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The money did not move and will not.
    Failed,
    /// The money moved.
    Succeeded {
        /// The gateway's name of it; not needed where it is known.
        object: Option<String>,
        /// What the gateway kept for itself, as a decimal in the operation's currency.
        fee: String,
    },
}

/// An operation that was left to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOperation {
    /// The operation.
    pub operation: Operation,
    /// Since when.
    pub since: Instant,
    /// Why.
    pub why: ManualReason,
}

impl App {
    /// The operations that were left to a person, oldest first; 1,000 at most.
    pub async fn left_operations(&self) -> Result<Vec<LeftOperation>, Fault> {
        let mut left = Vec::new();
        for stored in self.db.read().manual_operations().await? {
            let operation = super::operation_of(&stored)?.value;
            if let OperationState::Manual { since, why, .. } = operation.state {
                left.push(LeftOperation { operation, since, why });
            }
        }
        Ok(left)
    }

    /// Books what a person found, as if the gateway had said it. Only what was left to a person can be ended so.
    pub async fn operation_end(&self, caller: &Caller, ask: OperationEnd) -> Result<(), AppError<OperationEndCode>> {
        let reason = REASON.check("reason", &ask.reason)?;
        let mut work = self.work(caller).await?;
        work.require(Action::OperationEnd, Action::OperationEnd, &Parties::default(), "operation")?;
        let found = operation(work.tx.read(), ask.operation).await?;
        let stored = found.ok_or_else(|| AppError::not_found("operation"))?;
        if !matches!(stored.value.state, OperationState::Manual { .. }) {
            return Err(AppError::refused_field("operation", Shared::InvalidState));
        }
        let answer = stored.value.answer(gateway_words(&ask.found, &stored.value, work.now)?);
        let told = stored.value.clone().told(&answer, work.now);
        let ended = told.map_err(|_| AppError::refused_field("object", OperationEndCode::OtherObject))?;
        work.book_outcome(&ended, outcome(&answer.outcome)).await.map_err(|error| match error {
            BookError::Refused(_) => AppError::refused(OperationEndCode::BooksRefuse),
            BookError::Fault(fault) => fault.into(),
        })?;
        work.save_operation(&stored.with(ended)).await?;
        let succeeded = ask.found != Found::Failed;
        work.event(ask.operation, Event::OperationEnded { succeeded, reason });
        work.commit().await?;
        Ok(())
    }
}

/// What the gateway would have said.
fn gateway_words(found: &Found, operation: &Operation, at: Instant) -> Result<Outcome, InputError> {
    let Found::Succeeded { object, fee } = found else {
        return Ok(Outcome::Declined { object: None, code: DeclineCode::EndedByHand, at });
    };
    let known = || operation.object().cloned().ok_or_else(|| InputError::new("object", InputFault::Blank));
    let object = object.as_ref().map_or_else(known, |object| OBJECT.check("object", object).map(ObjectId::new))?;
    let fee = Money::parse(fee, operation.request.amount.currency());
    let fee = fee.map_err(|error| InputError::new("fee", error.into()))?;
    Ok(Outcome::Succeeded { object, fee, available_at: at, at })
}
