use identity::Locale;
use kernel::{ContractId, DisputeId, Instant, MessageId, MilestoneId, Money, PayoutId, TaskId};
use market::DeclineReason;
use serde::{Deserialize, Serialize};

mod dispute;
mod english;
mod japanese;
mod reader;

pub use dispute::DisputeNews;
pub use reader::Reader;

/// What a person is written about. Holds ids and amounts; the words are made when the mail is, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are what the sentence names")]
pub enum Letter {
    /// A worker placed a bid on the client's task.
    BidPlaced { task: TaskId, title: String },
    /// The worker's bid was awarded.
    BidAwarded { contract: ContractId, title: String },
    /// The worker's bid was declined, or ended with its task.
    BidDeclined { task: TaskId, title: String, reason: DeclineReason },
    /// The other side of a bid or contract wrote.
    MessageReceived { message: MessageId, title: String },
    /// The money of a milestone is held; work may start.
    MilestoneFunded { milestone: MilestoneId, title: String },
    /// The client's payment did not go through.
    PaymentFailed { milestone: MilestoneId, title: String },
    /// A delivery waits for the client's answer.
    DeliverySubmitted { milestone: MilestoneId, title: String, answer_by: Instant },
    /// The same, once more.
    DeliveryReminder { milestone: MilestoneId, title: String, answer_by: Instant },
    /// A delivery was accepted because the client said nothing.
    AcceptedBySilence { milestone: MilestoneId, title: String },
    /// Nothing was handed in yet, and the milestone's time comes to its end.
    LapseReminder { milestone: MilestoneId, title: String, lapse_at: Instant },
    /// The milestone's time was over before anything was handed in.
    MilestoneLapsed { milestone: MilestoneId, title: String },
    /// The client asked for changes.
    RevisionRequested { milestone: MilestoneId, title: String },
    /// A delivery was accepted, in full or in part, and this much was earned.
    DeliveryAccepted { milestone: MilestoneId, title: String, net: Money },
    /// The other side proposed to end the contract.
    CancellationProposed { contract: ContractId, title: String, answer_by: Instant },
    /// The contract was ended, or the proposal was declined.
    CancellationAnswered { contract: ContractId, title: String, ended: bool },
    /// Money went back to the client.
    Refunded { milestone: MilestoneId, title: String, amount: Money },
    /// There is news in a dispute.
    Dispute { dispute: DisputeId, title: String, news: DisputeNews },
    /// The reviews of a contract can be read.
    ReviewsPublished { contract: ContractId, title: String },
    /// A payout arrived, or came back.
    PayoutEnded { payout: PayoutId, amount: Money, paid: bool },
}

impl Letter {
    /// Subject and text for its reader. `public_url` is where the instance is reached.
    pub fn write(&self, reader: &Reader, public_url: &str) -> (String, String) {
        let (subject, sentence) = self.words(reader);
        let closing = match reader.locale {
            Locale::Ja => "縁側（engawa）",
            Locale::En => "Engawa",
        };
        (subject.to_owned(), format!("{sentence}\n\n{public_url}\n-- \n{closing}\n"))
    }

    /// Headline and sentence for its reader: what a notice shows.
    pub fn words(&self, reader: &Reader) -> (&'static str, String) {
        match reader.locale {
            Locale::Ja => (japanese::subject(self), japanese::sentence(self, reader)),
            Locale::En => (english::subject(self), english::sentence(self, reader)),
        }
    }

    /// The object it is about, by the id that clients see.
    pub fn about(&self) -> String {
        match self {
            Self::BidPlaced { task, .. } | Self::BidDeclined { task, .. } => task.to_string(),
            Self::BidAwarded { contract, .. }
            | Self::CancellationProposed { contract, .. }
            | Self::CancellationAnswered { contract, .. }
            | Self::ReviewsPublished { contract, .. } => contract.to_string(),
            Self::MessageReceived { message, .. } => message.to_string(),
            Self::MilestoneFunded { milestone, .. }
            | Self::PaymentFailed { milestone, .. }
            | Self::DeliverySubmitted { milestone, .. }
            | Self::DeliveryReminder { milestone, .. }
            | Self::AcceptedBySilence { milestone, .. }
            | Self::LapseReminder { milestone, .. }
            | Self::MilestoneLapsed { milestone, .. }
            | Self::RevisionRequested { milestone, .. }
            | Self::DeliveryAccepted { milestone, .. }
            | Self::Refunded { milestone, .. } => milestone.to_string(),
            Self::Dispute { dispute, .. } => dispute.to_string(),
            Self::PayoutEnded { payout, .. } => payout.to_string(),
        }
    }
}
