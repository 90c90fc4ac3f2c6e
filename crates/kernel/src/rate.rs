use crate::{Money, MoneyError};
use serde::{Deserialize, Serialize};

/// A rate in hundredths of a percent: 1,000 is 10 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(u32);

/// What happens to a fraction of a minor unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Dropped, as Japanese fee and withholding rules have it (端数切り捨て).
    Floor,
    /// Rounded away from zero.
    Ceil,
    /// Half and more rounds up.
    HalfUp,
}

impl BasisPoints {
    /// No rate at all.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const ONE: Self = Self(10_000);

    /// A rate of `bps` hundredths of a percent.
    pub const fn new(bps: u32) -> Self {
        Self(bps)
    }

    /// Hundredths of a percent.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// `rate × amount`, rounded as asked. The amount may not be negative.
    pub fn of(self, amount: Money, rounding: Rounding) -> Result<Money, MoneyError> {
        if amount.minor() < 0 {
            return Err(MoneyError::OutOfRange);
        }
        let product = i128::from(amount.minor()).checked_mul(i128::from(self.0)).ok_or(MoneyError::OutOfRange)?;
        let nudged = match rounding {
            Rounding::Floor => Some(product),
            Rounding::Ceil => product.checked_add(9_999),
            Rounding::HalfUp => product.checked_add(5_000),
        };
        let minor = nudged.and_then(|value| value.checked_div(10_000)).ok_or(MoneyError::OutOfRange)?;
        let minor = i64::try_from(minor).map_err(|_| MoneyError::OutOfRange)?;
        Ok(Money::new(minor, amount.currency()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    #[test]
    fn a_rate_rounds_as_it_was_told() {
        let amount = Money::new(649, Currency::Jpy);
        let withholding = BasisPoints::new(1_021);
        assert_eq!(withholding.of(amount, Rounding::Floor).map(Money::minor), Ok(66));
        assert_eq!(withholding.of(amount, Rounding::Ceil).map(Money::minor), Ok(67));
        assert_eq!(BasisPoints::new(5_000).of(Money::new(1, Currency::Jpy), Rounding::HalfUp).map(Money::minor), Ok(1));
    }

    #[test]
    fn a_rate_of_a_negative_amount_is_refused() {
        let owed = Money::new(-1, Currency::Jpy);
        assert_eq!(BasisPoints::ONE.of(owed, Rounding::Floor), Err(MoneyError::OutOfRange));
    }
}
