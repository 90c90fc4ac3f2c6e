use super::*;
use kernel::{Currency, JournalId, MilestoneId};
use ledger::{Journal, Phase, Posting};
use uuid::Uuid;

const REFUND: RefundId = RefundId::new(Uuid::from_u128(1));
const PAYMENT: PaymentId = PaymentId::new(Uuid::from_u128(2));
const CLIENT: OrganisationId = OrganisationId::new(Uuid::from_u128(3));

fn jpy(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

fn object() -> GatewayObject {
    GatewayObject::new("re_1")
}

fn payment(state: PaymentState) -> Payment {
    let milestone = MilestoneId::new(Uuid::from_u128(4));
    Payment { id: PAYMENT, milestone, client: CLIENT, amount: jpy(11_000), state }
}

/// Of ¥11,000.
fn paid() -> Payment {
    let at = Instant::EPOCH;
    let object = GatewayObject::new("pi_1");
    payment(PaymentState::Succeeded { object, at, fee: jpy(396), available_at: at, available: true })
}

/// Of ¥5,000.
fn refund(state: RefundState) -> Refund {
    Refund { id: REFUND, payment: PAYMENT, client: CLIENT, amount: jpy(5_000), state }
}

fn sent() -> RefundState {
    RefundState::Sent { object: object() }
}

fn succeeded() -> RefundState {
    RefundState::Succeeded { object: object(), fee: jpy(30), at: Instant::EPOCH }
}

fn failed(object: Option<GatewayObject>) -> RefundState {
    RefundState::Failed { object, code: GatewayCode::new("refund_refused"), at: Instant::EPOCH }
}

fn hold() -> JournalId {
    Refund::request(REFUND, &paid(), jpy(5_000)).unwrap().journals[0].id()
}

fn out() -> Posting {
    let debit = Account::client_wallet(CLIENT, Currency::Jpy);
    Posting { code: TransferCode::Refund, debit, credit: Account::gateway_available(Currency::Jpy), amount: jpy(5_000) }
}

type Booked = (JournalKind, Vec<(Phase, Posting)>);

fn b1() -> Booked {
    (JournalKind::RefundRequested, vec![(Phase::Pending { expires: None }, out())])
}

fn b2() -> Booked {
    let fee = Posting {
        code: TransferCode::GatewayFee,
        debit: Account::gateway_fee_expense(Currency::Jpy),
        credit: Account::gateway_available(Currency::Jpy),
        amount: jpy(30),
    };
    (JournalKind::RefundSucceeded, vec![(Phase::Post { journal: hold(), leg: 1 }, out()), (Phase::Single, fee)])
}

fn let_go() -> Booked {
    (JournalKind::RefundFailed, vec![(Phase::Void { journal: hold(), leg: 1 }, out())])
}

fn b3() -> Booked {
    let Posting { debit, credit, amount, .. } = out();
    let back = Posting { code: TransferCode::RefundReturned, debit: credit, credit: debit, amount };
    (JournalKind::RefundReturned, vec![(Phase::Single, back)])
}

fn booked(journals: &[Journal]) -> Vec<Booked> {
    let one = |journal: &Journal| {
        assert_eq!(journal.subject(), REFUND.uuid());
        (journal.kind(), journal.transfers().iter().map(|transfer| (transfer.phase, transfer.posting)).collect())
    };
    journals.iter().map(one).collect()
}

#[test]
fn a_request_holds_the_money() {
    let step = Refund::request(REFUND, &paid(), jpy(5_000)).unwrap();
    assert_eq!((step.next, booked(&step.journals)), (refund(RefundState::Requested), vec![b1()]));
    assert!(Refund::request(REFUND, &paid(), jpy(11_000)).is_ok());
}

#[test]
fn only_what_was_paid_can_be_refunded() {
    let request = |payment: &Payment, amount| Refund::request(REFUND, payment, amount);
    assert_eq!(request(&paid(), jpy(11_001)), Err(RefundError::ExceedsPayment));
    let mismatch = RefundError::Money(MoneyError::CurrencyMismatch);
    assert_eq!(request(&paid(), Money::new(1, Currency::Usd)), Err(mismatch));
    for amount in [0, -1] {
        let nothing = RefundError::Journal(JournalError::AmountNotPositive { leg: 1 });
        assert_eq!(request(&paid(), jpy(amount)), Err(nothing));
    }
    let code = GatewayCode::new("card_expired");
    for state in [
        PaymentState::Requested,
        PaymentState::Processing { object: GatewayObject::new("pi_1") },
        PaymentState::Failed { object: None, code, at: Instant::EPOCH },
    ] {
        assert_eq!(request(&payment(state), jpy(1)), Err(RefundError::PaymentNotSucceeded));
    }
}

#[test]
fn every_outcome_in_every_state_moves_it_forward_or_is_known() {
    let known = || None;
    let to = |state, journals: Vec<Booked>| Some((state, journals));
    let at = Instant::EPOCH;
    let processing = GatewayOutcome::Processing { object: object() };
    let success = GatewayOutcome::Succeeded { object: object(), fee: jpy(30), available_at: Instant::MAX, at };
    let failure = GatewayOutcome::Failed { object: None, code: GatewayCode::new("refund_refused"), at };
    let some = Some(object());
    for (state, outcome, expected) in [
        (RefundState::Requested, &processing, to(sent(), vec![])),
        (RefundState::Requested, &success, to(succeeded(), vec![b2()])),
        (RefundState::Requested, &failure, to(failed(None), vec![let_go()])),
        (sent(), &processing, known()),
        (sent(), &success, to(succeeded(), vec![b2()])),
        (sent(), &failure, to(failed(some.clone()), vec![let_go()])),
        (succeeded(), &processing, known()),
        (succeeded(), &success, known()),
        (succeeded(), &failure, to(failed(some.clone()), vec![b3()])),
        (failed(some.clone()), &processing, known()),
        (failed(some.clone()), &success, known()),
        (failed(some), &failure, known()),
    ] {
        let before = refund(state);
        let expected = match expected {
            None => (before.clone(), None),
            Some((state, journals)) => (refund(state), Some(journals)),
        };
        let got = match before.clone().apply(outcome.clone()).unwrap() {
            Advance::AlreadyApplied(same) => (same, None),
            Advance::Moved(step) => (step.next, Some(booked(&step.journals))),
        };
        assert_eq!(got, expected, "{before:?} and {outcome:?}");
    }
}

#[test]
fn what_cannot_be_about_this_refund_is_refused() {
    let at = Instant::EPOCH;
    let negative = GatewayOutcome::Succeeded { object: object(), fee: jpy(-1), available_at: at, at };
    assert_eq!(refund(sent()).apply(negative), Err(OutcomeError::FeeOutOfRange));
    let other = GatewayOutcome::Processing { object: GatewayObject::new("re_2") };
    for state in [sent(), succeeded(), failed(Some(object()))] {
        assert_eq!(refund(state).apply(other.clone()), Err(OutcomeError::AnotherObject));
    }
}

#[test]
fn a_refund_reads_back_with_its_state_named() {
    for (state, name) in
        [(RefundState::Requested, "requested"), (sent(), "sent"), (succeeded(), "succeeded"), (failed(None), "failed")]
    {
        let json = serde_json::to_value(refund(state.clone())).unwrap();
        assert_eq!(json["state"]["is"], name);
        assert_eq!(serde_json::from_value::<Refund>(json).unwrap(), refund(state));
    }
}

#[test]
fn money_goes_back_to_the_payments_it_came_by_oldest_first() {
    let second = Payment { id: PaymentId::new(Uuid::from_u128(20)), ..paid() };
    let never = payment(PaymentState::Failed { object: None, code: GatewayCode::new("no"), at: Instant::EPOCH });
    let payments = [never, paid(), second.clone()];
    let parts = |refunds: &[Refund], amount| {
        let parts = refund_parts(&payments, refunds, jpy(amount))?;
        Ok::<_, RefundError>(parts.into_iter().map(|(payment, part)| (payment.id, part)).collect::<Vec<_>>())
    };
    assert_eq!(parts(&[], 11_000).unwrap(), [(PAYMENT, jpy(11_000))]);
    assert_eq!(parts(&[], 11_001).unwrap(), [(PAYMENT, jpy(11_000)), (second.id, jpy(1))]);
    assert_eq!(parts(&[refund(sent())], 7_000).unwrap(), [(PAYMENT, jpy(6_000)), (second.id, jpy(1_000))]);
    assert_eq!(parts(&[refund(failed(None))], 7_000).unwrap(), [(PAYMENT, jpy(7_000))], "that money came back");
    assert_eq!(parts(&[], 22_000).unwrap().len(), 2);
    assert_eq!(parts(&[], 22_001), Err(RefundError::ExceedsPayment));
    assert_eq!(parts(&[refund(succeeded())], 17_001), Err(RefundError::ExceedsPayment));
    assert_eq!(parts(&[], 0).unwrap(), []);
}
