use super::{TakeHome, Task, TaskLanguage, TaskState, wants_document};
use crate::context::{app, caller, cursors};
use crate::fault::ApiError;
use crate::paging::{Connection, CursorKey, Edge, PageArgs, PageInfo};
use crate::scalars::{MoneyInput, read_id};
use app::{PriceFilter, SearchQuery, TaskKey, TaskList, TaskSort};
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use identity::SkillSlug;
use kernel::{InputError, InputFault, Money, OrganisationId, check_list_len, check_range};
use serde::{Deserialize, Serialize};

/// Most characters of the words to look for.
const MAX_TEXT: usize = 200;
/// Most skills to look for at once: as many as a task can ask for.
const MAX_SKILLS: usize = 15;

/// Sort keys of tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum TaskOrderField {
    /// Publication time.
    #[default]
    PublishedAt,
    /// Budget. Lists tasks of one currency alone: that of the amounts in the filter, else the instance's own.
    Budget,
}

/// Sort direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// Smallest or oldest first.
    Asc,
    /// Largest or newest first.
    #[default]
    Desc,
}

/// Sort order of tasks; ties are broken by id.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct TaskOrder {
    /// Key.
    field: TaskOrderField,
    /// Direction.
    direction: OrderDirection,
}

/// Conditions on tasks; all given ones must hold. Amounts are in one currency; tasks in others are left out.
#[derive(Clone, Debug, Default, InputObject)]
pub struct TaskFilter {
    /// In one of these states.
    states: Option<Vec<TaskState>>,
    /// Words in title or description, up to 200 characters: all must occur. "Words in quotes" follow one another, -words
    /// must not occur, and word* is a beginning. A text without a word to look for finds nothing. Drafts are not searched.
    text: Option<String>,
    /// Asking for all of these skills; up to 15 slugs. Drafts are not searched.
    skills: Option<Vec<String>>,
    /// Written and done in this language.
    language: Option<TaskLanguage>,
    /// Budget not below.
    budget_at_least: Option<MoneyInput>,
    /// Budget not above.
    budget_at_most: Option<MoneyInput>,
    /// Estimated minutes not above.
    minutes_at_most: Option<i32>,
    /// What an hour leaves the worker, not below.
    net_per_hour_at_least: Option<MoneyInput>,
}

macro_rules! places {
    ($($name:ident = $kind:literal;)+) => {$(
        #[derive(Clone, Copy, Serialize, Deserialize)]
        struct $name(TaskKey);

        impl CursorKey for $name {
            const KIND: &'static str = $kind;
        }

        impl From<TaskKey> for $name {
            fn from(key: TaskKey) -> Self {
                Self(key)
            }
        }

        impl From<$name> for TaskKey {
            fn from(place: $name) -> Self {
                place.0
            }
        }
    )+};
}

places! {
    ByPublication = "tasks by publication";
    ByBudget = "tasks by budget";
    ByDrafting = "tasks by drafting";
}

/// What a list field was asked.
pub(crate) struct Asked {
    /// Which piece.
    pub page: PageArgs,
    /// Conditions.
    pub filter: TaskFilter,
}

/// A page of tasks.
pub struct TaskConnection {
    page: Connection<Task>,
    filter: app::TaskFilter,
}

impl TaskConnection {
    /// A page of the published tasks.
    async fn browse(ctx: &Context<'_>, asked: Asked, order: TaskOrder) -> Result<Self, ApiError> {
        let mut filter = asked.filter.read()?;
        let descending = order.direction == OrderDirection::Desc;
        let by = |by| app::TaskOrder { by, descending };
        match order.field {
            TaskOrderField::PublishedAt => {
                Self::read::<ByPublication>(ctx, asked.page, filter, by(TaskSort::Published)).await
            }
            TaskOrderField::Budget => {
                let home = PriceFilter::any_in(app(ctx)?.settings().home_currency());
                filter.price.get_or_insert(home);
                Self::read::<ByBudget>(ctx, asked.page, filter, by(TaskSort::Budget)).await
            }
        }
    }

    /// A page of the tasks of one client.
    pub(crate) async fn of_client(ctx: &Context<'_>, client: OrganisationId, asked: Asked) -> Result<Self, ApiError> {
        let filter = app::TaskFilter { client: Some(client), ..asked.filter.read()? };
        let order = app::TaskOrder { by: TaskSort::Drafted, descending: true };
        Self::read::<ByDrafting>(ctx, asked.page, filter, order).await
    }

    async fn read<P>(
        ctx: &Context<'_>,
        page: PageArgs,
        filter: app::TaskFilter,
        order: app::TaskOrder,
    ) -> Result<Self, ApiError>
    where
        P: CursorKey + Clone + From<TaskKey> + Into<TaskKey>,
    {
        let page = page.read::<P>(cursors(ctx)?)?;
        let look = ctx.look_ahead();
        let with_task = wants_document(&look.field("nodes")) || wants_document(&look.field("edges").field("node"));
        let list = TaskList { filter: filter.clone(), order, slice: page.slice().map(P::into), with_task };
        let rows = app(ctx)?.tasks(caller(ctx)?, list).await?;
        let rows = rows.into_iter().map(|row| (P::from(row.key()), Task(row))).collect();
        Ok(Self { page: Connection::new(&page, rows, cursors(ctx)?)?, filter })
    }
}

/// A page of tasks.
#[Object]
impl TaskConnection {
    /// The items of this page with their cursors.
    async fn edges(&self) -> &[Edge<Task>] {
        self.page.all_edges()
    }

    /// The same items without cursors.
    async fn nodes(&self) -> Vec<&Task> {
        self.page.all_nodes()
    }

    /// Where this page lies.
    async fn page_info(&self) -> &PageInfo {
        self.page.info()
    }

    /// How many match, counted to 10,000 at most.
    async fn total_count(&self, ctx: &Context<'_>) -> Option<Result<u32, ApiError>> {
        let count = async { Ok(app(ctx)?.count_tasks(caller(ctx)?, self.filter.clone()).await?) };
        Some(count.await)
    }
}

impl TaskFilter {
    fn read(self) -> Result<app::TaskFilter, ApiError> {
        self.check().map_err(|error| {
            let error = error.within("filter");
            ApiError::bad_input(&error.path.join("."), &error.fault.to_string())
        })
    }

    fn check(self) -> Result<app::TaskFilter, InputError> {
        let text = self.text.filter(|text| !text.trim().is_empty());
        if text.as_ref().is_some_and(|text| text.chars().count() > MAX_TEXT) {
            return Err(InputError::new("text", InputFault::TooLong));
        }
        let skills = self.skills.unwrap_or_default();
        check_list_len("skills", skills.len(), 0, MAX_SKILLS)?;
        for skill in &skills {
            SkillSlug::try_new("skills", skill)?;
        }
        let amount = |field: &str, amount: Option<MoneyInput>| amount.map(|amount| amount.read(field)).transpose();
        let budget_at_least = amount("budgetAtLeast", self.budget_at_least)?;
        let budget_at_most = amount("budgetAtMost", self.budget_at_most)?;
        let hourly = amount("netPerHourAtLeast", self.net_per_hour_at_least)?;
        let price = one_currency([
            ("budgetAtLeast", budget_at_least),
            ("budgetAtMost", budget_at_most),
            ("netPerHourAtLeast", hourly),
        ])?
        .map(|currency| PriceFilter {
            currency,
            budget_at_least: budget_at_least.map(Money::minor),
            budget_at_most: budget_at_most.map(Money::minor),
            net_per_hour_at_least: hourly.map(Money::minor),
        });
        let minutes = self.minutes_at_most.map(|minutes| check_range("minutesAtMost", minutes, 0, i32::MAX));
        Ok(app::TaskFilter {
            states: self.states.unwrap_or_default().into_iter().map(Into::into).collect(),
            text: text.map(|text| SearchQuery::parse(&text)),
            skills,
            language: self.language.map(Into::into),
            minutes_at_most: minutes.transpose()?.and_then(|minutes| u32::try_from(minutes).ok()),
            price,
            ..app::TaskFilter::default()
        })
    }
}

/// The currency of all the amounts, or the first that is of another than one before it.
fn one_currency<const N: usize>(amounts: [(&str, Option<Money>); N]) -> Result<Option<kernel::Currency>, InputError> {
    let mut common = None;
    for (field, amount) in amounts {
        let Some(amount) = amount else { continue };
        if *common.get_or_insert(amount.currency()) != amount.currency() {
            return Err(InputError::new(field, InputFault::CurrencyMismatch));
        }
    }
    Ok(common)
}

/// A skill that published tasks ask for.
#[derive(SimpleObject)]
pub struct SkillUse {
    /// Slug.
    slug: String,
    /// How many ask for it, counted to 100.
    task_count: u32,
}

/// Reads of tasks.
#[derive(Default)]
pub struct TaskQuery;

/// Reads of tasks.
#[Object]
impl TaskQuery {
    /// A task; null when there is none the caller may see.
    async fn task(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> Option<Result<Task, ApiError>> {
        Task::read(ctx, read_id(&id)?).await.transpose()
    }

    /// Published tasks: open ones, unless the filter names states.
    #[allow(clippy::too_many_arguments, reason = "one for each argument of the field")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 when neither end is named.")] first: Option<i32>,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Cursor: only what precedes it.")] before: Option<String>,
        #[graphql(desc = "Conditions.")] filter: Option<TaskFilter>,
        #[graphql(desc = "Order.", default)] order_by: TaskOrder,
    ) -> Option<Result<TaskConnection, ApiError>> {
        let mut filter = filter.unwrap_or_default();
        filter.states.get_or_insert_with(|| vec![TaskState::Open]);
        let asked = Asked { page: PageArgs { first, after, last, before }, filter };
        Some(TaskConnection::browse(ctx, asked, order_by).await)
    }

    /// What a price leaves a worker under the fees of today, whatever the work. Null for a currency that the instance has no
    /// fees for, and for an amount that is none to pay.
    async fn take_home_at(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For the whole work, without consumption tax.")] price: MoneyInput,
        #[graphql(desc = "How long it takes, in minutes; for the net amount by the hour.")] minutes: Option<i32>,
    ) -> Option<Result<TakeHome, ApiError>> {
        let take_home = async {
            let price = price.read("price").map_err(|_| ApiError::bad_input("price", "is no amount of money"))?;
            let minutes = minutes.and_then(|minutes| u32::try_from(minutes).ok()).filter(|minutes| *minutes > 0);
            Ok(app(ctx)?.take_home(&[price], minutes).as_ref().map(TakeHome::of_all))
        };
        take_home.await.transpose()
    }

    /// The first 50 skills, by slug, that published tasks ask for.
    async fn skills(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How their slugs begin.", default)] prefix: String,
    ) -> Option<Result<Vec<SkillUse>, ApiError>> {
        let is_slug = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !prefix.bytes().all(is_slug) {
            return Some(Ok(Vec::new()));
        }
        let found = async { Ok(app(ctx)?.skills_in_use(&prefix).await?) };
        let shown = |skill: app::SkillUse| SkillUse { slug: skill.slug, task_count: skill.tasks };
        Some(found.await.map(|skills| skills.into_iter().map(shown).collect()))
    }
}
