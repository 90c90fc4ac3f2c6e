use super::*;
use crate::{DeclineCode, Outcome};
use futures::future::join_all;
use kernel::{Money, fact_uuid};
use std::fs::OpenOptions;
use std::io::Write;

fn start() -> Instant {
    Instant::parse("2026-11-20T00:00:00Z").unwrap()
}

fn after(seconds: i64) -> Instant {
    start().plus(Duration::seconds(seconds))
}

fn key(name: &str) -> IdempotencyKey {
    IdempotencyKey { op_id: fact_uuid(name), epoch: 0 }
}

fn jpy(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

fn charge(name: &str, minor: i64, method: &str) -> ChargeRequest {
    ChargeRequest {
        key: key(name),
        amount: jpy(minor),
        method: method.to_owned(),
        reference: "e:1".to_owned(),
        now: start(),
    }
}

fn refund(name: &str, minor: i64, charge: &ObjectId) -> RefundRequest {
    RefundRequest {
        key: key(name),
        amount: jpy(minor),
        charge: charge.clone(),
        reference: "e:1".to_owned(),
        now: start(),
    }
}

fn payout(name: &str, minor: i64, destination: &str) -> PayoutRequest {
    PayoutRequest {
        key: key(name),
        amount: jpy(minor),
        destination: destination.to_owned(),
        reference: "e:1".to_owned(),
        now: start(),
    }
}

fn memory() -> Simulated {
    Simulated::in_memory(SimulatedSettings::default())
}

/// What came of it, in a word, and why.
fn ends(answer: &Answer) -> (&'static str, Option<DeclineCode>) {
    match answer.outcome {
        Outcome::Succeeded { .. } => ("succeeded", None),
        Outcome::Processing { .. } => ("processing", None),
        Outcome::Declined { code, .. } => ("declined", Some(code)),
    }
}

fn object(answer: &Answer) -> ObjectId {
    answer.outcome.object().unwrap().clone()
}

fn busy() -> GatewayError {
    GatewayError::Busy { retry_after: BUSY_RETRY_AFTER }
}

async fn available(gateway: &Simulated, now: Instant) -> i128 {
    gateway.balance(Currency::Jpy, now).await.unwrap().available_minor
}

#[tokio::test]
async fn a_good_card_is_charged_at_once_less_the_fee() {
    let gateway = memory();
    let answer = gateway.charge(charge("a", 11_000, CARD_OK)).await.unwrap();
    let object = object(&answer);
    let succeeded = Outcome::Succeeded { object, fee: jpy(396), available_at: start(), at: start() };
    assert_eq!(answer.outcome, succeeded);
    assert_eq!(available(&gateway, start()).await, 1_000_000 + 11_000 - 396);
}

#[tokio::test]
async fn each_card_and_bank_goes_as_its_table_says() {
    let cards = [
        (CARD_INSUFFICIENT_FUNDS, ("declined", Some(DeclineCode::InsufficientFunds)), None),
        (CARD_EXPIRED, ("declined", Some(DeclineCode::CardExpired)), None),
        ("4111111111111111", ("declined", Some(DeclineCode::MethodUnknown)), None),
        (CARD_CONFIRMS_LATER, ("processing", None), Some((2, ("succeeded", None)))),
        (CARD_FAILS_LATER, ("processing", None), Some((2, ("declined", Some(DeclineCode::ConfirmationFailed))))),
        (CARD_EVENT_LATE, ("processing", None), Some((3, ("succeeded", None)))),
        (CARD_EVENTS_REPEATED, ("succeeded", None), None),
        (CARD_REFUND_FAILS_LATER, ("succeeded", None), None),
    ];
    let gateway = memory();
    for (card, first, later) in cards {
        let answer = gateway.charge(charge(card, 500, card)).await.unwrap();
        assert_eq!(ends(&answer), first, "{card}");
        if let Some((seconds, last)) = later {
            let early = gateway.fetch(&object(&answer), after(seconds).minus(Duration::MICROSECOND)).await.unwrap();
            assert_eq!(ends(&early.unwrap()), first, "{card}");
            let settled = gateway.fetch(&object(&answer), after(seconds)).await.unwrap();
            assert_eq!(ends(&settled.unwrap()), last, "{card}");
        }
    }
    let banks = [
        (BANK_OK, ("succeeded", None), ("succeeded", None)),
        (BANK_SLOW, ("processing", None), ("succeeded", None)),
        (
            BANK_REFUSED,
            ("declined", Some(DeclineCode::DestinationRefused)),
            ("declined", Some(DeclineCode::DestinationRefused)),
        ),
        (BANK_FAILS_LATER, ("processing", None), ("declined", Some(DeclineCode::DestinationFailed))),
    ];
    for (bank, first, last) in banks {
        let request = PayoutRequest { now: after(10), ..payout(bank, 500, bank) };
        let answer = gateway.payout(request).await.unwrap();
        assert_eq!(ends(&answer), first, "{bank}");
        let settled = gateway.fetch(&object(&answer), after(12)).await.unwrap().unwrap();
        assert_eq!(ends(&settled), last, "{bank}");
    }
}

#[tokio::test]
async fn every_token_of_the_tables_stands_there_once_and_in_the_documentation() {
    let page = include_str!("simulated.rs");
    let mut tokens: Vec<_> = TEST_CARDS.iter().chain(TEST_BANKS).map(|method| method.token).collect();
    for token in &tokens {
        assert!(page.contains(&format!("//! | `{token}` |")), "{token}");
    }
    tokens.sort_unstable();
    tokens.dedup();
    assert_eq!(tokens.len(), TEST_CARDS.len() + TEST_BANKS.len());
}

#[tokio::test]
async fn a_lost_answer_was_carried_out_and_is_given_to_the_next_call() {
    let gateway = memory();
    assert_eq!(gateway.charge(charge("a", 500, CARD_ANSWER_LOST)).await, Err(GatewayError::Unknown));
    let found = gateway.find(key("a").op_id, start()).await.unwrap().unwrap();
    assert_eq!(ends(&found), ("succeeded", None));
    assert_eq!(gateway.charge(charge("a", 500, CARD_ANSWER_LOST)).await, Ok(found));
    assert_eq!(gateway.answers(start()).await.unwrap().len(), 1);

    assert_eq!(gateway.payout(payout("b", 300, BANK_ANSWER_LOST)).await, Err(GatewayError::Unknown));
    assert_eq!(ends(&gateway.payout(payout("b", 300, BANK_ANSWER_LOST)).await.unwrap()), ("succeeded", None));
    assert_eq!(available(&gateway, start()).await, 1_000_000 + 500 - 18 - 300);
}

#[tokio::test]
async fn a_lost_call_had_no_effect_and_the_next_one_has() {
    let gateway = memory();
    assert_eq!(gateway.charge(charge("a", 500, CARD_CALL_LOST)).await, Err(GatewayError::Unknown));
    assert_eq!(gateway.find(key("a").op_id, start()).await, Ok(None));
    assert_eq!(available(&gateway, start()).await, 1_000_000);
    assert_eq!(ends(&gateway.charge(charge("a", 500, CARD_CALL_LOST)).await.unwrap()), ("succeeded", None));
}

#[tokio::test]
async fn a_busy_gateway_is_busy_twice() {
    let gateway = memory();
    assert_eq!(gateway.charge(charge("a", 500, CARD_BUSY)).await, Err(busy()));
    assert_eq!(gateway.charge(charge("a", 500, CARD_BUSY)).await, Err(busy()));
    assert_eq!(gateway.answers(start()).await, Ok(Vec::new()));
    assert_eq!(ends(&gateway.charge(charge("a", 500, CARD_BUSY)).await.unwrap()), ("succeeded", None));
}

#[tokio::test]
async fn a_refund_that_fails_later_puts_the_money_back_and_can_be_made_again() {
    let gateway = memory();
    let charged = gateway.charge(charge("a", 1_000, CARD_REFUND_FAILS_LATER)).await.unwrap();
    let before = available(&gateway, start()).await;
    let sent = gateway.refund(refund("b", 1_000, &object(&charged))).await.unwrap();
    assert_eq!(ends(&sent), ("processing", None));
    assert_eq!(available(&gateway, start()).await, before - 1_000);
    let more = gateway.refund(refund("c", 1, &object(&charged))).await.unwrap();
    assert_eq!(ends(&more), ("declined", Some(DeclineCode::ExceedsCharge)));

    let failed = gateway.fetch(&object(&sent), after(2)).await.unwrap().unwrap();
    assert_eq!(ends(&failed), ("declined", Some(DeclineCode::RefundRefused)));
    assert_eq!(available(&gateway, after(2)).await, before);
    let again = RefundRequest { now: after(3), ..refund("d", 1_000, &object(&charged)) };
    assert_eq!(ends(&gateway.refund(again).await.unwrap()), ("processing", None));
}

#[tokio::test]
async fn only_a_charge_that_succeeded_is_refunded() {
    let gateway = memory();
    let slow = gateway.charge(charge("a", 1_000, CARD_CONFIRMS_LATER)).await.unwrap();
    let early = gateway.refund(refund("b", 1_000, &object(&slow))).await.unwrap();
    assert_eq!(ends(&early), ("declined", Some(DeclineCode::ChargeNotRefundable)));
    let paid = gateway.payout(payout("c", 100, BANK_OK)).await.unwrap();
    let of_payout = gateway.refund(refund("d", 100, &object(&paid))).await.unwrap();
    assert_eq!(ends(&of_payout), ("declined", Some(DeclineCode::ChargeNotRefundable)));
}

#[tokio::test]
async fn no_more_is_paid_out_than_has_become_available() {
    let settings = SimulatedSettings {
        opening_minor: 0,
        available_after: Duration::days(4),
        fee: BasisPoints::ZERO,
        ..SimulatedSettings::default()
    };
    let gateway = Simulated::in_memory(settings);
    gateway.charge(charge("a", 1_000, CARD_OK)).await.unwrap();
    let early = gateway.payout(payout("b", 1_000, BANK_OK)).await.unwrap();
    assert_eq!(ends(&early), ("declined", Some(DeclineCode::BalanceTooSmall)));
    assert_eq!(gateway.balance(Currency::Jpy, start()).await, Ok(Balance { available_minor: 0, pending_minor: 1_000 }));

    let in_time = PayoutRequest { now: start().plus(Duration::days(4)), ..payout("c", 1_000, BANK_FAILS_LATER) };
    let sent = gateway.payout(in_time.clone()).await.unwrap();
    assert_eq!(ends(&sent), ("processing", None));
    let too_much = PayoutRequest { key: key("d"), amount: jpy(1), ..in_time.clone() };
    assert_eq!(ends(&gateway.payout(too_much).await.unwrap()), ("declined", Some(DeclineCode::BalanceTooSmall)));
    assert_eq!(available(&gateway, in_time.now.plus(CONFIRM_AFTER)).await, 1_000);
}

#[tokio::test]
async fn a_forgotten_key_is_carried_out_again_under_another_object() {
    let gateway = memory();
    let first = gateway.charge(charge("a", 500, CARD_OK)).await.unwrap();
    let late = ChargeRequest { now: start().plus(KEY_LIFETIME), ..charge("a", 500, CARD_OK) };
    let second = gateway.charge(late.clone()).await.unwrap();
    assert_ne!(object(&second), object(&first));
    assert_eq!(gateway.find(key("a").op_id, late.now).await, Ok(Some(second)));
    assert_eq!(gateway.answers(late.now).await.unwrap().len(), 2);
}

#[tokio::test]
async fn events_come_repeated_late_and_in_the_wrong_order_and_then_no_more() {
    let gateway = memory();
    let repeated = object(&gateway.charge(charge("a", 500, CARD_EVENTS_REPEATED)).await.unwrap());
    let late = object(&gateway.charge(charge("b", 500, CARD_EVENT_LATE)).await.unwrap());
    let event = |object: &ObjectId, name: &str, at| GatewayEvent {
        id: format!("evt_{object}_{name}"),
        object: object.clone(),
        at,
    };
    let told = event(&repeated, "ended", start());
    assert_eq!(gateway.take_events(start()).await, Ok(vec![told.clone(), told.clone()]));
    assert_eq!(gateway.take_events(start()).await, Ok(Vec::new()));
    assert_eq!(gateway.take_events(after(2)).await, Ok(vec![told]));
    let backwards = vec![event(&late, "ended", after(3)), event(&late, "accepted", start())];
    assert_eq!(gateway.take_events(after(3)).await, Ok(backwards));
    assert_eq!(gateway.take_events(after(1_000)).await, Ok(Vec::new()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_64_calls_with_one_key_through_two_handles_one_charges() {
    const ROUNDS: usize = 50;
    let folder = tempfile::tempdir().unwrap();
    let handles = [(); 2].map(|()| Simulated::open(folder.path(), SimulatedSettings::default()).unwrap());
    let mut charged = Vec::new();
    for round in 0..ROUNDS {
        let calls = (0..64).map(|n| {
            let gateway = handles[n % 2].clone();
            let request = charge(&round.to_string(), 500, CARD_OK);
            tokio::spawn(async move { gateway.charge(request).await.unwrap() })
        });
        let mut answers: Vec<_> = join_all(calls).await.into_iter().map(Result::unwrap).collect();
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        charged.append(&mut answers);
    }
    for gateway in handles {
        let all = gateway.answers(start()).await.unwrap();
        assert_eq!(all.len(), ROUNDS);
        assert!(charged.iter().all(|answer| all.contains(answer)));
        assert_eq!(available(&gateway, start()).await, 1_000_000 + 50 * (500 - 18));
    }
}

#[tokio::test]
async fn a_gateway_opened_again_knows_everything() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Simulated::open(folder.path(), SimulatedSettings::default()).unwrap();
    let gateway = open();
    let slow = gateway.charge(charge("a", 500, CARD_CONFIRMS_LATER)).await.unwrap();
    assert_eq!(gateway.charge(charge("b", 500, CARD_BUSY)).await, Err(busy()));
    drop(gateway);

    let gateway = open();
    assert_eq!(gateway.charge(charge("a", 500, CARD_CONFIRMS_LATER)).await, Ok(slow.clone()));
    assert_eq!(gateway.charge(charge("b", 500, CARD_BUSY)).await, Err(busy()));
    assert_eq!(ends(&gateway.charge(charge("b", 500, CARD_BUSY)).await.unwrap()), ("succeeded", None));
    let events = gateway.take_events(after(2)).await.unwrap();
    assert_eq!(events.len(), 3);
    drop(gateway);

    let gateway = open();
    assert_eq!(gateway.take_events(after(2)).await, Ok(Vec::new()));
    // decided before, so decided for a clock that is behind
    assert_eq!(ends(&gateway.fetch(&object(&slow), start()).await.unwrap().unwrap()), ("succeeded", None));
}

#[tokio::test]
async fn a_torn_last_line_is_cut_off_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Simulated::open(folder.path(), SimulatedSettings::default()).unwrap();
    let first = gateway.charge(charge("a", 500, CARD_OK)).await.unwrap();
    let path = folder.path().join("gateway.jsonl");
    let whole = std::fs::read(&path).unwrap();
    OpenOptions::new().append(true).open(&path).unwrap().write_all(br#"{"fact":"executed","entry":{"obj"#).unwrap();

    let other = Simulated::open(folder.path(), SimulatedSettings::default()).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), whole);
    let second = other.charge(charge("b", 700, CARD_OK)).await.unwrap();
    assert_eq!(gateway.answers(start()).await.unwrap().len(), 2);
    assert_eq!(gateway.find(key("a").op_id, start()).await, Ok(Some(first)));
    assert_eq!(gateway.find(key("b").op_id, start()).await, Ok(Some(second)));
}

#[tokio::test]
async fn a_damaged_file_answers_unknown_and_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Simulated::open(folder.path(), SimulatedSettings::default()).unwrap();
    let path = folder.path().join("gateway.jsonl");
    std::fs::write(&path, b"not a fact\n").unwrap();
    assert_eq!(gateway.charge(charge("a", 500, CARD_OK)).await, Err(GatewayError::Unknown));
    assert_eq!(std::fs::read(&path).unwrap(), b"not a fact\n");
    assert!(Simulated::open(folder.path(), SimulatedSettings::default()).is_err());
}
