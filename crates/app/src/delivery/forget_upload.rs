use crate::{App, Fault};
use kernel::UploadId;

impl App {
    /// Removes a file that no delivery uses: its row first, so that none is delivered whose content is gone.
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
