use crate::Currency;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// Largest amount, in minor units, that a person may name or a transfer may move: 10^15.
pub const MAX_MINOR: i64 = 1_000_000_000_000_000;

/// An exact amount: minor units of one currency. May be negative where a difference is meant.
///
/// There is no `+` and no `-`: every operation is checked and refuses to mix currencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount could not be computed or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two amounts of different currencies met.
    #[error("amounts are of different currencies")]
    CurrencyMismatch,
    /// The result does not fit the allowed range.
    #[error("amount out of range")]
    OutOfRange,
    /// The text is not a decimal number.
    #[error("not a decimal number")]
    Malformed,
    /// The text has more decimals than the currency.
    #[error("more decimals than the currency has")]
    TooManyDecimals,
}

impl Money {
    /// An amount of `minor` minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Minor units: yen, cents, fils.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Is it exactly nothing?
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Is it more than nothing?
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The sum.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::OutOfRange)?;
        Ok(Self { minor, ..self })
    }

    /// The difference; may be negative.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::OutOfRange)?;
        Ok(Self { minor, ..self })
    }

    /// Which is larger; refuses to compare currencies.
    pub fn checked_cmp(self, other: Self) -> Result<Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.minor.cmp(&other.minor))
    }

    /// The sum of `parts`, or nothing in `currency` when there are none.
    pub fn sum(currency: Currency, parts: impl IntoIterator<Item = Money>) -> Result<Self, MoneyError> {
        parts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    /// Splits into parts proportional to `weights`; the parts sum exactly to the whole.
    ///
    /// Largest remainder: each part is floored, and the units left over go one each to the largest remainders, ties to
    /// the earlier part. Refuses a negative amount, no weights, or weights that sum to nothing.
    pub fn allocate(self, weights: &[u32]) -> Result<Vec<Money>, MoneyError> {
        let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        if self.minor < 0 || total == 0 {
            return Err(MoneyError::OutOfRange);
        }
        let whole = i128::from(self.minor);
        let mut parts = Vec::with_capacity(weights.len());
        let mut remainders = Vec::with_capacity(weights.len());
        let mut given = 0_i128;
        for (index, weight) in weights.iter().enumerate() {
            let product = whole.checked_mul(i128::from(*weight)).ok_or(MoneyError::OutOfRange)?;
            let part = product.checked_div(total).ok_or(MoneyError::OutOfRange)?;
            let remainder = product.checked_rem(total).ok_or(MoneyError::OutOfRange)?;
            given = given.checked_add(part).ok_or(MoneyError::OutOfRange)?;
            parts.push(part);
            remainders.push((remainder, index));
        }
        remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let left = whole.checked_sub(given).ok_or(MoneyError::OutOfRange)?;
        let left = usize::try_from(left).map_err(|_| MoneyError::OutOfRange)?;
        for (_, index) in remainders.into_iter().take(left) {
            if let Some(part) = parts.get_mut(index) {
                *part = part.checked_add(1).ok_or(MoneyError::OutOfRange)?;
            }
        }
        parts
            .into_iter()
            .map(|part| i64::try_from(part).map(|minor| Self { minor, ..self }).map_err(|_| MoneyError::OutOfRange))
            .collect()
    }

    /// Reads a decimal such as `1250` or `12.50`: ASCII digits, at most one dot, optional leading minus.
    ///
    /// Decimals may be fewer than the currency has, never more. No exponent, no separators, no plus sign.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let numeric = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !numeric(whole) || (digits.contains('.') && !numeric(fraction)) {
            return Err(MoneyError::Malformed);
        }
        let exponent = usize::try_from(currency.exponent()).map_err(|_| MoneyError::OutOfRange)?;
        if fraction.len() > exponent {
            return Err(MoneyError::TooManyDecimals);
        }
        let whole = whole.trim_start_matches('0');
        if whole.len() > 16 {
            return Err(MoneyError::OutOfRange);
        }
        let text = format!("0{whole}{fraction:0<exponent$}");
        let minor: i64 = text.parse().map_err(|_| MoneyError::OutOfRange)?;
        let minor = if negative { minor.checked_neg().ok_or(MoneyError::OutOfRange)? } else { minor };
        if minor.checked_abs().is_none_or(|absolute| absolute > MAX_MINOR) {
            return Err(MoneyError::OutOfRange);
        }
        Ok(Self { minor, currency })
    }

    /// The amount as a decimal with the currency's own number of decimals: `1250`, `12.50`, `1.250`.
    pub fn to_decimal(self) -> String {
        let per_major = u64::try_from(self.currency.minor_per_major()).unwrap_or(1);
        let absolute = self.minor.unsigned_abs();
        let sign = if self.minor < 0 { "-" } else { "" };
        let whole = absolute.checked_div(per_major).unwrap_or(absolute);
        let fraction = absolute.checked_rem(per_major).unwrap_or(0);
        match usize::try_from(self.currency.exponent()).unwrap_or(0) {
            0 => format!("{sign}{whole}"),
            exponent => format!("{sign}{whole}.{fraction:0>exponent$}"),
        }
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency { Ok(()) } else { Err(MoneyError::CurrencyMismatch) }
    }
}

/// For logs and messages: `JPY 1250`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.to_decimal())
    }
}

#[cfg(test)]
#[path = "money_tests.rs"]
mod tests;
