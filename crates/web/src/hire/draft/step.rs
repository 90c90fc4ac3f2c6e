use super::super::refusals::Refusal;
use super::super::task_input::TaskInput;
use super::{Draft, fields};
use crate::form::Form;
use crate::shell::Shell;
use crate::show::Clock;
use crate::words::Words;

/// One page of the form that a task is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    What,
    Pay,
    When,
    Who,
}

impl Step {
    /// Every step, in the order of the pages.
    pub const ALL: [Self; 4] = [Self::What, Self::Pay, Self::When, Self::Who];

    /// The step in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Pay => "pay",
            Self::When => "when",
            Self::Who => "who",
        }
    }

    /// The step that an address names.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    /// What it asks.
    pub fn heading(self, words: &Words) -> String {
        match self {
            Self::What => say!(words, "draft-what"),
            Self::Pay => say!(words, "draft-pay"),
            Self::When => say!(words, "draft-when"),
            Self::Who => say!(words, "draft-who"),
        }
    }

    /// Its place, from 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).map_or(1, |index| index + 1)
    }

    /// Where a part of a task is asked for, by the name of its argument.
    pub fn asking_for(path: &[String]) -> Self {
        let asks = |names: &[&str]| path.iter().any(|part| names.contains(&part.as_str()));
        if asks(&["milestones", "estimatedMinutes"]) {
            Self::Pay
        } else if asks(&["deadline"]) {
            Self::When
        } else if asks(&["workStyle", "skills", "language"]) {
            Self::Who
        } else {
            Self::What
        }
    }

    /// The address that follows.
    pub fn onward(self, draft: &Draft, then: &str) -> String {
        let next = match (then, self) {
            ("later", _) => return format!("/hire/{}", draft.client.id.inner()),
            ("stay", step) => step.word(),
            (_, Self::What) => Self::Pay.word(),
            (_, Self::Pay) => Self::When.word(),
            (_, Self::When) => Self::Who.word(),
            (_, Self::Who) => "check",
        };
        format!("/hire/drafts/{}/{next}", draft.id.inner())
    }

    /// The form with what the draft says.
    pub fn form(self, draft: &Draft, clock: &Clock) -> Form {
        let mut form = Form::default();
        form.put("version", draft.version.to_string());
        match self {
            Self::What => fields::show_what(&mut form, draft),
            Self::Pay => fields::show_pay(&mut form, draft),
            Self::When => fields::show_when(&mut form, draft, clock),
            Self::Who => fields::show_who(&mut form, draft),
        }
        form
    }

    /// What the form says in place of what the draft says.
    pub fn read(self, form: &mut Form, task: &mut TaskInput, shell: &Shell) {
        match self {
            Self::What => fields::read_what(form, task),
            Self::Pay => fields::read_pay(form, task, shell.words),
            Self::When => fields::read_when(form, task, shell),
            Self::Who => fields::read_who(form, task),
        }
    }

    /// Notes every refusal at the field that it is about.
    pub fn note(form: &mut Form, refused: Vec<impl Refusal>) {
        for refusal in refused {
            let (path, message) = refusal.into_parts();
            match path.as_deref().and_then(fields::row_of) {
                Some(field) => form.fault(&field, message),
                None => form.refused(path.as_deref(), message, &[("expectedVersion", "main")]),
            }
        }
    }
}
