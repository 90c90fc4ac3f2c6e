use super::*;
use kernel::Currency;
use proptest::prelude::*;

const LIFETIME: Duration = Duration::hours(24);

fn at(seconds: i64) -> Instant {
    Instant::from_unix(1_800_000_000 + seconds).unwrap()
}

fn request(verb: Verb) -> OperationRequest {
    let amount = Money::new(4_400, Currency::Jpy);
    OperationRequest { verb, amount, party: "card".to_owned(), reference: "milestone".to_owned() }
}

fn new(verb: Verb) -> Operation {
    Operation::new(Uuid::from_u128(7), request(verb), at(0))
}

fn object() -> ObjectId {
    ObjectId::new("ch_1")
}

fn answer(operation: &Operation, outcome: Outcome) -> Answer {
    let OperationRequest { verb, amount, party, .. } = operation.request.clone();
    Answer { op_id: operation.id, verb, amount, party, outcome }
}

fn processing() -> Outcome {
    Outcome::Processing { object: object() }
}

fn succeeded() -> Outcome {
    Outcome::Succeeded { object: object(), fee: Money::new(158, Currency::Jpy), available_at: at(0), at: at(0) }
}

fn declined() -> Outcome {
    Outcome::Declined { object: Some(object()), code: DeclineCode::CardExpired, at: at(0) }
}

fn manual(why: ManualReason, object: Option<ObjectId>) -> OperationState {
    OperationState::Manual { since: at(0), why, object }
}

/// One of each state, as an operation could have it that was first sent at second 0.
fn every_state() -> Vec<OperationState> {
    vec![
        OperationState::Ready { at: at(0) },
        OperationState::InFlight { sent_at: at(0) },
        OperationState::Unknown { since: at(0), next_at: at(0), absent_since: None },
        OperationState::Unknown { since: at(0), next_at: at(0), absent_since: Some(at(0)) },
        OperationState::Processing { object: object(), polls: 0, next_at: at(0) },
        OperationState::Succeeded { object: object(), at: at(0) },
        OperationState::Failed { object: Some(object()), code: DeclineCode::CardExpired, at: at(0) },
        manual(ManualReason::Misconfigured, None),
        manual(ManualReason::KeyReused, None),
        manual(ManualReason::Mismatch, None),
        manual(ManualReason::ObjectGone, Some(object())),
        manual(ManualReason::Refused, Some(object())),
    ]
}

fn sent_in(verb: Verb, state: OperationState) -> Operation {
    Operation { calls: 1, first_sent_at: Some(at(0)), state, ..new(verb) }
}

#[test]
fn the_next_step_follows_from_state_and_time() {
    let steps_at = |second: i64| {
        every_state().into_iter().map(move |state| sent_in(Verb::Charge, state).next(at(second), LIFETIME))
    };
    let (send, look_up, fetch, rest) = (NextStep::Send, NextStep::LookUp, NextStep::Fetch(object()), NextStep::Rest);
    let repair = NextStep::Wait(at(3_600));
    let manual = vec![rest.clone(); 4];
    let expected = |call: &NextStep, misconfigured: &NextStep| {
        let mut steps = vec![call.clone(), call.clone(), call.clone(), look_up.clone(), fetch.clone()];
        steps.extend([rest.clone(), rest.clone(), misconfigured.clone()]);
        steps.extend(manual.clone());
        steps
    };
    assert_eq!(steps_at(0).collect::<Vec<_>>(), expected(&send, &repair));
    assert_eq!(steps_at(599).collect::<Vec<_>>(), expected(&send, &repair), "just before ten minutes");
    assert_eq!(steps_at(600).collect::<Vec<_>>(), expected(&look_up, &repair), "a stored failure may stand in the way");
    assert_eq!(steps_at(3_600).collect::<Vec<_>>(), expected(&look_up, &look_up), "after the time for a repair");
    assert_eq!(steps_at(90_000).collect::<Vec<_>>(), expected(&look_up, &look_up), "the key is forgotten by now");
}

#[test]
fn a_key_is_not_used_in_the_hour_before_the_gateway_may_forget_it() {
    let in_flight = sent_in(Verb::Payout, OperationState::InFlight { sent_at: at(0) });
    let short = Duration::minutes(65);
    assert_eq!(in_flight.next(at(299), short), NextStep::Send);
    assert_eq!(in_flight.next(at(300), short), NextStep::LookUp);
    assert_eq!(in_flight.next(at(0), Duration::minutes(30)), NextStep::LookUp, "never safe to repeat");
    assert_eq!(new(Verb::Payout).next(at(0), Duration::minutes(30)), NextStep::Send, "the first call is no repeat");
}

#[test]
fn nothing_is_done_before_its_time() {
    let wait = Duration::seconds(5);
    let later = at(5);
    for state in [
        OperationState::Ready { at: later },
        OperationState::Unknown { since: at(0), next_at: later, absent_since: None },
        OperationState::Unknown { since: at(0), next_at: later, absent_since: Some(at(0)) },
        OperationState::Processing { object: object(), polls: 3, next_at: later },
    ] {
        let operation = sent_in(Verb::Refund, state);
        assert_eq!(operation.next(later.minus(Duration::microseconds(1)), LIFETIME), NextStep::Wait(later));
        assert_ne!(operation.next(at(0).plus(wait), LIFETIME), NextStep::Wait(later));
    }
}

#[test]
fn calls_are_repeated_with_one_key_at_growing_intervals() {
    let mut operation = new(Verb::Charge);
    let key = operation.key();
    let mut now = at(0);
    let mut waits = Vec::new();
    for _ in 0..10 {
        operation = operation.claimed(now).failed(GatewayError::Unknown, now);
        let OperationState::Unknown { since, next_at, absent_since: None } = operation.state else { panic!() };
        assert_eq!((since, operation.key()), (at(0), key));
        waits.push(next_at.since(now).whole_seconds());
        now = next_at;
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
    assert_eq!(operation.calls, 10);
    assert_eq!(operation.first_sent_at, Some(at(0)));
}

#[test]
fn a_busy_gateway_is_given_the_time_it_asks_for() {
    let busy = |seconds| GatewayError::Busy { retry_after: Duration::seconds(seconds) };
    let once = new(Verb::Charge).claimed(at(0));
    assert_eq!(once.clone().failed(busy(30), at(0)).state, OperationState::Ready { at: at(30) });
    assert_eq!(once.failed(busy(0), at(0)).state, OperationState::Ready { at: at(1) });
}

#[test]
fn what_is_looked_up_twice_in_vain_gets_a_new_key() {
    let unknown = sent_in(Verb::Payout, OperationState::InFlight { sent_at: at(0) });
    let once = unknown.clone().not_found(at(600));
    let absent = OperationState::Unknown { since: at(0), next_at: at(660), absent_since: Some(at(600)) };
    assert_eq!(once.state, absent);
    assert_eq!(once.next(at(660), LIFETIME), NextStep::LookUp, "nothing is sent between the two");
    assert_eq!(once.clone().not_found(at(659)).state, absent, "too soon to be certain");
    let again = once.clone().not_found(at(660));
    let fresh = Operation { epoch: 1, ..new(Verb::Payout) };
    assert_eq!(again, Operation { state: OperationState::Ready { at: at(660) }, ..fresh });
    assert_eq!(again.key(), IdempotencyKey { op_id: unknown.id, epoch: 1 });
    assert_eq!(again.next(at(660), LIFETIME), NextStep::Send);
}

#[test]
fn a_look_up_without_an_answer_proves_nothing_and_takes_nothing_back() {
    let absent = OperationState::Unknown { since: at(0), next_at: at(660), absent_since: Some(at(600)) };
    let once = sent_in(Verb::Charge, absent);
    let failed = once.failed(GatewayError::Unknown, at(660));
    let waiting = OperationState::Unknown { since: at(0), next_at: at(720), absent_since: Some(at(600)) };
    assert_eq!(failed.state, waiting);
    assert_eq!((failed.epoch, failed.clone().not_found(at(720)).epoch), (0, 1));
}

#[test]
fn a_look_up_that_finds_it_ends_it() {
    let absent = OperationState::Unknown { since: at(0), next_at: at(660), absent_since: Some(at(600)) };
    let once = sent_in(Verb::Charge, absent);
    let told = once.clone().told(&answer(&once, succeeded()), at(660)).unwrap();
    assert_eq!(told.state, OperationState::Succeeded { object: object(), at: at(0) });
}

#[test]
fn what_is_not_decided_is_looked_at_less_and_less_often() {
    let mut operation = new(Verb::Payout).claimed(at(0));
    let mut now = at(0);
    let mut waits = Vec::new();
    for _ in 0..14 {
        let same = answer(&operation, processing());
        operation = operation.told(&same, now).unwrap();
        let OperationState::Processing { next_at, .. } = operation.state else { panic!() };
        waits.push(next_at.since(now).whole_seconds());
        now = next_at;
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 3_600, 3_600]);
}

#[test]
fn a_look_without_an_answer_only_delays_the_next_one() {
    let state = OperationState::Processing { object: object(), polls: 0, next_at: at(0) };
    for error in [GatewayError::Unknown, GatewayError::Misconfigured, GatewayError::KeyReused] {
        let failed = sent_in(Verb::Refund, state.clone()).failed(error, at(0));
        assert_eq!(failed.state, OperationState::Processing { object: object(), polls: 1, next_at: at(2) });
    }
}

#[test]
fn faults_of_ours_are_left_to_a_person_and_only_settings_are_tried_again() {
    let sent = || new(Verb::Charge).claimed(at(0));
    let reused = sent().failed(GatewayError::KeyReused, at(0));
    assert_eq!(reused.state, manual(ManualReason::KeyReused, None));
    let misconfigured = sent().failed(GatewayError::Misconfigured, at(0));
    assert_eq!(misconfigured.state, manual(ManualReason::Misconfigured, None));
    assert_eq!(misconfigured.next(at(3_599), LIFETIME), NextStep::Wait(at(3_600)));
    assert_eq!(misconfigured.next(at(3_600), LIFETIME), NextStep::LookUp, "an earlier call may have happened");
}

#[test]
fn an_answer_about_something_else_is_refused_in_every_state() {
    for state in every_state() {
        let operation = sent_in(Verb::Charge, state);
        let right = answer(&operation, succeeded());
        let other = |change: fn(&mut Answer)| {
            let mut wrong = right.clone();
            change(&mut wrong);
            wrong
        };
        for wrong in [
            other(|wrong| wrong.op_id = Uuid::from_u128(8)),
            other(|wrong| wrong.verb = Verb::Refund),
            other(|wrong| wrong.amount = Money::new(4_401, Currency::Jpy)),
            other(|wrong| wrong.amount = Money::new(4_400, Currency::Usd)),
            other(|wrong| wrong.party = "another card".to_owned()),
        ] {
            assert_eq!(operation.clone().told(&wrong, at(0)), Err(Mismatch), "{wrong:?}");
        }
        let renamed = Outcome::Processing { object: ObjectId::new("ch_2") };
        let told = operation.clone().told(&answer(&operation, renamed), at(0));
        assert_eq!(told.is_err(), operation.object().is_some(), "{:?}", operation.state);
    }
}

/// Every state against every answer of the gateway, for both directions of money.
#[test]
fn an_answer_only_moves_an_operation_forward() {
    let ends = |verb| match verb {
        Verb::Charge => ("failed", "succeeded"),
        Verb::Refund | Verb::Payout => ("succeeded", "failed"),
    };
    let name = |state: &OperationState| serde_json::to_value(state).unwrap()["is"].as_str().unwrap().to_owned();
    for verb in [Verb::Charge, Verb::Refund, Verb::Payout] {
        let (weaker, stronger) = ends(verb);
        for state in every_state() {
            let operation = sent_in(verb, state.clone());
            let told = |outcome| name(&operation.clone().told(&answer(&operation, outcome), at(1)).unwrap().state);
            let before = name(&state);
            let is_stronger = before == stronger;
            let is_final = is_stronger || before == weaker;
            assert_eq!(told(processing()), if is_final { before.clone() } else { "processing".to_owned() });
            let (first, last) =
                if verb == Verb::Charge { (declined(), succeeded()) } else { (succeeded(), declined()) };
            assert_eq!(told(first), if is_stronger { stronger } else { weaker }, "{verb:?} {before}");
            assert_eq!(told(last), stronger, "{verb:?} {before}");
        }
    }
}

#[test]
fn what_has_ended_is_not_reopened() {
    let ended = [
        OperationState::Succeeded { object: object(), at: at(0) },
        OperationState::Failed { object: None, code: DeclineCode::CardExpired, at: at(0) },
    ];
    for state in ended {
        let operation = sent_in(Verb::Payout, state);
        let same = |after: Operation| assert_eq!(after, operation);
        same(operation.clone().failed(GatewayError::Unknown, at(9)));
        same(operation.clone().not_found(at(9)));
        same(operation.clone().object_gone(at(9)));
        same(operation.clone().left_to_a_person(ManualReason::Refused, at(9)));
    }
}

#[test]
fn an_object_that_is_gone_is_left_to_a_person_with_its_name() {
    let state = OperationState::Processing { object: object(), polls: 4, next_at: at(0) };
    let gone = sent_in(Verb::Charge, state).object_gone(at(0));
    assert_eq!(gone.state, manual(ManualReason::ObjectGone, Some(object())));
}

#[test]
fn an_operation_reads_back_from_what_is_stored() {
    for state in every_state() {
        let operation = sent_in(Verb::Refund, state);
        let stored = serde_json::to_value(&operation).unwrap();
        assert_eq!(stored["request"]["verb"], "refund");
        assert_eq!(serde_json::from_value::<Operation>(stored).unwrap(), operation);
    }
}

/// What a gateway may do to one call or question.
#[derive(Clone, Copy, Debug)]
enum Whim {
    Carries,
    LosesCall,
    LosesAnswer,
    Busy,
    Silent,
}

fn whims() -> impl Strategy<Value = Vec<(Whim, i64)>> {
    let whim = prop_oneof![
        Just(Whim::Carries),
        Just(Whim::LosesCall),
        Just(Whim::LosesAnswer),
        Just(Whim::Busy),
        Just(Whim::Silent)
    ];
    prop::collection::vec((whim, prop_oneof![0_i64..5, 50_i64..70, 80_000_i64..100_000]), 1..60)
}

proptest! {
    /// A gateway that forgets keys after a day, loses calls and answers, and a process that dies between any two steps:
    /// the money moves at most once, and once the gateway behaves, exactly once.
    #[test]
    fn one_operation_has_one_effect(whims in whims(), dies in prop::collection::vec(any::<bool>(), 60)) {
        let mut operation = new(Verb::Payout);
        let mut now = at(0);
        let mut carried: Vec<(IdempotencyKey, Instant)> = Vec::new();
        let calm = std::iter::repeat_n((Whim::Carries, 3_700), 20);
        for (turn, (whim, pause)) in whims.into_iter().chain(calm).enumerate() {
            let died = dies.get(turn).copied().unwrap_or(false);
            let news = match operation.next(now, LIFETIME) {
                NextStep::Rest => break,
                NextStep::Wait(until) => {
                    now = until.max(now.plus(Duration::seconds(pause)));
                    continue;
                }
                NextStep::Send => {
                    operation = operation.claimed(now);
                    let key = operation.key();
                    let known = carried.iter().any(|(old, made)| *old == key && now.since(*made) < LIFETIME);
                    match whim {
                        Whim::Carries | Whim::LosesAnswer if !known => carried.push((key, now)),
                        Whim::Carries | Whim::LosesAnswer | Whim::LosesCall | Whim::Busy | Whim::Silent => {}
                    }
                    match whim {
                        Whim::Carries => Ok(Some(())),
                        Whim::Busy => Err(GatewayError::Busy { retry_after: Duration::seconds(1) }),
                        Whim::LosesCall | Whim::LosesAnswer | Whim::Silent => Err(GatewayError::Unknown),
                    }
                }
                NextStep::LookUp => match whim {
                    Whim::Carries | Whim::LosesCall => Ok(carried.first().map(|_| ())),
                    Whim::Busy | Whim::Silent | Whim::LosesAnswer => Err(GatewayError::Unknown),
                },
                NextStep::Fetch(_) => unreachable!("this gateway decides at once"),
            };
            if !died {
                operation = match news {
                    Ok(Some(())) => {
                        let answer = answer(&operation, succeeded());
                        operation.told(&answer, now).unwrap()
                    }
                    Ok(None) => operation.not_found(now),
                    Err(error) => operation.failed(error, now),
                };
            }
            now = now.plus(Duration::seconds(pause));
        }
        prop_assert_eq!(carried.len(), 1, "{:?}", carried);
        prop_assert!(matches!(operation.state, OperationState::Succeeded { .. }), "{:?}", operation.state);
    }
}
