use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, Shared, codes};
use identity::Action;
use kernel::{DeliveryId, InputFault, Money};
use market::MilestoneRefusal;
use serde::Serialize;

codes! {
    /// Why no part of a delivery was accepted.
    pub enum DeliveryAcceptPartlyCode {
        /// The client's silence has accepted the work.
        TooLate,
        /// The agreed number of rounds in which work is sent back is used up: accept it, or open a dispute.
        NoRevisionLeft,
    }
}

/// Takes a part of a delivery and pays for it; the milestone goes on with the rest.
///
/// The amount is a part of the *held* money, so it includes consumption tax, and fee and tax are taken from it as from
/// every release: what is held is agreed tax-inclusive, and only amounts of one kind add up to it exactly.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryAcceptPartly {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Which.
    pub delivery: DeliveryId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// How much is paid for it, tax included; less than what is held.
    pub amount: Money,
}

impl App {
    /// Takes a part of a delivery and pays for it.
    pub async fn delivery_accept_partly(
        &self,
        caller: &Caller,
        ask: DeliveryAcceptPartly,
    ) -> Result<DeliveryId, AppError<DeliveryAcceptPartlyCode>> {
        let (id, amount) = (ask.delivery, ask.amount);
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "deliveryAcceptPartly", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(DeliveryId::new(id)),
        };
        let (found, delivery) = work.delivery(id, Action::DeliveryAcceptPartly).await?;
        work.expect(delivery.version, ask.expected_version)?;
        let (milestone, deal) = (found.milestone.value.clone(), &found.contract().deal);
        let step = milestone.accept_partly(delivery.value, amount, deal, work.now).map_err(refused)?;
        work.event(id.uuid(), Event::DeliveryAcceptedPartly { milestone: step.milestone.id, amount });
        let earned = work.take_step::<AppError<_>>(&found, step).await?;
        work.tell_accepted(&found, earned);
        work.commit().await?;
        Ok(id)
    }
}

fn refused(refusal: MilestoneRefusal) -> AppError<DeliveryAcceptPartlyCode> {
    let code = match refusal {
        MilestoneRefusal::TooLate(_) => DeliveryAcceptPartlyCode::TooLate,
        MilestoneRefusal::NoRevisionLeft => DeliveryAcceptPartlyCode::NoRevisionLeft,
        MilestoneRefusal::AmountOutOfRange => {
            return AppError::refused_field("amount", Shared::Input(InputFault::OutOfRange));
        }
        MilestoneRefusal::WrongState(_)
        | MilestoneRefusal::Unfunded
        | MilestoneRefusal::OtherDelivery
        | MilestoneRefusal::Delivery(_)
        | MilestoneRefusal::NotYet(_)
        | MilestoneRefusal::DisputeOpen => DeliveryAcceptPartlyCode::InvalidState,
        MilestoneRefusal::Invalid(errors) => return AppError::inputs(errors),
        MilestoneRefusal::Money(error) => return error.into(),
    };
    AppError::refused_field("deliveryId", code)
}
