use market::{Clauses, Language};

/// What every contract of this engine agrees on beside its own figures, in the language of the work. It says in words
/// what the state machines do, and no more.
pub(super) fn standard_clauses(language: Language) -> Clauses {
    let [changes, defects, intellectual_property, personal_data, expenses, ending] = match language {
        Language::Ja => [
            "仕事の内容・報酬・納期は、双方が合意したときに限り変更できます。受領後に報酬を減らすこと、合意した検収項目にないやり直しを無償で求めることはできません。",
            "検収項目に合わない点は、合意した回数まで、検収項目を示して直しを求めることができます。検収のあとに見つかった重大な不備は、双方で話し合います。",
            "成果物の権利は、その区切りの報酬が支払われたときに依頼者に移ります。採用されなかった提案の権利は、受注者に残ります。",
            "仕事のために知った個人情報と秘密は、この仕事のほかには使わず、終わったあとは消去します。",
            "仕事に通常かかる費用は報酬に含みます。それ以外の費用は、事前の合意がある場合に依頼者が負担します。",
            "一方が終了を申し出て、もう一方が同意したときに終わります。期限までに返事がないときは、受領済みの仕事の報酬が支払われ、受領していない仕事の代金が戻る内容に限り、同意したものとします。6か月以上続く契約を依頼者が終えるときは、30日前までに予告します。",
        ],
        Language::En => [
            "Work, price and dates change only when both sides agree. After receipt the price is not reduced, and nothing outside the agreed checklist is redone free of charge.",
            "Where the work does not meet a checklist item, changes can be requested against that item, as often as agreed. Serious defects found after acceptance are talked about by both sides.",
            "Rights in the result pass to the client when its milestone is paid. Rights in proposals that were not taken stay with the worker.",
            "Personal data and secrets learned for the work are used for nothing else, and deleted after it.",
            "The price includes the usual expenses of the work. The client bears others when that was agreed before.",
            "The contract ends when one side proposes it and the other agrees. Silence agrees only to what pays for received work and gives back the money for work that was not received. A client who ends a contract of six months or longer gives notice 30 days before.",
        ],
    }
    .map(str::to_owned);
    Clauses { changes, defects, intellectual_property, personal_data, expenses, ending }
}
