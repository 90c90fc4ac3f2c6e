use super::*;
use kernel::{Currency, JournalId};
use ledger::{Journal, Phase, Posting};
use uuid::Uuid;

const PAYOUT: PayoutId = PayoutId::new(Uuid::from_u128(1));
const WORKER: PersonId = PersonId::new(Uuid::from_u128(2));

fn jpy(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

fn object() -> GatewayObject {
    GatewayObject::new("po_1")
}

/// Of ¥8,580.
fn payout(state: PayoutState) -> Payout {
    Payout { id: PAYOUT, worker: WORKER, amount: jpy(8_580), state }
}

fn sent() -> PayoutState {
    PayoutState::Sent { object: object() }
}

fn paid() -> PayoutState {
    PayoutState::Paid { object: object(), fee: jpy(250), at: Instant::EPOCH }
}

fn failed(object: Option<GatewayObject>) -> PayoutState {
    PayoutState::Failed { object, code: GatewayCode::new("destination_failed"), at: Instant::EPOCH }
}

fn is_processing() -> GatewayOutcome {
    GatewayOutcome::Processing { object: object() }
}

fn has_succeeded(fee: Money) -> GatewayOutcome {
    GatewayOutcome::Succeeded { object: object(), fee, available_at: Instant::MAX, at: Instant::EPOCH }
}

fn has_failed() -> GatewayOutcome {
    GatewayOutcome::Failed { object: None, code: GatewayCode::new("destination_failed"), at: Instant::EPOCH }
}

fn hold() -> JournalId {
    Payout::request(PAYOUT, WORKER, jpy(8_580)).unwrap().journals[0].id()
}

fn out() -> Posting {
    let debit = Account::worker_available(WORKER, Currency::Jpy);
    Posting { code: TransferCode::Payout, debit, credit: Account::gateway_available(Currency::Jpy), amount: jpy(8_580) }
}

type Booked = (JournalKind, Vec<(Phase, Posting)>);

fn p1() -> Booked {
    (JournalKind::PayoutRequested, vec![(Phase::Pending { expires: None }, out())])
}

fn p2() -> Booked {
    let fee = Posting {
        code: TransferCode::GatewayFee,
        debit: Account::gateway_fee_expense(Currency::Jpy),
        credit: Account::gateway_available(Currency::Jpy),
        amount: jpy(250),
    };
    (JournalKind::PayoutPaid, vec![(Phase::Post { journal: hold(), leg: 1 }, out()), (Phase::Single, fee)])
}

fn p3() -> Booked {
    (JournalKind::PayoutFailed, vec![(Phase::Void { journal: hold(), leg: 1 }, out())])
}

fn p4() -> Booked {
    let Posting { debit, credit, amount, .. } = out();
    let back = Posting { code: TransferCode::PayoutReturned, debit: credit, credit: debit, amount };
    (JournalKind::PayoutReturned, vec![(Phase::Single, back)])
}

fn booked(journals: &[Journal]) -> Vec<Booked> {
    let one = |journal: &Journal| {
        assert_eq!(journal.subject(), PAYOUT.uuid());
        (journal.kind(), journal.transfers().iter().map(|transfer| (transfer.phase, transfer.posting)).collect())
    };
    journals.iter().map(one).collect()
}

#[test]
fn a_request_holds_the_money() {
    let step = Payout::request(PAYOUT, WORKER, jpy(8_580)).unwrap();
    assert_eq!((step.next, booked(&step.journals)), (payout(PayoutState::Requested), vec![p1()]));
    for amount in [0, -1] {
        let refused = Payout::request(PAYOUT, WORKER, jpy(amount));
        assert_eq!(refused, Err(JournalError::AmountNotPositive { leg: 1 }));
    }
}

#[test]
fn every_outcome_in_every_state_moves_it_forward_or_is_known() {
    let known = || None;
    let to = |state, journals: Vec<Booked>| Some((state, journals));
    let (processing, success, failure) = (is_processing(), has_succeeded(jpy(250)), has_failed());
    let some = Some(object());
    for (state, outcome, expected) in [
        (PayoutState::Requested, &processing, to(sent(), vec![])),
        (PayoutState::Requested, &success, to(paid(), vec![p2()])),
        (PayoutState::Requested, &failure, to(failed(None), vec![p3()])),
        (sent(), &processing, known()),
        (sent(), &success, to(paid(), vec![p2()])),
        (sent(), &failure, to(failed(some.clone()), vec![p3()])),
        (paid(), &processing, known()),
        (paid(), &success, known()),
        (paid(), &failure, to(failed(some.clone()), vec![p4()])),
        (failed(some.clone()), &processing, known()),
        (failed(some.clone()), &success, known()),
        (failed(some), &failure, known()),
    ] {
        let before = payout(state);
        let expected = match expected {
            None => (before.clone(), None),
            Some((state, journals)) => (payout(state), Some(journals)),
        };
        let got = match before.clone().apply(outcome.clone()).unwrap() {
            Advance::AlreadyApplied(same) => (same, None),
            Advance::Moved(step) => (step.next, Some(booked(&step.journals))),
        };
        assert_eq!(got, expected, "{before:?} and {outcome:?}");
    }
}

#[test]
fn a_gateway_that_takes_nothing_leaves_no_fee_leg() {
    let Advance::Moved(step) = payout(sent()).apply(has_succeeded(jpy(0))).unwrap() else { panic!("nothing moved") };
    assert_eq!(booked(&step.journals), [(JournalKind::PayoutPaid, p2().1[..1].to_vec())]);
}

#[test]
fn what_cannot_be_about_this_payout_is_refused() {
    for fee in [jpy(-1), Money::new(1, Currency::Usd)] {
        assert_eq!(payout(sent()).apply(has_succeeded(fee)), Err(OutcomeError::FeeOutOfRange));
    }
    let other = GatewayOutcome::Processing { object: GatewayObject::new("po_2") };
    for state in [sent(), paid(), failed(Some(object()))] {
        assert_eq!(payout(state).apply(other.clone()), Err(OutcomeError::AnotherObject));
    }
}

#[test]
fn a_payout_reads_back_with_its_state_named() {
    for (state, name) in
        [(PayoutState::Requested, "requested"), (sent(), "sent"), (paid(), "paid"), (failed(None), "failed")]
    {
        let json = serde_json::to_value(payout(state.clone())).unwrap();
        assert_eq!(json["state"]["is"], name);
        assert_eq!(serde_json::from_value::<Payout>(json).unwrap(), payout(state));
    }
}
