//! What the two sides of a bid or a contract say to each other.

mod upload;

pub use upload::MessageUploadMutation;

use crate::account::Person;
use crate::bid::Bid;
use crate::context::{app, caller, cursors};
use crate::contract::{Contract, DealSide};
use crate::fault::ApiError;
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::scalars::{DateTime, read_id, show_id};
use crate::upload::{File, read_uploads};
use crate::{error_codes, payload};
use app::{AppError, MessageView, Slice};
use async_graphql::{Context, ID, InputObject, Object};
use kernel::{InputError, InputFault, MessageId};
use market::{MessageDraft, Thread};
use serde::{Deserialize, Serialize};

/// What one side of a bid or contract says to the other.
pub struct Message(MessageView);

impl Message {
    /// A message; null when there is none that the caller may read.
    pub async fn load(ctx: &Context<'_>, id: MessageId) -> Result<Option<Self>, ApiError> {
        Ok(app(ctx)?.message(caller(ctx)?, id).await?.map(Self))
    }

    /// A page of what was said in a thread, newest first; null for callers it is not for.
    pub async fn list(
        ctx: &Context<'_>,
        thread: Thread,
        first: i32,
        after: Option<String>,
    ) -> Result<Option<Connection<Self>>, ApiError> {
        let cursors = cursors(ctx)?;
        let page = PageArgs::forward(Some(first), after).read::<MessagePlace>(cursors)?;
        let slice =
            Slice { rows: page.rows(), from_end: false, after: page.after.as_ref().map(|at| at.0), before: None };
        let Some(messages) = app(ctx)?.messages(caller(ctx)?, thread, slice).await? else { return Ok(None) };
        let rows = messages.into_iter().map(|view| (MessagePlace(view.message.id), Self(view)));
        Connection::new(&page, rows.collect(), cursors).map(Some)
    }
}

#[derive(Serialize, Deserialize)]
struct MessagePlace(MessageId);

impl CursorKey for MessagePlace {
    const KIND: &'static str = "messages by age";
}

/// What one side of a bid or contract says to the other. It stays as it was said.
#[Object]
impl Message {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.0.message.id)
    }

    /// The bid it is about; null for what is said in a contract.
    async fn bid(&self, ctx: &Context<'_>) -> Option<Result<Bid, ApiError>> {
        match self.0.message.thread {
            Thread::Bid { bid } => Bid::load(ctx, bid).await.transpose(),
            Thread::Contract { .. } => None,
        }
    }

    /// The contract it was said in; null for what is said about a bid.
    async fn contract(&self, ctx: &Context<'_>) -> Option<Result<Contract, ApiError>> {
        match self.0.message.thread {
            Thread::Bid { .. } => None,
            Thread::Contract { contract } => Contract::load(ctx, contract).await.transpose(),
        }
    }

    /// Who said it.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<Person, ApiError>> {
        Person::load(ctx, self.0.message.author).await.transpose()
    }

    /// For which side.
    async fn side(&self) -> DealSide {
        self.0.message.side.into()
    }

    /// Plain text; empty only beside files.
    async fn text(&self) -> &str {
        &self.0.message.text
    }

    /// At most 10 files.
    async fn files(&self) -> Vec<File<'_>> {
        self.0.files.iter().map(File).collect()
    }

    /// When.
    async fn sent_at(&self) -> DateTime {
        self.0.message.sent_at.into()
    }
}

error_codes! {
    /// Why nothing was said.
    pub enum MessageSendErrorCode for "MessageSend" from app::MessageSendCode {
        /// A file is not there, not the caller's, or of another thread; or it is part of a message already.
        UploadNotUsable: "添付ファイルを使えません。", "A file cannot be used.";
    }
}

/// Input of messageSend. Exactly one of bidId and contractId is given.
#[derive(InputObject)]
pub struct MessageSendInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat says nothing twice.
    idempotency_key: String,
    /// Before an award: about which bid.
    bid_id: Option<ID>,
    /// After it: in which contract.
    contract_id: Option<ID>,
    /// At most 4,000 characters; may be empty beside files.
    #[graphql(default)]
    text: String,
    /// Files of messageUploadCreate that were received, at most 10.
    #[graphql(default)]
    upload_ids: Vec<ID>,
}

impl MessageSendInput {
    fn read(self) -> Result<app::MessageSend, AppError<app::MessageSendCode>> {
        let thread = thread(self.bid_id.as_ref(), self.contract_id.as_ref())?;
        let files = read_uploads(&self.upload_ids, app::MessageSendCode::UploadNotUsable)?;
        let message = MessageDraft { text: self.text, files };
        Ok(app::MessageSend { idempotency_key: self.idempotency_key, thread, message })
    }
}

/// Reads which thread is meant.
pub(crate) fn thread<C: app::Code>(bid: Option<&ID>, contract: Option<&ID>) -> Result<Thread, AppError<C>> {
    match (bid, contract) {
        (Some(id), None) => Ok(Thread::Bid { bid: read_id(id).ok_or_else(|| AppError::not_found("bidId"))? }),
        (None, Some(id)) => {
            Ok(Thread::Contract { contract: read_id(id).ok_or_else(|| AppError::not_found("contractId"))? })
        }
        (None, None) => Err(InputError::new("contractId", InputFault::Blank).into()),
        (Some(_), Some(_)) => Err(InputError::new("contractId", InputFault::Duplicate).into()),
    }
}

payload! {
    /// Outcome of messageSend.
    pub struct MessageSendPayload or MessageSendErrorCode {
        /// What was said.
        message: Message,
    }
}

/// Writes of messages.
#[derive(Default)]
pub struct MessageMutation;

/// Writes of messages.
#[Object]
impl MessageMutation {
    /// Says something to the other side of a bid or contract.
    async fn message_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: MessageSendInput,
    ) -> Result<MessageSendPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async { app.message_send(caller, input.read()?).await };
        match outcome.await {
            Ok(id) => Ok(MessageSendPayload::done(Message::load(ctx, id).await?)),
            Err(error) => MessageSendPayload::refused(ctx, error),
        }
    }
}
