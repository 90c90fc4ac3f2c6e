use crate::context::{app, loaders};
use crate::fault::ApiError;
use crate::scalars::Money;
use async_graphql::{Context, SimpleObject};
use escrow::Quote;
use kernel::TaskId;
use market::Content;

/// What a price comes to. gross = price + priceTax = net + fee + feeTax, exactly.
#[derive(Clone, Debug, SimpleObject)]
pub struct TakeHome {
    /// Without consumption tax.
    price: Money,
    /// Consumption tax on the price, which the worker receives too.
    price_tax: Money,
    /// What the client pays and what is held until acceptance.
    gross: Money,
    /// The platform's fee, without tax.
    fee: Money,
    /// Consumption tax on the fee.
    fee_tax: Money,
    /// What the worker receives.
    net: Money,
    /// The net amount by the hour, if the work takes as long as the client thinks; null for a part of a task.
    net_per_hour: Option<Money>,
}

/// A part of the work with its price.
#[derive(Clone, Debug, SimpleObject)]
pub struct PlannedMilestone {
    /// One line.
    title: Option<String>,
    /// Without consumption tax.
    price: Option<Money>,
    /// What it leaves the worker, when the parts are accepted one after the other.
    take_home: Option<TakeHome>,
}

impl TakeHome {
    /// Of a task that was published, done for `price` instead of its budget. Null when the caller may not see the task,
    /// or the price cannot be divided over its parts.
    pub async fn at(ctx: &Context<'_>, task: TaskId, price: kernel::Money) -> Result<Option<Self>, ApiError> {
        let Some(Content::Published(content)) = loaders(ctx)?.task_content(task).await? else { return Ok(None) };
        Ok(app(ctx)?.take_home_at(&content, price).as_ref().map(Self::of_all))
    }

    /// Of a whole task.
    pub fn of_all(take_home: &app::TakeHome) -> Self {
        Self { net_per_hour: take_home.net_per_hour.map(Money::from), ..Self::from(take_home.total) }
    }
}

impl From<Quote> for TakeHome {
    fn from(quote: Quote) -> Self {
        Self {
            price: quote.price.into(),
            price_tax: quote.price_tax.into(),
            gross: quote.gross.into(),
            fee: quote.fee.into(),
            fee_tax: quote.fee_tax.into(),
            net: quote.net.into(),
            net_per_hour: None,
        }
    }
}

impl PlannedMilestone {
    /// Every part of a task, with the quotes of those that have a price.
    pub fn all(content: &Content, take_home: Option<&app::TakeHome>) -> Vec<Self> {
        let parts: Vec<(Option<String>, Option<kernel::Money>)> = match content {
            Content::Draft(draft) => draft.milestones.iter().map(|part| (part.title.clone(), part.price)).collect(),
            Content::Published(content) => {
                content.milestones.iter().map(|part| (Some(part.title.clone()), Some(part.price))).collect()
            }
        };
        let mut quotes = take_home.map(|found| found.parts.as_slice()).unwrap_or_default().iter();
        let priced = |(title, price): (Option<String>, Option<kernel::Money>)| Self {
            title,
            price: price.map(Money::from),
            take_home: price.and_then(|_| quotes.next()).copied().map(TakeHome::from),
        };
        parts.into_iter().map(priced).collect()
    }
}
