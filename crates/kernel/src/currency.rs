use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A currency by its ISO 4217 code. The exponent is the number of decimals of its minor unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Japanese yen, no decimals.
    Jpy,
    /// United States dollar, two decimals.
    Usd,
    /// Euro, two decimals.
    Eur,
    /// Kuwaiti dinar, three decimals.
    Kwd,
}

/// The code names no currency this engine knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown currency code")]
pub struct UnknownCurrency;

impl Currency {
    /// Every currency, in a fixed order.
    pub const ALL: [Currency; 4] = [Currency::Jpy, Currency::Usd, Currency::Eur, Currency::Kwd];

    /// The three letters of ISO 4217.
    pub const fn code(self) -> &'static str {
        match self {
            Currency::Jpy => "JPY",
            Currency::Usd => "USD",
            Currency::Eur => "EUR",
            Currency::Kwd => "KWD",
        }
    }

    /// Decimals of the minor unit (ISO 4217, column "Minor unit").
    pub const fn exponent(self) -> u32 {
        match self {
            Currency::Jpy => 0,
            Currency::Usd | Currency::Eur => 2,
            Currency::Kwd => 3,
        }
    }

    /// Minor units in one major unit: 1 for yen, 100 for dollars, 1,000 for dinars.
    pub const fn minor_per_major(self) -> i64 {
        match self {
            Currency::Jpy => 1,
            Currency::Usd | Currency::Eur => 100,
            Currency::Kwd => 1_000,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        Self::ALL.into_iter().find(|currency| currency.code() == code).ok_or(UnknownCurrency)
    }
}
