use super::*;
use crate::sample::*;
use crate::table::{Event, check_every_pair};
use crate::{DeliveryState, DeliveryStateKind, Dispute, Settlement, Side};

fn settled_dispute() -> Dispute {
    let (dispute, _, _) = disputed();
    let offered = dispute.offer(Side::Worker, Some(yen(1_400)), day(3)).unwrap();
    let settlement = offered.offer.unwrap().settlement;
    offered.accept_offer(Side::Client, settlement, day(3)).unwrap()
}

fn every_milestone() -> Vec<(&'static str, Milestone)> {
    let (waiting, delivery) = delivered();
    let accepted = waiting.clone().accept(delivery, day(2)).unwrap().milestone;
    vec![
        ("agreed", milestones().remove(0)),
        ("in_progress", in_progress()),
        ("delivered", waiting),
        ("accepted", accepted),
        ("disputed", disputed().1),
        ("ended", in_progress().give_back(yen(4_400), day(1)).unwrap().milestone),
    ]
}

/// The new state, what became of the delivery, and what moved: to the worker, to the client.
type Outcome = (MilestoneState, Option<DeliveryStateKind>, i64, i64);

fn outcome(step: Step) -> Outcome {
    let Step { milestone, delivery, moves } = step;
    let delivery = delivery.map(|delivery| delivery.state.kind());
    (milestone.state, delivery, moves.to_worker.minor(), moves.to_client.minor())
}

fn only_state(milestone: Milestone) -> Outcome {
    (milestone.state, None, 0, 0)
}

fn events() -> Vec<Event<Milestone, Outcome, MilestoneRefusal>> {
    fn waiting() -> Delivery {
        delivered().1
    }
    fn newer() -> Delivery {
        delivery(2, &in_progress(), day(3))
    }
    vec![
        ("funded", Box::new(|m| Ok(only_state(m.funded(yen(4_400), &deal(), day(3))?)))),
        ("deliver", Box::new(|m| Ok(only_state(m.deliver(&newer(), &deal(), day(3))?)))),
        ("replace", Box::new(|m| Ok(outcome(m.replace_delivery(waiting(), &newer(), &deal(), day(3))?)))),
        ("accept", Box::new(|m| Ok(outcome(m.accept(waiting(), day(3))?)))),
        ("auto_accept", Box::new(|m| Ok(outcome(m.auto_accept(waiting(), day(8))?)))),
        ("accept_partly", Box::new(|m| Ok(outcome(m.accept_partly(waiting(), yen(400), &deal(), day(3))?)))),
        ("request_revision", Box::new(|m| Ok(outcome(m.request_revision(waiting(), ask(2), &deal(), day(3))?)))),
        ("allow_more_time", Box::new(|m| Ok(only_state(m.allow_more_time(day(20), &deal(), day(3))?)))),
        ("lapse", Box::new(|m| Ok(outcome(m.lapse(day(50))?)))),
        ("give_back", Box::new(|m| Ok(outcome(m.give_back(yen(400), day(3))?)))),
        ("freeze", Box::new(|m| Ok(only_state(m.freeze(dispute_id(2), day(3))?)))),
        (
            "end_dispute",
            Box::new(|m| Ok(outcome(m.end_dispute(&settled_dispute(), Some(waiting()), &deal(), day(3))?))),
        ),
        ("cancel", Box::new(|m| Ok(outcome(m.cancel(Some(waiting()), yen(0), day(3))?)))),
    ]
}

/// The agreed finish is the end of day 10 in Japan: noon and twelve hours.
fn finish() -> Instant {
    day(10).plus(time::Duration::hours(12))
}

fn working(since: i64, lapse_at: Instant) -> MilestoneState {
    MilestoneState::InProgress { since: day(since), lapse_at }
}

#[test]
fn every_event_in_every_state() {
    let lapse = finish().plus(time::Duration::days(28));
    let in_review = |number, from: i64| MilestoneState::Delivered {
        delivery: delivery_id(number),
        at: day(from),
        answer_by: day(from + 7),
    };
    let accepted = |at, how| MilestoneState::Accepted { at, how };
    let ended = |at, how| MilestoneState::Ended { at, how };
    let frozen = |paused| MilestoneState::Disputed { dispute: dispute_id(2), since: day(3), paused };
    let paused_work = Paused::InProgress { since: start(), lapse_at: lapse };
    let paused_review = Paused::Delivered { delivery: delivery_id(1), at: day(1), answer_by: day(8) };
    use DeliveryStateKind as D;
    let legal: Vec<(&str, &str, Outcome)> = vec![
        ("agreed", "funded", (working(3, lapse), None, 0, 0)),
        ("agreed", "cancel", (ended(day(3), EndedHow::Cancelled), None, 0, 0)),
        ("in_progress", "deliver", (in_review(2, 3), None, 0, 0)),
        ("in_progress", "allow_more_time", (working(0, day(48)), None, 0, 0)),
        ("in_progress", "lapse", (ended(day(50), EndedHow::Lapsed), None, 0, 4_400)),
        ("in_progress", "give_back", (working(0, lapse), None, 0, 400)),
        ("in_progress", "freeze", (frozen(paused_work), None, 0, 0)),
        ("in_progress", "cancel", (ended(day(3), EndedHow::Cancelled), None, 0, 4_400)),
        ("delivered", "replace", (in_review(2, 3), Some(D::Superseded), 0, 0)),
        ("delivered", "accept", (accepted(day(3), AcceptedHow::ByClient), Some(D::Accepted), 4_400, 0)),
        ("delivered", "auto_accept", (accepted(day(8), AcceptedHow::ByClock), Some(D::Accepted), 4_400, 0)),
        ("delivered", "accept_partly", (working(3, lapse), Some(D::PartlyAccepted), 400, 0)),
        ("delivered", "request_revision", (working(3, lapse), Some(D::RevisionRequested), 0, 0)),
        ("delivered", "freeze", (frozen(paused_review), None, 0, 0)),
        ("delivered", "cancel", (ended(day(3), EndedHow::Cancelled), Some(D::Settled), 0, 4_400)),
        ("disputed", "end_dispute", (ended(day(3), EndedHow::Split), Some(D::Settled), 1_400, 3_000)),
    ];
    let wrong = |milestone: &Milestone| MilestoneRefusal::WrongState(milestone.state.kind());
    check_every_pair(&every_milestone(), &events(), &legal, wrong);
}

#[test]
fn a_state_is_stored_under_the_word_its_kind_shows() {
    for (word, milestone) in every_milestone() {
        let json = serde_json::to_value(&milestone).unwrap();
        assert_eq!((json["state"]["is"].as_str(), milestone.state.kind().to_string().as_str()), (Some(word), word));
        assert_eq!(serde_json::from_value::<Milestone>(json).unwrap(), milestone);
    }
}

#[test]
fn work_does_not_start_before_the_whole_price_is_held() {
    let agreed = milestones().remove(0);
    assert_eq!(agreed.clone().funded(yen(4_399), &deal(), day(1)), Err(MilestoneRefusal::Unfunded));
    assert!(agreed.clone().funded(yen(4_400), &deal(), day(1)).is_ok());
    let dollars = Money::new(4_400, kernel::Currency::Usd);
    assert_eq!(agreed.funded(dollars, &deal(), day(1)), Err(MilestoneRefusal::Money(MoneyError::CurrencyMismatch)));
}

#[test]
fn silence_accepts_at_the_answer_time_and_not_a_moment_before() {
    let (milestone, delivery) = delivered();
    assert_eq!(milestone.next_clock_event(), Some(day(8)));
    let early = day(8).minus(time::Duration::MICROSECOND);
    assert_eq!(milestone.clone().auto_accept(delivery.clone(), early), Err(MilestoneRefusal::NotYet(day(8))));
    let step = milestone.auto_accept(delivery.clone(), day(8)).unwrap();
    assert_eq!(step.milestone.accepted, yen(4_400));
    assert_eq!(
        step.milestone.auto_accept(delivery, day(9)),
        Err(MilestoneRefusal::WrongState(MilestoneStateKind::Accepted))
    );
}

#[test]
fn after_the_review_window_only_acceptance_is_possible_even_when_the_clock_is_late() {
    let (milestone, waiting) = delivered();
    let late = MilestoneRefusal::TooLate(day(8));
    let newer = delivery(2, &milestone, day(8));
    let m = || milestone.clone();
    let w = || waiting.clone();
    assert_eq!(m().request_revision(w(), ask(1), &deal(), day(8)), Err(late.clone()));
    assert_eq!(m().accept_partly(w(), yen(1), &deal(), day(8)), Err(late.clone()));
    assert_eq!(m().replace_delivery(w(), &newer, &deal(), day(8)), Err(late.clone()));
    assert_eq!(m().freeze(dispute_id(1), day(8)), Err(late));
    assert!(m().accept(w(), day(8)).is_ok());
}

#[test]
fn a_revision_names_a_checklist_item_and_a_reason_and_is_counted() {
    let (milestone, waiting) = delivered();
    for item in [0, 3] {
        let refusal = milestone.clone().request_revision(waiting.clone(), ask(item), &deal(), day(2)).unwrap_err();
        assert_eq!(refusal, MilestoneRefusal::Invalid(vec![InputError::new("item", kernel::InputFault::OutOfRange)]));
    }
    let (mut milestone, mut waiting) = (milestone, waiting);
    for round in 1..=2 {
        let step = milestone.request_revision(waiting, ask(1), &deal(), day(2)).unwrap();
        assert_eq!(step.milestone.revisions, round);
        waiting = delivery(u128::from(round) + 1, &step.milestone, day(2));
        milestone = step.milestone.deliver(&waiting, &deal(), day(2)).unwrap();
    }
    assert_eq!(
        milestone.clone().request_revision(waiting.clone(), ask(1), &deal(), day(3)),
        Err(MilestoneRefusal::NoRevisionLeft)
    );
    assert_eq!(
        milestone.accept_partly(waiting, yen(1), &deal(), day(3)),
        Err(MilestoneRefusal::NoRevisionLeft),
        "paying one yen is not a way to more revisions"
    );
}

#[test]
fn partial_acceptance_pays_less_than_all_and_leaves_the_rest_held() {
    let (milestone, waiting) = delivered();
    let refused = |amount| milestone.clone().accept_partly(waiting.clone(), amount, &deal(), day(2)).unwrap_err();
    for amount in [yen(0), yen(-1), yen(4_400), yen(4_401)] {
        assert_eq!(refused(amount), MilestoneRefusal::AmountOutOfRange);
    }
    let mismatch = kernel::InputError::new("amount", kernel::InputFault::CurrencyMismatch);
    assert_eq!(refused(Money::new(1, kernel::Currency::Usd)), MilestoneRefusal::Invalid(vec![mismatch]));
    let step = milestone.accept_partly(waiting, yen(4_399), &deal(), day(2)).unwrap();
    assert_eq!((step.milestone.accepted, step.milestone.held()), (yen(4_399), Ok(yen(1))));
    assert_eq!(step.delivery.unwrap().state, DeliveryState::PartlyAccepted { at: day(2), amount: yen(4_399) });
}

#[test]
fn giving_back_all_ends_the_milestone_and_more_than_all_is_refused() {
    let refused = in_progress().give_back(yen(4_401), day(1));
    assert_eq!(refused, Err(MilestoneRefusal::AmountOutOfRange));
    let part = in_progress().give_back(yen(400), day(1)).unwrap().milestone;
    assert_eq!(part.held(), Ok(yen(4_000)));
    let step = part.give_back(yen(4_000), day(2)).unwrap();
    assert_eq!(step.milestone.state, MilestoneState::Ended { at: day(2), how: EndedHow::Refunded });
    assert_eq!((step.milestone.returned, step.moves), (yen(4_400), Split::all_to_client(yen(4_000))));
}

#[test]
fn a_lapse_gives_back_what_was_never_worked_for_and_pays_what_was_received() {
    let lapse_at = finish().plus(time::Duration::days(28));
    assert_eq!(in_progress().lapse(lapse_at.minus(time::Duration::SECOND)), Err(MilestoneRefusal::NotYet(lapse_at)));
    assert_eq!(in_progress().lapse(lapse_at).unwrap().moves, Split::all_to_client(yen(4_400)));
    let (milestone, waiting) = delivered();
    let sent_back = milestone.request_revision(waiting, ask(1), &deal(), day(2)).unwrap().milestone;
    let step = sent_back.lapse(lapse_at).unwrap();
    assert_eq!(step.moves, Split::all_to_worker(yen(4_400)));
    assert_eq!(step.milestone.state, MilestoneState::Accepted { at: lapse_at, how: AcceptedHow::ByClock });
}

#[test]
fn an_answer_must_be_about_the_delivery_that_waits() {
    let (milestone, waiting) = delivered();
    let other = Delivery { id: delivery_id(9), ..waiting.clone() };
    assert_eq!(milestone.clone().accept(other, day(2)), Err(MilestoneRefusal::OtherDelivery));
    assert_eq!(milestone.clone().cancel(None, yen(0), day(2)), Err(MilestoneRefusal::OtherDelivery));
    let foreign = delivery(3, &milestones()[1], day(2));
    assert_eq!(in_progress().deliver(&foreign, &deal(), day(2)), Err(MilestoneRefusal::OtherDelivery));
    let answered = waiting.settle(day(2)).unwrap();
    assert_eq!(
        in_progress().deliver(&answered, &deal(), day(2)),
        Err(MilestoneRefusal::Delivery(DeliveryRefusal::WrongState(DeliveryStateKind::Settled)))
    );
}

#[test]
fn the_answer_never_comes_too_late_to_pay_on_the_agreed_day() {
    let mut deal = deal();
    deal.rules.review_days = 100;
    let milestone = in_progress();
    let delivery = delivery(1, &milestone, day(1));
    let milestone = milestone.deliver(&delivery, &deal, day(1)).unwrap();
    // Received on 21 November, payable on 20 December, six days kept for paying: answered by the end of 14 December.
    assert_eq!(milestone.next_clock_event(), Some(at("2026-12-14T15:00:00Z")));
}

#[test]
fn reminders_come_to_the_one_who_must_act_and_end_with_the_milestone() {
    let (milestone, waiting) = delivered();
    assert_eq!(milestone.reminders(), [day(1).plus(time::Duration::hours(84)), day(7)]);
    assert_eq!(milestone.accept(waiting, day(2)).unwrap().milestone.reminders(), []);
}

#[test]
fn the_two_may_agree_to_go_on_and_the_time_of_the_dispute_is_given_back() {
    let (dispute, milestone, waiting) = disputed();
    let open = milestone.clone().end_dispute(&dispute, Some(waiting.clone()), &deal(), day(4));
    assert_eq!(open, Err(MilestoneRefusal::DisputeOpen));
    let offered = dispute.offer(Side::Client, None, day(3)).unwrap();
    let settled = offered.accept_offer(Side::Worker, Settlement::GoOn, day(4)).unwrap();
    let other = Dispute { id: dispute_id(7), ..settled.clone() };
    assert_eq!(
        milestone.clone().end_dispute(&other, Some(waiting.clone()), &deal(), day(4)),
        Err(MilestoneRefusal::DisputeOpen)
    );
    let step = milestone.end_dispute(&settled, Some(waiting), &deal(), day(4)).unwrap();
    let resumed = MilestoneState::Delivered { delivery: delivery_id(1), at: day(1), answer_by: day(10) };
    assert_eq!((step.milestone.state, step.moves), (resumed, Split::nothing(kernel::Currency::Jpy)));
    assert_eq!(step.delivery, None, "what waits is as it was");
}

#[test]
fn a_dispute_moves_a_review_no_further_than_the_law_lets_payment_wait() {
    let (dispute, milestone, waiting) = disputed();
    let offered = dispute.offer(Side::Client, None, day(3)).unwrap();
    let settled = offered.accept_offer(Side::Worker, Settlement::GoOn, day(52)).unwrap();
    let step = milestone.end_dispute(&settled, Some(waiting), &deal(), day(52)).unwrap();
    // Received on 21 November: payable until 19 January, answered six days before its end.
    assert_eq!(step.milestone.next_clock_event(), Some(at("2027-01-13T15:00:00Z")));
}

#[test]
fn work_is_taken_where_it_could_be_handed_in_and_until_silence_accepts() {
    let taken = |now: Instant| -> Vec<Result<(), MilestoneRefusal>> {
        every_milestone().iter().map(|(_, milestone)| milestone.takes_work(now)).collect()
    };
    let wrong = |kind| Err(MilestoneRefusal::WrongState(kind));
    let (agreed, accepted) = (wrong(MilestoneStateKind::Agreed), wrong(MilestoneStateKind::Accepted));
    let (disputed, ended) = (wrong(MilestoneStateKind::Disputed), wrong(MilestoneStateKind::Ended));
    let just_before = day(8).minus(time::Duration::microseconds(1));
    assert_eq!(taken(just_before), [agreed.clone(), Ok(()), Ok(()), accepted.clone(), disputed.clone(), ended.clone()]);
    assert_eq!(taken(day(8)), [agreed, Ok(()), Err(MilestoneRefusal::TooLate(day(8))), accepted, disputed, ended]);
}

#[test]
fn a_delivery_waits_for_its_answer_and_through_a_dispute() {
    let waiting: Vec<_> = every_milestone().iter().map(|(_, milestone)| milestone.waiting()).collect();
    let first = Some(delivery_id(1));
    assert_eq!(waiting, [None, None, first, None, first, None]);
}
