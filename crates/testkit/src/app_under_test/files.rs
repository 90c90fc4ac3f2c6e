use super::TestApp;
use app::{DownloadRefused, FileDraft, UploadRefused};
use bytes::Bytes;
use futures::{TryStreamExt, stream};
use kernel::UploadId;
use sha2::{Digest, Sha256};

/// A text file as its sender announces it.
pub fn file_draft(content: &[u8]) -> FileDraft {
    FileDraft {
        filename: "議事録.txt".to_owned(),
        content_type: "text/plain".to_owned(),
        byte_size: content.len().try_into().expect("a test has small files"),
        sha256: hex::encode(Sha256::digest(content)),
    }
}

impl TestApp {
    /// Sends bytes to the place of an announced file, a few at a time.
    pub async fn send(&self, url: &str, content: &[u8]) -> Result<UploadId, UploadRefused> {
        let chunks: Vec<_> = content.chunks(7).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        self.app.upload_receive(token(url), None, stream::iter(chunks)).await
    }

    /// The content behind a link.
    pub async fn fetch(&self, url: &str) -> Result<Vec<u8>, DownloadRefused> {
        let file = self.app.download(token(url)).await?;
        let chunks: Vec<Bytes> = file.body.try_collect().await.expect("what was opened can be read");
        Ok(chunks.concat())
    }
}

fn token(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}
