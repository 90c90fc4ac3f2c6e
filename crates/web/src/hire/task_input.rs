use super::style::WorkStyleInput;
use crate::schema::{CurrencyCode, DateTime, Decimal, Money, schema};

/// The currency of what has no price yet.
pub const HOME_CURRENCY: &str = "JPY";

/// What a task says.
#[derive(Clone, Debug, cynic::InputObject)]
pub struct TaskInput {
    pub title: Option<String>,
    pub description: Option<String>,
    pub checklist: Vec<String>,
    pub milestones: Vec<MilestoneInput>,
    pub estimated_minutes: Option<i32>,
    pub deadline: Option<DateTime>,
    pub skills: Vec<String>,
    pub language: Option<TaskLanguage>,
    pub work_style: Option<WorkStyleInput>,
}

/// A part that is paid by itself.
#[derive(Clone, Debug, cynic::InputObject)]
pub struct MilestoneInput {
    pub title: Option<String>,
    pub price: Option<MoneyInput>,
}

/// An amount of money.
#[derive(Clone, Debug, cynic::InputObject)]
pub struct MoneyInput {
    pub amount: Decimal,
    pub currency: CurrencyCode,
}

super::style::choices! {
    TaskLanguage { Ja "hire-language-ja", En "hire-language-en" }
}

impl MoneyInput {
    /// Whole units of the currency of what has no price yet.
    pub fn of(amount: i64) -> Self {
        Self { amount: Decimal(amount.to_string()), currency: CurrencyCode(HOME_CURRENCY.to_owned()) }
    }
}

impl From<MoneyInput> for Money {
    fn from(money: MoneyInput) -> Self {
        Self { amount: money.amount, currency: money.currency }
    }
}

impl From<Money> for MoneyInput {
    fn from(money: Money) -> Self {
        Self { amount: money.amount, currency: money.currency }
    }
}
