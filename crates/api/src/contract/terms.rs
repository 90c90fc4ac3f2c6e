use crate::context::loaders;
use crate::fault::ApiError;
use crate::scalars::{LocalDate, Money};
use crate::task::{ChecklistItem, TaskLanguage};
use async_graphql::{Context, Enum, Object, SimpleObject};
use kernel::ContractId;
use market::FrozenTerms;

/// The written terms of a contract: the nine items of Japan's Freelance Act, article 3, and what the telework guideline
/// adds.
pub struct WrittenTerms {
    frozen: FrozenTerms,
    terms: market::WrittenTerms,
}

impl WrittenTerms {
    pub(super) async fn load(ctx: &Context<'_>, id: ContractId) -> Result<Option<Self>, ApiError> {
        let Some(frozen) = loaders(ctx)?.contract_terms(id).await? else { return Ok(None) };
        let terms = frozen.read().ok_or_else(|| ApiError::internal("written terms of no known form"))?;
        Ok(Some(Self { frozen, terms }))
    }
}

/// How money reaches the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::PaymentMethod")]
pub enum PaymentMethod {
    /// Held by the marketplace before work starts, then to the worker's bank account.
    HeldThenBankTransfer,
}

/// One side of a contract by name.
#[derive(SimpleObject)]
pub struct TermsParty {
    /// The name.
    name: String,
    /// How the other side reaches it.
    contact: String,
}

impl From<&market::Party> for TermsParty {
    fn from(party: &market::Party) -> Self {
        Self { name: party.name.clone(), contact: party.contact.clone() }
    }
}

/// A part of the work with its price.
#[derive(SimpleObject)]
pub struct TermsMilestone {
    /// Its place in the order of work, from 1.
    number: i32,
    /// What it is called.
    title: String,
    /// Without consumption tax.
    price: Money,
    /// With consumption tax: what the client pays in and is held.
    gross: Money,
}

/// What else is agreed, in plain words.
#[derive(SimpleObject)]
pub struct TermsClauses {
    /// How the work may be changed.
    changes: String,
    /// What happens when the work has a defect.
    defects: String,
    /// Whose the result is.
    intellectual_property: String,
    /// How personal data and secrets are kept.
    personal_data: String,
    /// Who bears expenses.
    expenses: String,
    /// How the contract may end early.
    ending: String,
}

/// The written terms of a contract: the nine items of Japan's Freelance Act, article 3, and what the telework guideline
/// adds. They never change.
#[Object]
impl WrittenTerms {
    /// The document, byte for byte as both sides got it: JSON with sorted keys and no spaces.
    async fn document(&self) -> &str {
        self.frozen.text()
    }

    /// SHA-256 of the document in UTF-8, 64 hexadecimal digits.
    async fn sha256(&self) -> &str {
        self.frozen.sha256()
    }

    /// Is the document still the one that was hashed?
    async fn is_intact(&self) -> bool {
        self.frozen.is_intact()
    }

    /// Who orders.
    async fn client(&self) -> TermsParty {
        (&self.terms.client).into()
    }

    /// Who works.
    async fn worker(&self) -> TermsParty {
        (&self.terms.worker).into()
    }

    /// The day of order.
    async fn ordered_on(&self) -> LocalDate {
        self.terms.ordered_on.into()
    }

    /// What the work is called.
    async fn title(&self) -> &str {
        &self.terms.work.title
    }

    /// The work, in markdown.
    async fn description(&self) -> &str {
        &self.terms.work.description
    }

    /// What a delivery is measured by; nothing else is.
    async fn checklist(&self) -> Vec<ChecklistItem> {
        self.terms.work.checklist.iter().map(ChecklistItem::from).collect()
    }

    /// The language of the work.
    async fn language(&self) -> TaskLanguage {
        self.terms.work.language.into()
    }

    /// The day by which the worker hands in.
    async fn deliver_by(&self) -> LocalDate {
        self.terms.deliver_by.into()
    }

    /// Where; null when it is done anywhere and handed in through the marketplace.
    async fn place(&self) -> Option<&str> {
        match &self.terms.place {
            market::Place::Online => None,
            market::Place::At { address } => Some(address),
        }
    }

    /// Days from receipt in which the client inspects; silence accepts.
    async fn inspection_days(&self) -> i32 {
        self.terms.inspection.days.into()
    }

    /// The last day of inspection for work handed in on the agreed day.
    async fn inspection_ends_on(&self) -> LocalDate {
        self.terms.inspection.ends_on.into()
    }

    /// Rounds of changes included in the price, each against a checklist item.
    async fn free_revisions(&self) -> i32 {
        self.terms.inspection.free_revisions.into()
    }

    /// The amounts, part by part.
    async fn milestones(&self) -> Vec<TermsMilestone> {
        let show = |part: &market::MilestoneTerms| TermsMilestone {
            number: part.number.into(),
            title: part.title.clone(),
            price: part.price.into(),
            gross: part.gross.into(),
        };
        self.terms.milestones.iter().map(show).collect()
    }

    /// Their sum, without consumption tax.
    async fn price(&self) -> Money {
        self.terms.price.into()
    }

    /// Their sum with consumption tax.
    async fn gross(&self) -> Money {
        self.terms.gross.into()
    }

    /// The day of payment counted from receipt, the day of receipt being day 1.
    async fn payment_days(&self) -> i32 {
        self.terms.payment.days.into()
    }

    /// The day of payment for work handed in on the agreed day.
    async fn payment_due_on(&self) -> LocalDate {
        self.terms.payment.due_on.into()
    }

    /// How the worker is paid.
    async fn payment_method(&self) -> PaymentMethod {
        self.terms.payment.method.into()
    }

    /// What else is agreed.
    async fn clauses(&self) -> TermsClauses {
        let market::Clauses { changes, defects, intellectual_property, personal_data, expenses, ending } =
            self.terms.clauses.clone();
        TermsClauses { changes, defects, intellectual_property, personal_data, expenses, ending }
    }
}
