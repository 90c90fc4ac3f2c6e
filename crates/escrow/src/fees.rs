use kernel::{BasisPoints, Currency, MAX_MINOR, Money, MoneyError, Rounding};
use serde::{Deserialize, Serialize};

/// Highest rate a schedule may hold: 50 %. With a fee and a tax on it of at most a half each, no fraction that is
/// rounded against the worker can make the net amount negative.
const MAX_RATE: BasisPoints = BasisPoints::new(5_000);
/// Most tiers a schedule may hold.
const MAX_TIERS: usize = 10;

/// The worker's fee on one slice of what a contract releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeTier {
    /// Where the slice ends: minor units of tax-inclusive price, counted over the whole contract. None: it never ends.
    pub up_to_minor: Option<i64>,
    /// The fee on that slice.
    pub rate_bps: BasisPoints,
}

/// The figures of a fee schedule, as configuration and stored contracts hold them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeRules {
    /// Which edition of the figures this is; a new one for every change.
    pub version: u32,
    /// The currency the bounds are counted in, and the only one the schedule can be applied to.
    pub currency: Currency,
    /// Marginal tiers of the worker's fee, lowest first.
    pub tiers: Vec<FeeTier>,
    /// Consumption tax that the platform adds to its fee.
    pub fee_tax_bps: BasisPoints,
    /// Consumption tax on the price, which the client pays on top and the worker receives.
    pub price_tax_bps: BasisPoints,
    /// What the client pays the platform on top: always zero. It stands here so that the promise is in the contract.
    pub client_fee_bps: BasisPoints,
}

/// A checked fee schedule. A contract freezes the one it was made under.
///
/// The worker's fee is marginal on the *tax-inclusive* price, and the tiers count what the whole contract has released:
/// with `F(x)` the fee on the first `x`, a release of `g` after `x` costs `F(x + g) − F(x)`. However a contract is cut
/// into releases, their fees sum to the same. Every fraction of a minor unit is dropped, to the payer's advantage:
/// once in `F`, once in the tax on each release's fee, once in the tax on the price. Where fee and tax rise together the
/// net amount falls by one unit (¥49 leave ¥40, ¥50 leave ¥39): the price of two roundings, and never more than one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "FeeRules", into = "FeeRules")]
pub struct FeeSchedule(FeeRules);

/// Why figures are no fee schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeeScheduleError {
    /// No tier at all, or more than ten.
    #[error("a fee schedule needs one to ten tiers")]
    TierCount,
    /// A tier does not end above the one before it, or one that is not the last never ends, or the last one ends.
    #[error("fee tiers must rise and only the last is open")]
    TierBounds,
    /// A rate is above 50 %.
    #[error("a fee or tax rate is above 50 %")]
    RateTooHigh,
    /// The client would pay a fee.
    #[error("clients pay no fee")]
    ClientFee,
}

/// How one tax-inclusive amount is divided: `gross = net + fee + fee_tax`, exactly. Made by [`FeeSchedule::share`] only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    gross: Money,
    fee: Money,
    fee_tax: Money,
    net: Money,
}

/// What a price comes to, for both sides. `gross = price + price_tax = net + fee + fee_tax`, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The agreed price, without tax.
    pub price: Money,
    /// Consumption tax on the price.
    pub price_tax: Money,
    /// What the client pays and the escrow holds.
    pub gross: Money,
    /// The platform's fee, without tax.
    pub fee: Money,
    /// Consumption tax on the fee.
    pub fee_tax: Money,
    /// What the worker receives: whatever the other parts leave of `gross`.
    pub net: Money,
}

impl FeeSchedule {
    /// Checks the figures.
    pub fn try_new(rules: FeeRules) -> Result<Self, FeeScheduleError> {
        let Some((last, bounded)) = rules.tiers.split_last() else { return Err(FeeScheduleError::TierCount) };
        if rules.tiers.len() > MAX_TIERS {
            return Err(FeeScheduleError::TierCount);
        }
        let mut from = 0;
        for tier in bounded {
            match tier.up_to_minor {
                Some(bound) if bound > from && bound <= MAX_MINOR => from = bound,
                Some(_) | None => return Err(FeeScheduleError::TierBounds),
            }
        }
        if last.up_to_minor.is_some() {
            return Err(FeeScheduleError::TierBounds);
        }
        let fees = rules.tiers.iter().map(|tier| tier.rate_bps);
        if fees.chain([rules.fee_tax_bps, rules.price_tax_bps]).any(|rate| rate > MAX_RATE) {
            return Err(FeeScheduleError::RateTooHigh);
        }
        if rules.client_fee_bps != BasisPoints::ZERO {
            return Err(FeeScheduleError::ClientFee);
        }
        Ok(Self(rules))
    }

    /// The default of an instance in Japan: 20 % up to ¥100,000, 10 % of the part up to ¥200,000, 5 % above, and
    /// consumption tax of 10 % on fee and price. These are CrowdWorks' published figures of 2026.
    pub fn japan() -> Self {
        let tier = |up_to_minor, bps| FeeTier { up_to_minor, rate_bps: BasisPoints::new(bps) };
        Self(FeeRules {
            version: 1,
            currency: Currency::Jpy,
            tiers: vec![tier(Some(100_000), 2_000), tier(Some(200_000), 1_000), tier(None, 500)],
            fee_tax_bps: BasisPoints::new(1_000),
            price_tax_bps: BasisPoints::new(1_000),
            client_fee_bps: BasisPoints::ZERO,
        })
    }

    /// The figures.
    pub const fn rules(&self) -> &FeeRules {
        &self.0
    }

    /// What `price`, without tax, comes to when the contract has released `released_before`, tax included.
    ///
    /// Errors: another currency than the schedule's; an amount below zero, or above the largest the ledger can move.
    pub fn quote(&self, price: Money, released_before: Money) -> Result<Quote, MoneyError> {
        let price_tax = self.price_tax(price)?;
        let Share { gross, fee, fee_tax, net } = self.share(price.checked_add(price_tax)?, released_before)?;
        Ok(Quote { price, price_tax, gross, fee, fee_tax, net })
    }

    /// What each part of a contract comes to when all are released, one after the other.
    ///
    /// Errors: as [`FeeSchedule::quote`], for the parts and for what they sum to.
    pub fn quote_parts(&self, prices: &[Money]) -> Result<Vec<Quote>, MoneyError> {
        let mut released = Money::zero(self.0.currency);
        let mut quotes = Vec::with_capacity(prices.len());
        for price in prices {
            let quote = self.quote(*price, released)?;
            released = released.checked_add(quote.gross)?;
            quotes.push(quote);
        }
        Ok(quotes)
    }

    /// How `gross`, tax included, is divided when the contract has released `released_before`, tax included.
    ///
    /// Errors: another currency than the schedule's; an amount below zero, or above the largest the ledger can move.
    pub fn share(&self, gross: Money, released_before: Money) -> Result<Share, MoneyError> {
        let before = self.fee_on_first(released_before)?;
        let after = self.fee_on_first(released_before.checked_add(self.checked(gross)?)?)?;
        let fee = after.checked_sub(before)?;
        let fee_tax = self.0.fee_tax_bps.of(fee, Rounding::Floor)?;
        let net = gross.checked_sub(fee)?.checked_sub(fee_tax)?;
        Ok(Share { gross, fee, fee_tax, net })
    }

    /// Consumption tax on `price`: what the client pays on top of it.
    ///
    /// Errors: another currency than the schedule's; a price below zero, or above the largest the ledger can move.
    pub fn price_tax(&self, price: Money) -> Result<Money, MoneyError> {
        self.0.price_tax_bps.of(self.checked(price)?, Rounding::Floor)
    }

    /// `F`: the fee on the first `released` of a contract; the tiers are added up before the fraction is dropped.
    fn fee_on_first(&self, released: Money) -> Result<Money, MoneyError> {
        let released = self.checked(released)?.minor();
        let (mut from, mut weighted) = (0, 0_i128);
        for tier in &self.0.tiers {
            let until = tier.up_to_minor.map_or(released, |bound| bound.min(released));
            let slice = i128::from(until.saturating_sub(from));
            let part = slice.checked_mul(i128::from(tier.rate_bps.get()));
            weighted = part.and_then(|part| weighted.checked_add(part)).ok_or(MoneyError::OutOfRange)?;
            from = until;
        }
        let minor = weighted.checked_div(i128::from(BasisPoints::ONE.get())).ok_or(MoneyError::OutOfRange)?;
        i64::try_from(minor).map(|minor| Money::new(minor, self.0.currency)).map_err(|_| MoneyError::OutOfRange)
    }

    fn checked(&self, amount: Money) -> Result<Money, MoneyError> {
        if amount.currency() != self.0.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        if (0..=MAX_MINOR).contains(&amount.minor()) { Ok(amount) } else { Err(MoneyError::OutOfRange) }
    }
}

impl Quote {
    /// What several parts come to together. Each part was rounded by itself, so this is no quote of their total price.
    ///
    /// Errors: another currency than `currency`, or a sum out of range.
    pub fn sum(currency: Currency, parts: &[Quote]) -> Result<Self, MoneyError> {
        let all = |amount: fn(&Quote) -> Money| Money::sum(currency, parts.iter().map(amount));
        Ok(Self {
            price: all(|part| part.price)?,
            price_tax: all(|part| part.price_tax)?,
            gross: all(|part| part.gross)?,
            fee: all(|part| part.fee)?,
            fee_tax: all(|part| part.fee_tax)?,
            net: all(|part| part.net)?,
        })
    }
}

impl TryFrom<FeeRules> for FeeSchedule {
    type Error = FeeScheduleError;

    fn try_from(rules: FeeRules) -> Result<Self, FeeScheduleError> {
        Self::try_new(rules)
    }
}

impl From<FeeSchedule> for FeeRules {
    fn from(schedule: FeeSchedule) -> Self {
        schedule.0
    }
}

impl Share {
    /// What leaves the escrow, tax included.
    pub const fn gross(self) -> Money {
        self.gross
    }

    /// The platform's fee, without tax.
    pub const fn fee(self) -> Money {
        self.fee
    }

    /// Consumption tax on the fee.
    pub const fn fee_tax(self) -> Money {
        self.fee_tax
    }

    /// What the worker receives: whatever the other parts leave.
    pub const fn net(self) -> Money {
        self.net
    }
}

/// What `net` comes to in an hour when the work takes `minutes`, the fraction dropped. None when it takes no time, or
/// the result is out of range.
pub fn net_per_hour(net: Money, minutes: u32) -> Option<Money> {
    let hourly = i128::from(net.minor()).checked_mul(60)?.checked_div_euclid(i128::from(minutes))?;
    i64::try_from(hourly).ok().map(|minor| Money::new(minor, net.currency()))
}

#[cfg(test)]
#[path = "fees_tests.rs"]
mod tests;
