use super::*;
use futures::stream;
use kernel::{PersonId, fact_uuid};
use std::fs;
use std::task::Poll;
use time::Duration;

const SETTINGS: FilesSettings = FilesSettings { secret: [7; 32], max_bytes: 20 << 20 };

struct Folder {
    files: Files,
    folder: tempfile::TempDir,
}

fn folder() -> Folder {
    let folder = tempfile::tempdir().unwrap();
    Folder { files: Files::local(folder.path(), &SETTINGS).unwrap(), folder }
}

impl Folder {
    /// Every file in the folder, by its path below it.
    fn listing(&self) -> Vec<String> {
        let mut names = Vec::new();
        for shelf in fs::read_dir(self.folder.path()).unwrap() {
            let shelf = shelf.unwrap();
            for file in fs::read_dir(shelf.path()).unwrap() {
                let name = file.unwrap().file_name().into_string().unwrap();
                names.push(format!("{}/{name}", shelf.file_name().into_string().unwrap()));
            }
        }
        names
    }

    async fn read(&self, file: UploadId) -> Option<Vec<u8>> {
        let content = self.files.open(file).await.unwrap()?;
        let body: Vec<Bytes> = content.body.try_collect().await.unwrap();
        let body = body.concat();
        assert_eq!(u64::try_from(body.len()), Ok(content.bytes));
        Some(body)
    }
}

fn now() -> Instant {
    Instant::parse("2026-11-20T00:00:00Z").unwrap()
}

fn upload(name: &str) -> UploadId {
    UploadId::new(fact_uuid(name))
}

fn grant(name: &str, content: &[u8]) -> UploadGrant {
    UploadGrant {
        upload: upload(name),
        bytes: u64::try_from(content.len()).unwrap(),
        sha256: Sha256Sum::new(Sha256::digest(content).into()),
        content_type: ContentType::parse("contentType", "text/plain").unwrap(),
        expires: now().plus(Duration::HOUR),
    }
}

fn body(chunks: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes, io::Error>> + Send + use<> {
    let chunks: Vec<_> = chunks.iter().map(|chunk| Ok(Bytes::from_static(chunk))).collect();
    stream::iter(chunks)
}

#[tokio::test]
async fn a_file_arrives_in_chunks_and_is_read_back_under_an_opaque_name() {
    let folder = folder();
    let grant = grant("a", b"engawa");
    let stored = folder.files.receive(&grant, body(&[b"en", b"", b"gawa"])).await.unwrap();
    let expected =
        StoredFile { file: grant.upload, bytes: 6, sha256: grant.sha256, content_type: grant.content_type.clone() };
    assert_eq!(stored, expected);
    assert_eq!(folder.read(grant.upload).await.as_deref(), Some(&b"engawa"[..]));
    let name = grant.upload.uuid().simple().to_string();
    assert_eq!(folder.listing(), [format!("{}/{name}", &name[30..])]);
    assert_eq!(folder.files.stored(&grant).await.unwrap(), Some(expected));
}

#[tokio::test]
async fn a_file_of_several_parts_and_an_empty_one_arrive_whole() {
    let folder = folder();
    let chunk: &'static [u8] = vec![b'x'; 3 << 20].leak();
    let whole = [chunk, chunk, chunk, b"end"].concat();
    let large = grant("large", &whole);
    folder.files.receive(&large, body(&[chunk, chunk, chunk, b"end"])).await.unwrap();
    assert_eq!(folder.read(large.upload).await, Some(whole));

    let empty = grant("empty", b"");
    folder.files.receive(&empty, body(&[])).await.unwrap();
    assert_eq!(folder.read(empty.upload).await, Some(Vec::new()));
}

#[tokio::test]
async fn what_is_not_as_declared_is_refused_and_leaves_nothing() {
    let folder = folder();
    let files = &folder.files;
    let six = grant("a", b"engawa");
    let too_long = files.receive(&six, body(&[b"engawa", b"!"])).await;
    assert!(matches!(too_long, Err(ReceiveError::TooLarge { allowed: 6 })), "{too_long:?}");
    let too_short = files.receive(&six, body(&[b"engaw"])).await;
    assert!(matches!(too_short, Err(ReceiveError::TooSmall)), "{too_short:?}");
    let other = files.receive(&six, body(&[b"engawo"])).await;
    assert!(matches!(other, Err(ReceiveError::ChecksumMismatch)), "{other:?}");
    let broken = stream::iter([Ok(Bytes::from_static(b"eng")), Err(io::ErrorKind::ConnectionReset.into())]);
    let interrupted = files.receive(&six, broken).await;
    assert!(matches!(interrupted, Err(ReceiveError::Interrupted(_))), "{interrupted:?}");
    let png = ContentType::parse("contentType", "image/png").unwrap();
    let page = UploadGrant { content_type: png, ..grant("b", b"<html>") };
    let disguised = files.receive(&page, body(&[b"<ht", b"ml>"])).await;
    assert!(matches!(disguised, Err(ReceiveError::Disguised)), "{disguised:?}");

    assert_eq!(folder.listing(), Vec::<String>::new());
    assert_eq!(folder.read(six.upload).await, None);
    assert_eq!(files.stored(&six).await.unwrap(), None);
    files.receive(&six, body(&[b"engawa"])).await.unwrap();
}

#[tokio::test]
async fn a_file_above_the_limit_is_refused_before_it_is_read() {
    let folder = folder();
    let vast = UploadGrant { bytes: SETTINGS.max_bytes + 1, ..grant("a", b"") };
    let unread = stream::poll_fn(|_| -> Poll<Option<io::Result<Bytes>>> { panic!("the body was read") });
    let refused = folder.files.receive(&vast, unread).await;
    assert!(matches!(refused, Err(ReceiveError::TooLarge { allowed }) if allowed == SETTINGS.max_bytes), "{refused:?}");
    assert_eq!(folder.listing(), Vec::<String>::new());
}

#[tokio::test]
async fn a_used_upload_is_refused_and_its_file_stays_as_it_is() {
    let folder = folder();
    let first = grant("a", b"engawa");
    folder.files.receive(&first, body(&[b"engawa"])).await.unwrap();
    for again in [first.clone(), grant("a", b"other")] {
        let refused = folder.files.receive(&again, body(&[b"other"])).await;
        assert!(matches!(refused, Err(ReceiveError::AlreadyStored)), "{refused:?}");
    }
    assert_eq!(folder.read(first.upload).await.as_deref(), Some(&b"engawa"[..]));
    assert_eq!(folder.listing().len(), 1);
}

#[tokio::test]
async fn an_upload_given_up_half_way_leaves_nothing() {
    let folder = folder();
    let grant = grant("a", b"engawa");
    let stuck = body(&[b"eng"]).chain(stream::pending());
    let mut receiving = Box::pin(folder.files.receive(&grant, stuck));
    while folder.listing().is_empty() {
        assert!(futures::poll!(&mut receiving).is_pending());
        tokio::task::yield_now().await;
    }
    drop(receiving);
    while !folder.listing().is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_a_dead_process_left_is_removed_when_it_is_old_and_nothing_else() {
    let folder = folder();
    let grant = grant("a", b"engawa");
    folder.files.receive(&grant, body(&[b"engawa"])).await.unwrap();
    let whole = folder.listing();
    let left = folder.folder.path().join(format!("{}#1", whole[0]));
    fs::write(&left, b"eng").unwrap();
    let written = fs::metadata(&left).unwrap().modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    let written = Instant::from_micros(i64::try_from(written.as_micros()).unwrap()).unwrap();

    assert_eq!(folder.files.remove_abandoned(written).await.unwrap(), 0);
    assert!(left.exists());
    assert_eq!(folder.files.remove_abandoned(written.plus(Duration::MICROSECOND)).await.unwrap(), 1);
    assert_eq!(folder.listing(), whole);
}

#[tokio::test]
async fn a_removed_file_is_gone() {
    let folder = folder();
    let grant = grant("a", b"engawa");
    folder.files.receive(&grant, body(&[b"engawa"])).await.unwrap();
    folder.files.remove(grant.upload).await.unwrap();
    folder.files.remove(grant.upload).await.unwrap();
    assert_eq!(folder.read(grant.upload).await, None);
}

#[test]
fn a_token_carries_its_grant_until_it_expires() {
    let files = folder().files;
    let grant = grant("a", b"engawa");
    let token = files.upload_token(&grant);
    let almost = grant.expires.minus(Duration::MICROSECOND);
    assert_eq!(files.upload_grant(&token, almost), Ok(grant.clone()));
    assert_eq!(files.upload_grant(&token, grant.expires), Err(TokenError::Expired));

    let link = DownloadGrant { file: grant.upload, person: PersonId::new(fact_uuid("p")), expires: grant.expires };
    let token = files.download_token(&link);
    assert_eq!(files.download_grant(&token, almost), Ok(link.clone()));
    assert_eq!(files.download_grant(&token, link.expires), Err(TokenError::Expired));
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    assert!(token.bytes().all(unreserved), "{token}");
}

#[test]
fn a_token_changed_in_any_place_is_refused() {
    let files = folder().files;
    let token = files.upload_token(&grant("a", b"engawa"));
    for place in 0..token.len() {
        for other in [b'A', b'B', b'.'] {
            let mut changed = token.clone().into_bytes();
            // the last character of each half may carry bits that decode to nothing; those are refused as well
            if changed[place] == other {
                continue;
            }
            changed[place] = other;
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(files.upload_grant(&changed, now()), Err(TokenError::Invalid), "{place}");
        }
    }
    for broken in ["", ".", "a", "e30.", &token[..token.len() - 1], &format!("{token}A"), &format!("{token}.")] {
        assert_eq!(files.upload_grant(broken, now()), Err(TokenError::Invalid), "{broken:?}");
    }
}

#[test]
fn a_token_of_another_purpose_or_another_secret_is_refused() {
    let files = folder().files;
    let grant = grant("a", b"engawa");
    let other = Files::local(folder().folder.path(), &FilesSettings { secret: [8; 32], ..SETTINGS }).unwrap();
    assert_eq!(other.upload_grant(&files.upload_token(&grant), now()), Err(TokenError::Invalid));
    assert_eq!(files.download_grant(&files.upload_token(&grant), now()), Err(TokenError::Invalid));
    let link = DownloadGrant { file: grant.upload, person: PersonId::new(fact_uuid("p")), expires: grant.expires };
    assert_eq!(files.upload_grant(&files.download_token(&link), now()), Err(TokenError::Invalid));
}

#[test]
fn the_secret_is_never_printed() {
    assert_eq!(format!("{SETTINGS:?}"), "FilesSettings { secret: \"***\", max_bytes: 20971520 }");
}

#[test]
fn a_checksum_is_64_hex_digits() {
    let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(Sha256Sum::parse("sha256", text), Ok(grant("a", b"").sha256));
    assert_eq!(grant("a", b"").sha256.to_string(), text);
    for broken in ["", &text[1..], &format!("{text}0"), &text.replace('e', "g")] {
        assert!(Sha256Sum::parse("sha256", broken).is_err(), "{broken:?}");
    }
}
