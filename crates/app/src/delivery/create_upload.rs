use crate::milestone::parties_of;
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, Fault, Job, codes};
use files::{ContentType, Sha256Sum, UploadGrant};
use identity::Action;
use kernel::{InputError, InputFault, Instant, MilestoneId, TextRule, UploadId};
use market::MilestoneRefusal;
use serde::Serialize;
use storage::{Upload, UploadState};
use time::Duration;

const FILENAME: TextRule = TextRule::line(1, 255);
/// How long the right to send a file lasts; a file that is under way by then may arrive.
const SENT_WITHIN: Duration = Duration::HOUR;
/// How long a file is kept that no delivery uses.
const KEPT_UNUSED: Duration = Duration::days(7);
/// Most files of one milestone that no delivery uses.
const UNUSED_MAX: u64 = 100;

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

/// Announces a file that is to be part of a delivery.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryUploadCreate {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// What it is for.
    pub milestone: MilestoneId,
    /// What to call it.
    pub filename: String,
    /// Its media type.
    pub content_type: String,
    /// Its exact size.
    pub byte_size: i64,
    /// SHA-256 of its content, 64 hex digits.
    pub sha256: String,
}

/// Where and how to send a file that was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadTicket {
    /// Names the file in [`crate::DeliverySubmit`].
    pub upload: UploadId,
    /// Takes one `PUT` of the content.
    pub url: String,
    /// Headers to send along.
    pub headers: Vec<(&'static str, String)>,
    /// From when on the URL takes nothing.
    pub expires_at: Instant,
}

impl App {
    /// Announces a file, and answers where to send it. A repeat answers with the same place.
    pub async fn delivery_upload_create(
        &self,
        caller: &Caller,
        ask: DeliveryUploadCreate,
    ) -> Result<UploadTicket, AppError<DeliveryUploadCreateCode>> {
        let sender = caller.require_signed_in()?.id;
        let announced = self.announced(&ask)?;
        let upload = UploadId::new(self.ids.uuid(self.clock.now()));
        let intent = Intent {
            mutation: "deliveryUploadCreate",
            key: &ask.idempotency_key,
            hash: digest(&ask),
            result: upload.uuid(),
        };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => {
                let made = self.db.read().upload(UploadId::new(id)).await?;
                return Ok(self.ticket(&made.ok_or_else(|| AppError::not_found("idempotencyKey"))?)?);
            }
        };
        let deal = work.tx.read().deal_of_milestone(ask.milestone).await?;
        let deal = deal.ok_or_else(|| AppError::not_found("milestoneId"))?;
        let parties = parties_of(&deal.contract.value);
        work.require(Action::DeliveryUploadCreate, Action::ContractRead, &parties, "milestoneId")?;
        let milestone = deal.milestone(ask.milestone).ok_or_else(|| AppError::not_found("milestoneId"))?;
        milestone.value.takes_work(work.now).map_err(refused)?;
        if work.tx.read().waiting_uploads(ask.milestone).await? >= UNUSED_MAX {
            return Err(AppError::refused_field("milestoneId", DeliveryUploadCreateCode::TooManyUploads));
        }
        let Announced { filename, content_type, bytes, sha256 } = announced;
        let upload = Upload {
            id: upload,
            milestone: ask.milestone,
            person: sender,
            filename,
            content_type: content_type.to_string(),
            bytes,
            sha256: sha256.bytes(),
            created_at: work.now,
            expires_at: work.now.plus(SENT_WITHIN),
            state: UploadState::Announced,
        };
        work.tx.insert_upload(&upload).await?;
        work.event(upload.id.uuid(), Event::UploadAnnounced { milestone: ask.milestone });
        work.job_at(Job::ForgetUpload { upload: upload.id }, work.now.plus(KEPT_UNUSED));
        work.commit().await?;
        Ok(self.ticket(&upload)?)
    }

    fn announced(&self, ask: &DeliveryUploadCreate) -> Result<Announced, AppError<DeliveryUploadCreateCode>> {
        let out_of_range = || InputError::new("byteSize", InputFault::OutOfRange);
        let bytes = u64::try_from(ask.byte_size).ok().filter(|bytes| *bytes > 0).ok_or_else(out_of_range)?;
        if bytes > self.files.max_bytes() {
            return Err(AppError::refused_field("byteSize", DeliveryUploadCreateCode::TooLarge));
        }
        Ok(Announced {
            filename: FILENAME.check("filename", &ask.filename)?,
            content_type: ContentType::parse("contentType", &ask.content_type)?,
            bytes,
            sha256: Sha256Sum::parse("sha256", &ask.sha256)?,
        })
    }

    fn ticket(&self, upload: &Upload) -> Result<UploadTicket, Fault> {
        let content_type = ContentType::parse("contentType", &upload.content_type).map_err(Fault::internal)?;
        let grant = UploadGrant {
            upload: upload.id,
            bytes: upload.bytes,
            sha256: Sha256Sum::new(upload.sha256),
            content_type,
            expires: upload.expires_at,
        };
        Ok(UploadTicket {
            upload: upload.id,
            url: format!("{}/uploads/{}", self.settings.public_url, self.files.upload_token(&grant)),
            headers: vec![("content-type", upload.content_type.clone())],
            expires_at: upload.expires_at,
        })
    }
}

struct Announced {
    filename: String,
    content_type: ContentType,
    bytes: u64,
    sha256: Sha256Sum,
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
