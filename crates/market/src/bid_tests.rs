use super::*;
use crate::sample::*;
use crate::table::{Event, check_every_pair};

fn bids() -> Vec<(&'static str, Bid)> {
    vec![
        ("submitted", bid()),
        ("awarded", bid().award(&open_task(), contract_id(1), day(1)).unwrap()),
        ("declined", bid().decline(DeclineReason::Price, None, day(1)).unwrap()),
        ("withdrawn", bid().withdraw(day(1)).unwrap()),
    ]
}

fn cheaper() -> OfferDraft {
    OfferDraft { price: yen(9_000), ..offer_draft() }
}

fn events() -> Vec<Event<Bid, BidState, BidRefusal>> {
    vec![
        ("change", Box::new(|bid| Ok(bid.change(&open_task(), cheaper(), &task_rules(), day(2))?.state))),
        ("withdraw", Box::new(|bid| Ok(bid.withdraw(day(2))?.state))),
        ("decline", Box::new(|bid| Ok(bid.decline(DeclineReason::Hours, Some(" 夜です "), day(2))?.state))),
        ("award", Box::new(|bid| Ok(bid.award(&open_task(), contract_id(2), day(2))?.state))),
        ("lose", Box::new(|bid| Ok(bid.lose(LostTo::ClosedTask, day(2))?.state))),
    ]
}

#[test]
fn every_event_in_every_state() {
    let declined =
        |reason, note: Option<&str>| BidState::Declined { at: day(2), reason, note: note.map(str::to_owned) };
    let legal = [
        ("submitted", "change", BidState::Submitted),
        ("submitted", "withdraw", BidState::Withdrawn { at: day(2) }),
        ("submitted", "decline", declined(DeclineReason::Hours, Some("夜です"))),
        ("submitted", "award", BidState::Awarded { contract: contract_id(2), at: day(2) }),
        ("submitted", "lose", declined(DeclineReason::TaskClosed, None)),
    ];
    check_every_pair(&bids(), &events(), &legal, |bid| BidRefusal::WrongState(bid.state.kind()));
}

#[test]
fn a_state_is_stored_under_the_word_its_kind_shows() {
    for (word, bid) in bids() {
        let json = serde_json::to_value(&bid).unwrap();
        assert_eq!((json["state"]["is"].as_str(), bid.state.kind().to_string().as_str()), (Some(word), word));
        assert_eq!(serde_json::from_value::<Bid>(json).unwrap(), bid);
    }
}

#[test]
fn a_bid_is_made_only_on_a_task_that_takes_bids() {
    let place = |task: &Task, now| Bid::place((bid_id(1), person(1)), task, offer_draft(), &task_rules(), now);
    assert_eq!(
        place(&draft_task(), start()),
        Err(BidRefusal::Task(TaskRefusal::WrongState(crate::TaskStateKind::Draft)))
    );
    assert_eq!(place(&open_task(), day(30)), Err(BidRefusal::Task(TaskRefusal::Expired)));
    let other = Task { id: task_id(9), ..open_task() };
    assert_eq!(bid().change(&other, cheaper(), &task_rules(), day(1)), Err(BidRefusal::OtherTask));
    assert_eq!(bid().award(&other, contract_id(1), day(1)), Err(BidRefusal::OtherTask));
}

#[test]
fn an_offer_made_on_an_older_revision_is_awarded_only_after_the_worker_confirms_it() {
    let edited = open_task().edit(crate::sample::task_draft(), &task_rules(), day(1)).unwrap();
    assert_eq!(bid().award(&edited, contract_id(1), day(1)), Err(BidRefusal::TaskChanged));
    let confirmed = bid().change(&edited, offer_draft(), &task_rules(), day(2)).unwrap();
    assert_eq!(confirmed.offer.revision, 2);
    assert!(confirmed.award(&edited, contract_id(1), day(2)).is_ok());
}

#[test]
fn every_fault_of_an_offer_is_named_at_once() {
    let offer = OfferDraft { price: yen(0), message: " ".to_owned(), finish_by: start() };
    let refusal = Bid::place((bid_id(1), person(1)), &open_task(), offer, &task_rules(), start()).unwrap_err();
    assert_eq!(
        refusal,
        BidRefusal::Invalid(vec![
            InputError::new("price", InputFault::OutOfRange),
            InputError::new("message", InputFault::Blank),
            InputError::new("finishBy", InputFault::OutOfRange),
        ])
    );
    let free_part = OfferDraft { price: yen(2), ..offer_draft() };
    assert_eq!(
        Bid::place((bid_id(1), person(1)), &open_task(), free_part, &task_rules(), start()),
        Err(BidRefusal::Invalid(vec![InputError::new("price", InputFault::OutOfRange)]))
    );
}

#[test]
fn a_client_s_reason_is_a_judgement_and_other_needs_words() {
    let reserved = Err(BidRefusal::Invalid(vec![InputError::new("reason", InputFault::OutOfRange)]));
    assert_eq!(bid().decline(DeclineReason::AnotherBidWon, None, day(1)), reserved);
    assert_eq!(bid().decline(DeclineReason::TaskClosed, None, day(1)), reserved);
    let wordless = Err(BidRefusal::Invalid(vec![InputError::new("note", InputFault::Blank)]));
    assert_eq!(bid().decline(DeclineReason::Other, Some("  "), day(1)), wordless);
}
