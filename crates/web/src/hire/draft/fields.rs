//! What a draft says as fields of its forms, and back.

use super::super::style::{Choice, WorkStyleInput};
use super::super::task_input::{MilestoneInput, MoneyInput, TaskInput, TaskLanguage};
use super::Draft;
use crate::form::Form;
use crate::schema::{DateTime, Money};
use crate::shell::Shell;
use crate::show::Clock;
use crate::words::Words;
use time::macros::time;

/// Most parts that a task is paid in.
const MAX_PARTS: usize = 20;
/// Rows that are offered beyond those that are filled.
const SPARE_ROWS: usize = 2;
/// Days until the work is needed, if nothing else is said.
const USUAL_DAYS: i64 = 14;

/// A part that is paid by itself, as a row of the form.
pub struct Row {
    pub number: usize,
    pub title: String,
    pub price: String,
    pub title_value: String,
    pub price_value: String,
    /// Comes after those that are filled.
    pub is_spare: bool,
}

impl From<&Draft> for TaskInput {
    fn from(draft: &Draft) -> Self {
        let part = |part: &super::PlannedMilestone| MilestoneInput {
            title: part.title.clone(),
            price: part.price.clone().map(MoneyInput::from),
        };
        Self {
            title: draft.title.clone(),
            description: draft.description.clone(),
            checklist: draft.checklist.iter().flatten().map(|item| item.text.clone()).collect(),
            milestones: draft.parts().iter().map(part).collect(),
            estimated_minutes: draft.estimated_minutes,
            deadline: draft.deadline,
            skills: draft.skills.clone(),
            language: draft.language,
            work_style: Some(draft.work_style.into()),
        }
    }
}

pub fn show_what(form: &mut Form, draft: &Draft) {
    let items: Vec<&str> = draft.checklist.iter().flatten().map(|item| item.text.as_str()).collect();
    form.put("title", draft.title.clone().unwrap_or_default());
    form.put("description", draft.description.clone().unwrap_or_default());
    form.put("checklist", items.join("\n"));
}

pub fn read_what(form: &mut Form, task: &mut TaskInput) {
    task.title = form.text("title");
    task.description = form.text("description");
    let items = form.text("checklist").unwrap_or_default();
    task.checklist = items.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
}

pub fn show_pay(form: &mut Form, draft: &Draft) {
    form.put("estimatedMinutes", draft.estimated_minutes.map(|minutes| minutes.to_string()).unwrap_or_default());
    for (index, part) in draft.parts().iter().enumerate() {
        form.put(&format!("part-{index}"), part.title.clone().unwrap_or_default());
        let price = part.price.as_ref().map(|price| price.amount.0.clone());
        form.put(&format!("price-{index}"), price.unwrap_or_default());
    }
}

/// The rows of the form: those that are filled, and a few more.
pub fn rows(draft: &Draft, form: &Form) -> Vec<Row> {
    let is_filled =
        |index: &usize| ["part", "price"].iter().any(|name| !form.typed(&format!("{name}-{index}")).trim().is_empty());
    let filled = (0..MAX_PARTS).filter(is_filled).max().map_or(1, |last| last + 1).max(draft.parts().len());
    let row = |index: usize| {
        let (title, price) = (format!("part-{index}"), format!("price-{index}"));
        Row {
            number: index + 1,
            title_value: form.typed(&title).to_owned(),
            price_value: form.typed(&price).to_owned(),
            title,
            price,
            is_spare: index >= filled,
        }
    };
    (0..(filled + SPARE_ROWS).min(MAX_PARTS)).map(row).collect()
}

pub fn read_pay(form: &mut Form, task: &mut TaskInput, words: &Words) {
    match form.whole("estimatedMinutes").map(|minutes| minutes.map(i32::try_from).transpose()) {
        Ok(Ok(minutes)) => task.estimated_minutes = minutes,
        Ok(Err(_)) | Err(_) => form.fault("estimatedMinutes", say!(words, "draft-minutes-unreadable")),
    }
    let currency = task.milestones.iter().find_map(|part| part.price.as_ref()).map(|price| price.currency.clone());
    let mut parts = Vec::new();
    for index in 0..MAX_PARTS {
        let field = format!("price-{index}");
        let title = form.text(&format!("part-{index}"));
        let typed = form.code(&field).replace([',', '¥', '円'], "");
        if typed.is_empty() && title.is_none() {
            continue;
        }
        let price = match (typed.as_str(), currency.clone()) {
            ("", _) => None,
            (amount, Some(currency)) if is_decimal(amount) => {
                Some(Money { amount: crate::schema::Decimal(amount.to_owned()), currency }.into())
            }
            (amount, None) if is_decimal(amount) => amount.parse().ok().map(MoneyInput::of),
            _ => {
                form.fault(&field, say!(words, "draft-price-unreadable"));
                None
            }
        };
        parts.push(MilestoneInput { title: title.or_else(|| Some(say!(words, "ready-part"))), price });
    }
    task.milestones = parts;
}

fn is_decimal(amount: &str) -> bool {
    amount.len() <= 20 && amount.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && amount != "."
}

/// The row of the form that an argument is in.
pub fn row_of(path: &[String]) -> Option<String> {
    let place = path.iter().position(|part| part == "milestones")?;
    let index = path.get(place + 1)?.parse::<usize>().ok()?;
    let name = if path.iter().any(|part| part == "title") { "part" } else { "price" };
    Some(format!("{name}-{index}"))
}

/// A day is the whole of it, on the clocks of whoever asks.
pub fn show_when(form: &mut Form, draft: &Draft, clock: &Clock) {
    let usual = clock.now + time::Duration::days(USUAL_DAYS);
    let at = draft.deadline.map_or(usual, |deadline| deadline.0).to_offset(clock.offset);
    form.put("deadline", at.date().to_string());
}

pub fn read_when(form: &mut Form, task: &mut TaskInput, shell: &Shell) {
    match form.day("deadline") {
        Ok(day) => {
            task.deadline = day.map(|day| DateTime(day.with_time(time!(23:59)).assume_offset(shell.clock.offset)));
        }
        Err(_) => form.fault("deadline", say!(shell.words, "draft-day-unreadable")),
    }
}

pub fn show_who(form: &mut Form, draft: &Draft) {
    for (field, word) in draft.work_style.fields() {
        form.put(field, word);
    }
    form.put("language", draft.language.map(Choice::word).unwrap_or_default());
    form.put("skills", draft.skills.join(" "));
}

pub fn read_who(form: &mut Form, task: &mut TaskInput) {
    use unicode_normalization::UnicodeNormalization;
    task.work_style = Some(WorkStyleInput::of(form));
    task.language = TaskLanguage::of(form, "language");
    let typed: String = form.typed("skills").nfkc().collect();
    let slugs = typed.split([',', '、', ' ', '\n', '\r']).map(str::trim).filter(|slug| !slug.is_empty());
    task.skills = slugs.map(str::to_lowercase).collect();
}
