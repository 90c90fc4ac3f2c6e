//! What happened at the demo's marketplace: one scene a task, one line a step.

mod joinery;
mod press;
mod quarrels;

use super::cast::{House, Who};
use market::{
    ContactHours, DecisionReason, DeclineReason, DisputeReason, Experience, FlexibleHours, Interruption, Language,
    LeadPath, Meetings, MoreHours, ResponseTime, Side, SuddenLeave, Tools, WorkStyle,
};

/// How many days before today the story begins. Every step is on a day before today.
pub const DAYS: u8 = 45;

/// A task and all that became of it.
pub struct Scene {
    /// Whose task.
    pub house: &'static House,
    /// What it says.
    pub post: Post,
    /// What happened, in the order of time.
    pub steps: &'static [Moment],
}

/// On which day of the story, when (1430 is half past two in Japan), what.
pub type Moment = (u8, u16, Step);

/// What a task says.
pub struct Post {
    /// One line.
    pub title: &'static str,
    /// Markdown.
    pub description: &'static str,
    /// What a delivery is measured by.
    pub checklist: &'static [&'static str],
    /// Title and price of each part, in yen without tax.
    pub parts: &'static [(&'static str, i64)],
    /// How long it takes.
    pub minutes: u32,
    /// Days from the call to the deadline; `None` where the client has not decided.
    pub days: Option<u8>,
    /// Slugs.
    pub skills: &'static [&'static str],
    /// Of the work.
    pub language: Language,
    /// The ten facts.
    pub work_style: WorkStyle,
}

/// One thing that somebody does. Which milestone is meant is its place in the contract, from 0.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The client writes the task and keeps it to itself.
    Draft,
    /// The client writes the task and opens it for bids.
    Publish,
    /// The client takes the task back.
    Close,
    /// A worker offers to do it for so many yen, within so many days.
    Bid(Who, i64, u8, &'static str),
    /// A worker takes the offer back.
    Withdraw(Who),
    /// The client does not take an offer.
    Decline(Who, DeclineReason, Option<&'static str>),
    /// The client takes an offer.
    Award(Who),
    /// Somebody writes to the other side: of the contract, or of this worker's bid while there is none.
    Say(Side, Who, &'static str),
    /// The client pays a milestone in with a card.
    Fund(usize, &'static str),
    /// The worker hands in: a note and, if there is one, a file of this name and content.
    Deliver(usize, &'static [u8], &'static str, Option<(&'static str, &'static str)>),
    /// The client sends the delivery back against an item of the checklist.
    AskRevision(usize, u8, &'static str),
    /// The client takes a part of the delivery, for so many yen with tax.
    AcceptPartly(usize, i64),
    /// The client takes the delivery.
    Accept(usize),
    /// The worker gives all that is held back.
    GiveBack(usize),
    /// A side proposes to end the contract: so many yen of what is held, with tax, for the worker.
    ProposeEnd(Side, i64, &'static str),
    /// The other side agrees.
    AgreeToEnd(Side),
    /// A side rates the other: stars, and whether all was on time.
    Review(Side, i32, bool, &'static str),
    /// A side opens a dispute about a milestone.
    OpenDispute(Side, usize, DisputeReason, &'static str),
    /// The other side tells how it sees the matter.
    Respond(Side, &'static str),
    /// A side proposes to divide what is held: so many yen, with tax, for the worker.
    OfferSplit(Side, i64),
    /// A moderator takes the dispute, or the appeal, upon them.
    TakeDispute(Who),
    /// The moderator decides: so many yen of what is held, with tax, for the worker.
    Decide(Who, i64, DecisionReason, &'static str),
    /// A side asks that another moderator decides.
    Appeal(Side, &'static str),
    /// The other moderator decides for good.
    DecideAppeal(Who, i64, DecisionReason, &'static str),
    /// The worker has all that can be paid out sent to a bank.
    Payout(&'static str),
}

/// Every scene.
pub fn scenes() -> impl Iterator<Item = &'static Scene> {
    joinery::SCENES.iter().chain(press::SCENES).chain(quarrels::SCENES)
}

/// Work that can be put down at any moment, and that a first job may be.
const GENTLE: WorkStyle = WorkStyle {
    sudden_leave: SuddenLeave::AnyTime,
    contact_hours: ContactHours::SchoolHours,
    meetings: Meetings::None,
    flexible_hours: FlexibleHours::Free,
    more_hours: MoreHours::Possible,
    lead_path: LeadPath::No,
    response_time: ResponseTime::TwoDays,
    tools: Tools::Computer,
    interruption: Interruption::AnyMoment,
    experience: Experience::FirstJob,
};

/// The same with a phone.
const ON_A_PHONE: WorkStyle = WorkStyle {
    tools: Tools::Phone,
    interruption: Interruption::ShortPieces,
    more_hours: MoreHours::Planned,
    ..GENTLE
};

/// Work for somebody with practice, in pieces of an hour or two.
const PRACTISED: WorkStyle = WorkStyle {
    sudden_leave: SuddenLeave::SameDay,
    contact_hours: ContactHours::ByAgreement,
    interruption: Interruption::LongPieces,
    experience: Experience::SomePractice,
    ..GENTLE
};

/// Work of a craft, with software of one's own and one talk at the beginning.
const CRAFT: WorkStyle = WorkStyle {
    meetings: Meetings::OnceOnline,
    tools: Tools::OwnSoftware,
    experience: Experience::Experienced,
    ..PRACTISED
};

/// Work that returns every day and can grow.
const DAILY: WorkStyle = WorkStyle {
    meetings: Meetings::SometimesOnline,
    flexible_hours: FlexibleHours::CoreHours,
    more_hours: MoreHours::Planned,
    lead_path: LeadPath::Possible,
    response_time: ResponseTime::OneDay,
    tools: Tools::Provided,
    ..PRACTISED
};
