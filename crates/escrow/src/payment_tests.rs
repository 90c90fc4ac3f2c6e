use super::*;
use crate::{EscrowState, FeeSchedule, NewEscrow};
use kernel::{ContractId, Currency, PersonId};
use uuid::Uuid;

const PAYMENT: PaymentId = PaymentId::new(Uuid::from_u128(1));
const CLIENT: OrganisationId = OrganisationId::new(Uuid::from_u128(2));

fn jpy(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

fn at(seconds: i64) -> Instant {
    Instant::from_unix(seconds).unwrap()
}

fn object() -> GatewayObject {
    GatewayObject::new("pi_1")
}

/// Of ¥11,000.
fn payment(state: PaymentState) -> Payment {
    let new = NewEscrow {
        milestone: MilestoneId::new(Uuid::from_u128(3)),
        contract: ContractId::new(Uuid::from_u128(4)),
        client: CLIENT,
        worker: PersonId::new(Uuid::from_u128(5)),
        price: jpy(10_000),
    };
    let escrow = Escrow::open(new, &FeeSchedule::japan()).unwrap();
    assert_eq!(escrow.state, EscrowState::Unfunded);
    Payment { state, ..Payment::request(PAYMENT, &escrow) }
}

fn processing() -> PaymentState {
    PaymentState::Processing { object: object() }
}

fn failed(object: Option<GatewayObject>) -> PaymentState {
    PaymentState::Failed { object, code: GatewayCode::new("card_expired"), at: at(50) }
}

fn succeeded(available: bool) -> PaymentState {
    PaymentState::Succeeded { object: object(), at: at(60), fee: jpy(396), available_at: at(100), available }
}

fn is_processing() -> GatewayOutcome {
    GatewayOutcome::Processing { object: object() }
}

fn has_failed() -> GatewayOutcome {
    GatewayOutcome::Failed { object: None, code: GatewayCode::new("card_expired"), at: at(50) }
}

fn has_succeeded() -> GatewayOutcome {
    GatewayOutcome::Succeeded { object: object(), fee: jpy(396), available_at: at(100), at: at(60) }
}

type Line = (JournalKind, TransferCode, Account, Account, i64);

fn lines(journals: &[Journal]) -> Vec<Line> {
    let line = |journal: &Journal| {
        assert_eq!((journal.subject(), journal.transfers().len()), (PAYMENT.uuid(), 1));
        assert_eq!(journal.transfers()[0].phase, ledger::Phase::Single);
        let Posting { code, debit, credit, amount } = journal.transfers()[0].posting;
        (journal.kind(), code, debit, credit, amount.minor())
    };
    journals.iter().map(line).collect()
}

fn f1() -> Line {
    let (pending, wallet) = (Account::gateway_pending(Currency::Jpy), Account::client_wallet(CLIENT, Currency::Jpy));
    (JournalKind::PaymentReceived, TransferCode::PaymentReceived, pending, wallet, 11_000)
}

fn f1b() -> Line {
    let (fee, pending) = (Account::gateway_fee_expense(Currency::Jpy), Account::gateway_pending(Currency::Jpy));
    (JournalKind::GatewayFeeCharged, TransferCode::GatewayFee, fee, pending, 396)
}

fn f2() -> Line {
    let (available, pending) = (Account::gateway_available(Currency::Jpy), Account::gateway_pending(Currency::Jpy));
    (JournalKind::PaymentAvailable, TransferCode::PaymentAvailable, available, pending, 10_604)
}

#[track_caller]
fn assert_moves(advance: Advance<Payment>, state: &PaymentState, journals: &[Line]) {
    match advance {
        Advance::Moved(step) => {
            assert_eq!(step.next, payment(state.clone()));
            assert_eq!(lines(&step.journals), journals);
        }
        Advance::AlreadyApplied(same) => panic!("nothing moved: {same:?}"),
    }
}

#[track_caller]
fn assert_known(advance: Advance<Payment>, state: &PaymentState) {
    assert_eq!(advance, Advance::AlreadyApplied(payment(state.clone())));
}

#[test]
fn every_outcome_in_every_state_moves_it_forward_or_is_known() {
    let apply = |state: &PaymentState, outcome| payment(state.clone()).apply(outcome, at(99)).unwrap();
    let booked = [f1(), f1b()];

    let requested = PaymentState::Requested;
    assert_moves(apply(&requested, is_processing()), &processing(), &[]);
    assert_moves(apply(&requested, has_failed()), &failed(None), &[]);
    assert_moves(apply(&requested, has_succeeded()), &succeeded(false), &booked);

    assert_known(apply(&processing(), is_processing()), &processing());
    assert_moves(apply(&processing(), has_failed()), &failed(Some(object())), &[]);
    assert_moves(apply(&processing(), has_succeeded()), &succeeded(false), &booked);

    for object in [None, Some(object())] {
        assert_known(apply(&failed(object.clone()), is_processing()), &failed(object.clone()));
        assert_known(apply(&failed(object.clone()), has_failed()), &failed(object.clone()));
        assert_moves(apply(&failed(object), has_succeeded()), &succeeded(false), &booked);
    }

    for available in [false, true] {
        for outcome in [is_processing(), has_failed(), has_succeeded()] {
            assert_known(apply(&succeeded(available), outcome), &succeeded(available));
        }
    }
}

#[test]
fn money_that_is_available_when_the_news_comes_is_booked_as_available() {
    let requested = payment(PaymentState::Requested);
    let advance = requested.apply(has_succeeded(), at(100)).unwrap();
    assert_moves(advance, &succeeded(true), &[f1(), f1b(), f2()]);
}

#[test]
fn money_becomes_available_once_in_its_time_and_only_if_it_came() {
    let later = |state: &PaymentState, now| payment(state.clone()).make_available(now);
    for state in [PaymentState::Requested, processing(), failed(None)] {
        assert_eq!(later(&state, at(100)), Err(AvailabilityError::NotSucceeded));
    }
    assert_eq!(later(&succeeded(false), at(99)), Err(AvailabilityError::TooEarly));
    assert_moves(later(&succeeded(false), at(100)).unwrap(), &succeeded(true), &[f2()]);
    assert_known(later(&succeeded(true), at(100)).unwrap(), &succeeded(true));
}

#[test]
fn a_fee_of_nothing_or_of_everything_leaves_no_empty_journal() {
    let with = |fee| GatewayOutcome::Succeeded { object: object(), fee: jpy(fee), available_at: at(0), at: at(0) };
    let kinds = |fee| match payment(PaymentState::Requested).apply(with(fee), at(0)).unwrap() {
        Advance::Moved(step) => step.journals.iter().map(Journal::kind).collect::<Vec<_>>(),
        Advance::AlreadyApplied(_) => Vec::new(),
    };
    assert_eq!(kinds(0), [JournalKind::PaymentReceived, JournalKind::PaymentAvailable]);
    assert_eq!(kinds(11_000), [JournalKind::PaymentReceived, JournalKind::GatewayFeeCharged]);
}

#[test]
fn what_cannot_be_about_this_payment_is_refused() {
    let with = |fee| GatewayOutcome::Succeeded { object: object(), fee, available_at: at(0), at: at(0) };
    let apply = |state, outcome| payment(state).apply(outcome, at(0));
    for fee in [jpy(-1), jpy(11_001), Money::new(1, Currency::Usd)] {
        assert_eq!(apply(PaymentState::Requested, with(fee)), Err(OutcomeError::FeeOutOfRange));
    }
    let other = GatewayOutcome::Processing { object: GatewayObject::new("pi_2") };
    for state in [processing(), failed(Some(object())), succeeded(false)] {
        assert_eq!(apply(state, other.clone()), Err(OutcomeError::AnotherObject));
    }
}

#[test]
fn a_payment_reads_back_with_its_state_named() {
    for (state, name) in [
        (PaymentState::Requested, "requested"),
        (processing(), "processing"),
        (failed(None), "failed"),
        (succeeded(true), "succeeded"),
    ] {
        let json = serde_json::to_value(payment(state.clone())).unwrap();
        assert_eq!(json["state"]["is"], name);
        assert_eq!(serde_json::from_value::<Payment>(json).unwrap(), payment(state));
    }
}
