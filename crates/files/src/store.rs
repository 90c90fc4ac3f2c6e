use crate::content_type::LOOKED_AT;
use crate::token::Signer;
use crate::{ContentType, DownloadGrant, Sha256Sum, TokenError, UploadGrant};
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt, TryStreamExt};
use kernel::{Instant, UploadId};
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::UNIX_EPOCH;
use std::{fmt, io};

/// How much of a file is held in memory before it is written. Object stores take no smaller part than 5 MiB.
const PART: usize = 5 << 20;

/// What can be set about files.
#[derive(Clone)]
pub struct FilesSettings {
    /// Signs upload and download tokens. Whoever has it can read every file.
    pub secret: [u8; 32],
    /// The largest file taken, in bytes.
    pub max_bytes: u64,
}

impl fmt::Debug for FilesSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilesSettings").field("secret", &"***").field("max_bytes", &self.max_bytes).finish()
    }
}

/// The files of an instance. Cheap to clone.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    folder: PathBuf,
    signer: Signer,
    max_bytes: u64,
}

/// A file that has arrived whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Names the file.
    pub file: UploadId,
    /// Its size.
    pub bytes: u64,
    /// The checksum of its content.
    pub sha256: Sha256Sum,
    /// What it is: as declared, or `application/octet-stream` when that was not true.
    pub content_type: ContentType,
}

/// A file to read.
pub struct Content {
    /// How much there is.
    pub bytes: u64,
    /// The bytes, in order.
    pub body: BoxStream<'static, Result<Bytes, io::Error>>,
}

/// The store failed; nothing that was answered before is lost.
#[derive(Debug, thiserror::Error)]
#[error("the file store failed")]
pub struct FilesError(#[source] Box<dyn Error + Send + Sync>);

impl From<object_store::Error> for FilesError {
    fn from(error: object_store::Error) -> Self {
        Self(Box::new(error))
    }
}

impl From<io::Error> for FilesError {
    fn from(error: io::Error) -> Self {
        Self(Box::new(error))
    }
}

/// Why a file was not taken. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// Larger than declared, or declared larger than allowed.
    #[error("the file is larger than {allowed} bytes")]
    TooLarge {
        /// The declared or the allowed size, whichever is smaller.
        allowed: u64,
    },
    /// Smaller than declared.
    #[error("the file is smaller than declared")]
    TooSmall,
    /// Not the declared content.
    #[error("the file has another checksum than declared")]
    ChecksumMismatch,
    /// A program or a page that is declared as something to look at.
    #[error("the file is not what it is declared to be")]
    Disguised,
    /// The file of this upload is there: see [`Files::stored`].
    #[error("the upload was used before")]
    AlreadyStored,
    /// The sender stopped sending.
    #[error("the upload was interrupted")]
    Interrupted(#[source] io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] FilesError),
}

impl Files {
    /// The files in `folder`, which is made when it is not there.
    pub fn local(folder: &Path, settings: &FilesSettings) -> Result<Self, FilesError> {
        std::fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            folder: folder.to_owned(),
            signer: Signer::new(&settings.secret),
            max_bytes: settings.max_bytes,
        })
    }

    /// The largest file taken, in bytes.
    pub fn max_bytes(&self) -> u64 {
        self.max_bytes
    }

    /// Makes the token that carries `grant` to whoever sends the file. That it is used once is for the database to see.
    pub fn upload_token(&self, grant: &UploadGrant) -> String {
        self.signer.seal(grant)
    }

    /// Reads an upload token.
    pub fn upload_grant(&self, token: &str, now: Instant) -> Result<UploadGrant, TokenError> {
        self.signer.open(token, now)
    }

    /// Makes the token of a download link.
    pub fn download_token(&self, grant: &DownloadGrant) -> String {
        self.signer.seal(grant)
    }

    /// Reads the token of a download link.
    pub fn download_grant(&self, token: &str, now: Instant) -> Result<DownloadGrant, TokenError> {
        self.signer.open(token, now)
    }

    /// Takes the file of `grant`, whose expiry was looked at when it was read. When this answers, the file and its
    /// folder are on disk; until then, and after any error, nothing can be read under its name.
    ///
    /// Two that send the same file at the same moment may both be answered: the content is the same.
    pub async fn receive(
        &self,
        grant: &UploadGrant,
        body: impl Stream<Item = Result<Bytes, io::Error>> + Send,
    ) -> Result<StoredFile, ReceiveError> {
        if grant.bytes > self.max_bytes {
            return Err(ReceiveError::TooLarge { allowed: self.max_bytes });
        }
        let path = path_of(grant.upload);
        match self.store.head(&path).await {
            Ok(_) => return Err(ReceiveError::AlreadyStored),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(FilesError::from(error).into()),
        }
        let mut upload = self.store.put_multipart(&path).await.map_err(FilesError::from)?;
        match write_checked(grant, body, upload.as_mut()).await {
            Ok(stored) => {
                upload.complete().await.map_err(FilesError::from)?;
                Ok(stored)
            }
            Err(refusal) => {
                upload.abort().await.map_err(FilesError::from)?;
                Err(refusal)
            }
        }
    }

    /// The file of `grant` if it has arrived. It was checked against the grant before it got its name, so whoever finds
    /// it here and not in the database may record it: the process died in between.
    pub async fn stored(&self, grant: &UploadGrant) -> Result<Option<StoredFile>, FilesError> {
        let Some(mut content) = self.open(grant.upload).await? else { return Ok(None) };
        let mut head = Vec::new();
        while head.len() < LOOKED_AT
            && let Some(chunk) = content.body.try_next().await?
        {
            keep_head(&mut head, &chunk);
        }
        let Ok(content_type) = grant.content_type.settle(&head) else { return Ok(None) };
        Ok(Some(StoredFile { file: grant.upload, bytes: content.bytes, sha256: grant.sha256, content_type }))
    }

    /// The content of a file; `None` when there is no such file.
    pub async fn open(&self, file: UploadId) -> Result<Option<Content>, FilesError> {
        match self.store.get(&path_of(file)).await {
            Ok(found) => {
                let bytes = found.meta.size;
                Ok(Some(Content { bytes, body: found.into_stream().map_err(io::Error::from).boxed() }))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file; one that is not there is fine.
    pub async fn remove(&self, file: UploadId) -> Result<(), FilesError> {
        match self.store.delete(&path_of(file)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes what processes that died left of files they were receiving, untouched since `before`. Answers how many.
    pub async fn remove_abandoned(&self, before: Instant) -> Result<usize, FilesError> {
        let folder = self.folder.clone();
        let removed = tokio::task::spawn_blocking(move || remove_abandoned(&folder, before)).await;
        Ok(removed.map_err(io::Error::from)??)
    }
}

/// Version 7 ids made together differ at their end, so that is what spreads them over folders.
fn path_of(file: UploadId) -> ObjectPath {
    let name = file.uuid().simple().to_string();
    ObjectPath::from_iter([&name[30..], &name])
}

fn keep_head(head: &mut Vec<u8>, chunk: &[u8]) {
    let missing = LOOKED_AT - head.len();
    head.extend_from_slice(&chunk[..chunk.len().min(missing)]);
}

/// Writes the body in parts, counting and hashing; answers only a file that is what the grant says.
async fn write_checked(
    grant: &UploadGrant,
    body: impl Stream<Item = Result<Bytes, io::Error>>,
    upload: &mut dyn MultipartUpload,
) -> Result<StoredFile, ReceiveError> {
    let mut body = pin!(body);
    let (mut left, mut hash, mut head) = (grant.bytes, Sha256::new(), Vec::new());
    let (mut part, mut part_bytes) = (Vec::new(), 0);
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(ReceiveError::Interrupted)?;
        left = u64::try_from(chunk.len())
            .ok()
            .and_then(|size| left.checked_sub(size))
            .ok_or(ReceiveError::TooLarge { allowed: grant.bytes })?;
        hash.update(&chunk);
        keep_head(&mut head, &chunk);
        part_bytes += chunk.len();
        part.push(chunk);
        if part_bytes >= PART {
            upload.put_part(PutPayload::from_iter(part.drain(..))).await.map_err(FilesError::from)?;
            part_bytes = 0;
        }
    }
    if left > 0 {
        return Err(ReceiveError::TooSmall);
    }
    if <[u8; 32]>::from(hash.finalize()) != grant.sha256.bytes() {
        return Err(ReceiveError::ChecksumMismatch);
    }
    let content_type = grant.content_type.settle(&head).map_err(|_| ReceiveError::Disguised)?;
    upload.put_part(PutPayload::from_iter(part)).await.map_err(FilesError::from)?;
    Ok(StoredFile { file: grant.upload, bytes: grant.bytes, sha256: grant.sha256, content_type })
}

/// While a file is being received, object_store keeps it beside its final name with a `#` and a number behind.
fn remove_abandoned(folder: &Path, before: Instant) -> io::Result<usize> {
    let mut removed = 0;
    for shelf in std::fs::read_dir(folder)? {
        let shelf = shelf?.path();
        if !shelf.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(shelf)? {
            let file = file?;
            if !file.file_name().as_encoded_bytes().contains(&b'#') {
                continue;
            }
            let touched = file.metadata()?.modified()?.duration_since(UNIX_EPOCH).map_err(io::Error::other)?;
            if i64::try_from(touched.as_micros()).is_ok_and(|micros| micros < before.micros()) {
                std::fs::remove_file(file.path())?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
