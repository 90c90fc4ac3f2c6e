use crate::dispute::{DealSide, DisputeState};
use crate::job::TakeHome;
use crate::schema::{DateTime, Money, schema};

/// A contract as its page shows it.
#[derive(cynic::QueryFragment)]
pub(super) struct Contract {
    pub id: cynic::Id,
    pub title: String,
    pub state: ContractState,
    pub viewer_side: Option<DealSide>,
    pub made_at: DateTime,
    pub finish_by: DateTime,
    pub ended_at: Option<DateTime>,
    pub cancelled_how: Option<ContractCancelledHow>,
    pub cancellation: Option<Cancellation>,
    pub client: Option<Client>,
    pub worker: Option<Worker>,
    pub escrow: Escrow,
    pub take_home: TakeHome,
    pub milestones: Vec<Milestone>,
    pub terms: Option<Terms>,
    pub reviews: Option<Vec<Review>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub(crate) enum ContractState {
    Active,
    Cancelling,
    Completed,
    Cancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub(super) enum ContractCancelledHow {
    Agreed,
    BySilence,
    Lapsed,
}

#[derive(cynic::QueryFragment)]
pub(super) struct Cancellation {
    pub by: DealSide,
    pub held: Money,
    pub to_worker: Money,
    pub note: String,
    pub answer_by: DateTime,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
pub(super) struct Client {
    pub name: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Person")]
pub(super) struct Worker {
    pub id: cynic::Id,
    pub display_name: String,
}

#[derive(cynic::QueryFragment)]
pub(super) struct Escrow {
    pub funded: Money,
    pub held: Money,
    pub refunded: Money,
    pub released: Money,
}

#[derive(cynic::QueryFragment)]
pub(super) struct Milestone {
    pub title: String,
    pub gross: Money,
    pub state: MilestoneState,
    pub due_at: Option<DateTime>,
    pub ended_at: Option<DateTime>,
    pub accepted_how: Option<AcceptedHow>,
    pub ended_how: Option<MilestoneEndedHow>,
    #[arguments(first: 5)]
    pub deliveries: Option<Deliveries>,
    pub dispute: Option<Dispute>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub(crate) enum MilestoneState {
    Agreed,
    InProgress,
    Delivered,
    Accepted,
    Disputed,
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub(super) enum AcceptedHow {
    ByClient,
    ByClock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub(super) enum MilestoneEndedHow {
    Refunded,
    Split,
    Cancelled,
    Lapsed,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "DeliveryConnection")]
pub(super) struct Deliveries {
    pub nodes: Vec<Delivery>,
}

#[derive(cynic::QueryFragment)]
pub(super) struct Delivery {
    pub number: i32,
    pub submitted_at: DateTime,
    pub answered_at: Option<DateTime>,
    pub note: Option<String>,
    pub files: Option<Vec<File>>,
    pub revision_request: Option<RevisionRequest>,
}

#[derive(cynic::QueryFragment)]
pub(super) struct File {
    pub filename: String,
    pub byte_size: i32,
    pub download_url: crate::schema::Url,
}

#[derive(cynic::QueryFragment)]
pub(super) struct RevisionRequest {
    pub item: i32,
    pub reason: String,
}

#[derive(cynic::QueryFragment)]
pub(super) struct Dispute {
    pub state: DisputeState,
    pub opened_at: DateTime,
    pub due_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "WrittenTerms")]
pub(super) struct Terms {
    pub checklist: Vec<ChecklistItem>,
}

#[derive(cynic::QueryFragment)]
pub(super) struct ChecklistItem {
    pub number: i32,
    pub text: String,
}

#[derive(cynic::QueryFragment)]
pub(super) struct Review {
    pub from: Option<DealParty>,
}

#[derive(cynic::InlineFragments)]
pub(super) enum DealParty {
    Person(Worker),
    #[cynic(fallback)]
    Other,
}

/// Who has to do something next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// The reader.
    Yours,
    /// Somebody else: the other side, or the staff.
    Theirs,
    /// Nobody any more.
    Over,
}

impl Turn {
    /// Of a contract as it stands, for a reader on `side`; `cancelling` is the side that proposes to end it.
    pub(crate) fn of(
        side: DealSide,
        state: ContractState,
        cancelling: Option<DealSide>,
        milestones: impl Iterator<Item = MilestoneState>,
    ) -> Self {
        match state {
            ContractState::Completed | ContractState::Cancelled => return Self::Over,
            ContractState::Cancelling if cancelling.is_some_and(|by| by != side) => return Self::Yours,
            ContractState::Cancelling | ContractState::Active => {}
        }
        let mut is_first = true;
        let mut turn = Self::Theirs;
        for milestone in milestones {
            let doer = match milestone {
                MilestoneState::Accepted | MilestoneState::Ended => continue,
                // What is to be paid in later waits for what is at work now.
                MilestoneState::Agreed => is_first.then_some(DealSide::Client),
                MilestoneState::InProgress => Some(DealSide::Worker),
                MilestoneState::Delivered => Some(DealSide::Client),
                MilestoneState::Disputed => Some(side),
            };
            if doer == Some(side) {
                turn = Self::Yours;
            }
            is_first = false;
        }
        turn
    }
}

impl MilestoneState {
    /// Has all its money left?
    pub(crate) const fn is_over(self) -> bool {
        match self {
            Self::Accepted | Self::Ended => true,
            Self::Agreed | Self::InProgress | Self::Delivered | Self::Disputed => false,
        }
    }
}

impl ContractState {
    pub(crate) const fn is_over(self) -> bool {
        match self {
            Self::Completed | Self::Cancelled => true,
            Self::Active | Self::Cancelling => false,
        }
    }
}

impl Contract {
    /// The side on which the page speaks: staff read it as the client does.
    pub fn side(&self) -> DealSide {
        self.viewer_side.unwrap_or(DealSide::Client)
    }

    pub fn turn(&self) -> Turn {
        let cancelling = self.cancellation.as_ref().map(|proposal| proposal.by);
        Turn::of(self.side(), self.state, cancelling, self.milestones.iter().map(|part| part.state))
    }

    pub fn client_name(&self) -> &str {
        self.client.as_ref().map_or("", |client| &client.name)
    }

    pub fn worker_name(&self) -> &str {
        self.worker.as_ref().map_or("", |worker| &worker.display_name)
    }

    pub fn has(&self, state: MilestoneState) -> bool {
        self.milestones.iter().any(|part| part.state == state)
    }

    /// All that was agreed was accepted.
    pub fn is_accepted(&self) -> bool {
        self.milestones.iter().all(|part| part.state == MilestoneState::Accepted)
    }

    /// Did the reader's side give its review?
    pub fn is_reviewed(&self) -> bool {
        let worker = self.worker.as_ref().map(|worker| &worker.id);
        let by_worker =
            |review: &Review| matches!(&review.from, Some(DealParty::Person(person)) if Some(&person.id) == worker);
        let wanted = self.side() == DealSide::Worker;
        self.reviews.iter().flatten().any(|review| by_worker(review) == wanted)
    }
}

impl Milestone {
    /// What was handed in last.
    pub fn latest(&self) -> Option<&Delivery> {
        self.deliveries.as_ref()?.nodes.first()
    }
}

impl File {
    /// `3 kB`, `1.2 MB`.
    pub fn size(&self) -> String {
        crate::show::bytes(self.byte_size)
    }
}
