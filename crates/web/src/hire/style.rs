//! The ten facts of how one works on a task, as questions with answers to choose from.

use crate::form::Form;
use crate::schema::schema;
use crate::words::Words;

/// One of a few answers.
pub trait Choice: Copy + PartialEq + 'static {
    /// Every answer, in the order of the form.
    const ALL: &'static [Self];
    /// The answer in forms.
    fn word(self) -> &'static str;
    /// The answer as people read it.
    fn label(self, words: &Words) -> String;

    /// The answer that a form gives, if it gives one.
    fn of(form: &Form, field: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.word() == form.typed(field))
    }
}

macro_rules! choices {
    ($($name:ident { $($variant:ident $message:tt),+ })+) => {$(
        #[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
        pub enum $name { $($variant),+ }

        impl $crate::hire::style::Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn word(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),+ }
            }

            fn label(self, words: &$crate::words::Words) -> String {
                match self { $(Self::$variant => say!(words, $message)),+ }
            }
        }
    )+};
}
pub(super) use choices;

choices! {
    SuddenLeave {
        AnyTime "style-leave-any-time", SameDay "style-leave-same-day", DayBefore "style-leave-day-before",
        NotPossible "style-leave-not-possible"
    }
    Interruption {
        AnyMoment "style-pause-any-moment", ShortPieces "style-pause-short", LongPieces "style-pause-long",
        Undisturbed "style-pause-undisturbed"
    }
    FlexibleHours { Free "style-hours-free", CoreHours "style-hours-core", Fixed "style-hours-fixed" }
    ContactHours {
        AnyTime "style-contact-any-time", SchoolHours "style-contact-school", OfficeHours "style-contact-office",
        Evenings "style-contact-evenings", ByAgreement "style-contact-agreed"
    }
    ResponseTime {
        SameDay "style-answer-same-day", OneDay "style-answer-one-day", TwoDays "style-answer-two-days",
        ThreeDays "style-answer-three-days"
    }
    Meetings {
        None "style-meet-none", OnceOnline "style-meet-once", SometimesOnline "style-meet-sometimes",
        WeeklyOnline "style-meet-weekly", InPerson "style-meet-in-person"
    }
    Tools {
        Phone "style-tools-phone", Computer "style-tools-computer", Provided "style-tools-provided",
        OwnSoftware "style-tools-own"
    }
    Experience {
        FirstJob "style-experience-first", SomePractice "style-experience-some", Experienced "style-experience-needed"
    }
    MoreHours { No "style-more-no", Possible "style-more-possible", Planned "style-more-planned" }
    LeadPath { No "style-lead-no", Possible "style-lead-possible", Planned "style-lead-planned" }
}

/// The ten facts; of a draft, those that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct WorkStyle {
    pub sudden_leave: Option<SuddenLeave>,
    pub interruption: Option<Interruption>,
    pub flexible_hours: Option<FlexibleHours>,
    pub contact_hours: Option<ContactHours>,
    pub response_time: Option<ResponseTime>,
    pub meetings: Option<Meetings>,
    pub tools: Option<Tools>,
    pub experience: Option<Experience>,
    pub more_hours: Option<MoreHours>,
    pub lead_path: Option<LeadPath>,
}

/// The same, to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::InputObject)]
pub struct WorkStyleInput {
    pub sudden_leave: Option<SuddenLeave>,
    pub interruption: Option<Interruption>,
    pub flexible_hours: Option<FlexibleHours>,
    pub contact_hours: Option<ContactHours>,
    pub response_time: Option<ResponseTime>,
    pub meetings: Option<Meetings>,
    pub tools: Option<Tools>,
    pub experience: Option<Experience>,
    pub more_hours: Option<MoreHours>,
    pub lead_path: Option<LeadPath>,
}

/// A question with its answers.
pub struct Question {
    pub field: &'static str,
    pub text: String,
    pub answers: Vec<Answer>,
}

/// An answer to choose.
pub struct Answer {
    pub word: &'static str,
    pub label: String,
}

impl Question {
    fn of<C: Choice>(field: &'static str, text: String, words: &Words) -> Self {
        let answers = C::ALL.iter().map(|choice| Answer { word: choice.word(), label: choice.label(words) });
        Self { field, text, answers: answers.collect() }
    }

    /// All ten, those first that decide most for who cares for somebody.
    pub fn all(words: &Words) -> Vec<Self> {
        vec![
            Self::of::<SuddenLeave>("suddenLeave", say!(words, "style-leave"), words),
            Self::of::<Interruption>("interruption", say!(words, "style-pause"), words),
            Self::of::<FlexibleHours>("flexibleHours", say!(words, "style-hours"), words),
            Self::of::<ContactHours>("contactHours", say!(words, "style-contact"), words),
            Self::of::<ResponseTime>("responseTime", say!(words, "style-answer"), words),
            Self::of::<Meetings>("meetings", say!(words, "style-meet"), words),
            Self::of::<Tools>("tools", say!(words, "style-tools"), words),
            Self::of::<Experience>("experience", say!(words, "style-experience"), words),
            Self::of::<MoreHours>("moreHours", say!(words, "style-more"), words),
            Self::of::<LeadPath>("leadPath", say!(words, "style-lead"), words),
        ]
    }

    /// The label of the answer that a form gives.
    pub fn answer_in(&self, form: &Form) -> Option<&str> {
        let given = self.answers.iter().find(|answer| answer.word == form.typed(self.field));
        given.map(|answer| answer.label.as_str())
    }
}

impl WorkStyle {
    /// The fields of the form that would give these answers.
    pub fn fields(&self) -> Vec<(&'static str, &'static str)> {
        let fields = [
            ("suddenLeave", self.sudden_leave.map(Choice::word)),
            ("interruption", self.interruption.map(Choice::word)),
            ("flexibleHours", self.flexible_hours.map(Choice::word)),
            ("contactHours", self.contact_hours.map(Choice::word)),
            ("responseTime", self.response_time.map(Choice::word)),
            ("meetings", self.meetings.map(Choice::word)),
            ("tools", self.tools.map(Choice::word)),
            ("experience", self.experience.map(Choice::word)),
            ("moreHours", self.more_hours.map(Choice::word)),
            ("leadPath", self.lead_path.map(Choice::word)),
        ];
        fields.into_iter().filter_map(|(field, word)| word.map(|word| (field, word))).collect()
    }
}

impl WorkStyleInput {
    /// What a form answers.
    pub fn of(form: &Form) -> Self {
        Self {
            sudden_leave: Choice::of(form, "suddenLeave"),
            interruption: Choice::of(form, "interruption"),
            flexible_hours: Choice::of(form, "flexibleHours"),
            contact_hours: Choice::of(form, "contactHours"),
            response_time: Choice::of(form, "responseTime"),
            meetings: Choice::of(form, "meetings"),
            tools: Choice::of(form, "tools"),
            experience: Choice::of(form, "experience"),
            more_hours: Choice::of(form, "moreHours"),
            lead_path: Choice::of(form, "leadPath"),
        }
    }
}

impl From<WorkStyle> for WorkStyleInput {
    fn from(style: WorkStyle) -> Self {
        Self {
            sudden_leave: style.sudden_leave,
            interruption: style.interruption,
            flexible_hours: style.flexible_hours,
            contact_hours: style.contact_hours,
            response_time: style.response_time,
            meetings: style.meetings,
            tools: style.tools,
            experience: style.experience,
            more_hours: style.more_hours,
            lead_path: style.lead_path,
        }
    }
}
