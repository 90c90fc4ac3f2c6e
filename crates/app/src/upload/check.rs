use crate::work::Work;
use crate::{AppError, Code, Refusal};
use kernel::UploadId;
use storage::{Upload, UploadPurpose, UploadState};

/// Why a file cannot become part of something.
pub(crate) enum UploadFault {
    /// There is no such file, or it is somebody else's, or was sent for something else.
    NotFound,
    /// It was announced and has not arrived.
    NotReceived,
    /// It is part of something already.
    Used,
}

impl Work<'_> {
    /// Every file named by `uploadIds` is the caller's own, was announced for this, is there, and is part of nothing.
    pub(crate) async fn check_uploads<C: Code + From<UploadFault>>(
        &self,
        ids: &[UploadId],
        purpose: UploadPurpose,
    ) -> Result<(), AppError<C>> {
        let sender = self.caller.require_signed_in()?.id;
        let uploads = self.tx.read().uploads(ids).await?;
        let own = |upload: &&Upload| upload.person == sender && upload.purpose == purpose;
        let mut refusals = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            let fault = match uploads.iter().filter(own).find(|upload| upload.id == *id).map(|upload| upload.state) {
                Some(UploadState::Received { .. }) => continue,
                Some(UploadState::Announced) => UploadFault::NotReceived,
                Some(UploadState::Used { .. }) => UploadFault::Used,
                None => UploadFault::NotFound,
            };
            refusals.push(Refusal { code: fault.into(), path: vec!["uploadIds".to_owned(), index.to_string()] });
        }
        if refusals.is_empty() { Ok(()) } else { Err(AppError::Refused(refusals)) }
    }
}
