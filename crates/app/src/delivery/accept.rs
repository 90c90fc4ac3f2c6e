use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, codes};
use identity::Action;
use kernel::DeliveryId;
use market::MilestoneRefusal;
use serde::Serialize;

codes! {
    /// Why a delivery was not accepted.
    pub enum DeliveryAcceptCode {}
}

/// Takes a delivery as the whole: all that is held for its milestone is paid.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryAccept {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Which.
    pub delivery: DeliveryId,
    /// The version the caller has seen.
    pub expected_version: i32,
}

impl App {
    /// Takes a delivery as the whole.
    pub async fn delivery_accept(
        &self,
        caller: &Caller,
        ask: DeliveryAccept,
    ) -> Result<DeliveryId, AppError<DeliveryAcceptCode>> {
        let id = ask.delivery;
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "deliveryAccept", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(DeliveryId::new(id)),
        };
        let (found, delivery) = work.delivery(id, Action::DeliveryAccept).await?;
        work.expect(delivery.version, ask.expected_version)?;
        let step = found.milestone.value.clone().accept(delivery.value, work.now).map_err(refused)?;
        work.event(id.uuid(), Event::DeliveryAccepted { milestone: step.milestone.id, by_clock: false });
        let earned = work.take_step::<AppError<_>>(&found, step).await?;
        work.tell_accepted(&found, earned);
        work.commit().await?;
        Ok(id)
    }
}

fn refused(refusal: MilestoneRefusal) -> AppError<DeliveryAcceptCode> {
    match refusal {
        MilestoneRefusal::WrongState(_)
        | MilestoneRefusal::Unfunded
        | MilestoneRefusal::OtherDelivery
        | MilestoneRefusal::Delivery(_)
        | MilestoneRefusal::NotYet(_)
        | MilestoneRefusal::TooLate(_)
        | MilestoneRefusal::NoRevisionLeft
        | MilestoneRefusal::AmountOutOfRange
        | MilestoneRefusal::DisputeOpen => AppError::refused_field("deliveryId", DeliveryAcceptCode::InvalidState),
        MilestoneRefusal::Invalid(errors) => AppError::inputs(errors),
        MilestoneRefusal::Money(error) => error.into(),
    }
}
