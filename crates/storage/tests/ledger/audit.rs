//! What an audit finds in a ledger that somebody has tampered with, past all triggers.

use crate::attacks::run;
use crate::samples::*;
use futures::TryStreamExt;
use kernel::{Currency, JournalId};
use ledger::Phase;
use storage::{DbError, Engine, LedgerAudit};
use testkit::{FreshDb, on_each_db};

/// Runs statements with the ledger's own protection taken away.
async fn tamper(fresh: &FreshDb, statements: &[String]) {
    let unlock: &[&str] = match fresh.engine() {
        Engine::Postgres => &[
            "SET LOCAL session_replication_role = replica",
            "ALTER TABLE ledger_balance DROP CONSTRAINT IF EXISTS balance_floor",
        ],
        Engine::Sqlite => &[
            "PRAGMA ignore_check_constraints = on",
            "DROP TRIGGER ledger_transfer_deleted",
            "DROP TRIGGER ledger_transfer_updated",
            "DROP TRIGGER ledger_balance_by_posting",
        ],
    };
    let all: Vec<_> = unlock.iter().map(|statement| (*statement).to_owned()).chain(statements.to_vec()).collect();
    run(fresh, &all).await.unwrap();
}

async fn audit(fresh: &FreshDb) -> LedgerAudit {
    fresh.read().ledger_audit(at(100)).await.unwrap()
}

/// The literal of an id in raw SQL.
fn literal(fresh: &FreshDb, id: uuid::Uuid) -> String {
    match fresh.engine() {
        Engine::Postgres => format!("'{id}'"),
        Engine::Sqlite => format!("x'{}'", id.simple()),
    }
}

on_each_db! {
    async fn a_balance_changed_by_hand_is_found_and_named(fresh: &FreshDb) {
        give(fresh, wallet(1), 10).await;
        give(fresh, wallet(2), 10).await;
        assert!(audit(fresh).await.is_sound());
        let wallet_1 = literal(fresh, wallet(1).id());
        tamper(fresh, &[format!("UPDATE ledger_balance SET cp = cp + 1 WHERE account = {wallet_1}")]).await;
        let found = audit(fresh).await;
        assert_eq!(found.drifted, [wallet(1)]);
        assert!(!found.totals[&Currency::Jpy].balanced());
        assert!(!found.is_sound());
    }

    async fn money_that_is_not_there_is_found(fresh: &FreshDb) {
        give(fresh, wallet(1), 10).await;
        let wallet_1 = literal(fresh, wallet(1).id());
        tamper(fresh, &[format!("UPDATE ledger_balance SET dp = dp + 11 WHERE account = {wallet_1}")]).await;
        let found = audit(fresh).await;
        assert_eq!((found.overdrawn, found.drifted), (vec![wallet(1)], vec![wallet(1)]));
    }

    async fn a_journal_that_lost_a_transfer_is_found(fresh: &FreshDb) {
        let legs = [wallet(1), wallet(2)].map(|account| (Phase::Single, posting(bank(), account, 5)));
        post(fresh, &[journal("two legs", legs)]).await.unwrap();
        let id = literal(fresh, JournalId::of_fact("two legs").uuid());
        tamper(fresh, &[format!("DELETE FROM ledger_transfer WHERE journal = {id} AND leg = 2")]).await;
        let found = audit(fresh).await;
        assert_eq!(found.torn, [JournalId::of_fact("two legs")]);
        let mut drifted = [bank(), wallet(2)];
        drifted.sort_by_key(|account| account.id());
        assert_eq!(found.drifted, drifted);
        assert!(!found.is_sound());
    }

    async fn a_journal_whose_amount_was_changed_is_found(fresh: &FreshDb) {
        post(fresh, &[move_money("five", bank(), wallet(1), 5)]).await.unwrap();
        let id = JournalId::of_fact("five");
        assert!(fresh.read().journal(id).await.unwrap().is_some());
        let journal = literal(fresh, id.uuid());
        tamper(fresh, &[format!("UPDATE ledger_transfer SET amount = 6 WHERE journal = {journal}")]).await;
        let corrupt = |error: DbError| match error {
            DbError::Corrupt { table, id } => (table, id),
            other => panic!("{other:?}"),
        };
        assert_eq!(fresh.read().journal(id).await.map_err(corrupt), Err(("ledger_journal", id.uuid().to_string())));
        let read = fresh.read();
        let streamed = read.journals().await.unwrap().try_next().await;
        assert_eq!(streamed.map_err(corrupt), Err(("ledger_journal", id.uuid().to_string())));
    }

    async fn a_hold_past_its_time_is_listed_until_it_is_resolved(fresh: &FreshDb) {
        for (fact, expires) in [("b", Some(at(99))), ("a", Some(at(50))), ("c", Some(at(100))), ("d", None)] {
            post(fresh, &[hold(fact, posting(bank(), wallet(1), 5), expires)]).await.unwrap();
        }
        let found = audit(fresh).await;
        assert_eq!(found.overdue_holds, [(JournalId::of_fact("a"), 1), (JournalId::of_fact("b"), 1)]);
        assert!(found.is_sound());
        post(fresh, &[journal("void", [(void_of("a"), posting(bank(), wallet(1), 5))])]).await.unwrap();
        assert_eq!(audit(fresh).await.overdue_holds, [(JournalId::of_fact("b"), 1)]);
    }
}
