//! Scalars and ids between GraphQL and the kernel.
//!
//! A scalar keeps the text it was given: what is wrong with it becomes a `userErrors` entry that names the field, where
//! the executor could only say that some value did not fit. How long a text may be is for its reader to say; that of the
//! whole request is bounded before it comes here.

use async_graphql::{ID, InputObject, InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value};
use identity::HttpsUrl;
use kernel::{Currency, InputError, InputFault, Instant, InvalidId};
use std::fmt;
use std::str::FromStr;

macro_rules! text_scalars {
    ($($(#[doc = $doc:literal])+ $name:ident as $graphql:literal by $url:literal;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        $(#[doc = $doc])+
        #[Scalar(name = $graphql, specified_by_url = $url)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match value {
                    Value::String(text) => Ok(Self(text)),
                    other => Err(InputValueError::expected_type(other)),
                }
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }
    )+};
}

text_scalars! {
    /// RFC 3339 instant in UTC, always with Z, at most microseconds. Other offsets are taken and shown in UTC.
    DateTime as "DateTime" by "https://scalars.graphql.org/andimarek/date-time.html";
    /// A day of the calendar, for example 2026-11-30, in the zone that its field names or the contract's.
    LocalDate as "LocalDate" by "https://scalars.graphql.org/jakobmerrild/local-date.html";
    /// Exact decimal number written as a JSON string, for example "1250.00". Never a float.
    Decimal as "Decimal" by "https://scalars.graphql.org/chillicream/decimal.html";
    /// Absolute https URL.
    Url as "URL" by "https://www.rfc-editor.org/rfc/rfc3986";
    /// ISO 4217 code, for example JPY.
    CurrencyCode as "CurrencyCode" by "https://www.iso.org/iso-4217-currency-codes.html";
}

impl DateTime {
    /// The moment, or `Malformed` of the argument `field`.
    pub fn read(&self, field: &str) -> Result<Instant, InputError> {
        Instant::parse(&self.0).map_err(|_| InputError::new(field, InputFault::Malformed))
    }
}

impl From<Instant> for DateTime {
    fn from(instant: Instant) -> Self {
        Self(instant.to_string())
    }
}

impl From<time::Date> for LocalDate {
    fn from(date: time::Date) -> Self {
        Self(date.to_string())
    }
}

impl Url {
    /// The text as it was given; [`HttpsUrl::try_new`] checks it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An address of this instance, at its public URL.
    pub(crate) fn own(address: String) -> Self {
        Self(address)
    }
}

impl From<&HttpsUrl> for Url {
    fn from(url: &HttpsUrl) -> Self {
        Self(url.as_str().to_owned())
    }
}

impl Decimal {
    /// A number counted in units of its last decimal place: 4,250 with three places is 4.250.
    pub fn with_places(units: u64, places: u32) -> Self {
        let one = 10_u64.saturating_pow(places);
        let (whole, rest) = (units.checked_div(one).unwrap_or(0), units.checked_rem(one).unwrap_or(0));
        Self(format!("{whole}.{rest:0width$}", width = usize::try_from(places).unwrap_or(0)))
    }
}

impl CurrencyCode {
    /// The currency, or `Malformed` of the argument `field`.
    pub fn read(&self, field: &str) -> Result<Currency, InputError> {
        self.0.parse().map_err(|_| InputError::new(field, InputFault::Malformed))
    }
}

impl From<Currency> for CurrencyCode {
    fn from(currency: Currency) -> Self {
        Self(currency.code().to_owned())
    }
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Money {
    /// Exact amount, with the currency's own number of decimals.
    amount: Decimal,
    /// Currency.
    currency: CurrencyCode,
}

impl From<kernel::Money> for Money {
    fn from(money: kernel::Money) -> Self {
        Self { amount: Decimal(money.to_decimal()), currency: money.currency().into() }
    }
}

/// An amount of money sent by a client.
#[derive(Clone, Debug, InputObject)]
pub struct MoneyInput {
    /// Exact amount; more decimals than the currency has is a user error.
    amount: Decimal,
    /// Currency.
    currency: CurrencyCode,
}

impl MoneyInput {
    /// The amount, or what is wrong below the argument `field`: `["budget", "amount"]`.
    pub fn read(&self, field: &str) -> Result<kernel::Money, InputError> {
        let currency = self.currency.read("currency").map_err(|error| error.within(field))?;
        kernel::Money::parse(&self.amount.0, currency)
            .map_err(|error| InputError::new("amount", error.into()).within(field))
    }
}

/// The id as clients see it.
pub fn show_id(id: impl fmt::Display) -> ID {
    ID(id.to_string())
}

/// The typed id inside. What is no id of that kind names nothing, like an id nobody has.
pub fn read_id<I: FromStr<Err = InvalidId>>(id: &ID) -> Option<I> {
    id.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{BidId, TaskId};

    fn money(amount: &str, currency: &str) -> Result<kernel::Money, InputError> {
        MoneyInput { amount: Decimal(amount.to_owned()), currency: CurrencyCode(currency.to_owned()) }.read("budget")
    }

    #[test]
    fn money_is_read_exactly_or_refused_by_the_name_of_its_field() {
        assert_eq!(money("9007199254740993", "JPY").unwrap_err().fault, InputFault::OutOfRange);
        assert_eq!(money("12.5", "USD"), Ok(kernel::Money::new(1_250, Currency::Usd)));
        for (amount, currency, field, fault) in [
            ("1.5", "JPY", "amount", InputFault::TooManyDecimals),
            ("1e3", "JPY", "amount", InputFault::Malformed),
            (&"9".repeat(5_000), "JPY", "amount", InputFault::OutOfRange),
            (&"x".repeat(5_000), "JPY", "amount", InputFault::Malformed),
            ("1", &"J".repeat(5_000), "currency", InputFault::Malformed),
            ("1", "jpy", "currency", InputFault::Malformed),
            ("1", "XXX", "currency", InputFault::Malformed),
        ] {
            let path = vec!["budget".to_owned(), field.to_owned()];
            assert_eq!(money(amount, currency), Err(InputError { path, fault }), "{amount} {currency}");
        }
    }

    #[test]
    fn money_is_shown_with_the_decimals_of_its_currency() {
        let shown = Money::from(kernel::Money::new(125_000, Currency::Usd));
        assert_eq!(shown, Money { amount: Decimal("1250.00".to_owned()), currency: CurrencyCode("USD".to_owned()) });
    }

    #[test]
    fn a_decimal_has_all_its_places() {
        assert_eq!(Decimal::with_places(4_250, 3), Decimal("4.250".to_owned()));
        assert_eq!(Decimal::with_places(17_500, 4), Decimal("1.7500".to_owned()));
        assert_eq!(Decimal::with_places(7, 4), Decimal("0.0007".to_owned()));
    }

    #[test]
    fn a_moment_is_shown_in_utc() {
        let given = DateTime("2026-11-20T12:00:00+09:00".to_owned());
        let instant = given.read("deadline").unwrap();
        assert_eq!(DateTime::from(instant), DateTime("2026-11-20T03:00:00Z".to_owned()));
        let broken = DateTime("tomorrow".to_owned()).read("deadline");
        assert_eq!(broken, Err(InputError::new("deadline", InputFault::Malformed)));
    }

    #[test]
    fn a_number_is_no_decimal() {
        assert!(Decimal::parse(Value::from(1.5)).is_err());
        assert_eq!(Decimal::parse(Value::from("1.5")).unwrap(), Decimal("1.5".to_owned()));
    }

    #[test]
    fn an_id_of_another_kind_names_nothing() {
        let task = TaskId::new(uuid::Uuid::from_u128(7));
        assert_eq!(read_id::<TaskId>(&show_id(task)), Some(task));
        assert_eq!(read_id::<BidId>(&show_id(task)), None);
        assert_eq!(read_id::<TaskId>(&ID("task_\0".to_owned())), None);
    }
}
