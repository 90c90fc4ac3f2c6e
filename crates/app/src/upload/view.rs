use crate::App;
use files::DownloadGrant;
use kernel::{PersonId, UploadId};
use std::collections::HashMap;
use storage::{DbError, Upload};
use time::Duration;

/// How long a link to a file works.
const LINK_LASTS: Duration = Duration::minutes(15);

/// A file with a link for one reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileView {
    /// The file.
    pub upload: Upload,
    /// Short-lived, and good for this reader for as long as they may see what the file is part of.
    pub download_url: String,
}

impl App {
    /// Files for a reader who may see what they are part of.
    pub(crate) async fn file_views(
        &self,
        reader: PersonId,
        ids: impl Iterator<Item = UploadId>,
    ) -> Result<HashMap<UploadId, FileView>, DbError> {
        let uploads = self.db.read().uploads(&ids.collect::<Vec<_>>()).await?;
        let view = |upload: Upload| {
            let grant = DownloadGrant { file: upload.id, person: reader, expires: self.clock.now().plus(LINK_LASTS) };
            let download_url = format!("{}/files/{}", self.settings.public_url, self.files.download_token(&grant));
            (upload.id, FileView { upload, download_url })
        };
        Ok(uploads.into_iter().map(view).collect())
    }
}
