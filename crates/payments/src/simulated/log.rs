//! Where the facts are: nowhere but in memory, or lines of JSON in a file that several processes share.

use super::fact::Fact;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

const FILE_NAME: &str = "gateway.jsonl";

pub(super) enum Log {
    Memory,
    Shared(File),
}

/// Holds the file for this process alone; the kernel lets go when the process dies.
pub(super) struct Held<'a>(Option<&'a File>);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // closing the file lets go as well, so a failure here is not worth a word
        let _ = self.0.map(File::unlock);
    }
}

impl Log {
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let file = OpenOptions::new().read(true).append(true).create(true).open(folder.join(FILE_NAME))?;
        File::open(folder)?.sync_all()?;
        Ok(Self::Shared(file))
    }

    pub(super) fn hold(&self) -> io::Result<Held<'_>> {
        match self {
            Self::Memory => Ok(Held(None)),
            Self::Shared(file) => {
                file.lock()?;
                Ok(Held(Some(file)))
            }
        }
    }

    /// The facts after `offset`, and where they end. A torn last line was never acknowledged to anyone, and whoever
    /// wrote it is dead, since it would hold the file: it is cut off.
    pub(super) fn read(&self, offset: u64) -> io::Result<(Vec<Fact>, u64)> {
        let Self::Shared(file) = self else { return Ok((Vec::new(), offset)) };
        let len = file.metadata()?.len();
        if len == offset {
            return Ok((Vec::new(), offset));
        }
        if len < offset {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the gateway's file has become shorter"));
        }
        let mut text = Vec::new();
        let mut reader = file;
        reader.seek(SeekFrom::Start(offset))?;
        reader.read_to_end(&mut text)?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let end = offset + u64::try_from(whole).map_err(io::Error::other)?;
        if whole < text.len() {
            file.set_len(end)?;
            file.sync_all()?;
        }
        let facts = text[..whole]
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).map_err(io::Error::from))
            .collect::<io::Result<_>>()?;
        Ok((facts, end))
    }

    /// Writes `facts` behind `offset`, answers where they end; on disk before it answers.
    pub(super) fn append(&self, facts: &[Fact], offset: u64) -> io::Result<u64> {
        let Self::Shared(file) = self else { return Ok(offset) };
        let mut lines = Vec::new();
        for fact in facts {
            serde_json::to_writer(&mut lines, fact)?;
            lines.push(b'\n');
        }
        let mut writer = file;
        writer.write_all(&lines)?;
        file.sync_data()?;
        Ok(offset + u64::try_from(lines.len()).map_err(io::Error::other)?)
    }
}
