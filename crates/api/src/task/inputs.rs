use super::{TaskLanguage, WorkStyleInput};
use crate::scalars::{DateTime, MoneyInput};
use async_graphql::InputObject;
use kernel::{InputError, InputFault};
use market::{MilestoneDraft, TaskDraft};

/// What a task says. To write a draft nothing is needed; to publish, everything but skills is.
#[derive(Clone, Debug, InputObject)]
pub struct TaskInput {
    /// One line, up to 120 characters.
    title: Option<String>,
    /// Markdown, up to 20,000 characters.
    description: Option<String>,
    /// Up to 30 lines, each something that can be seen to be done.
    #[graphql(default)]
    checklist: Vec<String>,
    /// The parts it is paid in, in the order of work; up to 20.
    #[graphql(default)]
    milestones: Vec<MilestoneInput>,
    /// How long it takes, 5 to 60,000 minutes.
    estimated_minutes: Option<i32>,
    /// When the work is needed.
    deadline: Option<DateTime>,
    /// Up to 15 distinct slugs, such as data-entry: lower-case letters and digits in words joined by hyphens.
    #[graphql(default)]
    skills: Vec<String>,
    /// The language it is written and done in.
    language: Option<TaskLanguage>,
    /// The ten facts of how one works on it.
    work_style: Option<WorkStyleInput>,
}

/// A part of the work.
#[derive(Clone, Debug, InputObject)]
pub struct MilestoneInput {
    /// One line, up to 120 characters.
    title: Option<String>,
    /// Without consumption tax, more than nothing. All parts are in one currency.
    price: Option<MoneyInput>,
}

impl TaskInput {
    /// The draft, or everything in it that cannot be read.
    pub fn read(self) -> Result<TaskDraft, Vec<InputError>> {
        let mut faults = Vec::new();
        let milestones = self.milestones.into_iter().enumerate().map(|(index, part)| {
            let price = part.price.map(|price| price.read("price")).transpose();
            let price = price.map_err(|fault| fault.within_item("milestones", index));
            MilestoneDraft { title: part.title, price: taken(price, &mut faults) }
        });
        let milestones = milestones.collect();
        let minutes = self.estimated_minutes.map(|minutes| {
            u32::try_from(minutes).map_err(|_| InputError::new("estimatedMinutes", InputFault::OutOfRange))
        });
        let draft = TaskDraft {
            title: self.title,
            description: self.description,
            checklist: self.checklist,
            milestones,
            estimated_minutes: taken(minutes.transpose(), &mut faults),
            deadline: taken(self.deadline.map(|deadline| deadline.read("deadline")).transpose(), &mut faults),
            skills: self.skills,
            language: self.language.map(Into::into),
            work_style: self.work_style.unwrap_or_default().into(),
        };
        if faults.is_empty() { Ok(draft) } else { Err(faults.into_iter().map(|fault| fault.within("task")).collect()) }
    }
}

fn taken<T>(read: Result<Option<T>, InputError>, faults: &mut Vec<InputError>) -> Option<T> {
    read.unwrap_or_else(|fault| {
        faults.push(fault);
        None
    })
}
