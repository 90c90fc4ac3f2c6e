use super::*;
use kernel::Currency;
use uuid::Uuid;

const MILESTONE: MilestoneId = MilestoneId::new(Uuid::from_u128(1));
const CLIENT: OrganisationId = OrganisationId::new(Uuid::from_u128(2));
const WORKER: PersonId = PersonId::new(Uuid::from_u128(3));
const PAYMENT: PaymentId = PaymentId::new(Uuid::from_u128(4));
const DISPUTE: DisputeId = DisputeId::new(Uuid::from_u128(5));
const READ: Version = Version::new(7);

fn jpy(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

fn now() -> Instant {
    Instant::from_unix(1_000).unwrap()
}

fn share(gross: i64) -> Share {
    FeeSchedule::japan().share(jpy(gross), jpy(0)).unwrap()
}

fn tally(released: i64, refunded: i64) -> Tally {
    Tally::of(jpy(11_000)).release(jpy(released)).unwrap().refund(jpy(refunded)).unwrap()
}

/// A milestone of ¥10,000, ¥11,000 with tax.
fn escrow(state: EscrowState) -> Escrow {
    let contract = ContractId::new(Uuid::from_u128(6));
    let new = NewEscrow { milestone: MILESTONE, contract, client: CLIENT, worker: WORKER, price: jpy(10_000) };
    Escrow { state, ..Escrow::open(new, &FeeSchedule::japan()).unwrap() }
}

/// One escrow in each state; where there is money, ¥1,000 was released and ¥3,000 refunded.
fn each_state() -> [EscrowState; 5] {
    [
        EscrowState::Unfunded,
        EscrowState::Funding { payment: PAYMENT },
        EscrowState::Held { tally: tally(1_000, 3_000) },
        EscrowState::Frozen { tally: tally(1_000, 3_000), dispute: DISPUTE },
        EscrowState::Closed { tally: tally(1_000, 10_000), at: Instant::EPOCH },
    ]
}

type Leg = (TransferCode, Account, Account, i64);

fn net(minor: i64) -> Leg {
    (TransferCode::ReleaseNet, escrow_account(), Account::worker_pending(WORKER, Currency::Jpy), minor)
}

fn fee(minor: i64) -> Leg {
    (TransferCode::ReleaseFee, escrow_account(), Account::fee_income(Currency::Jpy), minor)
}

fn fee_tax(minor: i64) -> Leg {
    (TransferCode::ReleaseFeeTax, escrow_account(), Account::consumption_tax_payable(Currency::Jpy), minor)
}

fn given_back(minor: i64) -> Leg {
    (TransferCode::EscrowRefunded, escrow_account(), Account::client_wallet(CLIENT, Currency::Jpy), minor)
}

fn put_in(minor: i64) -> Leg {
    (TransferCode::EscrowFunded, Account::client_wallet(CLIENT, Currency::Jpy), escrow_account(), minor)
}

fn escrow_account() -> Account {
    Account::escrow(MILESTONE, Currency::Jpy)
}

/// What a step came to: the new state, the kind and legs of its journal, and the net amount earned.
type Came = (EscrowState, Option<(JournalKind, Vec<Leg>)>, Option<i64>);

fn came(step: &EscrowStep) -> Came {
    assert!(step.journals.len() <= 1);
    let journal = step.journals.first().map(|journal| {
        assert_eq!(journal.subject(), MILESTONE.uuid());
        let leg = |transfer: &ledger::Transfer| {
            assert_eq!(transfer.phase, ledger::Phase::Single);
            let Posting { code, debit, credit, amount } = transfer.posting;
            assert_eq!(amount.currency(), Currency::Jpy);
            (code, debit, credit, amount.minor())
        };
        (journal.kind(), journal.transfers().iter().map(leg).collect())
    });
    let earned = step.earned.map(|earned| {
        assert_eq!((earned.milestone, earned.worker), (MILESTONE, WORKER));
        assert_eq!(Some(earned.journal), step.journals.first().map(Journal::id));
        earned.net.minor()
    });
    (step.escrow.state, journal, earned)
}

/// One event, by name, and what it does to a state: the step, or how it is refused.
struct Event {
    name: &'static str,
    send: fn(Escrow) -> Result<EscrowStep, EscrowError>,
    legal: fn(EscrowState) -> Option<Came>,
}

/// Every event, with the exact outcome in every state that allows it.
fn events() -> [Event; 8] {
    use EscrowState::{Closed, Frozen, Funding, Held, Unfunded};
    use JournalKind::{EscrowFunded, EscrowRefunded, EscrowReleased, EscrowSplit};
    [
        Event {
            name: "begin_funding",
            send: |escrow| escrow.begin_funding(PAYMENT),
            legal: |state| matches!(state, Unfunded).then_some((Funding { payment: PAYMENT }, None, None)),
        },
        Event {
            name: "funding_failed",
            send: |escrow| escrow.funding_failed(PAYMENT),
            legal: |state| matches!(state, Funding { .. }).then_some((Unfunded, None, None)),
        },
        Event {
            name: "funded",
            send: |escrow| escrow.funded(PAYMENT),
            legal: |state| {
                let journal = Some((EscrowFunded, vec![put_in(11_000)]));
                matches!(state, Funding { .. }).then_some((Held { tally: tally(0, 0) }, journal, None))
            },
        },
        Event {
            name: "release",
            send: |escrow| escrow.release(share(6_000), READ, now()),
            legal: |state| {
                let journal = Some((EscrowReleased, vec![net(4_680), fee(1_200), fee_tax(120)]));
                matches!(state, Held { .. }).then_some((Held { tally: tally(7_000, 3_000) }, journal, Some(4_680)))
            },
        },
        Event {
            name: "refund",
            send: |escrow| escrow.refund(jpy(500), READ, now()),
            legal: |state| {
                let journal = Some((EscrowRefunded, vec![given_back(500)]));
                matches!(state, Held { .. }).then_some((Held { tally: tally(1_000, 3_500) }, journal, None))
            },
        },
        Event {
            name: "split",
            send: |escrow| escrow.split(share(2_000), READ, now()),
            legal: |state| {
                let journal = Some((EscrowSplit, vec![net(1_560), fee(400), fee_tax(40), given_back(5_000)]));
                let closed = Closed { tally: tally(3_000, 8_000), at: now() };
                matches!(state, Held { .. } | Frozen { .. }).then_some((closed, journal, Some(1_560)))
            },
        },
        Event {
            name: "freeze",
            send: |escrow| escrow.freeze(DISPUTE),
            legal: |state| {
                let frozen = Frozen { tally: tally(1_000, 3_000), dispute: DISPUTE };
                matches!(state, Held { .. }).then_some((frozen, None, None))
            },
        },
        Event {
            name: "thaw",
            send: Escrow::thaw,
            legal: |state| matches!(state, Frozen { .. }).then_some((Held { tally: tally(1_000, 3_000) }, None, None)),
        },
    ]
}

#[test]
fn every_event_in_every_state_posts_exactly_its_legs_or_is_refused() {
    let mut allowed = 0;
    for event in events() {
        for state in each_state() {
            let before = escrow(state);
            match ((event.send)(before), (event.legal)(state)) {
                (Ok(step), Some(expected)) => {
                    assert_eq!(came(&step), expected, "{} in {state:?}", event.name);
                    assert_eq!(Escrow { state, ..step.escrow }, before, "{} changed the terms", event.name);
                    allowed += 1;
                }
                (Err(error), None) => assert_eq!(error, EscrowError::WrongState(state.kind()), "{}", event.name),
                (got, expected) => panic!("{} in {state:?}: {got:?} instead of {expected:?}", event.name),
            }
        }
    }
    assert_eq!(allowed, 9);
}

#[test]
fn the_last_of_the_money_closes_the_escrow() {
    let full = escrow(EscrowState::Held { tally: tally(0, 0) });
    let closed = |released, refunded| EscrowState::Closed { tally: tally(released, refunded), at: now() };
    assert_eq!(full.release(share(11_000), READ, now()).unwrap().escrow.state, closed(11_000, 0));
    assert_eq!(full.refund(jpy(11_000), READ, now()).unwrap().escrow.state, closed(0, 11_000));
    let partly = full.release(share(10_999), READ, now()).unwrap().escrow;
    assert_eq!(partly.state, EscrowState::Held { tally: tally(10_999, 0) });
    assert_eq!(partly.refund(jpy(1), READ, now()).unwrap().escrow.state, closed(10_999, 1));
}

#[test]
fn a_split_may_give_everything_to_one_side() {
    for state in
        [EscrowState::Held { tally: tally(0, 0) }, EscrowState::Frozen { tally: tally(0, 0), dispute: DISPUTE }]
    {
        let to_client = escrow(state).split(share(0), READ, now()).unwrap();
        let closed = EscrowState::Closed { tally: tally(0, 11_000), at: now() };
        assert_eq!(came(&to_client), (closed, Some((JournalKind::EscrowSplit, vec![given_back(11_000)])), None));
        let to_worker = escrow(state).split(share(11_000), READ, now()).unwrap();
        let closed = EscrowState::Closed { tally: tally(11_000, 0), at: now() };
        let legs = vec![net(8_580), fee(2_200), fee_tax(220)];
        assert_eq!(came(&to_worker), (closed, Some((JournalKind::EscrowSplit, legs)), Some(8_580)));
    }
}

#[test]
fn parts_of_nothing_leave_no_leg() {
    let step = escrow(EscrowState::Held { tally: tally(0, 0) }).release(share(4), READ, now()).unwrap();
    assert_eq!(came(&step).1, Some((JournalKind::EscrowReleased, vec![net(4)])));
    let fee_free = share(7);
    assert_eq!((fee_free.fee().minor(), fee_free.fee_tax().minor()), (1, 0));
    let step = escrow(EscrowState::Held { tally: tally(0, 0) }).release(fee_free, READ, now()).unwrap();
    assert_eq!(came(&step).1, Some((JournalKind::EscrowReleased, vec![net(6), fee(1)])));
}

#[test]
fn more_than_is_held_nothing_and_other_currencies_are_refused() {
    let held = escrow(EscrowState::Held { tally: tally(1_000, 3_000) });
    let dollars = Money::new(1, Currency::Usd);
    assert_eq!(held.release(share(7_001), READ, now()), Err(EscrowError::ExceedsHeld));
    assert_eq!(held.refund(jpy(7_001), READ, now()), Err(EscrowError::ExceedsHeld));
    assert_eq!(held.split(share(7_001), READ, now()), Err(EscrowError::ExceedsHeld));
    assert_eq!(held.release(share(0), READ, now()), Err(EscrowError::NotPositive));
    assert_eq!(held.refund(jpy(0), READ, now()), Err(EscrowError::NotPositive));
    assert_eq!(held.refund(jpy(-1), READ, now()), Err(EscrowError::NotPositive));
    assert_eq!(held.refund(dollars, READ, now()), Err(EscrowError::Money(MoneyError::CurrencyMismatch)));
}

#[test]
fn only_the_payment_that_is_awaited_funds_or_fails() {
    let other = PaymentId::new(Uuid::from_u128(99));
    let funding = escrow(EscrowState::Funding { payment: PAYMENT });
    assert_eq!(funding.funded(other), Err(EscrowError::AnotherPayment));
    assert_eq!(funding.funding_failed(other), Err(EscrowError::AnotherPayment));
}

#[test]
fn an_escrow_opens_unfunded_for_a_price_that_can_be() {
    let opened = escrow(EscrowState::Unfunded);
    assert_eq!((opened.gross, opened.tally(), opened.tally().left()), (jpy(11_000), Tally::of(jpy(0)), jpy(0)));
    let open = |price| {
        let Escrow { milestone, contract, client, worker, .. } = opened;
        Escrow::open(NewEscrow { milestone, contract, client, worker, price }, &FeeSchedule::japan())
    };
    assert_eq!(open(jpy(0)), Err(EscrowError::NotPositive));
    assert_eq!(open(jpy(-1)), Err(EscrowError::NotPositive));
    assert_eq!(open(Money::new(5, Currency::Usd)), Err(EscrowError::Money(MoneyError::CurrencyMismatch)));
    assert_eq!(open(jpy(kernel::MAX_MINOR)), Err(EscrowError::Money(MoneyError::OutOfRange)));
}

#[test]
fn a_step_taken_twice_is_one_journal_and_the_next_step_another() {
    let held = escrow(EscrowState::Held { tally: tally(0, 0) });
    let id = |step: Result<EscrowStep, EscrowError>| step.unwrap().journals[0].id();
    assert_eq!(id(held.refund(jpy(5), READ, now())), id(held.refund(jpy(5), READ, Instant::MAX)));
    let ids = [
        id(held.refund(jpy(5), READ, now())),
        id(held.refund(jpy(5), READ.next(), now())),
        id(held.release(share(5), READ, now())),
        id(held.split(share(5), READ, now())),
    ];
    assert!(ids.iter().enumerate().all(|(at, id)| !ids[..at].contains(id)));
}

#[test]
fn earnings_are_settled_once_by_a_journal_of_their_own() {
    let step = escrow(EscrowState::Held { tally: tally(0, 0) }).release(share(11_000), READ, now()).unwrap();
    let earned = step.earned.unwrap();
    let settled = earned.settle().unwrap();
    assert_eq!((settled.kind(), settled.subject()), (JournalKind::EarningsSettled, MILESTONE.uuid()));
    let posting = Posting {
        code: TransferCode::EarningsSettled,
        debit: Account::worker_pending(WORKER, Currency::Jpy),
        credit: Account::worker_available(WORKER, Currency::Jpy),
        amount: jpy(8_580),
    };
    assert_eq!(settled.transfers(), [ledger::Transfer { leg: 1, phase: ledger::Phase::Single, posting }]);
    assert_eq!(earned.settle().unwrap(), settled);
}

#[test]
fn a_state_is_kept_as_flat_json_and_one_that_contradicts_itself_is_refused() {
    let frozen = EscrowState::Frozen { tally: tally(1_000, 3_000), dispute: DISPUTE };
    let json = serde_json::to_string(&frozen).unwrap();
    assert_eq!(
        json,
        r#"{"is":"frozen","funded":{"minor":11000,"currency":"JPY"},"released":{"minor":1000,"currency":"JPY"},"refunded":{"minor":3000,"currency":"JPY"},"dispute":"dispute_00000000000000000000000005"}"#
    );
    for state in each_state() {
        let json = serde_json::to_value(state).unwrap();
        assert_eq!(serde_json::from_value::<EscrowState>(json.clone()).unwrap(), state);
        assert_eq!(json["is"], serde_json::to_value(state.kind()).unwrap());
        let escrow = escrow(state);
        assert_eq!(serde_json::from_value::<Escrow>(serde_json::to_value(escrow).unwrap()).unwrap(), escrow);
    }
    let released = r#""released":{"minor":1000,"currency":"JPY"}"#;
    for (minor, currency) in [(8_001, "JPY"), (-1, "JPY"), (1_000, "USD")] {
        let broken = format!(r#""released":{{"minor":{minor},"currency":"{currency}"}}"#);
        assert!(serde_json::from_str::<EscrowState>(&json.replace(released, &broken)).is_err(), "{broken}");
    }
}
