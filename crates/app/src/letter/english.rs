use super::{Letter, Reader};
use market::DeclineReason;

pub(super) const fn subject(letter: &Letter) -> &'static str {
    match letter {
        Letter::BidPlaced { .. } => "A new bid",
        Letter::BidAwarded { .. } => "Your bid was awarded",
        Letter::BidDeclined { .. } => "About your bid",
        Letter::MilestoneFunded { .. } => "The money is held",
        Letter::PaymentFailed { .. } => "A payment did not go through",
        Letter::DeliverySubmitted { .. } => "A delivery waits for you",
        Letter::DeliveryReminder { .. } => "A delivery still waits for you",
        Letter::AcceptedBySilence { .. } => "A delivery was accepted automatically",
        Letter::LapseReminder { .. } => "A milestone waits for your delivery",
        Letter::MilestoneLapsed { .. } => "A milestone ended",
        Letter::RevisionRequested { .. } => "A revision was requested",
        Letter::DeliveryAccepted { .. } => "Your delivery was accepted",
        Letter::CancellationProposed { .. } => "A proposal to end a contract",
        Letter::CancellationAnswered { ended: true, .. } => "A contract ended",
        Letter::CancellationAnswered { ended: false, .. } => "A contract goes on",
        Letter::Refunded { .. } => "A refund",
        Letter::Dispute { news, .. } => news.english_subject(),
        Letter::MessageReceived { .. } => "A message for you",
        Letter::ReviewsPublished { .. } => "Reviews can be read",
        Letter::PayoutEnded { paid: true, .. } => "Your payout arrived",
        Letter::PayoutEnded { paid: false, .. } => "Your payout came back",
    }
}

pub(super) fn sentence(letter: &Letter, reader: &Reader) -> String {
    match letter {
        Letter::BidPlaced { title, .. } => format!("Somebody placed a bid on “{title}”."),
        Letter::BidAwarded { title, .. } => {
            format!("“{title}” is yours. Please do not start before the money is held.")
        }
        Letter::BidDeclined { title, reason, .. } => {
            format!("“{title}”: {} Thank you for your offer.", declined(*reason))
        }
        Letter::MilestoneFunded { title, .. } => format!("The money for “{title}” is held. You can start."),
        Letter::PaymentFailed { title, .. } => {
            format!("The payment for “{title}” did not go through. Please try another way.")
        }
        Letter::DeliverySubmitted { title, answer_by, .. } => format!(
            "“{title}” was delivered. Please answer by {}; after that it is accepted automatically.",
            reader.time(*answer_by)
        ),
        Letter::DeliveryReminder { title, answer_by, .. } => {
            format!("“{title}” waits for your answer and is accepted automatically at {}.", reader.time(*answer_by))
        }
        Letter::AcceptedBySilence { title, .. } => format!("The time to answer “{title}” is over: it is accepted."),
        Letter::LapseReminder { title, lapse_at, .. } => {
            format!("Nothing was delivered for “{title}” yet. It ends at {}.", reader.time(*lapse_at))
        }
        Letter::MilestoneLapsed { title, .. } => {
            format!("“{title}” ended: its time was over and nothing was delivered.")
        }
        Letter::RevisionRequested { title, .. } => format!("“{title}” needs a change."),
        Letter::DeliveryAccepted { title, net, .. } => {
            format!("“{title}” was accepted. You receive {}.", reader.amount(*net))
        }
        Letter::CancellationProposed { title, answer_by, .. } => format!(
            "The other side proposes to end “{title}”. Please answer by {}; silence agrees, unless that would cost you \
             what you are due.",
            reader.time(*answer_by)
        ),
        Letter::CancellationAnswered { title, ended: true, .. } => format!("“{title}” has ended."),
        Letter::CancellationAnswered { title, ended: false, .. } => {
            format!("The proposal to end “{title}” is off the table.")
        }
        Letter::Refunded { title, amount, .. } => format!("{} of “{title}” was refunded.", reader.amount(*amount)),
        Letter::Dispute { title, news, .. } => news.english(title, reader),
        Letter::MessageReceived { title, .. } => format!("Somebody wrote to you about “{title}”."),
        Letter::ReviewsPublished { title, .. } => format!("The reviews of “{title}” can now be read."),
        Letter::PayoutEnded { amount, paid: true, .. } => format!("{} was paid out.", reader.amount(*amount)),
        Letter::PayoutEnded { amount, paid: false, .. } => {
            format!("{} could not be paid out. The money is back in your account.", reader.amount(*amount))
        }
    }
}

const fn declined(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::Price => "your bid was declined because of its price.",
        DeclineReason::FinishDate => "your bid was declined because of its finish date.",
        DeclineReason::Skills => "your bid was declined because the work needs other skills.",
        DeclineReason::Hours => "your bid was declined because the hours do not fit.",
        DeclineReason::Unclear => "your bid was declined because it does not answer what was asked.",
        DeclineReason::Other => "your bid was declined; the reason stands with your bid.",
        DeclineReason::AnotherBidWon => "the task went to somebody else.",
        DeclineReason::TaskClosed => "the task was closed without a contract.",
    }
}
