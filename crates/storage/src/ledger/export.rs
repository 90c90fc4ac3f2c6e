use super::read::{JOURNALS, JournalLine, PostedJournal, whole};
use crate::{DbError, Read};
use futures::stream::{self, BoxStream, Peekable, StreamExt, TryStreamExt};
use sea_orm::{ConnectionTrait, DatabaseExecutor, DbErr, QueryResult, Statement, StreamTrait};
use std::pin::Pin;

type Lines<'r> = Pin<Box<Peekable<BoxStream<'r, Result<JournalLine, DbError>>>>>;

impl Read<'_> {
    /// Every journal as of one moment, in the order of time and, within one instant, of id: the same ledger always reads
    /// the same. One connection is held until the end; no more than one journal is in memory.
    pub async fn journals(&self) -> Result<BoxStream<'_, Result<PostedJournal, DbError>>, DbError> {
        let sql = format!("{JOURNALS} ORDER BY journal.at, journal.id, transfer.leg");
        let select = Statement::from_string(self.conn.get_database_backend(), sql);
        let rows: BoxStream<'_, Result<QueryResult, DbErr>> = match &self.conn {
            DatabaseExecutor::Connection(conn) => conn.stream_raw(select).await?.boxed(),
            DatabaseExecutor::Transaction(tx) => tx.stream_raw(select).await?.boxed(),
            DatabaseExecutor::OwnedTransaction(tx) => tx.stream_raw(select).await?.boxed(),
        };
        let lines = rows.map(|row| JournalLine::of(&row?)).boxed();
        Ok(stream::try_unfold(Box::pin(lines.peekable()), next_journal).boxed())
    }
}

async fn next_journal(mut lines: Lines<'_>) -> Result<Option<(PostedJournal, Lines<'_>)>, DbError> {
    let Some(first) = lines.try_next().await? else { return Ok(None) };
    let id = first.leg.journal;
    let mut legs = vec![first];
    let is_next_leg = |line: &Result<JournalLine, DbError>| line.as_ref().is_ok_and(|line| line.leg.journal == id);
    while let Some(line) = lines.as_mut().next_if(is_next_leg).await {
        legs.push(line?);
    }
    Ok(Some((whole(legs)?, lines)))
}
