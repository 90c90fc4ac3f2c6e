use identity::Locale;
use kernel::{ContractId, DisputeId, Instant, MilestoneId, Money, PayoutId, TaskId};
use market::DeclineReason;
use serde::{Deserialize, Serialize};
use time::{UtcOffset, macros::format_description};

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
    /// A dispute was opened, answered, decided or ended.
    DisputeChanged { dispute: DisputeId, title: String },
    /// The reviews of a contract can be read.
    ReviewsPublished { contract: ContractId, title: String },
    /// A payout arrived, or came back.
    PayoutEnded { payout: PayoutId, amount: Money, paid: bool },
}

impl Letter {
    /// Subject and text in the reader's language. `public_url` is where the instance is reached.
    pub fn write(&self, locale: Locale, public_url: &str) -> (String, String) {
        let (subject, sentence) = match locale {
            Locale::Ja => self.japanese(),
            Locale::En => self.english(),
        };
        let closing = match locale {
            Locale::Ja => "縁側（engawa）",
            Locale::En => "Engawa",
        };
        (subject, format!("{sentence}\n\n{public_url}\n-- \n{closing}\n"))
    }

    fn japanese(&self) -> (String, String) {
        let (subject, sentence) = match self {
            Self::BidPlaced { title, .. } => ("応募がありました", format!("「{title}」に応募がありました。")),
            Self::BidAwarded { title, .. } => (
                "契約になりました",
                format!(
                    "「{title}」はあなたにお願いすることになりました。お預かりが済むまで、作業は始めないでください。"
                ),
            ),
            Self::BidDeclined { title, reason, .. } => {
                ("応募の結果", format!("「{title}」は、{}ご応募ありがとうございました。", japanese_reason(*reason)))
            }
            Self::MilestoneFunded { title, .. } => {
                ("お預かりしました", format!("「{title}」の代金をお預かりしました。作業を始められます。"))
            }
            Self::PaymentFailed { title, .. } => (
                "お支払いができませんでした",
                format!("「{title}」のお支払いができませんでした。別の方法でお試しください。"),
            ),
            Self::DeliverySubmitted { title, answer_by, .. } => (
                "納品がありました",
                format!(
                    "「{title}」の納品がありました。{}までにご確認ください。過ぎると自動で検収になります。",
                    japan_time(*answer_by)
                ),
            ),
            Self::DeliveryReminder { title, answer_by, .. } => (
                "検収をお待ちしています",
                format!("「{title}」の納品が確認を待っています。{}に自動で検収になります。", japan_time(*answer_by)),
            ),
            Self::AcceptedBySilence { title, .. } => {
                ("自動で検収になりました", format!("「{title}」は、お返事の期限が過ぎたため、検収になりました。"))
            }
            Self::LapseReminder { title, lapse_at, .. } => (
                "納品をお待ちしています",
                format!(
                    "「{title}」はまだ納品されていません。{}を過ぎると、この区切りは終わります。",
                    japan_time(*lapse_at)
                ),
            ),
            Self::MilestoneLapsed { title, .. } => {
                ("区切りが終わりました", format!("「{title}」は、納品のないまま期限が過ぎたため、終わりました。"))
            }
            Self::RevisionRequested { title, .. } => ("直しのお願い", format!("「{title}」に直しのお願いがあります。")),
            Self::DeliveryAccepted { title, net, .. } => {
                ("検収されました", format!("「{title}」が検収されました。手取りは{}です。", japanese_amount(*net)))
            }
            Self::CancellationProposed { title, answer_by, .. } => (
                "契約終了の申し出",
                format!(
                    "「{title}」を終える申し出があります。{}までにお返事ください。お返事がないときは、\
                     あなたの受け取る分が減らない内容に限り、同意したものとします。",
                    japan_time(*answer_by)
                ),
            ),
            Self::CancellationAnswered { title, ended: true, .. } => {
                ("契約が終わりました", format!("「{title}」の契約が終わりました。"))
            }
            Self::CancellationAnswered { title, ended: false, .. } => {
                ("契約は続きます", format!("「{title}」を終える申し出は取り下げられました。契約は続きます。"))
            }
            Self::Refunded { title, amount, .. } => {
                ("返金しました", format!("「{title}」の{}を返金しました。", japanese_amount(*amount)))
            }
            Self::DisputeChanged { title, .. } => {
                ("話し合いが進みました", format!("「{title}」の話し合いに動きがありました。"))
            }
            Self::ReviewsPublished { title, .. } => {
                ("評価が公開されました", format!("「{title}」の評価を読めるようになりました。"))
            }
            Self::PayoutEnded { amount, paid: true, .. } => {
                ("お受け取りが済みました", format!("{}をお振り込みしました。", japanese_amount(*amount)))
            }
            Self::PayoutEnded { amount, paid: false, .. } => (
                "お振り込みができませんでした",
                format!("{}のお振り込みができませんでした。お金は残高に戻っています。", japanese_amount(*amount)),
            ),
        };
        (subject.to_owned(), sentence)
    }

    fn english(&self) -> (String, String) {
        let (subject, sentence) = match self {
            Self::BidPlaced { title, .. } => ("A new bid", format!("Somebody placed a bid on “{title}”.")),
            Self::BidAwarded { title, .. } => {
                ("Your bid was awarded", format!("“{title}” is yours. Please do not start before the money is held."))
            }
            Self::BidDeclined { title, reason, .. } => {
                ("About your bid", format!("“{title}”: {} Thank you for your offer.", english_reason(*reason)))
            }
            Self::MilestoneFunded { title, .. } => {
                ("The money is held", format!("The money for “{title}” is held. You can start."))
            }
            Self::PaymentFailed { title, .. } => (
                "A payment did not go through",
                format!("The payment for “{title}” did not go through. Please try another way."),
            ),
            Self::DeliverySubmitted { title, answer_by, .. } => (
                "A delivery waits for you",
                format!(
                    "“{title}” was delivered. Please answer by {answer_by}; after that it is accepted automatically."
                ),
            ),
            Self::DeliveryReminder { title, answer_by, .. } => (
                "A delivery still waits for you",
                format!("“{title}” waits for your answer and is accepted automatically at {answer_by}."),
            ),
            Self::AcceptedBySilence { title, .. } => (
                "A delivery was accepted automatically",
                format!("The time to answer “{title}” is over: it is accepted."),
            ),
            Self::LapseReminder { title, lapse_at, .. } => (
                "A milestone waits for your delivery",
                format!("Nothing was delivered for “{title}” yet. It ends at {lapse_at}."),
            ),
            Self::MilestoneLapsed { title, .. } => {
                ("A milestone ended", format!("“{title}” ended: its time was over and nothing was delivered."))
            }
            Self::RevisionRequested { title, .. } => ("A revision was requested", format!("“{title}” needs a change.")),
            Self::DeliveryAccepted { title, net, .. } => {
                ("Your delivery was accepted", format!("“{title}” was accepted. You receive {net}."))
            }
            Self::CancellationProposed { title, answer_by, .. } => (
                "A proposal to end a contract",
                format!(
                    "The other side proposes to end “{title}”. Please answer by {answer_by}; silence agrees, unless that \
                     would cost you what you are due."
                ),
            ),
            Self::CancellationAnswered { title, ended: true, .. } => {
                ("A contract ended", format!("“{title}” has ended."))
            }
            Self::CancellationAnswered { title, ended: false, .. } => {
                ("A contract goes on", format!("The proposal to end “{title}” is off the table."))
            }
            Self::Refunded { title, amount, .. } => ("A refund", format!("{amount} of “{title}” was refunded.")),
            Self::DisputeChanged { title, .. } => {
                ("News in a dispute", format!("There is news in the dispute about “{title}”."))
            }
            Self::ReviewsPublished { title, .. } => {
                ("Reviews can be read", format!("The reviews of “{title}” can now be read."))
            }
            Self::PayoutEnded { amount, paid: true, .. } => ("Your payout arrived", format!("{amount} was paid out.")),
            Self::PayoutEnded { amount, paid: false, .. } => {
                ("Your payout came back", format!("{amount} could not be paid out. The money is back in your account."))
            }
        };
        (subject.to_owned(), sentence)
    }
}

const fn japanese_reason(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::Price => "金額が合わないため、見送りとなりました。",
        DeclineReason::FinishDate => "納期が合わないため、見送りとなりました。",
        DeclineReason::Skills => "求めるスキルが異なるため、見送りとなりました。",
        DeclineReason::Hours => "時間帯が合わないため、見送りとなりました。",
        DeclineReason::Unclear => "ご提案の内容が募集に合わないため、見送りとなりました。",
        DeclineReason::Other => "見送りとなりました。理由は応募のページをご覧ください。",
        DeclineReason::AnotherBidWon => "ほかの方にお願いすることになりました。",
        DeclineReason::TaskClosed => "募集が終わりました。",
    }
}

const fn english_reason(reason: DeclineReason) -> &'static str {
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

fn japanese_amount(amount: Money) -> String {
    match amount.currency() {
        kernel::Currency::Jpy => format!("{}円", amount.to_decimal()),
        kernel::Currency::Usd | kernel::Currency::Eur | kernel::Currency::Kwd => amount.to_string(),
    }
}

fn japan_time(instant: Instant) -> String {
    const JAPAN: UtcOffset = match UtcOffset::from_hms(9, 0, 0) {
        Ok(offset) => offset,
        Err(_) => UtcOffset::UTC,
    };
    let format = format_description!("[month padding:none]月[day padding:none]日[hour]:[minute]");
    instant.to_utc().to_offset(JAPAN).format(&format).unwrap_or_else(|_| instant.to_string())
}
