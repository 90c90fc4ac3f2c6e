use crate::milestone::MilestoneInDeal;
use crate::upload::UploadFault;
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, Letter, codes};
use identity::Action;
use kernel::{DeliveryId, MilestoneId};
use market::{Delivery, DeliveryDraft, MilestoneRefusal};
use serde::Serialize;
use storage::{UploadPurpose, UploadUse};

codes! {
    /// Why nothing was delivered.
    pub enum DeliverySubmitCode {
        /// The file was announced and has not arrived.
        UploadNotReceived,
        /// The file is part of a delivery already.
        UploadUsed,
        /// The client's silence has accepted the work.
        TooLate,
    }
}

impl From<UploadFault> for DeliverySubmitCode {
    fn from(fault: UploadFault) -> Self {
        match fault {
            UploadFault::NotFound => Self::NotFound,
            UploadFault::NotReceived => Self::UploadNotReceived,
            UploadFault::Used => Self::UploadUsed,
        }
    }
}

/// Hands in work for a milestone; in place of the delivery that waits, if one does.
#[derive(Clone, Debug, Serialize)]
pub struct DeliverySubmit {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// For what.
    pub milestone: MilestoneId,
    /// The work, as typed and uploaded.
    pub draft: DeliveryDraft,
}

impl App {
    /// Hands in work for a milestone.
    pub async fn delivery_submit(
        &self,
        caller: &Caller,
        ask: DeliverySubmit,
    ) -> Result<DeliveryId, AppError<DeliverySubmitCode>> {
        let id = DeliveryId::new(self.ids.uuid(self.clock.now()));
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "deliverySubmit", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(DeliveryId::new(id)),
        };
        let found = MilestoneInDeal::read(work.tx.read(), ask.milestone).await?;
        let found = found.ok_or_else(|| AppError::not_found("milestoneId"))?;
        work.require(Action::DeliverySubmit, Action::ContractRead, &found.parties(), "milestoneId")?;
        let (milestone, deal) = (found.milestone.value.clone(), &found.contract().deal);
        milestone.takes_work(work.now).map_err(refused)?;
        let delivery = Delivery::hand_in(id, &milestone, ask.draft, deal, work.now).map_err(AppError::inputs)?;
        work.check_uploads(&delivery.files, UploadPurpose::Milestone(ask.milestone)).await?;
        let waiting = found.waiting.as_ref().map(|waiting| waiting.value.clone());
        let step = milestone.receive(waiting, &delivery, deal, work.now).map_err(refused)?;
        let milestone = step.milestone.clone();
        work.take_step::<AppError<_>>(&found, step).await?;
        // Whoever hands in beside us is met at the milestone, not at the delivery's number.
        work.tx.write_gathered().await?;
        work.tx.insert_delivery(&delivery).await?;
        work.tx.use_uploads(&delivery.files, UploadUse::Delivery(id)).await?;
        if let Some(answer_by) = milestone.next_clock_event() {
            let title = milestone.title;
            work.event(id.uuid(), Event::DeliverySubmitted { milestone: milestone.id, answer_by });
            let letter = Letter::DeliverySubmitted { milestone: milestone.id, title, answer_by };
            work.tell_client(found.contract().parties.client, &letter).await?;
        }
        work.commit().await?;
        Ok(id)
    }
}

fn refused(refusal: MilestoneRefusal) -> AppError<DeliverySubmitCode> {
    let code = match refusal {
        MilestoneRefusal::TooLate(_) => DeliverySubmitCode::TooLate,
        MilestoneRefusal::WrongState(_)
        | MilestoneRefusal::Unfunded
        | MilestoneRefusal::OtherDelivery
        | MilestoneRefusal::Delivery(_)
        | MilestoneRefusal::NotYet(_)
        | MilestoneRefusal::NoRevisionLeft
        | MilestoneRefusal::AmountOutOfRange
        | MilestoneRefusal::DisputeOpen => DeliverySubmitCode::InvalidState,
        MilestoneRefusal::Invalid(errors) => return AppError::inputs(errors),
        MilestoneRefusal::Money(error) => return error.into(),
    };
    AppError::refused_field("milestoneId", code)
}
