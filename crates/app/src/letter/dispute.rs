use super::Reader;
use kernel::{Instant, Money};
use serde::{Deserialize, Serialize};

/// What is new in a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are what the sentence names")]
pub enum DisputeNews {
    /// To the other side: it was opened.
    Opened { until: Instant },
    /// To the side that opened it: the other has answered.
    Responded,
    /// To the other side: a settlement was offered.
    Offered,
    /// To both: the time to talk is nearly over.
    TalkEnds { until: Instant },
    /// To both: a moderator takes over.
    AwaitsDecision { due: Instant },
    /// To moderators: a decision is wanted.
    ToDecide { due: Instant },
    /// To both: it was decided.
    Decided { to_worker: Money, to_client: Money, appeal_until: Instant },
    /// To both: the time for an appeal is nearly over.
    AppealEnds { appeal_until: Instant },
    /// To both: another moderator will decide.
    Appealed { due: Instant },
    /// To both: it is over, and the money was divided.
    Ended { to_worker: Money, to_client: Money },
    /// To both: it is over, and the work goes on.
    GoesOn,
}

impl DisputeNews {
    pub(super) const fn japanese_subject(self) -> &'static str {
        match self {
            Self::Opened { .. } => "話し合いが始まりました",
            Self::Responded => "話し合いに返事がありました",
            Self::Offered => "話し合いの提案がありました",
            Self::TalkEnds { .. } => "話し合いの期限が近づいています",
            Self::AwaitsDecision { .. } => "事務局が判断します",
            Self::ToDecide { .. } => "判断をお待ちしています",
            Self::Decided { .. } => "事務局の判断",
            Self::AppealEnds { .. } => "見直しの期限が近づいています",
            Self::Appealed { .. } => "見直しになりました",
            Self::Ended { .. } => "話し合いが終わりました",
            Self::GoesOn => "作業を続けます",
        }
    }

    pub(super) fn japanese(self, title: &str, reader: &Reader) -> String {
        match self {
            Self::Opened { until } => format!(
                "「{title}」について、相手から話し合いの申し出がありました。お金は動きません。{}までに合意がなければ、事務局が判断します。",
                reader.time(until)
            ),
            Self::Responded => format!("「{title}」の話し合いに、相手から返事がありました。"),
            Self::Offered => {
                format!("「{title}」の話し合いに、相手から提案がありました。受け入れると、すぐに決まります。")
            }
            Self::TalkEnds { until } => {
                format!("「{title}」の話し合いは{}までです。そのあとは事務局が判断します。", reader.time(until))
            }
            Self::AwaitsDecision { due } => {
                format!("「{title}」の話し合いは合意になりませんでした。事務局が{}までに判断します。", reader.time(due))
            }
            Self::ToDecide { due } => {
                format!("「{title}」の話し合いが事務局の判断を待っています。期限は{}です。", reader.time(due))
            }
            Self::Decided { to_worker, to_client, appeal_until } => format!(
                "「{title}」について事務局が判断しました。ワーカーへ{}（手数料を引く前）、クライアントへ{}です。見直しは{}まで求められます。それまでお金は動きません。",
                reader.amount(to_worker),
                reader.amount(to_client),
                reader.time(appeal_until)
            ),
            Self::AppealEnds { appeal_until } => {
                format!("「{title}」の判断の見直しは、{}まで求められます。", reader.time(appeal_until))
            }
            Self::Appealed { due } => {
                format!("「{title}」の判断は、別の担当者が{}までに見直します。", reader.time(due))
            }
            Self::Ended { to_worker, to_client } => format!(
                "「{title}」の話し合いが終わりました。ワーカーへ{}（手数料を引く前）、クライアントへ{}です。",
                reader.amount(to_worker),
                reader.amount(to_client)
            ),
            Self::GoesOn => format!("「{title}」の話し合いが終わり、作業を続けることになりました。"),
        }
    }

    pub(super) const fn english_subject(self) -> &'static str {
        match self {
            Self::Opened { .. } => "A dispute was opened",
            Self::Responded => "An answer in a dispute",
            Self::Offered => "An offer in a dispute",
            Self::TalkEnds { .. } => "The time to talk is nearly over",
            Self::AwaitsDecision { .. } => "A moderator decides",
            Self::ToDecide { .. } => "A dispute waits for a decision",
            Self::Decided { .. } => "A dispute was decided",
            Self::AppealEnds { .. } => "The time for an appeal is nearly over",
            Self::Appealed { .. } => "An appeal was made",
            Self::Ended { .. } => "A dispute ended",
            Self::GoesOn => "A dispute ended",
        }
    }

    pub(super) fn english(self, title: &str, reader: &Reader) -> String {
        match self {
            Self::Opened { until } => format!(
                "The other side opened a dispute about “{title}”. No money moves. Without an agreement by {}, a moderator decides.",
                reader.time(until)
            ),
            Self::Responded => format!("The other side answered in the dispute about “{title}”."),
            Self::Offered => {
                format!("The other side offered a settlement about “{title}”. If you accept, it is settled at once.")
            }
            Self::TalkEnds { until } => format!(
                "You can settle the dispute about “{title}” until {}; after that a moderator decides.",
                reader.time(until)
            ),
            Self::AwaitsDecision { due } => {
                format!("The dispute about “{title}” was not settled. A moderator decides by {}.", reader.time(due))
            }
            Self::ToDecide { due } => {
                format!("The dispute about “{title}” is to be decided by {}.", reader.time(due))
            }
            Self::Decided { to_worker, to_client, appeal_until } => format!(
                "The dispute about “{title}” was decided: {} to the worker (before the fee), {} to the client. You can appeal until {}; no money moves before.",
                reader.amount(to_worker),
                reader.amount(to_client),
                reader.time(appeal_until)
            ),
            Self::AppealEnds { appeal_until } => {
                format!("You can appeal against the decision about “{title}” until {}.", reader.time(appeal_until))
            }
            Self::Appealed { due } => {
                format!("Another moderator decides the dispute about “{title}” by {}.", reader.time(due))
            }
            Self::Ended { to_worker, to_client } => format!(
                "The dispute about “{title}” ended: {} to the worker (before the fee), {} to the client.",
                reader.amount(to_worker),
                reader.amount(to_client)
            ),
            Self::GoesOn => format!("The dispute about “{title}” ended, and the work goes on."),
        }
    }
}
