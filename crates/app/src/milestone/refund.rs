use super::MilestoneInDeal;
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Shared, codes};
use identity::Action;
use kernel::{InputFault, MilestoneId, Money};
use market::MilestoneRefusal;
use serde::Serialize;

codes! {
    /// Why nothing was given back.
    pub enum MilestoneRefundCode {}
}

/// The worker gives held money back to the client; all of it ends the milestone.
#[derive(Clone, Debug, Serialize)]
pub struct MilestoneRefund {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Of which milestone.
    pub milestone: MilestoneId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// How much, tax included; `None` for all that is held.
    pub amount: Option<Money>,
}

impl App {
    /// The worker gives held money back to the client. It goes to the client's account at once, and from there back to
    /// where it was paid from.
    pub async fn milestone_refund(
        &self,
        caller: &Caller,
        ask: MilestoneRefund,
    ) -> Result<MilestoneId, AppError<MilestoneRefundCode>> {
        let id = ask.milestone;
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "milestoneRefund", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(MilestoneId::new(id)),
        };
        let found = MilestoneInDeal::read(work.tx.read(), id).await?;
        let found = found.ok_or_else(|| AppError::not_found("milestoneId"))?;
        work.require(Action::MilestoneRefund, Action::ContractRead, &found.parties(), "milestoneId")?;
        work.expect(found.milestone.version, ask.expected_version)?;
        let milestone = found.milestone.value.clone();
        let amount = ask.amount.map_or_else(|| milestone.held(), Ok)?;
        let step = milestone.give_back(amount, work.now).map_err(refused)?;
        work.take_step::<AppError<_>>(&found, step).await?;
        work.commit().await?;
        Ok(id)
    }
}

fn refused(refusal: MilestoneRefusal) -> AppError<MilestoneRefundCode> {
    match refusal {
        MilestoneRefusal::AmountOutOfRange => AppError::refused_field("amount", Shared::Input(InputFault::OutOfRange)),
        MilestoneRefusal::WrongState(_)
        | MilestoneRefusal::Unfunded
        | MilestoneRefusal::OtherDelivery
        | MilestoneRefusal::Delivery(_)
        | MilestoneRefusal::NotYet(_)
        | MilestoneRefusal::TooLate(_)
        | MilestoneRefusal::NoRevisionLeft
        | MilestoneRefusal::DisputeOpen => AppError::refused_field("milestoneId", MilestoneRefundCode::InvalidState),
        MilestoneRefusal::Invalid(errors) => AppError::inputs(errors),
        MilestoneRefusal::Money(error) => error.into(),
    }
}
