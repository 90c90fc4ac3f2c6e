//! One deal, the same in every test: two milestones of 4,000 and 6,000 yen net, 4,400 and 6,600 gross.

use crate::*;
use kernel::{
    BidId, ContractId, Currency, DeliveryId, DisputeId, Instant, MilestoneId, Money, OrganisationId, PersonId, TaskId,
};
use time::Duration;
use uuid::Uuid;

macro_rules! id {
    ($name:ident, $kind:ident) => {
        pub(crate) fn $name(number: u128) -> $kind {
            $kind::new(Uuid::from_u128(number))
        }
    };
}
id!(task_id, TaskId);
id!(bid_id, BidId);
id!(contract_id, ContractId);
id!(milestone_id, MilestoneId);
id!(delivery_id, DeliveryId);
id!(dispute_id, DisputeId);
id!(person, PersonId);
id!(organisation, OrganisationId);

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// Friday noon in Japan.
pub(crate) fn start() -> Instant {
    at("2026-11-20T03:00:00Z")
}

pub(crate) fn day(count: i64) -> Instant {
    start().plus(Duration::days(count))
}

pub(crate) fn yen(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

pub(crate) fn task_rules() -> TaskRules {
    TaskRules { currency: Currency::Jpy, open_days: 30, milestone_days: 60 }
}

pub(crate) fn work_style() -> WorkStyle {
    WorkStyle {
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
    }
}

pub(crate) fn task_draft() -> TaskDraft {
    let part = |title: &str, price| MilestoneDraft { title: Some(title.to_owned()), price: Some(yen(price)) };
    TaskDraft {
        title: Some("議事録の文字起こし".to_owned()),
        description: Some("音声3本。".to_owned()),
        checklist: vec!["話者の名前がある".to_owned(), "時刻が5分ごとにある".to_owned()],
        milestones: vec![part("1本目", 4_000), part("残り", 6_000)],
        estimated_minutes: Some(300),
        deadline: Some(day(40)),
        skills: vec!["transcription".to_owned()],
        language: Some(Language::Ja),
        work_style: work_style().into(),
    }
}

pub(crate) fn draft_task() -> Task {
    Task::draft(task_id(1), organisation(1), task_draft(), &task_rules()).unwrap()
}

pub(crate) fn open_task() -> Task {
    draft_task().publish(&task_rules(), start()).unwrap()
}

pub(crate) fn offer_draft() -> OfferDraft {
    OfferDraft { price: yen(10_000), message: "できます。".to_owned(), finish_by: day(10) }
}

pub(crate) fn bid() -> Bid {
    Bid::place((bid_id(1), person(1)), &open_task(), offer_draft(), &task_rules(), start()).unwrap()
}

pub(crate) fn clauses() -> Clauses {
    let words = |text: &str| text.to_owned();
    Clauses {
        changes: words("両者の合意で変えられます。"),
        defects: words("検収から14日以内は直します。"),
        intellectual_property: words("支払いのときに依頼者に移ります。"),
        personal_data: words("仕事のほかには使いません。"),
        expenses: words("依頼者が負担します。"),
        ending: words("提案と同意で終われます。"),
    }
}

pub(crate) fn order<'a>(content: &'a TaskContent, offer: &'a Offer) -> Order<'a> {
    let party = |name: &str| Party { name: name.to_owned(), contact: format!("{name}@example.jp") };
    Order {
        contract: contract_id(1),
        client: party("箕輪商店"),
        worker: party("はな"),
        content,
        offer,
        gross: vec![yen(4_400), yen(6_600)],
        place: Place::Online,
        method: PaymentMethod::HeldThenBankTransfer,
        fees: serde_json::json!({ "tiers": [{ "up_to": 100_000, "bps": 2_000 }], "client_bps": 0 }),
        clauses: clauses(),
        rules: Rules::default(),
        ordered_at: start(),
    }
}

pub(crate) fn terms() -> WrittenTerms {
    let (task, bid) = (open_task(), bid());
    WrittenTerms::try_new(order(task.published().unwrap(), &bid.offer)).unwrap()
}

pub(crate) fn deal() -> Deal {
    terms().deal()
}

pub(crate) fn contract() -> Contract {
    let parties = ContractParties { task: task_id(1), bid: bid_id(1), client: organisation(1), worker: person(1) };
    Contract::made(contract_id(1), parties, &terms(), start())
}

/// Both parts, not funded; their ids are 1 and 2.
pub(crate) fn milestones() -> Vec<Milestone> {
    let parts = terms().milestones;
    (1..).zip(&parts).map(|(number, part)| Milestone::agreed(milestone_id(number), contract_id(1), part)).collect()
}

/// The first part, funded at the start.
pub(crate) fn in_progress() -> Milestone {
    let first = milestones().remove(0);
    first.funded(yen(4_400), &deal(), start()).unwrap()
}

pub(crate) fn delivery(number: u128, milestone: &Milestone, now: Instant) -> Delivery {
    let draft = DeliveryDraft { ticks: vec![1, 2], note: "できました。".to_owned(), files: Vec::new() };
    Delivery::hand_in(delivery_id(number), milestone, draft, &deal(), now).unwrap()
}

/// The first part with delivery 1 received on day 1.
pub(crate) fn delivered() -> (Milestone, Delivery) {
    let milestone = in_progress();
    let delivery = delivery(1, &milestone, day(1));
    (milestone.deliver(&delivery, &deal(), day(1)).unwrap(), delivery)
}

pub(crate) fn dispute_draft() -> DisputeDraft {
    DisputeDraft { reason: DisputeReason::NotAsAgreed, statement: "時刻がありません。".to_owned() }
}

/// Dispute 1 by the client on day 2 about the first part and its delivery.
pub(crate) fn disputed() -> (Dispute, Milestone, Delivery) {
    let (milestone, delivery) = delivered();
    let by_client = (dispute_id(1), Side::Client);
    let (dispute, milestone) = Dispute::open(by_client, dispute_draft(), milestone, &deal().rules, day(2)).unwrap();
    (dispute, milestone, delivery)
}

pub(crate) fn decision(to_worker: i64) -> DecisionDraft {
    DecisionDraft {
        to_worker: yen(to_worker),
        reason: DecisionReason::PartlyAsAgreed,
        text: "半分できています。".to_owned(),
    }
}

pub(crate) fn ask(item: u8) -> RevisionAsk {
    RevisionAsk { item, reason: "時刻がありません。".to_owned() }
}
