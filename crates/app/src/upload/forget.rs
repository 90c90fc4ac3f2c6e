use crate::{App, Fault};
use kernel::UploadId;

impl App {
    /// Removes a file that is part of nothing: its row first, so that none becomes part of anything whose content is gone.
    pub(crate) async fn forget_upload(&self, upload: UploadId) -> Result<(), Fault> {
        let tx = self.db.write().await?;
        let may_go = tx.forget_upload(upload).await?;
        tx.commit().await?;
        if may_go {
            self.files.remove(upload).await.map_err(Fault::unavailable)?;
        }
        Ok(())
    }
}
