use super::{Letter, Reader};
use market::DeclineReason;

pub(super) const fn subject(letter: &Letter) -> &'static str {
    match letter {
        Letter::BidPlaced { .. } => "応募がありました",
        Letter::BidAwarded { .. } => "契約になりました",
        Letter::BidDeclined { .. } => "応募の結果",
        Letter::MilestoneFunded { .. } => "お預かりしました",
        Letter::PaymentFailed { .. } => "お支払いができませんでした",
        Letter::DeliverySubmitted { .. } => "納品がありました",
        Letter::DeliveryReminder { .. } => "検収をお待ちしています",
        Letter::AcceptedBySilence { .. } => "自動で検収になりました",
        Letter::LapseReminder { .. } => "納品をお待ちしています",
        Letter::MilestoneLapsed { .. } => "区切りが終わりました",
        Letter::RevisionRequested { .. } => "直しのお願い",
        Letter::DeliveryAccepted { .. } => "検収されました",
        Letter::CancellationProposed { .. } => "契約終了の申し出",
        Letter::CancellationAnswered { ended: true, .. } => "契約が終わりました",
        Letter::CancellationAnswered { ended: false, .. } => "契約は続きます",
        Letter::Refunded { .. } => "返金しました",
        Letter::Dispute { news, .. } => news.japanese_subject(),
        Letter::MessageReceived { .. } => "メッセージが届きました",
        Letter::ReviewsPublished { .. } => "評価が公開されました",
        Letter::PayoutEnded { paid: true, .. } => "お受け取りが済みました",
        Letter::PayoutEnded { paid: false, .. } => "お振り込みができませんでした",
    }
}

pub(super) fn sentence(letter: &Letter, reader: &Reader) -> String {
    match letter {
        Letter::BidPlaced { title, .. } => format!("「{title}」に応募がありました。"),
        Letter::BidAwarded { title, .. } => {
            format!("「{title}」はあなたにお願いすることになりました。お預かりが済むまで、作業は始めないでください。")
        }
        Letter::BidDeclined { title, reason, .. } => {
            format!("「{title}」は、{}ご応募ありがとうございました。", declined(*reason))
        }
        Letter::MilestoneFunded { title, .. } => {
            format!("「{title}」の代金をお預かりしました。作業を始められます。")
        }
        Letter::PaymentFailed { title, .. } => {
            format!("「{title}」のお支払いができませんでした。別の方法でお試しください。")
        }
        Letter::DeliverySubmitted { title, answer_by, .. } => format!(
            "「{title}」の納品がありました。{}までにご確認ください。過ぎると自動で検収になります。",
            reader.time(*answer_by)
        ),
        Letter::DeliveryReminder { title, answer_by, .. } => {
            format!("「{title}」の納品が確認を待っています。{}に自動で検収になります。", reader.time(*answer_by))
        }
        Letter::AcceptedBySilence { title, .. } => {
            format!("「{title}」は、お返事の期限が過ぎたため、検収になりました。")
        }
        Letter::LapseReminder { title, lapse_at, .. } => {
            format!(
                "「{title}」はまだ納品されていません。{}を過ぎると、この区切りは終わります。",
                reader.time(*lapse_at)
            )
        }
        Letter::MilestoneLapsed { title, .. } => {
            format!("「{title}」は、納品のないまま期限が過ぎたため、終わりました。")
        }
        Letter::RevisionRequested { title, .. } => format!("「{title}」に直しのお願いがあります。"),
        Letter::DeliveryAccepted { title, net, .. } => {
            format!("「{title}」が検収されました。手取りは{}です。", reader.amount(*net))
        }
        Letter::CancellationProposed { title, answer_by, .. } => format!(
            "「{title}」を終える申し出があります。{}までにお返事ください。お返事がないときは、\
             あなたの受け取る分が減らない内容に限り、同意したものとします。",
            reader.time(*answer_by)
        ),
        Letter::CancellationAnswered { title, ended: true, .. } => format!("「{title}」の契約が終わりました。"),
        Letter::CancellationAnswered { title, ended: false, .. } => {
            format!("「{title}」を終える申し出は取り下げられました。契約は続きます。")
        }
        Letter::Refunded { title, amount: refunded, .. } => {
            format!("「{title}」の{}を返金しました。", reader.amount(*refunded))
        }
        Letter::Dispute { title, news, .. } => news.japanese(title, reader),
        Letter::MessageReceived { title, .. } => format!("「{title}」について、メッセージが届いています。"),
        Letter::ReviewsPublished { title, .. } => format!("「{title}」の評価を読めるようになりました。"),
        Letter::PayoutEnded { amount: sent, paid: true, .. } => {
            format!("{}をお振り込みしました。", reader.amount(*sent))
        }
        Letter::PayoutEnded { amount: sent, paid: false, .. } => {
            format!("{}のお振り込みができませんでした。お金は残高に戻っています。", reader.amount(*sent))
        }
    }
}

const fn declined(reason: DeclineReason) -> &'static str {
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
