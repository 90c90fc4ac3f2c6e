use crate::samples::*;
use futures::TryStreamExt;
use kernel::JournalId;
use ledger::{Balance, Journal, Phase, Posted};
use storage::{Db, DbError, LedgerFault, PostedJournal};
use testkit::on_each_db;

fn release() -> Journal {
    journal(
        "release",
        [(Phase::Single, posting(escrow(1), worker(1), 900)), (Phase::Single, posting(escrow(1), fees(), 100))],
    )
}

on_each_db! {
    async fn a_journal_moves_every_balance_it_names(db: Db) {
        give(&db, escrow(1), 1_500).await;
        assert_eq!(post(&db, &[release()]).await.unwrap(), [Posted::Posted]);
        let balances = db.read().balances(&[worker(1), escrow(1), fees(), worker(2), bank()]).await.unwrap();
        assert_eq!(balances, [
            balance(worker(1), [0, 900, 0, 0]),
            balance(escrow(1), [1_000, 1_500, 0, 0]),
            balance(fees(), [0, 100, 0, 0]),
            Balance::new(worker(2)),
            balance(bank(), [1_500, 0, 0, 0]),
        ]);
    }

    async fn what_is_posted_reads_back_as_it_was_written(db: Db) {
        let held = hold("hold", posting(bank(), escrow(1), 70), Some(at(60)));
        let resolved = Journal::builder(JournalId::of_fact("resolve"), ledger::JournalKind::EscrowReleased, SUBJECT)
            .reversing(held.id())
            .leg(post_of("hold"), posting(bank(), escrow(1), 50))
            .single(posting(escrow(1), wallet(1), 20))
            .build()
            .unwrap();
        post_at(&db, std::slice::from_ref(&held), at(1)).await.unwrap();
        post_at(&db, std::slice::from_ref(&resolved), at(60)).await.unwrap();
        let read = db.read();
        assert_eq!(read.journal(held.id()).await.unwrap(), Some(PostedJournal { journal: held.clone(), at: at(1) }));
        assert_eq!(read.journal(JournalId::of_fact("nothing")).await.unwrap(), None);
        let all: Vec<_> = read.journals().await.unwrap().try_collect().await.unwrap();
        assert_eq!(all, [
            PostedJournal { journal: held, at: at(1) },
            PostedJournal { journal: resolved, at: at(60) },
        ]);
    }

    async fn journals_stream_in_the_order_of_time_and_then_of_id(db: Db) {
        let journals: Vec<_> = (0..20).map(|number| move_money(&format!("{number}"), bank(), wallet(1), 1)).collect();
        for (number, journal) in (0..).zip(&journals) {
            post_at(&db, std::slice::from_ref(journal), at(number / 5)).await.unwrap();
        }
        let read = db.read();
        let all: Vec<_> = read.journals().await.unwrap().try_collect().await.unwrap();
        let mut expected: Vec<_> = (0..).zip(journals).map(|(number, journal)| (at(number / 5), journal)).collect();
        expected.sort_by_key(|(at, journal)| (*at, journal.id()));
        assert_eq!(all.into_iter().map(|posted| (posted.at, posted.journal)).collect::<Vec<_>>(), expected);
    }

    async fn an_account_s_history_is_paged_from_the_newest(db: Db) {
        for number in 0..7 {
            let (from, to) = if number % 2 == 0 { (bank(), wallet(1)) } else { (wallet(1), bank()) };
            post_at(&db, &[move_money(&format!("{number}"), from, to, 1)], at(number / 2)).await.unwrap();
        }
        give(&db, wallet(2), 5).await;
        let read = db.read();
        let whole = read.transfers_of(wallet(1), None, 100).await.unwrap();
        assert_eq!(whole.len(), 7);
        assert!(whole.is_sorted_by_key(|line| std::cmp::Reverse((line.at, line.journal))));
        let mut paged = Vec::new();
        loop {
            let after = paged.last().map(storage::PostedTransfer::cursor);
            let page = read.transfers_of(wallet(1), after, 3).await.unwrap();
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, whole);
    }

    async fn the_same_journal_again_changes_nothing_and_another_of_its_id_is_a_conflict(db: Db) {
        give(&db, escrow(1), 1_500).await;
        post(&db, &[release()]).await.unwrap();
        let before = db.read().ledger_audit(at(0)).await.unwrap();
        assert_eq!(post(&db, &[release()]).await.unwrap(), [Posted::AlreadyPosted]);
        let other = move_money("release", escrow(1), worker(1), 900);
        assert!(matches!(post(&db, &[other]).await, Err(DbError::JournalConflict)));
        assert_eq!(db.read().ledger_audit(at(0)).await.unwrap(), before);
    }

    async fn journals_given_together_are_answered_one_by_one_and_count_together(db: Db) {
        give(&db, escrow(1), 1_500).await;
        post(&db, &[release()]).await.unwrap();
        let fund = move_money("fund", bank(), wallet(1), 10);
        let spend = move_money("spend", wallet(1), escrow(2), 10);
        let posted = post(&db, &[fund.clone(), release(), spend, fund]).await.unwrap();
        assert_eq!(posted, [Posted::Posted, Posted::AlreadyPosted, Posted::Posted, Posted::AlreadyPosted]);
        assert_eq!(spendable(&db, escrow(2)).await, 10);
        let (good, bad) = (move_money("good", bank(), wallet(1), 10), move_money("bad", wallet(3), bank(), 1));
        let before = db.read().ledger_audit(at(0)).await.unwrap();
        assert!(matches!(post(&db, &[good.clone(), bad]).await, Err(DbError::InsufficientFunds)));
        let twin = move_money("good", bank(), wallet(1), 11);
        assert!(matches!(post(&db, &[good, twin]).await, Err(DbError::JournalConflict)));
        assert_eq!(db.read().ledger_audit(at(0)).await.unwrap(), before);
        assert_eq!(post(&db, &[]).await.unwrap(), []);
    }

    async fn a_transaction_with_a_refused_posting_cannot_be_committed(db: Db) {
        give(&db, wallet(1), 5).await;
        let before = db.read().ledger_audit(at(0)).await.unwrap();
        let tx = db.write().await.unwrap();
        tx.post(&[move_money("fine", wallet(1), bank(), 1)], at(0)).await.unwrap();
        let refused = tx.post(&[move_money("too much", wallet(1), bank(), 5)], at(0)).await;
        assert!(matches!(refused, Err(DbError::InsufficientFunds)));
        assert!(matches!(tx.commit().await, Err(DbError::Doomed)));
        assert_eq!(db.read().ledger_audit(at(0)).await.unwrap(), before);
    }

    async fn a_transaction_sees_what_it_has_posted_and_nobody_else_does(db: Db) {
        let tx = db.write().await.unwrap();
        tx.post(&[move_money("pay", bank(), wallet(1), 5)], at(0)).await.unwrap();
        assert_eq!(tx.read().balance(wallet(1)).await.unwrap().spendable().minor(), 5);
        assert_eq!(spendable(&db, wallet(1)).await, 0);
        drop(tx);
        assert_eq!(db.read().journal(JournalId::of_fact("pay")).await.unwrap(), None);
    }

    async fn a_hold_may_be_posted_until_its_last_moment_by_the_time_that_is_given(db: Db) {
        for number in ["1", "2"] {
            post_at(&db, &[hold(number, posting(bank(), wallet(1), 10), Some(at(60)))], at(0)).await.unwrap();
        }
        let post_of_1 = journal("post 1", [(post_of("1"), posting(bank(), wallet(1), 10))]);
        let post_of_2 = journal("post 2", [(post_of("2"), posting(bank(), wallet(1), 10))]);
        let void_of_2 = journal("void 2", [(void_of("2"), posting(bank(), wallet(1), 10))]);
        assert_eq!(post_at(&db, &[post_of_1], at(60)).await.unwrap(), [Posted::Posted]);
        let late = post_at(&db, &[post_of_2], at(61)).await;
        assert!(matches!(late, Err(DbError::Ledger(LedgerFault::HoldExpired))));
        assert_eq!(db.read().balance(wallet(1)).await.unwrap(), balance(wallet(1), [0, 10, 0, 10]));
        assert_eq!(post_at(&db, &[void_of_2], at(61)).await.unwrap(), [Posted::Posted]);
        assert_eq!(db.read().balance(wallet(1)).await.unwrap(), balance(wallet(1), [0, 10, 0, 0]));
    }

    async fn a_counter_that_would_pass_its_range_refuses_the_journal(db: Db) {
        let most = kernel::MAX_MINOR;
        // 9,223 times the largest amount is what 63 bits hold.
        let full = i64::MAX / most;
        for first in (0..full).step_by(255) {
            let legs = (first..full.min(first + 255)).map(|_| (Phase::Single, posting(bank(), wallet(1), most)));
            post(&db, &[journal(&format!("from {first}"), legs)]).await.unwrap();
        }
        let before = db.read().balance(wallet(1)).await.unwrap();
        assert_eq!(before.credits_posted, full * most);
        let refused = post(&db, &[move_money("one more", bank(), wallet(1), most)]).await;
        assert!(matches!(refused, Err(DbError::Ledger(LedgerFault::Overflow))), "{refused:?}");
        assert_eq!(db.read().balance(wallet(1)).await.unwrap(), before);
    }
}
