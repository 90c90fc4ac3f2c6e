use super::*;
use crate::{Posting, TransferCode};
use kernel::{Money, OrganisationId};
use uuid::Uuid;

fn transfer(fact: &str, phase: Phase, minor: i64) -> (JournalId, Transfer) {
    let posting = Posting {
        code: TransferCode::PaymentReceived,
        debit: Account::gateway_pending(Currency::Usd),
        credit: Account::client_wallet(OrganisationId::new(Uuid::nil()), Currency::Usd),
        amount: Money::new(minor, Currency::Usd),
    };
    (JournalId::of_fact(fact), Transfer { leg: 1, phase, posting })
}

#[test]
fn transfers_fold_to_the_same_balances_in_any_order() {
    let hold = JournalId::of_fact("hold");
    let mut transfers = vec![
        transfer("hold", Phase::Pending { expires: None }, 10),
        transfer("single", Phase::Single, 5),
        transfer("post", Phase::Post { journal: hold, leg: 1 }, 7),
    ];
    let forward = fold(&transfers).unwrap();
    transfers.reverse();
    assert_eq!(fold(&transfers).unwrap(), forward);
    let balances: Vec<_> = forward.values().map(|balance| (balance.posted().minor(), balance.credits_held)).collect();
    assert_eq!(balances, [(12, 0), (12, 0)]);
    let expected = Totals { debits_posted: 12, credits_posted: 12, debits_held: 0, credits_held: 0 };
    assert_eq!(totals(forward.values()), BTreeMap::from([(Currency::Usd, expected)]));
}

#[test]
fn transfers_that_no_ledger_can_have_written_are_named() {
    let hold = JournalId::of_fact("hold");
    let orphan = transfer("post", Phase::Post { journal: hold, leg: 1 }, 7);
    let missing = AuditError::NoSuchHold { journal: orphan.0, leg: 1 };
    assert_eq!(fold(&[orphan]), Err(missing));
    assert_eq!(fold(&[transfer("hold", Phase::Single, 7), orphan]), Err(missing));
    let twice = transfer("void", Phase::Void { journal: hold, leg: 1 }, 7);
    let account = Account::gateway_pending(Currency::Usd);
    assert_eq!(
        fold(&[transfer("hold", Phase::Pending { expires: None }, 7), orphan, twice]),
        Err(AuditError::CounterOutOfRange { account })
    );
}

#[test]
fn a_balance_that_was_tampered_with_shows_in_the_totals() {
    let mut balances = fold(&[transfer("single", Phase::Single, 5)]).unwrap();
    assert!(totals(balances.values())[&Currency::Usd].balanced());
    for balance in balances.values_mut().take(1) {
        balance.debits_posted = 6;
    }
    assert!(!totals(balances.values())[&Currency::Usd].balanced());
}
