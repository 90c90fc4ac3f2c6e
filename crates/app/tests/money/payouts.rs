use crate::deal::{Deal, EARNED, money};
use app::PayoutRequestCode::{IdempotencyKeyReused, InsufficientFunds, OutOfRange};
use app::{AppError, ClientBalance, PayoutRequest, PayoutRequestCode, WalletBalance};
use escrow::{GatewayCode, PayoutState};
use identity::StaffRole;
use kernel::{Currency, Money};
use payments::simulated::{BANK_ANSWER_LOST, BANK_FAILS_LATER, BANK_OK, BANK_REFUSED, BANK_SLOW, TEST_BANKS};
use storage::{Db, Slice};
use testkit::on_each_db;
use time::Duration;

/// What is to come of a payout to each bank; `None` is success.
const BANKS: [(&str, Option<&str>); 6] = [
    (BANK_OK, None),
    (BANK_SLOW, None),
    (BANK_ANSWER_LOST, None),
    (BANK_REFUSED, Some("destination_refused")),
    (BANK_FAILS_LATER, Some("destination_failed")),
    ("bank_unknown", Some("method_unknown")),
];

fn refusals(error: AppError<PayoutRequestCode>) -> Vec<(PayoutRequestCode, String)> {
    match error {
        AppError::Refused(refusals) => {
            refusals.into_iter().map(|refusal| (refusal.code, refusal.path.join("."))).collect()
        }
        other => panic!("not refused: {other:?}"),
    }
}

fn all<K>() -> Slice<K> {
    Slice { rows: 9, from_end: false, after: None, before: None }
}

on_each_db! {
    async fn every_bank_ends_as_it_says_with_exact_balances(db: Db) {
        assert!(TEST_BANKS.iter().all(|known| BANKS.iter().any(|(bank, _)| *bank == known.token)));
        let deal = Deal::earned(db).await;
        assert_eq!(deal.books().await, EARNED);
        let mut books = EARNED;
        for (bank, failed) in BANKS {
            let payout = deal.pay_out(1_000, bank).await;
            books.payable -= 1_000;
            books.payable_on_its_way += 1_000;
            assert_eq!(deal.books().await, books, "{bank}: held from the moment it is asked for");
            deal.pass(Duration::seconds(10)).await;
            books.payable_on_its_way -= 1_000;
            match (failed, deal.payout_of(payout).await.state) {
                (None, PayoutState::Paid { .. }) => books.at_gateway -= 1_000,
                (Some(why), PayoutState::Failed { code, .. }) => {
                    assert_eq!(code, GatewayCode::new(why), "{bank}");
                    books.payable += 1_000;
                }
                (expected, state) => panic!("{bank}: {state:?} instead of {expected:?}"),
            }
            assert_eq!(deal.books().await, books, "{bank}");
        }
        assert_eq!(deal.carried_out().await, 1 + 3, "one payment in, each payout that arrived once");
        let letters = deal.test.mails.to("hana@example.jp");
        let about = |subject: &str| letters.iter().filter(|letter| letter.0 == subject).count();
        assert_eq!((about("お受け取りが済みました"), about("お振り込みができませんでした")), (3, 3));
        deal.assert_sound().await;
    }

    async fn earnings_wait_for_the_security_period(db: Db) {
        let deal = Deal::funded(db).await;
        deal.end(11_000).await;
        deal.pass(Duration::days(5) - Duration::SECOND).await;
        let ask = deal.payout(1, BANK_OK);
        let early = deal.test.app.payout_request(&deal.hana.caller, ask).await.map_err(refusals);
        assert_eq!(early, Err(vec![(InsufficientFunds, "amount".to_owned())]));
        assert_eq!((deal.books().await.earned, deal.books().await.payable), (8_580, 0));
        deal.pass(Duration::SECOND).await;
        assert_eq!(deal.books().await, EARNED);
        let milestone = deal.milestone_id(0).await;
        let events = deal.events_of(milestone.uuid()).await;
        assert_eq!(events.iter().filter(|kind| *kind == "escrow.released").count(), 1);
        assert_eq!(events.iter().filter(|kind| *kind == "escrow.settled").count(), 1);
    }

    async fn nobody_is_paid_more_than_they_have(db: Db) {
        let deal = Deal::earned(db).await;
        let app = &deal.test.app;
        let asked = async |caller, ask| app.payout_request(caller, ask).await.map_err(refusals);
        let hana = &deal.hana.caller;
        let too_much = asked(hana, deal.payout(8_581, BANK_OK)).await;
        assert_eq!(too_much, Err(vec![(InsufficientFunds, "amount".to_owned())]));
        let nothing = asked(&deal.owner.caller, deal.payout(1, BANK_OK)).await;
        assert_eq!(nothing, Err(vec![(InsufficientFunds, "amount".to_owned())]));
        for minor in [0, -1, i64::MAX, i64::MIN, kernel::MAX_MINOR + 1] {
            let refused = asked(hana, deal.payout(minor, BANK_OK)).await;
            assert_eq!(refused, Err(vec![(OutOfRange, "amount".to_owned())]), "{minor}");
        }
        let dollars = PayoutRequest { amount: Money::new(1, Currency::Usd), ..deal.payout(1, BANK_OK) };
        assert_eq!(asked(hana, dollars).await, Err(vec![(InsufficientFunds, "amount".to_owned())]));
        assert_eq!(deal.books().await, EARNED, "refusals change nothing");
        let ask = deal.payout(8_580, BANK_OK);
        let payout = asked(hana, ask.clone()).await.unwrap();
        assert_eq!(asked(hana, ask.clone()).await, Ok(payout), "the same key, the same payout");
        let other = PayoutRequest { amount: money(1), ..ask };
        assert_eq!(asked(hana, other).await, Err(vec![(IdempotencyKeyReused, "idempotencyKey".to_owned())]));
        deal.test.run_jobs().await;
        assert_eq!((deal.books().await.payable, deal.carried_out().await), (0, 2));
        deal.assert_sound().await;
    }

    async fn of_many_payouts_of_everything_one_is_made(db: Db) {
        let deal = Deal::earned(db).await;
        let asks = (0..64).map(|_| deal.test.app.payout_request(&deal.hana.caller, deal.payout(8_580, BANK_OK)));
        let outcomes = futures::future::join_all(asks).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        for refused in outcomes.into_iter().filter_map(Result::err) {
            assert_eq!(refusals(refused), [(InsufficientFunds, "amount".to_owned())]);
        }
        deal.test.run_jobs().await;
        assert_eq!((deal.books().await.payable, deal.carried_out().await), (0, 2));
        deal.assert_sound().await;
    }

    async fn a_wallet_is_seen_by_its_worker_and_by_admins(db: Db) {
        let deal = Deal::earned(db).await;
        let payout = deal.pay_out(580, BANK_SLOW).await;
        deal.test.run_jobs().await;
        let (app, hana) = (&deal.test.app, deal.hana.id);
        let admin = deal.test.staff("admin", StaffRole::Admin).await;
        let moderator = deal.test.staff("moderator", StaffRole::Moderator).await;
        let wallet = WalletBalance { pending: money(0), available: money(8_000), on_the_way: money(580) };
        for (caller, sees) in [
            (&deal.hana.caller, true),
            (&admin.caller, true),
            (&deal.owner.caller, false),
            (&moderator.caller, false),
            (&app::Caller::anonymous(identity::Locale::Ja), false),
        ] {
            assert_eq!(app.wallet(caller, hana).await.unwrap(), if sees { vec![wallet] } else { Vec::new() });
            let releases = app.worker_releases(caller, hana, all()).await.unwrap();
            let amounts: Vec<_> = releases
                .iter()
                .map(|release| [release.gross, release.fee, release.fee_tax, release.net].map(Money::minor))
                .collect();
            assert_eq!(amounts, if sees { vec![[11_000, 2_200, 220, 8_580]] } else { Vec::new() });
            assert_eq!(app.worker_payouts(caller, hana, all()).await.unwrap().len(), usize::from(sees));
            assert_eq!(app.payouts(caller, &[payout]).await.unwrap().len(), usize::from(sees));
        }
        let balance = ClientBalance { available: money(0), on_the_way: money(0) };
        let client = deal.organisation;
        assert_eq!(app.client_balances(&deal.owner.caller, client).await.unwrap(), [balance]);
        assert_eq!(app.client_balances(&deal.hana.caller, client).await.unwrap(), []);
        assert_eq!(app.client_payments(&deal.hana.caller, client, all()).await.unwrap().len(), 0);
    }
}
