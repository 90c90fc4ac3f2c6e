use super::*;
use crate::sample::*;
use crate::table::{Event, check_every_pair};
use crate::{MilestoneState, MilestoneStateKind, Rules};
use kernel::{InputFault, Money};

fn rules() -> Rules {
    deal().rules
}

fn talking() -> Dispute {
    disputed().0
}

fn awaiting() -> Dispute {
    talking().advance(&rules(), day(7)).unwrap()
}

fn decided() -> Dispute {
    awaiting().assign(person(8)).unwrap().decide(person(8), decision(2_200), &rules(), day(8)).unwrap()
}

fn appealed() -> Dispute {
    decided().appeal(Side::Worker, "見てほしい。", &rules(), day(9)).unwrap()
}

fn taken_by(number: u128, dispute: Dispute) -> Dispute {
    Dispute { moderator: Some(person(number)), ..dispute }
}

fn every_dispute() -> Vec<(&'static str, Dispute)> {
    let offered = talking().offer(Side::Worker, None, day(3)).unwrap();
    let offering = |dispute: Dispute| Dispute { offer: offered.offer, ..dispute };
    vec![
        ("talking", offering(talking())),
        ("awaiting_decision", offering(awaiting())),
        ("decided", offering(decided())),
        ("appealed", offering(appealed())),
        ("final", offering(decided().advance(&rules(), day(15)).unwrap())),
        ("settled", offered.accept_offer(Side::Client, Settlement::GoOn, day(3)).unwrap()),
    ]
}

fn events() -> Vec<Event<Dispute, DisputeState, DisputeRefusal>> {
    vec![
        ("respond", Box::new(|dispute| Ok(dispute.respond(Side::Worker, "あります。", day(9))?.state))),
        ("offer", Box::new(|dispute| Ok(dispute.offer(Side::Client, Some(yen(1)), day(9))?.state))),
        ("accept_offer", Box::new(|dispute| Ok(dispute.accept_offer(Side::Client, Settlement::GoOn, day(9))?.state))),
        ("assign", Box::new(|dispute| Ok(dispute.assign(person(7))?.state))),
        (
            "decide",
            Box::new(|dispute| Ok(taken_by(7, dispute).decide(person(7), decision(0), &rules(), day(9))?.state)),
        ),
        ("appeal", Box::new(|dispute| Ok(dispute.appeal(Side::Client, "ちがう。", &rules(), day(9))?.state))),
        (
            "decide_appeal",
            Box::new(|dispute| Ok(taken_by(7, dispute).decide_appeal(person(7), decision(4_400), day(10))?.state)),
        ),
        ("advance", Box::new(|dispute| Ok(dispute.advance(&rules(), day(60))?.state))),
    ]
}

/// What `moderator` decided on day `on`: `to_worker` of the 4,400 yen held.
fn decision_of(by: Decider, on: i64, to_worker: i64) -> Decision {
    let split = Split::try_new(yen(4_400), yen(to_worker)).unwrap();
    let (reason, text) = match by {
        Decider::Moderator { .. } => (DecisionReason::PartlyAsAgreed, "半分できています。"),
        Decider::Clock => (DecisionReason::Undecided, ""),
    };
    Decision { by, at: day(on), split, reason, text: text.to_owned() }
}

fn moderator(number: u128) -> Decider {
    Decider::Moderator { person: person(number) }
}

#[test]
fn every_event_in_every_state() {
    let talking = || DisputeState::Talking { until: day(7) };
    // Opened on Sunday 22 November; taken on Friday 27; five working days end with Friday 4 December.
    let due = at("2026-12-04T15:00:00Z");
    let awaiting = || DisputeState::AwaitingDecision { due };
    let first = || decision_of(moderator(8), 8, 2_200);
    let appeal_by = |by, reason: &str| Appeal { against: first(), by, reason: reason.to_owned(), at: day(9) };
    let appealed_by_worker = || Some(appeal_by(Side::Worker, "見てほしい。"));
    let decided = |decision: Decision, until| DisputeState::Decided { decision, appeal_until: day(until) };
    let settled = || DisputeState::Settled { settlement: Settlement::GoOn, at: day(9) };
    let legal = vec![
        ("talking", "respond", talking()),
        ("talking", "offer", talking()),
        ("talking", "accept_offer", settled()),
        ("talking", "advance", DisputeState::AwaitingDecision { due: at("2027-01-26T15:00:00Z") }),
        ("awaiting_decision", "respond", awaiting()),
        ("awaiting_decision", "offer", awaiting()),
        ("awaiting_decision", "accept_offer", settled()),
        ("awaiting_decision", "assign", awaiting()),
        ("awaiting_decision", "decide", decided(decision_of(moderator(7), 9, 0), 16)),
        ("awaiting_decision", "advance", decided(decision_of(Decider::Clock, 60, 4_400), 67)),
        ("decided", "appeal", DisputeState::Appealed { appeal: appeal_by(Side::Client, "ちがう。"), due }),
        ("decided", "advance", DisputeState::Final { decision: first(), appeal: None, at: day(60) }),
        ("appealed", "assign", DisputeState::Appealed { appeal: appeal_by(Side::Worker, "見てほしい。"), due }),
        (
            "appealed",
            "decide_appeal",
            DisputeState::Final {
                decision: decision_of(moderator(7), 10, 4_400),
                appeal: appealed_by_worker(),
                at: day(10),
            },
        ),
        ("appealed", "advance", DisputeState::Final { decision: first(), appeal: appealed_by_worker(), at: day(60) }),
    ];
    let wrong = |dispute: &Dispute| DisputeRefusal::WrongState(dispute.state.kind());
    check_every_pair(&every_dispute(), &events(), &legal, wrong);
}

#[test]
fn a_state_is_stored_under_the_word_its_kind_shows() {
    for (word, dispute) in every_dispute() {
        let json = serde_json::to_value(&dispute).unwrap();
        assert_eq!((json["state"]["is"].as_str(), dispute.state.kind().to_string().as_str()), (Some(word), word));
        assert_eq!(serde_json::from_value::<Dispute>(json).unwrap(), dispute);
    }
}

#[test]
fn a_dispute_freezes_what_is_held_and_only_funded_work_can_be_disputed() {
    let (dispute, milestone, _) = disputed();
    assert_eq!((dispute.held, dispute.owed), (yen(4_400), yen(4_400)));
    assert_eq!(milestone.state.kind(), MilestoneStateKind::Disputed);
    let open = |milestone| Dispute::open((dispute_id(1), Side::Worker), dispute_draft(), milestone, &rules(), day(2));
    let (early, _) = open(in_progress()).unwrap();
    assert_eq!((early.held, early.owed), (yen(4_400), yen(0)));
    let unfunded = open(milestones().remove(0));
    let refusal = DisputeRefusal::Milestone(MilestoneRefusal::WrongState(MilestoneStateKind::Agreed));
    assert_eq!(unfunded, Err(refusal));
    let wordless = DisputeDraft { statement: " ".to_owned(), ..dispute_draft() };
    let refused = Dispute::open((dispute_id(1), Side::Worker), wordless, in_progress(), &rules(), day(2));
    let blank = vec![InputError::new("statement", InputFault::Blank)];
    assert_eq!(refused, Err(DisputeRefusal::Invalid(blank)));
}

#[test]
fn only_the_other_side_responds_and_only_once() {
    assert_eq!(talking().respond(Side::Client, "まだある。", day(3)), Err(DisputeRefusal::NotToRespond));
    let answered = talking().respond(Side::Worker, "あります。", day(3)).unwrap();
    assert_eq!(answered.response, Some(Response { statement: "あります。".to_owned(), at: day(3) }));
    assert_eq!(answered.respond(Side::Worker, "あります。", day(4)), Err(DisputeRefusal::NotToRespond));
}

#[test]
fn a_settlement_needs_both_and_is_the_one_that_was_read() {
    assert_eq!(talking().accept_offer(Side::Worker, Settlement::GoOn, day(3)), Err(DisputeRefusal::NoOffer));
    let offered = talking().offer(Side::Worker, Some(yen(3_000)), day(3)).unwrap();
    let read = offered.offer.unwrap().settlement;
    assert_eq!(offered.clone().accept_offer(Side::Worker, read, day(3)), Err(DisputeRefusal::NoOffer));
    let changed = offered.clone().offer(Side::Worker, Some(yen(3_001)), day(4)).unwrap();
    assert_eq!(changed.accept_offer(Side::Client, read, day(4)), Err(DisputeRefusal::OfferChanged));
    let settled = offered.accept_offer(Side::Client, read, day(4)).unwrap();
    let split = Split { to_worker: yen(3_000), to_client: yen(1_400) };
    assert_eq!(settled.outcome(), Some(Settlement::Divide { split }));
    let dollar = Money::new(1, kernel::Currency::Usd);
    let mismatch = DisputeRefusal::Invalid(vec![InputError::new("toWorker", InputFault::CurrencyMismatch)]);
    assert_eq!(talking().offer(Side::Client, Some(dollar), day(3)), Err(mismatch));
    for part in [yen(-1), yen(4_401)] {
        assert_eq!(talking().offer(Side::Client, Some(part), day(3)), Err(DisputeRefusal::SplitOutOfRange));
    }
}

#[test]
fn nothing_moves_before_the_appeal_window_is_over() {
    assert_eq!(decided().outcome(), None);
    assert_eq!(decided().next_clock_event(&rules()), Some(day(15)));
    assert_eq!(decided().advance(&rules(), day(14)), Err(DisputeRefusal::NotYet(day(15))));
    let split = Split { to_worker: yen(2_200), to_client: yen(2_200) };
    assert_eq!(decided().advance(&rules(), day(15)).unwrap().outcome(), Some(Settlement::Divide { split }));
    let late = decided().appeal(Side::Worker, "見てほしい。", &rules(), day(15));
    assert_eq!(late, Err(DisputeRefusal::TooLate(day(15))));
}

#[test]
fn an_appeal_is_decided_by_another_moderator_for_good() {
    assert_eq!(appealed().outcome(), None);
    let same = taken_by(8, appealed()).decide_appeal(person(8), decision(0), day(10));
    assert_eq!(same, Err(DisputeRefusal::SameModerator));
    assert_eq!(appealed().assign(person(8)), Err(DisputeRefusal::SameModerator));
    let other = appealed().assign(person(9)).unwrap().decide_appeal(person(9), decision(0), day(10)).unwrap();
    let split = Split { to_worker: yen(0), to_client: yen(4_400) };
    assert_eq!(other.outcome(), Some(Settlement::Divide { split }));
    assert_eq!(other.decision().map(|decision| decision.split), Some(split));
    assert_eq!(other.appeal_made().map(|appeal| &appeal.against), decided().decision());
    let again = other.appeal(Side::Worker, "もう一度。", &rules(), day(11));
    assert_eq!(again, Err(DisputeRefusal::WrongState(DisputeStateKind::Final)));
}

#[test]
fn only_the_moderator_who_took_it_decides() {
    let decide = |dispute: Dispute| dispute.decide(person(8), decision(0), &rules(), day(8));
    assert_eq!(decide(awaiting()), Err(DisputeRefusal::NotAssigned));
    let taken = awaiting().assign(person(9)).unwrap();
    assert_eq!(decide(taken.clone()), Err(DisputeRefusal::NotAssigned));
    assert!(decide(taken.assign(person(8)).unwrap()).is_ok());
    assert_eq!(appealed().moderator, None);
    let appeal = appealed().decide_appeal(person(9), decision(0), day(10));
    assert_eq!(appeal, Err(DisputeRefusal::NotAssigned));
}

#[test]
fn a_decision_has_words_a_ground_of_its_own_and_divides_what_is_held() {
    let decide = |draft| taken_by(8, awaiting()).decide(person(8), draft, &rules(), day(8));
    assert_eq!(decide(decision(4_401)), Err(DisputeRefusal::SplitOutOfRange));
    let wordless = DecisionDraft { text: String::new(), ..decision(1) };
    let blank = vec![InputError::new("text", InputFault::Blank)];
    assert_eq!(decide(wordless), Err(DisputeRefusal::Invalid(blank)));
    let groundless = DecisionDraft { reason: DecisionReason::Undecided, ..decision(1) };
    let reserved = vec![InputError::new("reason", InputFault::OutOfRange)];
    assert_eq!(decide(groundless), Err(DisputeRefusal::Invalid(reserved)));
}

#[test]
fn a_decision_nobody_makes_is_made_by_the_rule_of_silence() {
    let at = awaiting().next_clock_event(&rules()).unwrap();
    assert_eq!(at, crate::sample::at("2026-12-18T15:00:00Z"));
    let clock = awaiting().advance(&rules(), at).unwrap().advance(&rules(), at.plus(time::Duration::days(7))).unwrap();
    assert_eq!(clock.outcome(), Some(Settlement::Divide { split: Split::all_to_worker(yen(4_400)) }));
    let any_moderator = awaiting().advance(&rules(), at).unwrap();
    let appealed = any_moderator.appeal(Side::Client, "ちがう。", &rules(), at).unwrap();
    assert!(taken_by(8, appealed).decide_appeal(person(8), decision(0), at).is_ok());
}

#[test]
fn the_milestone_ends_as_the_dispute_did() {
    let (_, milestone, waiting) = disputed();
    let over = decided().advance(&rules(), day(15)).unwrap();
    let step = milestone.end_dispute(&over, Some(waiting), &deal(), day(15)).unwrap();
    assert_eq!(step.moves, Split { to_worker: yen(2_200), to_client: yen(2_200) });
    assert_eq!(step.milestone.state, MilestoneState::Ended { at: day(15), how: crate::EndedHow::Split });
}
