//! Tasks: what they say and leave the worker, how they are found, and how their clients write them.

mod inputs;
mod list;
mod mutations;
mod price;
mod work_style;

pub use inputs::{MilestoneInput, TaskInput};
pub(crate) use list::Asked;
pub use list::{OrderDirection, TaskConnection, TaskFilter, TaskOrder, TaskOrderField, TaskQuery};
pub use mutations::TaskMutation;
pub use price::{PlannedMilestone, TakeHome};
pub use work_style::{WorkStyle, WorkStyleInput};

use crate::bid::Bid;
use crate::context::{app, caller, loaders};
use crate::contract::Contract;
use crate::fault::ApiError;
use crate::markdown;
use crate::organisation::Organisation;
use crate::paging::Connection;
use crate::scalars::{DateTime, Money, MoneyInput, show_id};
use app::{BidsOf, TaskRow, TaskSummary};
use async_graphql::{Context, Enum, ID, Lookahead, Object, SimpleObject};
use kernel::TaskId;
use market::Content;
use std::borrow::Cow;

/// Where a task stands. New states may be added: treat an unknown one as not actionable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::TaskStateKind")]
pub enum TaskState {
    /// Only its client sees it.
    Draft,
    /// Accepting bids.
    Open,
    /// A bid was awarded.
    Contracted,
    /// Withdrawn or expired without a contract.
    Closed,
}

/// How work is handed out and paid. New kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::TaskKind")]
pub enum TaskKind {
    /// One worker by bids, paid by milestones.
    Project,
}

/// Why a task ended without a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::ClosedWhy")]
pub enum TaskClosedReason {
    /// The client took it back.
    Withdrawn,
    /// Its time for bids was over.
    Expired,
}

/// The language a task is written and done in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::Language")]
pub enum TaskLanguage {
    /// Japanese.
    Ja,
    /// English.
    En,
}

/// Something that can be seen to be done.
#[derive(Clone, Debug, SimpleObject)]
pub struct ChecklistItem {
    /// 1, 2, 3 …: how deliveries and revision requests name it.
    number: i32,
    /// One line.
    text: String,
}

impl From<&market::ChecklistItem> for ChecklistItem {
    fn from(item: &market::ChecklistItem) -> Self {
        Self { number: item.id.into(), text: item.text.clone() }
    }
}

/// Work offered by a client.
pub struct Task(TaskRow);

/// The fields that need the whole document; lists read it along when one of them is asked for.
const IN_DOCUMENT: [&str; 4] = ["description", "descriptionHtml", "checklist", "milestones"];

fn wants_document(task: &Lookahead<'_>) -> bool {
    IN_DOCUMENT.iter().any(|field| task.field(field).exists())
}

impl Task {
    /// Looks a task up; null when there is none, or none the caller may see.
    pub async fn load(ctx: &Context<'_>, id: TaskId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.task(id).await?.map(Self))
    }

    /// As [`Task::load`], with all that the field under `ctx` asks of it in one statement.
    async fn read(ctx: &Context<'_>, id: TaskId) -> Result<Option<Self>, ApiError> {
        let with_task = wants_document(&ctx.look_ahead());
        Ok(app(ctx)?.tasks_by_ids(caller(ctx)?, &[id], with_task).await?.remove(&id).map(Self))
    }

    fn summary(&self) -> &TaskSummary {
        &self.0.card.summary
    }

    async fn content(&self, ctx: &Context<'_>) -> Result<Cow<'_, Content>, ApiError> {
        if let Some(task) = &self.0.task {
            return Ok(Cow::Borrowed(&task.value.content));
        }
        let content = loaders(ctx)?.task_content(self.0.card.id).await?;
        content.map(Cow::Owned).ok_or_else(|| ApiError::internal("a task that was read is gone"))
    }

    async fn description_text(&self, ctx: &Context<'_>) -> Result<Option<String>, ApiError> {
        Ok(match self.content(ctx).await?.into_owned() {
            Content::Draft(draft) => draft.description,
            Content::Published(content) => Some(content.description),
        })
    }
}

/// Work offered by a client. A draft is seen by its client's people alone, and may lack whatever is null here.
#[Object]
impl Task {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.0.card.id)
    }

    /// Version for optimistic locking; rises with every change.
    async fn version(&self) -> i32 {
        self.0.card.version.get()
    }

    /// How work is handed out and paid.
    async fn kind(&self) -> TaskKind {
        market::TaskKind::Project.into()
    }

    /// Title, 1 to 120 characters.
    async fn title(&self) -> Option<&str> {
        self.summary().title.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> TaskState {
        self.summary().state.kind().into()
    }

    /// How often the published content was written, beginning with 1; 0 for a draft. A bid is made on one revision, and
    /// only a bid on the latest can be awarded.
    async fn revision(&self) -> u32 {
        self.summary().revision
    }

    /// Why it ended without a contract; null while it has not.
    async fn closed_reason(&self) -> Option<TaskClosedReason> {
        match self.summary().state {
            market::TaskState::Closed { reason, .. } => Some(reason.into()),
            market::TaskState::Draft | market::TaskState::Open { .. } | market::TaskState::Contracted { .. } => None,
        }
    }

    /// Who offers it.
    async fn client(&self) -> Organisation {
        Organisation::in_short(self.0.card.client.clone())
    }

    /// What the client will pay for all milestones, without consumption tax.
    async fn budget(&self) -> Option<Money> {
        self.summary().budget().map(Money::from)
    }

    /// What it leaves the worker who does it for the budget, under the fees of today. A contract keeps the fees it was
    /// made under.
    async fn take_home(&self, ctx: &Context<'_>) -> Option<Result<TakeHome, ApiError>> {
        let (prices, minutes) = (&self.summary().prices, self.summary().estimated_minutes);
        let take_home = app(ctx).map(|app| app.take_home(prices, minutes));
        take_home.map(|found| found.map(|found| TakeHome::of_all(&found))).transpose()
    }

    /// The same for another price: what a bid would leave the worker. Null while there is nothing to bid on.
    async fn take_home_at(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For all milestones, without consumption tax.")] price: MoneyInput,
    ) -> Option<Result<TakeHome, ApiError>> {
        let take_home = async {
            let price = price.read("price").map_err(|_| ApiError::bad_input("price", "is no amount of money"))?;
            TakeHome::at(ctx, self.0.card.id, price).await
        };
        take_home.await.transpose()
    }

    /// When it was published; null when it never was.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.card.published_at.map(DateTime::from)
    }

    /// When it stops taking bids by itself; null when it takes none.
    async fn expires_at(&self) -> Option<DateTime> {
        match self.summary().state {
            market::TaskState::Open { expires_at, .. } => Some(expires_at.into()),
            market::TaskState::Draft | market::TaskState::Contracted { .. } | market::TaskState::Closed { .. } => None,
        }
    }

    /// How long the client thinks it takes, in minutes.
    async fn estimated_minutes(&self) -> Option<u32> {
        self.summary().estimated_minutes
    }

    /// When the work is needed.
    async fn deadline(&self) -> Option<DateTime> {
        self.summary().deadline.map(DateTime::from)
    }

    /// Slugs of the skills it asks for; at most 15.
    async fn skills(&self) -> &[String] {
        &self.summary().skills
    }

    /// The language it is written and done in.
    async fn language(&self) -> Option<TaskLanguage> {
        self.summary().language.map(Into::into)
    }

    /// The ten facts of how one works on it.
    async fn work_style(&self) -> WorkStyle {
        self.summary().work_style.into()
    }

    /// Bids on it, newest first: all of them for those who choose, their own for others; null for nobody signed in.
    async fn bids(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Option<Result<Connection<Bid>, ApiError>> {
        let of = BidsOf::Task { task: self.0.card.id, client: self.0.card.client.id };
        Bid::list(ctx, of, (first, after)).await.transpose()
    }

    /// The contract, once a bid was awarded and if the caller is a party.
    async fn contract(&self, ctx: &Context<'_>) -> Option<Result<Contract, ApiError>> {
        match self.summary().state {
            market::TaskState::Contracted { contract, .. } => Contract::load(ctx, contract).await.transpose(),
            market::TaskState::Draft | market::TaskState::Open { .. } | market::TaskState::Closed { .. } => None,
        }
    }

    /// Bids placed and not taken back.
    async fn bid_count(&self) -> u32 {
        self.0.card.bid_count
    }

    /// Markdown, as the client typed it.
    async fn description(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        self.description_text(ctx).await.transpose()
    }

    /// The description as HTML that is safe to show: no scripts, styles or images.
    async fn description_html(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        self.description_text(ctx).await.map(|text| text.map(|text| markdown::to_html(&text))).transpose()
    }

    /// What a delivery is measured by; at most 30 items.
    async fn checklist(&self, ctx: &Context<'_>) -> Option<Result<Vec<ChecklistItem>, ApiError>> {
        Some(self.content(ctx).await.map(|content| {
            let item = |(number, text): (i32, &String)| ChecklistItem { number, text: text.clone() };
            match &*content {
                Content::Draft(draft) => (1..).zip(&draft.checklist).map(item).collect(),
                Content::Published(content) => content.checklist.iter().map(ChecklistItem::from).collect(),
            }
        }))
    }

    /// The parts it is paid in, in the order of work; at most 20.
    async fn milestones(&self, ctx: &Context<'_>) -> Option<Result<Vec<PlannedMilestone>, ApiError>> {
        let milestones = async {
            let take_home = app(ctx)?.take_home(&self.summary().prices, self.summary().estimated_minutes);
            Ok(PlannedMilestone::all(&*self.content(ctx).await?, take_home.as_ref()))
        };
        Some(milestones.await)
    }
}
