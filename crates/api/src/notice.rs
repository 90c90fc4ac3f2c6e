//! What a person is told, in the application itself.

use crate::context::{app, caller, cursors};
use crate::fault::ApiError;
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::scalars::{DateTime, read_id, show_id};
use crate::{error_codes, payload};
use app::{AppError, Reader, Slice};
use async_graphql::{Context, ID, InputObject, Object};
use kernel::NoticeId;
use serde::{Deserialize, Serialize};

/// Something a person is told; the same went to them by mail.
pub struct Notice {
    notice: app::Notice,
    reader: Reader,
}

impl Notice {
    /// A page of one's own notices, newest first; null when nobody is signed in.
    pub async fn list(
        ctx: &Context<'_>,
        first: i32,
        after: Option<String>,
    ) -> Result<Option<Connection<Self>>, ApiError> {
        let (caller, cursors) = (caller(ctx)?, cursors(ctx)?);
        let page = PageArgs::forward(Some(first), after).read::<NoticePlace>(cursors)?;
        let slice =
            Slice { rows: page.rows(), from_end: false, after: page.after.as_ref().map(|at| at.0), before: None };
        let Some(notices) = app(ctx)?.notices(caller, slice).await? else { return Ok(None) };
        let rows = notices.into_iter().map(|notice| {
            let reader = caller.reader().clone();
            (NoticePlace(notice.id), Self { notice, reader })
        });
        Connection::new(&page, rows.collect(), cursors).map(Some)
    }
}

#[derive(Serialize, Deserialize)]
struct NoticePlace(NoticeId);

impl CursorKey for NoticePlace {
    const KIND: &'static str = "notices by age";
}

/// Something a person is told; the same went to them by mail.
#[Object]
impl Notice {
    /// For noticesMarkRead.
    async fn id(&self) -> ID {
        show_id(self.notice.id)
    }

    /// In the language of the request.
    async fn headline(&self) -> &str {
        self.notice.letter.words(&self.reader).0
    }

    /// In the language of the request, with times in the zone of the account.
    async fn text(&self) -> String {
        self.notice.letter.words(&self.reader).1
    }

    /// Global id of what it is about: a task, bid, contract, milestone, dispute, message or payout.
    async fn about(&self) -> ID {
        ID(self.notice.letter.about())
    }

    /// When it was caused.
    async fn at(&self) -> DateTime {
        self.notice.at.into()
    }

    /// When it was read; null until noticesMarkRead.
    async fn read_at(&self) -> Option<DateTime> {
        self.notice.read_at.map(Into::into)
    }
}

error_codes! {
    /// Why notices were not marked.
    pub enum NoticesMarkReadErrorCode for "NoticesMarkRead" from app::NoticesMarkReadCode {}
}

/// Input of noticesMarkRead.
#[derive(InputObject)]
pub struct NoticesMarkReadInput {
    /// The newest notice that was read; older ones are marked too.
    up_to: ID,
}

payload! {
    /// Outcome of noticesMarkRead.
    pub struct NoticesMarkReadPayload or NoticesMarkReadErrorCode {
        /// How many are still unread, counted to 1,000.
        unread_notices: i64,
    }
}

/// Writes of notices.
#[derive(Default)]
pub struct NoticeMutation;

/// Writes of notices.
#[Object]
impl NoticeMutation {
    /// Says that one has read one's notices up to one of them.
    async fn notices_mark_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: NoticesMarkReadInput,
    ) -> Result<NoticesMarkReadPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let up_to = read_id(&input.up_to).ok_or_else(|| AppError::not_found("upTo"))?;
            app.notices_mark_read(caller, app::NoticesMarkRead { up_to }).await
        };
        match outcome.await {
            Ok(()) => Ok(NoticesMarkReadPayload::done(Some(app.unread_notices(caller).await?))),
            Err(error) => NoticesMarkReadPayload::refused(ctx, error),
        }
    }
}
