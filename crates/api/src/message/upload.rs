//! Files on their way into a message.

use super::thread;
use crate::context::{app, caller};
use crate::fault::ApiError;
use crate::scalars::{DateTime, Url};
use crate::upload::{UploadHeader, place};
use crate::{error_codes, payload};
use async_graphql::{Context, ID, InputObject, Object};

error_codes! {
    /// Why no place for a file was made.
    pub enum MessageUploadCreateErrorCode for "MessageUploadCreate" from app::MessageUploadCreateCode {
        /// Larger than this instance takes.
        TooLarge: "ファイルが大きすぎます。", "The file is too large.";
        /// Too many of the caller's files for the thread are in no message; those that stay so go after 7 days.
        TooManyUploads: "送信していないファイルが多すぎます。", "Too many files wait to be sent.";
    }
}

/// Input of messageUploadCreate. Exactly one of bidId and contractId is given.
#[derive(InputObject)]
pub struct MessageUploadCreateInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same place.
    idempotency_key: String,
    /// Before an award: about which bid it will be sent.
    bid_id: Option<ID>,
    /// After it: in which contract.
    contract_id: Option<ID>,
    /// File name shown to the other side, 1 to 255 characters; of a path, its last part.
    filename: String,
    /// Media type.
    content_type: String,
    /// Exact size, more than nothing; the upload is refused when it differs.
    byte_size: i32,
    /// SHA-256 of the content in hex; checked on arrival.
    sha256: String,
}

payload! {
    /// Outcome of messageUploadCreate: PUT the bytes to uploadUrl, then name uploadId in messageSend.
    pub struct MessageUploadCreatePayload or MessageUploadCreateErrorCode {
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

/// Files on their way into a message.
#[derive(Default)]
pub struct MessageUploadMutation;

/// Files on their way into a message.
#[Object]
impl MessageUploadMutation {
    /// Reserves a place for a file of a message. One that no message uses goes after 7 days.
    async fn message_upload_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: MessageUploadCreateInput,
    ) -> Result<MessageUploadCreatePayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let thread = thread(input.bid_id.as_ref(), input.contract_id.as_ref())?;
            let file = app::FileDraft {
                filename: input.filename,
                content_type: input.content_type,
                byte_size: input.byte_size.into(),
                sha256: input.sha256,
            };
            let ask = app::MessageUploadCreate { idempotency_key: input.idempotency_key, thread, file };
            app.message_upload_create(caller, ask).await
        };
        match outcome.await {
            Ok(ticket) => {
                let (upload, url, headers, expires_at) = place(ticket);
                Ok(MessageUploadCreatePayload::done(Some(upload), Some(url), Some(headers), Some(expires_at)))
            }
            Err(error) => MessageUploadCreatePayload::refused(ctx, error),
        }
    }
}
