use crate::message::Encoding;
use crate::{Mail, Mailer, SendError, Sender};
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs;
use tokio::io::AsyncWriteExt;

/// Writes each mail as a file `<time>-<id>.eml` into a folder, for trials and for machines without mail.
///
/// A file appears whole or not at all. The same mail again replaces its file with the same content.
#[derive(Clone, Debug)]
pub struct FolderMailer {
    folder: PathBuf,
    sender: Sender,
}

impl FolderMailer {
    /// Makes the folder where there is none. On Unix only its owner may enter one made here: mails hold sign-in codes.
    pub async fn init(folder: impl Into<PathBuf>, sender: Sender) -> io::Result<Self> {
        let folder = folder.into();
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        builder.mode(0o700);
        builder.create(&folder).await?;
        Ok(Self { folder, sender })
    }

    async fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let unfinished = self.folder.join(format!(".{name}.tmp"));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        options.mode(0o600);
        let mut file = options.open(&unfinished).await?;
        file.write_all(content).await?;
        file.sync_all().await?;
        fs::rename(&unfinished, self.folder.join(name)).await?;
        sync_folder(&self.folder).await
    }
}

/// Makes the new name survive a power cut; elsewhere than on Unix a folder cannot be opened for that.
async fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder).await?.sync_all().await } else { Ok(()) }
}

#[async_trait::async_trait]
impl Mailer for FolderMailer {
    async fn send(&self, mail: &Mail) -> Result<(), SendError> {
        let content = self.sender.compose(mail, Encoding::Readable).formatted();
        self.write(&mail.file_name(), &content).await.map_err(|error| SendError::Retryable(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MailDraft;
    use crate::fixture::{draft, sender};
    use kernel::Instant;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn mail(id: &str, at: &str) -> Mail {
        Mail::try_new(&MailDraft { id: id.to_owned(), at: Instant::parse(at).unwrap(), ..draft() }).unwrap()
    }

    #[tokio::test]
    async fn each_mail_becomes_one_file_and_names_sort_by_time() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("data/mail");
        let mailer = FolderMailer::init(&folder, sender()).await.unwrap();
        mailer.send(&mail("later", "2026-11-20T03:04:05.000678Z")).await.unwrap();
        mailer.send(&mail("sooner", "2026-11-20T03:04:05.000099Z")).await.unwrap();
        let expected = ["20261120T030405.000099Z-sooner.eml", "20261120T030405.000678Z-later.eml"];
        assert_eq!(names(&folder), expected);
        let content = std::fs::read(folder.join(expected[1])).unwrap();
        assert_eq!(
            content,
            sender().compose(&mail("later", "2026-11-20T03:04:05.000678Z"), Encoding::Readable).formatted()
        );
    }

    #[tokio::test]
    async fn the_same_mail_again_is_the_same_file_even_over_a_half_written_one() {
        let root = tempfile::tempdir().unwrap();
        let mailer = FolderMailer::init(root.path(), sender()).await.unwrap();
        let mail = mail("one", "2026-11-20T03:04:05Z");
        std::fs::write(root.path().join(format!(".{}.tmp", mail.file_name())), vec![b'x'; 9_000]).unwrap();
        mailer.send(&mail).await.unwrap();
        mailer.send(&mail).await.unwrap();
        assert_eq!(names(root.path()), [mail.file_name()]);
        let content = std::fs::read(root.path().join(mail.file_name())).unwrap();
        assert_eq!(content, sender().compose(&mail, Encoding::Readable).formatted());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_owner_can_read_a_mail() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("mail");
        let mailer = FolderMailer::init(&folder, sender()).await.unwrap();
        let mail = mail("one", "2026-11-20T03:04:05Z");
        mailer.send(&mail).await.unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join(mail.file_name()))), (0o700, 0o600));
    }

    #[tokio::test]
    async fn a_folder_that_went_away_is_worth_another_try() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("mail");
        let mailer = FolderMailer::init(&folder, sender()).await.unwrap();
        std::fs::remove_dir(&folder).unwrap();
        let error = mailer.send(&mail("one", "2026-11-20T03:04:05Z")).await.unwrap_err();
        assert!(error.is_retryable(), "{error:?}");
    }
}
