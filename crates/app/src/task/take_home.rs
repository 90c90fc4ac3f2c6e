use crate::{App, Settings};
use escrow::{Quote, net_per_hour};
use kernel::{Currency, Money, MoneyError};
use market::TaskContent;

/// What a worker takes home, before anybody bids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeHome {
    /// What all parts come to together.
    pub total: Quote,
    /// What that is by the hour; `None` while nobody has said how long it takes.
    pub net_per_hour: Option<Money>,
    /// Each part, in the order of work.
    pub parts: Vec<Quote>,
}

impl Settings {
    /// The currency of what has no price yet: the first that the instance has fees for.
    pub fn home_currency(&self) -> Currency {
        self.fees.keys().next().copied().unwrap_or(Currency::Jpy)
    }

    /// What a worker takes home for parts of these prices, released one after the other, in `minutes` together.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] for a currency without a fee schedule, or several; [`MoneyError::OutOfRange`]
    /// for no part at all, or amounts too large to hold.
    pub fn take_home(&self, prices: &[Money], minutes: Option<u32>) -> Result<TakeHome, MoneyError> {
        let currency = prices.first().ok_or(MoneyError::OutOfRange)?.currency();
        let fees = self.fees.get(&currency).ok_or(MoneyError::CurrencyMismatch)?;
        let parts = fees.quote_parts(prices)?;
        let total = Quote::sum(currency, &parts)?;
        let net_per_hour = minutes.and_then(|minutes| net_per_hour(total.net, minutes));
        Ok(TakeHome { total, net_per_hour, parts })
    }
}

impl App {
    /// What a worker takes home under the fees of today; `None` while nothing is priced.
    pub fn take_home(&self, prices: &[Money], minutes: Option<u32>) -> Option<TakeHome> {
        self.settings.take_home(prices, minutes).ok()
    }

    /// What a worker takes home who does a task for `price` instead of its budget, under the fees of today; `None` for a
    /// price that cannot be divided over its parts.
    pub fn take_home_at(&self, content: &TaskContent, price: Money) -> Option<TakeHome> {
        let parts = content.milestones_at(price).ok()?;
        let prices: Vec<Money> = parts.iter().map(|part| part.price).collect();
        self.take_home(&prices, Some(content.estimated_minutes))
    }
}
