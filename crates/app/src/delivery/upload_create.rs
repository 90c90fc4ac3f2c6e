use crate::milestone::parties_of;
use crate::upload::{AnnounceRefusal, FileDraft, UploadTicket};
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, codes};
use identity::Action;
use kernel::{MilestoneId, UploadId};
use market::MilestoneRefusal;
use serde::Serialize;
use storage::UploadPurpose;

codes! {
    /// Why no place for a file was made.
    pub enum DeliveryUploadCreateCode {
        /// Larger than this instance takes.
        TooLarge,
        /// Too many files of the milestone are in no delivery; those that stay so go after 7 days.
        TooManyUploads,
        /// The client's silence has accepted the work.
        TooLate,
    }
}

impl From<AnnounceRefusal> for DeliveryUploadCreateCode {
    fn from(refusal: AnnounceRefusal) -> Self {
        match refusal {
            AnnounceRefusal::TooLarge => Self::TooLarge,
            AnnounceRefusal::TooManyUploads => Self::TooManyUploads,
        }
    }
}

/// Announces a file that is to be part of a delivery.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryUploadCreate {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// What it is for.
    pub milestone: MilestoneId,
    /// The file.
    pub file: FileDraft,
}

impl App {
    /// Announces a file, and answers where to send it. A repeat answers with the same place.
    pub async fn delivery_upload_create(
        &self,
        caller: &Caller,
        ask: DeliveryUploadCreate,
    ) -> Result<UploadTicket, AppError<DeliveryUploadCreateCode>> {
        caller.require_signed_in()?;
        let file = self.announced(&ask.file)?;
        let upload = UploadId::new(self.ids.uuid(self.clock.now()));
        let intent = Intent {
            mutation: "deliveryUploadCreate",
            key: &ask.idempotency_key,
            hash: digest(&ask),
            result: upload.uuid(),
        };
        let work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return self.ticket_again(id).await,
        };
        let deal = work.tx.read().deal_of_milestone(ask.milestone).await?;
        let deal = deal.ok_or_else(|| AppError::not_found("milestoneId"))?;
        let parties = parties_of(&deal.contract.value);
        work.require(Action::DeliveryUploadCreate, Action::ContractRead, &parties, "milestoneId")?;
        let milestone = deal.milestone(ask.milestone).ok_or_else(|| AppError::not_found("milestoneId"))?;
        milestone.value.takes_work(work.now).map_err(refused)?;
        work.announce_upload(upload, UploadPurpose::Milestone(ask.milestone), file, "milestoneId").await
    }
}

fn refused(refusal: MilestoneRefusal) -> AppError<DeliveryUploadCreateCode> {
    match refusal {
        MilestoneRefusal::TooLate(_) => AppError::refused_field("milestoneId", DeliveryUploadCreateCode::TooLate),
        MilestoneRefusal::WrongState(_)
        | MilestoneRefusal::Unfunded
        | MilestoneRefusal::OtherDelivery
        | MilestoneRefusal::Delivery(_)
        | MilestoneRefusal::NotYet(_)
        | MilestoneRefusal::NoRevisionLeft
        | MilestoneRefusal::AmountOutOfRange
        | MilestoneRefusal::DisputeOpen => {
            AppError::refused_field("milestoneId", DeliveryUploadCreateCode::InvalidState)
        }
        MilestoneRefusal::Invalid(errors) => AppError::inputs(errors),
        MilestoneRefusal::Money(error) => error.into(),
    }
}
