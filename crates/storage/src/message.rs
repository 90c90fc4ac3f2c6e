use crate::aggregate::{self, Aggregate};
use crate::slice::{Keyset, Slice};
use crate::{DbError, Read, Tx};
use kernel::MessageId;
use market::{Message, Thread};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

impl Aggregate for Message {
    const TABLE: &'static str = "message";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let (column, id) = place(self.thread);
        vec![(column, id.into()), ("author", self.author.uuid().into())]
    }
}

impl Read<'_> {
    /// A piece of what was said in a thread, newest first.
    pub async fn messages(&self, thread: Thread, slice: Slice<MessageId>) -> Result<Vec<Message>, DbError> {
        let (column, id) = place(thread);
        let mut query = aggregate::select::<Message>();
        query.and_where(Expr::col(Alias::new(column)).eq(id));
        Keyset { table: Message::TABLE, columns: ["id"], descending: true }
            .cut(&mut query, slice.map(|id| [id.uuid().into()]));
        let rows = self.conn.query_all(&query).await?;
        rows.iter().map(|row| aggregate::decode(row).map(|stored| stored.value)).collect()
    }

    /// A message.
    pub async fn message(&self, id: MessageId) -> Result<Option<Message>, DbError> {
        Ok(aggregate::find(&self.conn, id.uuid()).await?.map(|stored| stored.value))
    }
}

impl Tx {
    /// Adds a message.
    pub async fn insert_message(&self, message: &Message) -> Result<(), DbError> {
        aggregate::insert(&self.inner, message).await
    }
}

/// The column that names a thread, and what stands in it.
pub(crate) fn place(thread: Thread) -> (&'static str, Uuid) {
    match thread {
        Thread::Bid { bid } => ("bid", bid.uuid()),
        Thread::Contract { contract } => ("contract", contract.uuid()),
    }
}
