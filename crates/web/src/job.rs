use crate::schema::{DateTime, Money, schema};
use crate::show;
use crate::words::Words;

/// A task as lists show it: what it leaves, how long it takes, whose it is.
#[derive(Clone, Debug, cynic::QueryFragment)]
#[cynic(graphql_type = "Task")]
pub struct Job {
    pub id: cynic::Id,
    pub title: Option<String>,
    pub estimated_minutes: Option<i32>,
    pub deadline: Option<DateTime>,
    pub client: JobClient,
    pub take_home: Option<TakeHome>,
}

/// Whose it is.
#[derive(Clone, Debug, cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
pub struct JobClient {
    pub name: String,
}

/// What it leaves the worker.
#[derive(Clone, Debug, cynic::QueryFragment)]
pub struct TakeHome {
    pub price: Money,
    pub price_tax: Money,
    pub gross: Money,
    pub fee: Money,
    pub fee_tax: Money,
    pub net: Money,
    pub net_per_hour: Option<Money>,
}

impl TakeHome {
    /// `¥8,580`.
    pub fn net(&self) -> String {
        show::money(&self.net)
    }

    /// `¥1,716`, where the minutes are known.
    pub fn per_hour(&self) -> Option<String> {
        self.net_per_hour.as_ref().map(show::money)
    }
}

impl Job {
    /// Its title; a published one has one.
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or_default()
    }

    /// One stitch for five minutes, twelve at most.
    pub fn stitches(&self) -> usize {
        let minutes = usize::try_from(self.estimated_minutes.unwrap_or_default()).unwrap_or_default();
        minutes.div_ceil(5).min(12)
    }

    /// `めやす 15分`, `about 2 h`.
    pub fn minutes(&self, words: &Words) -> Option<String> {
        self.estimated_minutes.map(|minutes| show::minutes(words, minutes))
    }
}
