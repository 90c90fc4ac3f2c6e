use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, Letter, codes};
use identity::Action;
use kernel::DeliveryId;
use market::{MilestoneRefusal, RevisionAsk};
use serde::Serialize;

codes! {
    /// Why a delivery was not sent back.
    pub enum DeliveryRequestRevisionCode {
        /// The client's silence has accepted the work.
        TooLate,
        /// The agreed number of rounds in which work is sent back is used up: accept it, or open a dispute.
        NoRevisionLeft,
    }
}

/// Sends a delivery back against one item of the checklist.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryRequestRevision {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Which.
    pub delivery: DeliveryId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// What is missing, against which item.
    pub revision: RevisionAsk,
}

impl App {
    /// Sends a delivery back against one item of the checklist.
    pub async fn delivery_request_revision(
        &self,
        caller: &Caller,
        ask: DeliveryRequestRevision,
    ) -> Result<DeliveryId, AppError<DeliveryRequestRevisionCode>> {
        let id = ask.delivery;
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "deliveryRequestRevision", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(DeliveryId::new(id)),
        };
        let (found, delivery) = work.delivery(id, Action::DeliveryRequestRevision).await?;
        work.expect(delivery.version, ask.expected_version)?;
        let (milestone, deal) = (found.milestone.value.clone(), &found.contract().deal);
        let item = u32::from(ask.revision.item);
        let step = milestone.request_revision(delivery.value, ask.revision, deal, work.now).map_err(refused)?;
        let (milestone, title) = (step.milestone.id, step.milestone.title.clone());
        work.event(id.uuid(), Event::RevisionRequested { item, count: u32::from(step.milestone.revisions) });
        work.take_step::<AppError<_>>(&found, step).await?;
        work.tell(found.contract().parties.worker, Letter::RevisionRequested { milestone, title });
        work.commit().await?;
        Ok(id)
    }
}

fn refused(refusal: MilestoneRefusal) -> AppError<DeliveryRequestRevisionCode> {
    let code = match refusal {
        MilestoneRefusal::TooLate(_) => DeliveryRequestRevisionCode::TooLate,
        MilestoneRefusal::NoRevisionLeft => DeliveryRequestRevisionCode::NoRevisionLeft,
        MilestoneRefusal::WrongState(_)
        | MilestoneRefusal::Unfunded
        | MilestoneRefusal::OtherDelivery
        | MilestoneRefusal::Delivery(_)
        | MilestoneRefusal::NotYet(_)
        | MilestoneRefusal::AmountOutOfRange
        | MilestoneRefusal::DisputeOpen => DeliveryRequestRevisionCode::InvalidState,
        MilestoneRefusal::Invalid(errors) => return AppError::inputs(errors),
        MilestoneRefusal::Money(error) => return error.into(),
    };
    AppError::refused_field("deliveryId", code)
}
