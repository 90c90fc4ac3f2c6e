use crate::{App, Fault};
use futures::TryStreamExt;
use sha2::{Digest, Sha256};
use std::io::Write;

impl App {
    /// Writes every journal, one line for itself and one a transfer, in one order and one form: the same ledger is the
    /// same text. The last line is the SHA-256 of all before it, which is also answered. A ledger that only grew begins
    /// with the same text as before.
    ///
    /// # Errors
    /// That the text cannot be written, beside those of the database.
    pub async fn export_ledger(&self, out: &mut (dyn Write + Send)) -> Result<String, Fault> {
        let snapshot = self.db.snapshot().await?;
        let read = snapshot.read();
        let mut journals = read.journals().await?;
        let mut hash = Sha256::new();
        while let Some(posted) = journals.try_next().await? {
            let text = format!("{} {}", posted.at.micros(), posted.journal.canonical());
            hash.update(&text);
            out.write_all(text.as_bytes()).map_err(Fault::internal)?;
        }
        let hash = hex::encode(hash.finalize());
        writeln!(out, "sha256 {hash}").map_err(Fault::internal)?;
        out.flush().map_err(Fault::internal)?;
        Ok(hash)
    }
}
