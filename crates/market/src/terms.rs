use crate::deadlines::{day_of, end_of_day, iso_day, nth_day};
use crate::{ChecklistItem, Deal, Language, Offer, Rules, RulesRefusal, TaskContent, WorkStyle};
use kernel::{ContractId, Instant, Money, MoneyError, TextRule};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::Date;

mod frozen;

pub use frozen::FrozenTerms;

const NAME: TextRule = TextRule::line(1, 200);
const CLAUSE: TextRule = TextRule::lines(1, 4_000);

/// The written terms of a contract, whole: the nine items of Freelance Act art. 3 and what the telework guideline of the
/// Ministry of Health, Labour and Welfare adds.
///
/// Dates are what the law asks for where "within n days" is not enough; they follow from work handed in on the agreed
/// day, and the same rule counts from the real day of receipt when that is another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenTerms {
    /// Version of this form: 1.
    pub form: u16,
    /// The contract.
    pub contract: ContractId,
    /// Item 1: who orders.
    pub client: Party,
    /// Item 1: who works.
    pub worker: Party,
    /// Item 2: the day of order.
    #[serde(with = "iso_day")]
    pub ordered_on: Date,
    /// Item 3: the work.
    pub work: WorkTerms,
    /// Item 4: the day by which the worker hands in.
    #[serde(with = "iso_day")]
    pub deliver_by: Date,
    /// Item 5: where.
    pub place: Place,
    /// Item 6: how and until when the client inspects.
    pub inspection: InspectionTerms,
    /// Item 7: the amounts, part by part.
    pub milestones: Vec<MilestoneTerms>,
    /// Item 7: their sum, net of consumption tax.
    pub price: Money,
    /// Item 7: their sum with consumption tax.
    pub gross: Money,
    /// Items 8 and 9: when and how the worker is paid.
    pub payment: PaymentTerms,
    /// The marketplace's fee as shown before the bid; written by the caller, frozen as it is. No fractions.
    pub fees: Value,
    /// How one works together.
    pub work_style: WorkStyle,
    /// What else the guideline wants agreed.
    pub clauses: Clauses,
    /// The numbers the deal runs by.
    pub rules: Rules,
}

/// One side by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The name, or what identifies the side to the other without it.
    pub name: String,
    /// How the other side reaches it.
    pub contact: String,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkTerms {
    /// One line.
    pub title: String,
    /// Markdown.
    pub description: String,
    /// What a delivery is measured by; nothing else is.
    pub checklist: Vec<ChecklistItem>,
    /// Of the work.
    pub language: Language,
}

/// Where the work is done or handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Place {
    /// Anywhere; handed in through the marketplace.
    Online,
    /// At an address.
    At {
        /// The address.
        address: String,
    },
}

/// How the client inspects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionTerms {
    /// Days from receipt; silence accepts.
    pub days: u8,
    /// The last day of inspection for work handed in on the agreed day.
    #[serde(with = "iso_day")]
    pub ends_on: Date,
    /// Rounds of changes included in the price, each against a checklist item.
    pub free_revisions: u8,
}

/// A part of the work with its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneTerms {
    /// Its place in the order of work, from 1.
    pub number: u8,
    /// What it is called.
    pub title: String,
    /// Net of consumption tax.
    pub price: Money,
    /// With consumption tax: what the client pays in and is held.
    pub gross: Money,
}

/// When and how the worker is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentTerms {
    /// The day of payment counted from receipt, the day of receipt being day 1.
    pub days: u8,
    /// The day of payment for work handed in on the agreed day.
    #[serde(with = "iso_day")]
    pub due_on: Date,
    /// By what.
    pub method: PaymentMethod,
}

/// How money reaches the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// Held by the marketplace before work starts, then to the worker's bank account.
    HeldThenBankTransfer,
}

/// What else is agreed, in the instance's plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clauses {
    /// How the work may be changed.
    pub changes: String,
    /// What happens when the work has a defect.
    pub defects: String,
    /// Whose the result is.
    pub intellectual_property: String,
    /// How personal data and secrets are kept.
    pub personal_data: String,
    /// Who bears expenses.
    pub expenses: String,
    /// How the contract may end early.
    pub ending: String,
}

/// What may be missing from written terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TermsItem {
    /// The client's name.
    ClientName,
    /// How to reach the client.
    ClientContact,
    /// The worker's name.
    WorkerName,
    /// How to reach the worker.
    WorkerContact,
    /// The address of the work.
    Place,
    /// A clause.
    Changes,
    /// A clause.
    Defects,
    /// A clause.
    IntellectualProperty,
    /// A clause.
    PersonalData,
    /// A clause.
    Expenses,
    /// A clause.
    Ending,
    /// The fees.
    Fees,
}

/// Why no written terms can be made; then there is no contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermsRefusal {
    /// An item is empty or not a text.
    #[error("an item of the written terms is missing or malformed")]
    Missing(TermsItem),
    /// The rules are not lawful.
    #[error(transparent)]
    Rules(#[from] RulesRefusal),
    /// Not one gross amount a milestone, or one below its net price.
    #[error("the gross amounts do not fit the milestones")]
    Gross,
    /// The work would be handed in before it is ordered.
    #[error("the agreed day of delivery is over")]
    DeliveryPast,
    /// A sum is out of range or of two currencies.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Everything written terms are made from.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// The contract to be.
    pub contract: ContractId,
    /// Who orders.
    pub client: Party,
    /// Who works.
    pub worker: Party,
    /// The task as the bid was made on it.
    pub content: &'a TaskContent,
    /// The bid's offer.
    pub offer: &'a Offer,
    /// What each of [`TaskContent::milestones_at`] the offered price costs with consumption tax, in order.
    pub gross: Vec<Money>,
    /// Where.
    pub place: Place,
    /// How the worker is paid.
    pub method: PaymentMethod,
    /// The marketplace's fee, frozen as it is.
    pub fees: Value,
    /// What else is agreed.
    pub clauses: Clauses,
    /// The numbers the deal runs by.
    pub rules: Rules,
    /// When.
    pub ordered_at: Instant,
}

impl WrittenTerms {
    /// The terms of an order. Refuses to leave out an item or to agree on something unlawful.
    pub fn try_new(order: Order<'_>) -> Result<Self, TermsRefusal> {
        let rules = order.rules;
        rules.check()?;
        let ordered_on = day_of(order.ordered_at, rules.zone);
        let deliver_by = day_of(order.offer.finish_by, rules.zone);
        if deliver_by < ordered_on {
            return Err(TermsRefusal::DeliveryPast);
        }
        if !frozen::is_exact(&order.fees) {
            return Err(TermsRefusal::Missing(TermsItem::Fees));
        }
        let milestones = priced(order.content, order.offer.price, &order.gross)?;
        let content = order.content;
        let last_moment = end_of_day(deliver_by, rules.zone).minus(time::Duration::MICROSECOND);
        Ok(Self {
            form: 1,
            contract: order.contract,
            client: order.client.check(TermsItem::ClientName, TermsItem::ClientContact)?,
            worker: order.worker.check(TermsItem::WorkerName, TermsItem::WorkerContact)?,
            ordered_on,
            work: WorkTerms {
                title: content.title.clone(),
                description: content.description.clone(),
                checklist: content.checklist.clone(),
                language: content.language,
            },
            deliver_by,
            place: order.place.check()?,
            inspection: InspectionTerms {
                days: rules.review_days,
                ends_on: day_of(rules.answer_by(last_moment), rules.zone),
                free_revisions: rules.free_revisions,
            },
            price: order.offer.price,
            gross: Money::sum(order.offer.price.currency(), order.gross)?,
            milestones,
            payment: PaymentTerms {
                days: rules.payment_days,
                due_on: nth_day(deliver_by, rules.payment_days),
                method: order.method,
            },
            fees: order.fees,
            work_style: content.work_style,
            clauses: order.clauses.check()?,
            rules,
        })
    }

    /// What later steps of the contract need.
    pub fn deal(&self) -> Deal {
        Deal {
            rules: self.rules,
            checklist_items: u8::try_from(self.work.checklist.len()).unwrap_or(u8::MAX),
            finish_by: end_of_day(self.deliver_by, self.rules.zone),
        }
    }

    /// The document both sides get, which never changes again.
    pub fn freeze(&self) -> FrozenTerms {
        FrozenTerms::of(self)
    }
}

fn priced(content: &TaskContent, price: Money, gross: &[Money]) -> Result<Vec<MilestoneTerms>, TermsRefusal> {
    let planned = content.milestones_at(price)?;
    if planned.len() != gross.len() {
        return Err(TermsRefusal::Gross);
    }
    let numbered = (1..=u8::MAX).zip(planned).zip(gross);
    numbered
        .map(|((number, part), gross)| {
            if gross.checked_cmp(part.price)?.is_lt() {
                return Err(TermsRefusal::Gross);
            }
            Ok(MilestoneTerms { number, title: part.title, price: part.price, gross: *gross })
        })
        .collect()
}

fn item(rule: TextRule, item: TermsItem, text: &str) -> Result<String, TermsRefusal> {
    rule.check("", text).map_err(|_| TermsRefusal::Missing(item))
}

impl Party {
    fn check(self, name: TermsItem, contact: TermsItem) -> Result<Self, TermsRefusal> {
        Ok(Self { name: item(NAME, name, &self.name)?, contact: item(NAME, contact, &self.contact)? })
    }
}

impl Place {
    fn check(self) -> Result<Self, TermsRefusal> {
        match self {
            Self::Online => Ok(Self::Online),
            Self::At { address } => Ok(Self::At { address: item(NAME, TermsItem::Place, &address)? }),
        }
    }
}

impl Clauses {
    fn check(self) -> Result<Self, TermsRefusal> {
        Ok(Self {
            changes: item(CLAUSE, TermsItem::Changes, &self.changes)?,
            defects: item(CLAUSE, TermsItem::Defects, &self.defects)?,
            intellectual_property: item(CLAUSE, TermsItem::IntellectualProperty, &self.intellectual_property)?,
            personal_data: item(CLAUSE, TermsItem::PersonalData, &self.personal_data)?,
            expenses: item(CLAUSE, TermsItem::Expenses, &self.expenses)?,
            ending: item(CLAUSE, TermsItem::Ending, &self.ending)?,
        })
    }
}

#[cfg(test)]
#[path = "terms_tests.rs"]
mod tests;
