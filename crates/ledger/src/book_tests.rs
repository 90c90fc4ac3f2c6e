use super::*;
use crate::{JournalKind, Posting, TransferCode, audit};
use kernel::{Currency, MAX_MINOR, MilestoneId, Money, OrganisationId, PersonId};
use proptest::prelude::*;
use uuid::Uuid;

const NOW: Instant = Instant::EPOCH;

fn jpy(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

fn gateway() -> Account {
    Account::gateway_available(Currency::Jpy)
}

fn wallet() -> Account {
    Account::client_wallet(OrganisationId::new(Uuid::nil()), Currency::Jpy)
}

fn escrow() -> Account {
    Account::escrow(MilestoneId::new(Uuid::nil()), Currency::Jpy)
}

fn worker() -> Account {
    Account::worker_pending(PersonId::new(Uuid::nil()), Currency::Jpy)
}

fn posting(debit: Account, credit: Account, minor: i64) -> Posting {
    Posting { code: TransferCode::EscrowFunded, debit, credit, amount: jpy(minor) }
}

fn journal(fact: &str, legs: &[(Phase, Posting)]) -> Journal {
    let builder = Journal::builder(JournalId::of_fact(fact), JournalKind::EscrowFunded, Uuid::nil());
    legs.iter().fold(builder, |builder, (phase, posting)| builder.leg(*phase, *posting)).build().unwrap()
}

fn single(fact: &str, debit: Account, credit: Account, minor: i64) -> Journal {
    journal(fact, &[(Phase::Single, posting(debit, credit, minor))])
}

fn pending(expires: Option<Instant>) -> Phase {
    Phase::Pending { expires }
}

fn post(hold: &str) -> Phase {
    Phase::Post { journal: JournalId::of_fact(hold), leg: 1 }
}

fn void(hold: &str) -> Phase {
    Phase::Void { journal: JournalId::of_fact(hold), leg: 1 }
}

/// The four counters: debits and credits posted, debits and credits held.
fn counters(book: &Book, account: Account) -> [i64; 4] {
    let balance = book.balance(account);
    [balance.debits_posted, balance.credits_posted, balance.debits_held, balance.credits_held]
}

/// A wallet of 100 of which 60 are held for an escrow.
fn held() -> Book {
    let mut book = Book::new();
    for journal in
        [single("pay", gateway(), wallet(), 100), journal("hold", &[(pending(None), posting(wallet(), escrow(), 60))])]
    {
        assert_eq!(book.apply(&journal, NOW), Ok(Posted::Posted));
    }
    book
}

#[track_caller]
fn assert_refused(book: &Book, journal: &Journal, now: Instant, why: PostError) {
    let mut after = book.clone();
    assert_eq!(after.apply(journal, now), Err(why));
    assert_eq!(&after, book, "a refusal changed the book");
}

#[test]
fn a_hold_counts_against_the_floor_at_once_and_cannot_be_spent_by_whom_it_will_reach() {
    let book = held();
    assert_eq!(counters(&book, wallet()), [0, 100, 60, 0]);
    assert_eq!(counters(&book, escrow()), [0, 0, 0, 60]);
    assert_eq!((book.balance(wallet()).posted(), book.balance(wallet()).spendable()), (jpy(100), jpy(40)));
    assert_eq!((book.balance(escrow()).posted(), book.balance(escrow()).spendable()), (jpy(0), jpy(0)));
    let short = |account| PostError::InsufficientFunds { account };
    assert_refused(&book, &single("spend", wallet(), gateway(), 41), NOW, short(wallet()));
    assert_refused(&book, &single("spend", escrow(), worker(), 1), NOW, short(escrow()));
    assert_eq!(book.clone().apply(&single("spend", wallet(), gateway(), 40), NOW), Ok(Posted::Posted));
}

#[test]
fn a_post_moves_what_it_says_and_lets_the_rest_go() {
    let mut book = held();
    let posted = journal("post", &[(post("hold"), posting(wallet(), escrow(), 45))]);
    assert_eq!(book.apply(&posted, NOW), Ok(Posted::Posted));
    assert_eq!(counters(&book, wallet()), [45, 100, 0, 0]);
    assert_eq!(counters(&book, escrow()), [0, 45, 0, 0]);
    assert_eq!(book.open_holds().count(), 0);
}

#[test]
fn a_void_lets_all_of_a_hold_go_and_moves_nothing() {
    let mut book = held();
    assert_eq!(book.open_holds().count(), 1);
    let voided = journal("void", &[(void("hold"), posting(wallet(), escrow(), 60))]);
    assert_eq!(book.apply(&voided, NOW), Ok(Posted::Posted));
    assert_eq!(counters(&book, wallet()), [0, 100, 0, 0]);
    assert_eq!(counters(&book, escrow()), [0, 0, 0, 0]);
    assert_eq!(book.open_holds().count(), 0);
}

#[test]
fn a_hold_resolves_at_most_once() {
    for first in [post("hold"), void("hold")] {
        let mut book = held();
        let again = PostError::AlreadyResolved { leg: 1 };
        assert_eq!(book.apply(&journal("1", &[(first, posting(wallet(), escrow(), 60))]), NOW), Ok(Posted::Posted));
        for second in [post("hold"), void("hold")] {
            assert_refused(&book, &journal("2", &[(second, posting(wallet(), escrow(), 60))]), NOW, again);
        }
    }
    let twice = [(post("hold"), posting(wallet(), escrow(), 1)), (post("hold"), posting(wallet(), escrow(), 1))];
    assert_refused(&held(), &journal("twice", &twice), NOW, PostError::AlreadyResolved { leg: 2 });
}

#[test]
fn what_does_not_fit_a_hold_does_not_resolve_it() {
    let book = held();
    let unfit = PostError::DoesNotFitHold { leg: 1 };
    let missing = PostError::NoSuchHold { leg: 1 };
    for (phase, ways, why) in [
        (post("hold"), posting(wallet(), escrow(), 61), unfit),
        (void("hold"), posting(wallet(), escrow(), 59), unfit),
        (void("hold"), posting(wallet(), escrow(), 61), unfit),
        (post("hold"), posting(escrow(), wallet(), 60), unfit),
        (post("hold"), posting(wallet(), worker(), 60), unfit),
        (post("pay"), posting(gateway(), wallet(), 100), missing),
        (post("never"), posting(wallet(), escrow(), 60), missing),
        (Phase::Void { journal: JournalId::of_fact("hold"), leg: 2 }, posting(wallet(), escrow(), 60), missing),
    ] {
        assert_refused(&book, &journal("try", &[(phase, ways)]), NOW, why);
    }
}

#[test]
fn an_expired_hold_is_voided_but_no_longer_posted() {
    let end = Instant::from_unix(100).unwrap();
    let late = Instant::from_micros(100_000_001).unwrap();
    let mut book = Book::new();
    book.apply(&single("pay", gateway(), wallet(), 60), NOW).unwrap();
    book.apply(&journal("hold", &[(pending(Some(end)), posting(wallet(), escrow(), 60))]), NOW).unwrap();
    let posted = journal("post", &[(post("hold"), posting(wallet(), escrow(), 60))]);
    assert_refused(&book, &posted, late, PostError::HoldExpired { leg: 1 });
    let voided = journal("void", &[(void("hold"), posting(wallet(), escrow(), 60))]);
    assert_eq!(book.clone().apply(&voided, late), Ok(Posted::Posted));
    assert_eq!(book.apply(&posted, end), Ok(Posted::Posted));
    assert_eq!(book.apply(&posted, late), Ok(Posted::AlreadyPosted), "a repeat is no second post");
}

#[test]
fn one_fact_is_one_journal_and_other_content_a_conflict() {
    let mut book = Book::new();
    assert_eq!(book.apply(&single("pay", gateway(), wallet(), 5), NOW), Ok(Posted::Posted));
    let before = book.clone();
    assert_eq!(book.apply(&single("pay", gateway(), wallet(), 5), NOW), Ok(Posted::AlreadyPosted));
    assert_eq!(book, before);
    assert_refused(&book, &single("pay", gateway(), wallet(), 6), NOW, PostError::Conflict);
}

#[test]
fn a_journal_counts_whole_or_not_at_all() {
    let ways = [
        (Phase::Single, posting(gateway(), wallet(), 10)),
        (pending(None), posting(wallet(), escrow(), 10)),
        (Phase::Single, posting(worker(), gateway(), 1)),
    ];
    let short = PostError::InsufficientFunds { account: worker() };
    assert_refused(&Book::new(), &journal("all", &ways), NOW, short);
}

#[test]
fn floors_are_checked_when_all_legs_are_in() {
    let mut book = Book::new();
    let through = [(Phase::Single, posting(wallet(), escrow(), 10)), (Phase::Single, posting(gateway(), wallet(), 10))];
    assert_eq!(book.apply(&journal("through", &through), NOW), Ok(Posted::Posted));
    assert_eq!(book.balance(escrow()).posted(), jpy(10));
    assert_eq!(book.balance(wallet()).posted(), jpy(0));
}

#[test]
fn accounts_of_nobody_have_no_floor() {
    let mut book = Book::new();
    let fee = Account::fee_income(Currency::Jpy);
    assert_eq!(book.apply(&single("correct", fee, gateway(), 10), NOW), Ok(Posted::Posted));
    assert_eq!(book.balance(fee).posted(), jpy(-10));
    assert_eq!(book.balance(gateway()).posted(), jpy(-10));
}

#[test]
fn a_counter_that_would_overflow_is_refused() {
    let mut book = Book::new();
    let most = usize::try_from(i64::MAX / MAX_MINOR).unwrap();
    let legs: Vec<_> = (0..255).map(|_| (Phase::Single, posting(gateway(), wallet(), MAX_MINOR))).collect();
    for batch in 0..most / 255 {
        assert_eq!(book.apply(&journal(&batch.to_string(), &legs), NOW), Ok(Posted::Posted));
    }
    assert_refused(&book, &journal("last", &legs), NOW, PostError::Overflow { account: gateway() });
}

/// One random journal of one to three legs over five accounts, resolving earlier holds now and then.
fn any_legs() -> impl Strategy<Value = Vec<(u8, usize, usize, i64, usize)>> {
    let leg = (0..4_u8, 0..5_usize, 0..5_usize, 1..50_i64, 0..40_usize);
    prop::collection::vec(leg.prop_filter("two accounts", |(_, from, to, ..)| from != to), 1..4)
}

proptest! {
    #[test]
    fn balances_are_the_fold_of_the_transfers_floors_hold_and_nothing_is_made_or_lost(
        runs in prop::collection::vec(any_legs(), 1..40),
    ) {
        let accounts = [gateway(), wallet(), escrow(), worker(), Account::fee_income(Currency::Jpy)];
        let mut book = Book::new();
        let mut written: Vec<(JournalId, Transfer)> = Vec::new();
        for (number, legs) in runs.iter().enumerate() {
            let legs: Vec<_> = legs.iter().map(|(phase, from, to, amount, target)| {
                let ways = posting(accounts[*from], accounts[*to], *amount);
                let hold = written.get(*target).map(|(journal, hold)| (*journal, hold.leg, hold.posting));
                match (phase, hold) {
                    (2, Some((journal, leg, held))) => {
                        (Phase::Post { journal, leg }, Posting { amount: jpy(held.amount.minor().min(*amount)), ..held })
                    }
                    (3, Some((journal, leg, held))) => (Phase::Void { journal, leg }, held),
                    (1, _) => (pending(None), ways),
                    _ => (Phase::Single, ways),
                }
            }).collect();
            let journal = journal(&number.to_string(), &legs);
            let before = book.clone();
            match book.apply(&journal, NOW) {
                Ok(posted) => {
                    prop_assert_eq!(posted, Posted::Posted);
                    written.extend(journal.transfers().iter().map(|transfer| (journal.id(), *transfer)));
                }
                Err(_) => prop_assert_eq!(&book, &before),
            }
            prop_assert!(book.balances().all(|balance| balance.meets_floor()));
        }
        let kept: Vec<_> = book.balances().copied().collect();
        written.reverse();
        prop_assert_eq!(audit::fold(&written).unwrap().into_values().collect::<Vec<_>>(), kept);
        prop_assert!(audit::totals(book.balances()).values().all(|totals| totals.balanced()));
    }
}
