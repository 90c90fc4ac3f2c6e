//! Files on their way into a delivery.

use crate::context::{app, caller};
use crate::fault::ApiError;
use crate::scalars::{DateTime, Url, read_id};
use crate::upload::{UploadHeader, place};
use crate::{error_codes, payload};
use app::AppError;
use async_graphql::{Context, ID, InputObject, Object};

error_codes! {
    /// Why no place for a file was made.
    pub enum DeliveryUploadCreateErrorCode for "DeliveryUploadCreate" from app::DeliveryUploadCreateCode {
        /// Larger than this instance takes.
        TooLarge: "ファイルが大きすぎます。", "The file is too large.";
        /// Too many files of the milestone are in no delivery; those that stay so go after 7 days.
        TooManyUploads: "納品していないファイルが多すぎます。", "Too many files wait to be delivered.";
        /// The client's silence has accepted the work.
        TooLate: "期限が過ぎ、自動で検収になりました。", "The time to answer is over; the work counts as accepted.";
    }
}

/// Input of deliveryUploadCreate.
#[derive(InputObject)]
pub struct DeliveryUploadCreateInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same place.
    idempotency_key: String,
    /// Milestone it is for.
    milestone_id: ID,
    /// File name shown to the client, 1 to 255 characters; of a path, its last part.
    filename: String,
    /// Media type.
    content_type: String,
    /// Exact size, more than nothing; the upload is refused when it differs.
    byte_size: i32,
    /// SHA-256 of the content in hex; checked on arrival.
    sha256: String,
}

payload! {
    /// Outcome of deliveryUploadCreate: PUT the bytes to uploadUrl, then name uploadId in deliverySubmit.
    pub struct DeliveryUploadCreatePayload or DeliveryUploadCreateErrorCode {
        /// Names the upload.
        upload_id: ID,
        /// Signed; takes one file and expires. Answers 201, or a JSON object of code and message under 400, 403, 409, 410,
        /// 413 or 422.
        upload_url: Url,
        /// Headers to send along.
        headers: Vec<UploadHeader>,
        /// When uploadUrl stops working.
        expires_at: DateTime,
    }
}

/// Files on their way into a delivery.
#[derive(Default)]
pub struct DeliveryUploadMutation;

/// Files on their way into a delivery.
#[Object]
impl DeliveryUploadMutation {
    /// Reserves a place for a file. One that no delivery uses goes after 7 days.
    async fn delivery_upload_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: DeliveryUploadCreateInput,
    ) -> Result<DeliveryUploadCreatePayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let milestone = read_id(&input.milestone_id).ok_or_else(|| AppError::not_found("milestoneId"))?;
            let file = app::FileDraft {
                filename: input.filename,
                content_type: input.content_type,
                byte_size: input.byte_size.into(),
                sha256: input.sha256,
            };
            let ask = app::DeliveryUploadCreate { idempotency_key: input.idempotency_key, milestone, file };
            app.delivery_upload_create(caller, ask).await
        };
        match outcome.await {
            Ok(ticket) => {
                let (upload, url, headers, expires_at) = place(ticket);
                Ok(DeliveryUploadCreatePayload::done(Some(upload), Some(url), Some(headers), Some(expires_at)))
            }
            Err(error) => DeliveryUploadCreatePayload::refused(ctx, error),
        }
    }
}
