//! Tasks that are written already, but for what is particular.

use super::style::{
    ContactHours, Experience, FlexibleHours, Interruption, LeadPath, Meetings, MoreHours, ResponseTime, SuddenLeave,
    Tools, WorkStyleInput,
};
use super::task_input::{MilestoneInput, MoneyInput, TaskInput, TaskLanguage};
use crate::show;
use crate::words::{Language, Words};

/// A kind of work that is often asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyMade {
    Receipts,
    Transcription,
    Products,
    Replies,
    Survey,
    Free,
}

/// How one works on all of them: in short pieces, whenever one has time.
const STYLE: WorkStyleInput = WorkStyleInput {
    sudden_leave: Some(SuddenLeave::AnyTime),
    interruption: Some(Interruption::AnyMoment),
    flexible_hours: Some(FlexibleHours::Free),
    contact_hours: Some(ContactHours::AnyTime),
    response_time: Some(ResponseTime::TwoDays),
    meetings: Some(Meetings::None),
    tools: Some(Tools::Computer),
    experience: Some(Experience::FirstJob),
    more_hours: Some(MoreHours::Possible),
    lead_path: Some(LeadPath::No),
};

impl ReadyMade {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Receipts, Self::Transcription, Self::Products, Self::Replies, Self::Survey, Self::Free];

    /// The kind in forms and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Receipts => "receipts",
            Self::Transcription => "transcription",
            Self::Products => "products",
            Self::Replies => "replies",
            Self::Survey => "survey",
            Self::Free => "free",
        }
    }

    /// The kind that a form names.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What people call it.
    pub fn name(self, words: &Words) -> String {
        match self {
            Self::Receipts => say!(words, "ready-receipts"),
            Self::Transcription => say!(words, "ready-transcription"),
            Self::Products => say!(words, "ready-products"),
            Self::Replies => say!(words, "ready-replies"),
            Self::Survey => say!(words, "ready-survey"),
            Self::Free => say!(words, "ready-free"),
        }
    }

    /// How long it takes, in minutes, and a price in yen that leaves about ¥1,500 an hour after the fee; where there is a
    /// usual size.
    pub const fn size(self) -> Option<(i32, i64)> {
        match self {
            Self::Receipts => Some((60, 1_800)),
            Self::Transcription => Some((90, 2_700)),
            Self::Products => Some((60, 1_800)),
            Self::Replies => Some((30, 900)),
            Self::Survey => Some((120, 3_600)),
            Self::Free => None,
        }
    }

    /// The usual size as people read it.
    pub fn size_text(self, words: &Words) -> Option<String> {
        let (minutes, price) = self.size()?;
        let price = show::money(&MoneyInput::of(price).into());
        Some(say!(words, "ready-size", minutes = show::minutes(words, minutes), price = price))
    }

    /// The title that it begins with.
    pub fn title(self, words: &Words) -> Option<String> {
        match self {
            Self::Receipts => Some(say!(words, "ready-receipts-title")),
            Self::Transcription => Some(say!(words, "ready-transcription-title")),
            Self::Products => Some(say!(words, "ready-products-title")),
            Self::Replies => Some(say!(words, "ready-replies-title")),
            Self::Survey => Some(say!(words, "ready-survey-title")),
            Self::Free => None,
        }
    }

    fn text(self, words: &Words) -> Option<String> {
        match self {
            Self::Receipts => Some(say!(words, "ready-receipts-text")),
            Self::Transcription => Some(say!(words, "ready-transcription-text")),
            Self::Products => Some(say!(words, "ready-products-text")),
            Self::Replies => Some(say!(words, "ready-replies-text")),
            Self::Survey => Some(say!(words, "ready-survey-text")),
            Self::Free => None,
        }
    }

    fn done_when(self, words: &Words) -> String {
        match self {
            Self::Receipts => say!(words, "ready-receipts-done"),
            Self::Transcription => say!(words, "ready-transcription-done"),
            Self::Products => say!(words, "ready-products-done"),
            Self::Replies => say!(words, "ready-replies-done"),
            Self::Survey => say!(words, "ready-survey-done"),
            Self::Free => String::new(),
        }
    }

    const fn skill(self) -> Option<&'static str> {
        match self {
            Self::Receipts | Self::Survey => Some("data-entry"),
            Self::Transcription => Some("transcription"),
            Self::Products => Some("writing"),
            Self::Replies => Some("customer-support"),
            Self::Free => None,
        }
    }

    /// The draft that it makes.
    pub fn draft(self, words: &Words) -> TaskInput {
        let price = self.size().map(|(_, price)| MoneyInput::of(price));
        TaskInput {
            title: self.title(words),
            description: self.text(words),
            checklist: self.done_when(words).lines().map(str::to_owned).collect(),
            milestones: vec![MilestoneInput { title: Some(say!(words, "ready-part")), price }],
            estimated_minutes: self.size().map(|(minutes, _)| minutes),
            deadline: None,
            skills: self.skill().map(str::to_owned).into_iter().collect(),
            language: Some(match words.language() {
                Language::Ja | Language::Easy => TaskLanguage::Ja,
                Language::En => TaskLanguage::En,
            }),
            work_style: Some(STYLE),
        }
    }
}
