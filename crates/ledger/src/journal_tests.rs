use super::*;
use crate::{Account, TransferCode};
use kernel::{Currency, Instant, MilestoneId, Money, OrganisationId};

const SUBJECT: Uuid = Uuid::from_u128(7);

fn wallet(currency: Currency) -> Account {
    Account::client_wallet(OrganisationId::new(Uuid::from_u128(1)), currency)
}

fn escrow() -> Account {
    Account::escrow(MilestoneId::new(Uuid::from_u128(2)), Currency::Jpy)
}

fn funding(minor: i64) -> Posting {
    Posting {
        code: TransferCode::EscrowFunded,
        debit: wallet(Currency::Jpy),
        credit: escrow(),
        amount: Money::new(minor, Currency::Jpy),
    }
}

fn builder() -> JournalBuilder {
    Journal::builder(JournalId::of_fact("fund:1"), JournalKind::EscrowFunded, SUBJECT)
}

#[test]
fn legs_are_numbered_from_one_in_the_order_they_are_added() {
    let journal = builder().single(funding(5)).leg(Phase::Pending { expires: None }, funding(6)).build().unwrap();
    let legs: Vec<_> = journal.transfers().iter().map(|transfer| (transfer.leg, transfer.posting.amount)).collect();
    assert_eq!(legs, [(1, Money::new(5, Currency::Jpy)), (2, Money::new(6, Currency::Jpy))]);
}

#[test]
fn every_fault_of_a_journal_has_a_name() {
    let second = |posting| builder().single(funding(1)).single(posting).build();
    assert_eq!(builder().build(), Err(JournalError::NoLegs));
    assert_eq!(second(funding(0)), Err(JournalError::AmountNotPositive { leg: 2 }));
    assert_eq!(second(funding(-1)), Err(JournalError::AmountNotPositive { leg: 2 }));
    assert_eq!(second(funding(i64::MIN)), Err(JournalError::AmountNotPositive { leg: 2 }));
    assert!(second(funding(MAX_MINOR)).is_ok());
    assert_eq!(second(funding(MAX_MINOR + 1)), Err(JournalError::AmountTooLarge { leg: 2 }));
    assert_eq!(second(Posting { debit: escrow(), ..funding(1) }), Err(JournalError::SameAccount { leg: 2 }));
    for mixed in [
        Posting { debit: wallet(Currency::Usd), ..funding(1) },
        Posting { amount: Money::new(1, Currency::Usd), ..funding(1) },
    ] {
        assert_eq!(second(mixed), Err(JournalError::CurrencyMismatch { leg: 2 }));
    }
    let own = Phase::Post { journal: JournalId::of_fact("fund:1"), leg: 1 };
    assert_eq!(builder().leg(own, funding(1)).build(), Err(JournalError::ResolvesOwnHold { leg: 1 }));
    let itself = builder().single(funding(1)).reversing(JournalId::of_fact("fund:1"));
    assert_eq!(itself.build(), Err(JournalError::ReversesItself));
}

#[test]
fn a_journal_has_at_most_255_legs() {
    let of = |legs: usize| (0..legs).fold(builder(), |builder, _| builder.single(funding(1))).build();
    assert_eq!(of(MAX_LEGS).unwrap().transfers().last().unwrap().leg, 255);
    assert_eq!(of(MAX_LEGS + 1), Err(JournalError::TooManyLegs));
}

#[test]
fn a_stored_journal_whose_legs_are_not_in_place_is_refused() {
    let journal = builder().single(funding(1)).single(funding(2)).build().unwrap();
    let again = |transfers| Journal::try_new(journal.id(), journal.kind(), SUBJECT, None, transfers);
    let [first, second] = [journal.transfers()[0], journal.transfers()[1]];
    assert_eq!(again(vec![first, second]), Ok(journal.clone()));
    assert_eq!(again(vec![second, first]), Err(JournalError::LegOutOfOrder { leg: 2 }));
    assert_eq!(again(vec![first, first]), Err(JournalError::LegOutOfOrder { leg: 1 }));
    assert_eq!(again(vec![Transfer { leg: 0, ..first }]), Err(JournalError::LegOutOfOrder { leg: 0 }));
    let endless = (0..256_u32).map(|_| first).collect();
    assert_eq!(again(endless), Err(JournalError::TooManyLegs));
}

/// Hashes are stored: a change of the canonical form would turn every repeated journal into a conflict.
#[test]
fn the_canonical_form_stays_what_it_was() {
    let expires = Some(Instant::from_unix(1).unwrap());
    let journal = builder()
        .reversing(JournalId::new(Uuid::from_u128(9)))
        .single(funding(1))
        .leg(Phase::Pending { expires: None }, funding(2))
        .leg(Phase::Pending { expires }, funding(3))
        .leg(Phase::Post { journal: JournalId::new(Uuid::from_u128(10)), leg: 1 }, funding(4))
        .leg(Phase::Void { journal: JournalId::new(Uuid::from_u128(10)), leg: 2 }, funding(5))
        .build()
        .unwrap();
    let ways = "escrow_funded client_wallet:00000000-0000-0000-0000-000000000001:JPY \
                escrow:00000000-0000-0000-0000-000000000002:JPY JPY";
    let id = journal.id().uuid();
    assert_eq!(
        journal.canonical(),
        format!(
            "{id} escrow_funded 00000000-0000-0000-0000-000000000007 00000000-0000-0000-0000-000000000009\n\
             1 single {ways} 1\n2 pending {ways} 2\n3 pending<1000000 {ways} 3\n\
             4 post=00000000-0000-0000-0000-00000000000a/1 {ways} 4\n\
             5 void=00000000-0000-0000-0000-00000000000a/2 {ways} 5\n"
        )
    );
}

#[test]
fn the_hash_differs_when_anything_differs() {
    let journal = builder().single(funding(1)).build().unwrap();
    let hold = |expires| builder().leg(Phase::Pending { expires }, funding(1));
    let others = [
        Journal::builder(JournalId::of_fact("fund:2"), JournalKind::EscrowFunded, SUBJECT).single(funding(1)),
        Journal::builder(journal.id(), JournalKind::EscrowRefunded, SUBJECT).single(funding(1)),
        Journal::builder(journal.id(), JournalKind::EscrowFunded, Uuid::nil()).single(funding(1)),
        builder().single(funding(1)).reversing(JournalId::of_fact("fund:0")),
        builder().single(funding(2)),
        builder().single(funding(1)).single(funding(1)),
        builder().single(Posting { code: TransferCode::EscrowRefunded, ..funding(1) }),
        builder().single(Posting { debit: escrow(), credit: wallet(Currency::Jpy), ..funding(1) }),
        hold(None),
        hold(Some(Instant::EPOCH)),
        hold(Some(Instant::MAX)),
    ];
    let mut hashes = vec![journal.hash()];
    hashes.extend(others.map(|other| other.build().unwrap().hash()));
    let count = hashes.len();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), count);
    assert_eq!(builder().single(funding(1)).build().unwrap().hash(), journal.hash());
}
