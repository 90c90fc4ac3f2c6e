use crate::faults::{Faults, check_distinct};
use crate::rules::days;
use crate::{WorkStyle, WorkStyleDraft};
use kernel::{
    Currency, InputError, InputFault, Instant, MAX_MINOR, Money, MoneyError, TextRule, check_list_len, check_range,
};
use serde::{Deserialize, Serialize};

const TITLE: TextRule = TextRule::line(0, 120);
const DESCRIPTION: TextRule = TextRule::lines(0, 20_000);
const CHECKLIST_ITEM: TextRule = TextRule::line(1, 500);
const CHECKLIST_LEN: usize = 30;
const MILESTONES_LEN: usize = 20;
const SKILLS_LEN: usize = 15;
const SKILL_CHARACTERS: usize = 40;
const MINUTES: (u32, u32) = (5, 60_000);

/// The language a task is written and done in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
}

/// What a client has typed so far. Nothing is needed to save it; what is there keeps the limits of [`TaskContent`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskDraft {
    /// One line, up to 120 characters.
    pub title: Option<String>,
    /// Markdown, up to 20,000 characters.
    pub description: Option<String>,
    /// Up to 30 lines, each something that can be seen to be done; blank ones are dropped.
    pub checklist: Vec<String>,
    /// Up to 20.
    pub milestones: Vec<MilestoneDraft>,
    /// 5 to 60,000.
    pub estimated_minutes: Option<u32>,
    /// When the work is needed.
    pub deadline: Option<Instant>,
    /// Up to 15 distinct slugs.
    pub skills: Vec<String>,
    /// Of the work.
    pub language: Option<Language>,
    /// The ten facts.
    pub work_style: WorkStyleDraft,
}

/// A part of the work as far as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MilestoneDraft {
    /// One line, up to 120 characters.
    pub title: Option<String>,
    /// Net of consumption tax.
    pub price: Option<Money>,
}

/// A task that can be published: complete and within every limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskContent {
    /// One line of 1 to 120 characters.
    pub title: String,
    /// Markdown of 1 to 20,000 characters, as typed; it is made safe where it is shown.
    pub description: String,
    /// 1 to 30 items; what a delivery is measured by.
    pub checklist: Vec<ChecklistItem>,
    /// 1 to 20 parts in the order of work.
    pub milestones: Vec<PlannedMilestone>,
    /// The sum of the milestones' prices, net.
    pub budget: Money,
    /// How long the client thinks it takes, in minutes.
    pub estimated_minutes: u32,
    /// When the work is needed.
    pub deadline: Instant,
    /// 0 to 15 slugs.
    pub skills: Vec<String>,
    /// Of the work.
    pub language: Language,
    /// The ten facts.
    pub work_style: WorkStyle,
}

/// Something that can be seen to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistItem {
    /// 1, 2, 3 …; the same for ever once a contract is made on this content.
    pub id: u8,
    /// One line of 1 to 500 characters.
    pub text: String,
}

/// A part of the work with its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedMilestone {
    /// One line of 1 to 120 characters.
    pub title: String,
    /// Net of consumption tax, more than nothing.
    pub price: Money,
}

/// What the instance asks of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskRules {
    /// The only currency prices may be in.
    pub currency: Currency,
    /// Days after which a call that nobody closed expires.
    pub open_days: u8,
    /// Days one milestone may run; the deadline may be at most this many days for each milestone ahead.
    pub milestone_days: u8,
}

impl TaskRules {
    /// The last moment that work in `milestones` parts, beginning now, may be planned to end.
    pub(crate) fn latest_finish(&self, milestones: usize, now: Instant) -> Instant {
        (0..milestones).fold(now, |end, _| end.plus(days(self.milestone_days)))
    }
}

impl TaskDraft {
    /// The draft as it will be kept: trimmed, blank texts dropped. Refuses what no task may hold.
    pub fn check(self, currency: Currency) -> Result<Self, Vec<InputError>> {
        let mut faults = Faults::default();
        let draft = self.tidy(currency, &mut faults);
        faults.or(draft)
    }

    /// The content to publish, or everything that keeps it from being published, all at once.
    pub fn complete(self, rules: &TaskRules, now: Instant) -> Result<TaskContent, Vec<InputError>> {
        let mut faults = Faults::default();
        let draft = self.tidy(rules.currency, &mut faults);
        let title = faults.need("title", draft.title);
        let description = faults.need("description", draft.description);
        let checklist = faults.need("checklist", Some(draft.checklist).filter(|items| !items.is_empty()));
        let planned = Some(draft.milestones).filter(|parts| !parts.is_empty());
        let parts = planned.as_ref().map_or(0, Vec::len);
        let milestones = faults.need("milestones", planned).and_then(|parts| complete_milestones(parts, &mut faults));
        let budget = milestones.as_ref().and_then(|parts| faults.take(budget_of(parts, rules.currency)));
        let estimated_minutes = faults.need("estimatedMinutes", draft.estimated_minutes);
        let deadline = faults.need("deadline", draft.deadline);
        if deadline.is_some_and(|deadline| deadline <= now || (parts > 0 && deadline > rules.latest_finish(parts, now)))
        {
            faults.add(InputError::new("deadline", InputFault::OutOfRange));
        }
        let language = faults.need("language", draft.language);
        let work_style = match draft.work_style.complete() {
            Ok(facts) => Some(facts),
            Err(missing) => {
                missing.into_iter().for_each(|fault| faults.add(fault.within("workStyle")));
                None
            }
        };
        let content = (|| {
            Some(TaskContent {
                title: title?,
                description: description?,
                checklist: numbered(checklist?),
                milestones: milestones?,
                budget: budget?,
                estimated_minutes: estimated_minutes?,
                deadline: deadline?,
                skills: draft.skills,
                language: language?,
                work_style: work_style?,
            })
        })();
        faults.or(content)?.ok_or_else(Vec::new)
    }

    fn tidy(self, currency: Currency, faults: &mut Faults) -> Self {
        Self {
            title: tidy_text(faults, "title", TITLE, self.title),
            description: tidy_text(faults, "description", DESCRIPTION, self.description),
            checklist: tidy_checklist(faults, self.checklist),
            milestones: tidy_milestones(faults, self.milestones, currency),
            estimated_minutes: self
                .estimated_minutes
                .and_then(|minutes| faults.take(check_range("estimatedMinutes", minutes, MINUTES.0, MINUTES.1))),
            deadline: self.deadline,
            skills: tidy_skills(faults, self.skills),
            language: self.language,
            work_style: self.work_style,
        }
    }
}

impl TaskContent {
    /// The milestones when the whole is done for `price` instead of the budget: each in proportion, the sum exact.
    ///
    /// Refuses a price so low that a part would be free.
    pub fn milestones_at(&self, price: Money) -> Result<Vec<PlannedMilestone>, MoneyError> {
        price.checked_cmp(self.budget)?;
        let share_up_to = |planned: i64| {
            let product = i128::from(price.minor()).checked_mul(i128::from(planned));
            let share = product.and_then(|product| product.checked_div(i128::from(self.budget.minor())));
            share.and_then(|share| i64::try_from(share).ok()).ok_or(MoneyError::OutOfRange)
        };
        let mut planned = 0_i64;
        let mut given = 0_i64;
        let mut parts = Vec::with_capacity(self.milestones.len());
        for milestone in &self.milestones {
            planned = planned.checked_add(milestone.price.minor()).ok_or(MoneyError::OutOfRange)?;
            let up_to_here = share_up_to(planned)?;
            let part = up_to_here.checked_sub(given).filter(|part| *part > 0).ok_or(MoneyError::OutOfRange)?;
            given = up_to_here;
            parts.push(PlannedMilestone { title: milestone.title.clone(), price: Money::new(part, price.currency()) });
        }
        Ok(parts)
    }
}

/// Refuses a price in another currency, of nothing or less, or too large to hold.
pub(crate) fn check_price(field: &str, price: Money, currency: Currency) -> Result<Money, InputError> {
    if price.currency() != currency {
        return Err(InputError::new(field, InputFault::CurrencyMismatch));
    }
    check_range(field, price.minor(), 1, MAX_MINOR).map(|_| price)
}

fn tidy_text(faults: &mut Faults, field: &str, rule: TextRule, text: Option<String>) -> Option<String> {
    text.and_then(|text| faults.take(rule.check(field, &text))).filter(|text| !text.is_empty())
}

fn tidy_checklist(faults: &mut Faults, items: Vec<String>) -> Vec<String> {
    if faults.take(check_list_len("checklist", items.len(), 0, CHECKLIST_LEN)).is_none() {
        return Vec::new();
    }
    let written = items.iter().enumerate().filter(|(_, text)| !text.trim().is_empty());
    let checked = written.map(|(index, text)| {
        CHECKLIST_ITEM
            .check("text", text)
            .map_err(|fault| InputError::new(&index.to_string(), fault.fault).within("checklist"))
    });
    checked.filter_map(|item| faults.take(item)).collect()
}

fn tidy_milestones(faults: &mut Faults, parts: Vec<MilestoneDraft>, currency: Currency) -> Vec<MilestoneDraft> {
    if faults.take(check_list_len("milestones", parts.len(), 0, MILESTONES_LEN)).is_none() {
        return Vec::new();
    }
    let mut tidy = Vec::with_capacity(parts.len());
    for (index, part) in parts.into_iter().enumerate() {
        let within = |fault: InputError| fault.within_item("milestones", index);
        let title = part.title.and_then(|title| faults.take(TITLE.check("title", &title).map_err(within)));
        let price = part.price.and_then(|price| faults.take(check_price("price", price, currency).map_err(within)));
        tidy.push(MilestoneDraft { title: title.filter(|title| !title.is_empty()), price });
    }
    tidy
}

fn tidy_skills(faults: &mut Faults, skills: Vec<String>) -> Vec<String> {
    let checked = check_list_len("skills", skills.len(), 0, SKILLS_LEN).and_then(|()| {
        let wrong = skills.iter().position(|skill| !is_slug(skill));
        wrong.map_or(Ok(()), |index| {
            Err(InputError { path: vec!["skills".to_owned(), index.to_string()], fault: InputFault::Malformed })
        })
    });
    let checked = checked.and_then(|()| check_distinct("skills", &skills));
    faults.take(checked).map_or_else(Vec::new, |()| skills)
}

/// Lower-case ASCII letters and digits in words joined by single hyphens.
fn is_slug(text: &str) -> bool {
    text.len() <= SKILL_CHARACTERS
        && text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
        })
}

fn complete_milestones(parts: Vec<MilestoneDraft>, faults: &mut Faults) -> Option<Vec<PlannedMilestone>> {
    let mut complete = Vec::with_capacity(parts.len());
    let wanted = parts.len();
    for (index, part) in parts.into_iter().enumerate() {
        match (part.title, part.price) {
            (Some(title), Some(price)) => complete.push(PlannedMilestone { title, price }),
            (title, price) => {
                let missing = [("title", title.is_none()), ("price", price.is_none())];
                for (field, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing) {
                    faults.blank(InputError::new(field, InputFault::Blank).within_item("milestones", index));
                }
            }
        }
    }
    Some(complete).filter(|complete| complete.len() == wanted)
}

fn budget_of(parts: &[PlannedMilestone], currency: Currency) -> Result<Money, InputError> {
    Money::sum(currency, parts.iter().map(|part| part.price))
        .ok()
        .filter(|budget| budget.minor() <= MAX_MINOR)
        .ok_or_else(|| InputError::new("milestones", InputFault::OutOfRange))
}

fn numbered(items: Vec<String>) -> Vec<ChecklistItem> {
    (1..=u8::MAX).zip(items).map(|(id, text)| ChecklistItem { id, text }).collect()
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
