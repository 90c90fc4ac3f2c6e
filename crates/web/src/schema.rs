//! The public schema, as the documents of the pages are checked against it when they are compiled.

#![allow(missing_docs, reason = "schema.graphql says what each of them is")]

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

#[cynic::schema("engawa")]
pub(crate) mod schema {}

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DateTime(#[serde(with = "time::serde::rfc3339")] pub OffsetDateTime);

/// A decimal number as the engine writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decimal(pub String);

/// `JPY`, `USD`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CurrencyCode(pub String);

/// An absolute address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Url(pub String);

/// A day of the calendar: `2026-11-24`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalDate(pub String);

cynic::impl_scalar!(Url, schema::URL);
cynic::impl_scalar!(LocalDate, schema::LocalDate);
cynic::impl_scalar!(DateTime, schema::DateTime);
cynic::impl_scalar!(Decimal, schema::Decimal);
cynic::impl_scalar!(CurrencyCode, schema::CurrencyCode);

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct Money {
    pub amount: Decimal,
    pub currency: CurrencyCode,
}

impl Money {
    /// Nothing at all.
    pub fn is_zero(&self) -> bool {
        self.amount.0.bytes().all(|letter| matches!(letter, b'0' | b'.'))
    }
}

/// An amount of money that is sent.
#[derive(Clone, Debug, cynic::InputObject)]
pub struct MoneyInput {
    pub amount: Decimal,
    pub currency: CurrencyCode,
}

/// Where a page of a list lies.
#[derive(Clone, Debug, cynic::QueryFragment)]
pub struct PageInfo {
    pub has_next_page: bool,
    pub end_cursor: Option<String>,
}
