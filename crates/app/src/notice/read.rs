use crate::{App, Caller, Fault, Letter};
use kernel::{Instant, NoticeId};
use storage::Slice;

/// Unread notices are counted so far and no further.
const UNREAD_MAX: u64 = 1_000;

/// Something a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// What it says.
    pub letter: Letter,
    /// When it was caused.
    pub at: Instant,
    /// When it was read.
    pub read_at: Option<Instant>,
}

impl App {
    /// A piece of the caller's own notices, newest first; `None` when nobody is signed in.
    pub async fn notices(&self, caller: &Caller, slice: Slice<NoticeId>) -> Result<Option<Vec<Notice>>, Fault> {
        let Some(person) = caller.id() else { return Ok(None) };
        let records = self.db.read().notices(person, slice).await?;
        let read = records.into_iter().map(|record| {
            let letter = serde_json::from_value(record.letter).map_err(Fault::internal)?;
            Ok(Notice { id: record.id, letter, at: record.at, read_at: record.read_at })
        });
        read.collect::<Result<_, Fault>>().map(Some)
    }

    /// How many of their own notices the caller has not read, counted to 1,000; none when nobody is signed in.
    pub async fn unread_notices(&self, caller: &Caller) -> Result<i64, Fault> {
        match caller.id() {
            Some(person) => Ok(self.db.read().unread_notices(person, UNREAD_MAX).await?),
            None => Ok(0),
        }
    }
}
