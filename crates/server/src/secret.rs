//! The instance's secret: what signs cursors and file links and hashes sign-in codes.

use crate::config::Config;
use anyhow::{Context, Result, bail};
use app::IdSource;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Reads the secret; at the very first start of an instance without a `secret_file`, makes it.
///
/// # Errors
/// A file that cannot be read or written, or that holds no secret.
pub fn load_or_make(config: &Config, ids: &dyn IdSource) -> Result<[u8; 32]> {
    if !config.secret_file.is_empty() {
        return read(Path::new(&config.secret_file));
    }
    let path: PathBuf = config.data_dir.join("secret");
    if !path.exists() {
        make(&path, ids.secret()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    read(&path)
}

fn make(path: &Path, secret: [u8; 32]) -> Result<()> {
    // Beside it and then renamed: a start that is cut short leaves no half a secret, and of two that race one wins.
    let draft = path.with_extension(format!("{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(hex::encode(secret).as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => Ok(other?),
    }
}

fn read(path: &Path) -> Result<[u8; 32]> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut secret = [0; 32];
    if hex::decode_to_slice(text.trim(), &mut secret).is_err() {
        bail!("{} does not hold 64 hexadecimal digits", path.display());
    }
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        make(&path, [1; 32]).unwrap();
        make(&path, [2; 32]).unwrap();
        assert_eq!(read(&path).unwrap(), [1; 32]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_holds_no_secret_refuses_to_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        for text in ["", "secret", &"0".repeat(63), &"g".repeat(64)] {
            fs::write(&path, text).unwrap();
            assert!(read(&path).is_err(), "{text:?}");
        }
    }
}
