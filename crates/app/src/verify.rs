//! Proves from the stored rows that the laws of money hold, and writes the ledger out in one form.
//!
//! Everything is read as of one moment, in pages, so that neither writers nor memory mind.

mod clocks;
mod escrows;
mod export;
mod ledger;
mod operations;
mod releases;
mod sums;

use crate::{App, Fault};
use kernel::Instant;
use serde::Serialize;
use storage::Read;

/// Rows read at once.
const PAGE: u64 = 500;
/// Most findings that one check names.
const NAMED: usize = 100;

/// What a check of everything found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// As of when.
    pub at: Instant,
    /// Is nothing wrong?
    pub sound: bool,
    /// Every law that was checked.
    pub checks: Vec<Check>,
}

/// What the check of one law found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The law's name, as the list of money's laws has it.
    pub law: &'static str,
    /// What was compared.
    pub what: &'static str,
    /// How many things were looked at.
    pub checked: u64,
    /// How many of them are wrong.
    pub violations: u64,
    /// The first hundred of those, in words.
    pub findings: Vec<String>,
}

impl Check {
    fn new(law: &'static str, what: &'static str) -> Self {
        Self { law, what, checked: 0, violations: 0, findings: Vec::new() }
    }

    /// One more thing was looked at.
    fn look(&mut self, holds: bool, finding: impl FnOnce() -> String) {
        self.checked = self.checked.saturating_add(1);
        if !holds {
            self.find(finding());
        }
    }

    /// Something that was looked at is wrong.
    fn find(&mut self, finding: String) {
        self.violations = self.violations.saturating_add(1);
        if self.findings.len() < NAMED {
            self.findings.push(finding);
        }
    }
}

impl App {
    /// Checks the laws of money over all that is stored, as of one moment.
    pub async fn verify(&self) -> Result<Report, Fault> {
        let snapshot = self.db.snapshot().await?;
        let read = || snapshot.read();
        let at = self.clock.now();
        let mut checks = ledger::check(read(), at).await?;
        checks.extend(escrows::check(read()).await?);
        checks.extend(operations::check(read()).await?);
        checks.extend(releases::check(read()).await?);
        checks.extend(sums::check(read()).await?);
        checks.extend(clocks::check(read(), at, self.gateway.capabilities().key_lifetime).await?);
        checks.sort_by_key(|check| check.law);
        Ok(Report { at, sound: checks.iter().all(|check| check.violations == 0), checks })
    }
}

/// Reads of one kind, page by page: each is given the last row of the page before.
macro_rules! each_page {
    ($read:expr, $method:ident, $last:expr, |$page:ident| $body:block) => {{
        let mut after = None;
        loop {
            let $page = $read.$method(after, $crate::verify::PAGE).await?;
            let Some(last) = $page.last() else { break };
            after = Some($last(last));
            $body
        }
    }};
}

use each_page;

type Checks = Result<Vec<Check>, Fault>;
type Reader<'a> = Read<'a>;
