use crate::samples::*;
use futures::future::join_all;
use ledger::{Account, Balance, Phase, Posted};
use storage::{Db, DbError, Engine, LedgerFault};
use testkit::on_each_db;

/// Runs `count` tasks at once and answers what each said, in order.
async fn at_once<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    count: usize,
    task: impl Fn(usize) -> F,
) -> Vec<T> {
    let tasks: Vec<_> = (0..count).map(|number| tokio::spawn(task(number))).collect();
    join_all(tasks).await.into_iter().map(Result::unwrap).collect()
}

async fn is_sound(db: &Db) -> bool {
    db.read().ledger_audit(at(0)).await.unwrap().is_sound()
}

on_each_db! {
    async fn sixty_four_spenders_of_one_account_never_overdraw_it(db: Db) {
        give(&db, wallet(1), 305).await;
        let spent = at_once(64, |number| {
            let db = db.clone();
            async move { post(&db, &[move_money(&format!("{number}"), wallet(1), escrow(1), 10)]).await }
        }).await;
        let (done, refused): (Vec<_>, Vec<_>) = spent.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 30);
        assert!(refused.iter().all(|refused| matches!(refused, Err(DbError::InsufficientFunds))), "{refused:?}");
        assert_eq!(db.read().balances(&[wallet(1), escrow(1)]).await.unwrap(), [
            balance(wallet(1), [300, 305, 0, 0]),
            balance(escrow(1), [0, 300, 0, 0]),
        ]);
        assert!(is_sound(&db).await);
    }

    async fn postings_that_cross_on_old_and_new_accounts_never_wait_in_a_circle(db: Db) {
        for number in 0..8 {
            give(&db, wallet(number), 10_000).await;
        }
        let done = at_once(32, |task| {
            let db = db.clone();
            async move {
                for round in 0..10_u128 {
                    let task = task as u128;
                    // Every task names the accounts in an order of its own, half of them in the opposite one.
                    let mut numbers: Vec<_> = (0..8).map(|number| (number + task + round) % 8).collect();
                    if task % 2 == 1 {
                        numbers.reverse();
                    }
                    let legs = numbers.windows(2).map(|pair| posting(wallet(pair[0]), wallet(pair[1]), 1));
                    let opened = (0..3).map(|number| {
                        let number = if task % 2 == 1 { 2 - number } else { number };
                        posting(bank(), escrow(100 + round * 3 + number), 1)
                    });
                    let legs = legs.chain(opened).map(|posting| (Phase::Single, posting));
                    post(&db, &[journal(&format!("{task} {round}"), legs)]).await?;
                }
                Ok::<_, DbError>(())
            }
        }).await;
        assert!(done.iter().all(Result::is_ok), "{done:?}");
        let wallets: Vec<Account> = (0..8).map(wallet).collect();
        let balances = db.read().balances(&wallets).await.unwrap();
        assert_eq!(balances.iter().map(|balance| balance.posted().minor()).sum::<i64>(), 80_000);
        assert_eq!(db.read().balance(escrow(100)).await.unwrap(), balance(escrow(100), [0, 32, 0, 0]));
        assert!(is_sound(&db).await);
    }

    async fn one_fact_recorded_by_many_at_once_counts_once(db: Db) {
        let said = at_once(16, |_| {
            let db = db.clone();
            async move { post(&db, &[move_money("paid in", bank(), wallet(1), 10)]).await.unwrap() }
        }).await;
        assert_eq!(said.iter().filter(|said| **said == [Posted::Posted]).count(), 1);
        assert_eq!(said.iter().filter(|said| **said == [Posted::AlreadyPosted]).count(), 15);
        assert_eq!(db.read().balance(wallet(1)).await.unwrap(), balance(wallet(1), [0, 10, 0, 0]));
    }

    async fn a_hold_that_many_resolve_at_once_is_resolved_once(db: Db) {
        give(&db, wallet(1), 10).await;
        post(&db, &[hold("hold", posting(wallet(1), escrow(1), 10), None)]).await.unwrap();
        let said = at_once(16, |number| {
            let db = db.clone();
            let phase = if number % 2 == 0 { post_of("hold") } else { void_of("hold") };
            let resolved = journal(&format!("{number}"), [(phase, posting(wallet(1), escrow(1), 10))]);
            async move { post(&db, &[resolved]).await }
        }).await;
        let (done, refused): (Vec<_>, Vec<_>) = said.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 1);
        let late = |refused: &Result<_, _>| matches!(refused, Err(DbError::Ledger(LedgerFault::AlreadyResolved)));
        assert!(refused.iter().all(late), "{refused:?}");
        let [wallet, escrow] = db.read().balances(&[wallet(1), escrow(1)]).await.unwrap().try_into().unwrap();
        assert_eq!((wallet.debits_held, escrow.credits_held), (0, 0));
        assert_eq!(wallet.spendable().minor() + escrow.spendable().minor(), 10);
        assert!(is_sound(&db).await);
    }

    async fn readers_see_exact_balances_while_deltas_are_folded(db: Db) {
        const WRITERS: usize = 4;
        const ROUNDS: i64 = 60;
        let done = at_once(WRITERS + 2, |task| {
            let db = db.clone();
            async move {
                for round in 0..ROUNDS {
                    if task < WRITERS {
                        let fee = move_money(&format!("{task} {round}"), bank(), fees(), 1);
                        let held = hold(&format!("hold {task} {round}"), posting(bank(), fees(), 1), None);
                        let let_go = (void_of(&format!("hold {task} {round}")), posting(bank(), fees(), 1));
                        post(&db, &[fee, held]).await.unwrap();
                        post(&db, &[journal(&format!("void {task} {round}"), [let_go])]).await.unwrap();
                    } else {
                        // Two folders, which must not undo or repeat each other's work.
                        db.fold_deltas(7).await.unwrap();
                    }
                    let [bank, fees]: [Balance; 2] =
                        db.read().balances(&[bank(), fees()]).await.unwrap().try_into().unwrap();
                    assert_eq!((bank.debits_posted, bank.debits_held), (fees.credits_posted, fees.credits_held));
                }
            }
        }).await;
        assert_eq!(done.len(), WRITERS + 2);
        let expected = balance(fees(), [0, ROUNDS * WRITERS as i64, 0, 0]);
        assert_eq!(db.read().balance(fees()).await.unwrap(), expected);
        let waiting = db.read().ledger_audit(at(0)).await.unwrap().waiting_deltas;
        assert_eq!(waiting > 0, db.engine() == Engine::Postgres);
        assert_eq!(db.fold_deltas(u32::MAX).await.unwrap(), waiting);
        assert_eq!(db.read().balance(fees()).await.unwrap(), expected);
        assert_eq!(db.read().ledger_audit(at(0)).await.unwrap().waiting_deltas, 0);
        assert!(is_sound(&db).await);
    }
}
