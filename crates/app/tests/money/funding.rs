use crate::deal::{Books, Deal, PAID_IN};
use app::MilestoneFund;
use app::MilestoneFundCode::{
    AlreadyFunded, IdempotencyKeyReused, InvalidState, NotAllowed, NotFound, PaymentUnderWay, VersionConflict,
};
use escrow::{EscrowStateKind, GatewayCode, PaymentState};
use identity::MemberRole;
use market::MilestoneStateKind;
use payments::simulated::{
    CARD_ANSWER_LOST, CARD_BUSY, CARD_CALL_LOST, CARD_CONFIRMS_LATER, CARD_EVENT_LATE, CARD_EVENTS_REPEATED,
    CARD_EXPIRED, CARD_FAILS_LATER, CARD_INSUFFICIENT_FUNDS, CARD_OK, CARD_REFUND_FAILS_LATER, Simulated,
    SimulatedSettings, TEST_CARDS,
};
use std::sync::Arc;
use storage::Db;
use testkit::{Actor, on_each_db};
use time::Duration;

/// What is to come of a payment by each card; `None` is success.
const CARDS: [(&str, Option<&str>); 12] = [
    (CARD_OK, None),
    (CARD_INSUFFICIENT_FUNDS, Some("insufficient_funds")),
    (CARD_EXPIRED, Some("card_expired")),
    (CARD_CONFIRMS_LATER, None),
    (CARD_FAILS_LATER, Some("confirmation_failed")),
    (CARD_ANSWER_LOST, None),
    (CARD_CALL_LOST, None),
    (CARD_EVENTS_REPEATED, None),
    (CARD_EVENT_LATE, None),
    (CARD_BUSY, None),
    (CARD_REFUND_FAILS_LATER, None),
    ("4111111111111111", Some("method_unknown")),
];

on_each_db! {
    async fn every_card_ends_as_it_says_with_exact_balances(db: Db) {
        assert!(TEST_CARDS.iter().all(|known| CARDS.iter().any(|(card, _)| *card == known.token)));
        let deal = Deal::new(db, &[10_000; 12]).await;
        let mut books = Books::default();
        for (index, (card, declined)) in CARDS.into_iter().enumerate() {
            let payment = deal.fund(index, card).await;
            assert_eq!(deal.escrow(index).await.state.kind(), EscrowStateKind::Funding, "{card}");
            assert_eq!(deal.milestone(index).await.state.kind(), MilestoneStateKind::Agreed, "no work before the money");
            assert_eq!(deal.books().await, books, "{card}: nothing moves before the gateway has answered");
            deal.pass(Duration::seconds(10)).await;
            let (milestone, escrow) = (deal.milestone(index).await, deal.escrow(index).await);
            let payment = deal.payment(payment).await;
            match (declined, &payment.state) {
                (None, PaymentState::Succeeded { available: true, .. }) => {
                    assert_eq!(milestone.state.kind(), MilestoneStateKind::InProgress, "{card}");
                    assert_eq!(escrow.state.kind(), EscrowStateKind::Held, "{card}");
                    books.at_gateway += PAID_IN.at_gateway;
                    books.gateway_fees += PAID_IN.gateway_fees;
                    books.held += PAID_IN.held;
                }
                (Some(why), PaymentState::Failed { code, .. }) => {
                    assert_eq!(*code, GatewayCode::new(why), "{card}");
                    assert_eq!(milestone.state.kind(), MilestoneStateKind::Agreed, "{card}");
                    assert_eq!(escrow.state.kind(), EscrowStateKind::Unfunded, "{card}");
                }
                (expected, state) => panic!("{card}: {state:?} instead of {expected:?}"),
            }
            assert_eq!(deal.books().await, books, "{card}");
        }
        assert_eq!(deal.carried_out().await, 8, "each payment once");
        deal.assert_sound().await;
    }

    async fn a_payment_that_failed_can_be_tried_again(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        let milestone = deal.milestone_id(0).await;
        let first = deal.fund(0, CARD_EXPIRED).await;
        deal.test.run_jobs().await;
        let events = deal.events_of(first.uuid()).await;
        assert_eq!(events, ["payment.requested", "payment.failed"]);
        let second = deal.fund(0, CARD_OK).await;
        deal.test.run_jobs().await;
        assert_eq!(deal.books().await, PAID_IN);
        assert_eq!(deal.events_of(second.uuid()).await, ["payment.requested", "payment.succeeded"]);
        assert!(deal.events_of(milestone.uuid()).await.contains(&"milestone.funded".to_owned()));
        let seen = deal.test.app.payments_of_milestones(&deal.owner.caller, &[milestone]).await.unwrap();
        let seen: Vec<_> = seen[&milestone].iter().map(|payment| payment.stored.value.id).collect();
        assert_eq!(seen, [first, second]);
        let subjects = |address: &str| deal.test.mails.to(address).into_iter().map(|mail| mail.0).collect::<Vec<_>>();
        assert!(subjects("minowa@example.jp").contains(&"お支払いができませんでした".to_owned()));
        assert!(subjects("hana@example.jp").contains(&"お預かりしました".to_owned()));
        deal.assert_sound().await;
    }

    async fn money_is_asked_for_once_and_by_those_who_pay(db: Db) {
        let deal = Deal::new(db, &[10_000, 5_000]).await;
        let (test, milestone) = (&deal.test, deal.milestone_id(0).await);
        let worker_of_theirs = test.member(&deal.owner, deal.organisation, MemberRole::Member).await;
        let finance = test.member(&deal.owner, deal.organisation, MemberRole::Finance).await;
        let (stranger, _) = test.client("ina").await;
        let refused = async |by: &Actor, ask| deal.try_fund(by, ask).await.unwrap_err();
        let of_milestone = |code| vec![(code, "milestoneId".to_owned())];
        assert_eq!(refused(&worker_of_theirs, deal.ask(milestone, CARD_OK)).await, of_milestone(NotAllowed));
        assert_eq!(refused(&deal.hana, deal.ask(milestone, CARD_OK)).await, of_milestone(NotAllowed));
        assert_eq!(refused(&stranger, deal.ask(milestone, CARD_OK)).await, of_milestone(NotFound));
        let stale = MilestoneFund { expected_version: 2, ..deal.ask(milestone, CARD_OK) };
        assert_eq!(refused(&finance, stale).await, [(VersionConflict, "expectedVersion".to_owned())]);
        let blank = deal.ask(milestone, " ");
        assert_eq!(refused(&finance, blank).await, [(app::MilestoneFundCode::Blank, "paymentMethod".to_owned())]);
        assert_eq!(deal.books().await, Books::default());
        assert_eq!(deal.escrow(0).await.state.kind(), EscrowStateKind::Unfunded, "refusals change nothing");

        let ask = deal.ask(milestone, CARD_CONFIRMS_LATER);
        let payment = deal.try_fund(&finance, ask.clone()).await.unwrap();
        assert_eq!(deal.try_fund(&finance, ask.clone()).await, Ok(payment), "the same key, the same payment");
        let other = MilestoneFund { payment_method: CARD_OK.to_owned(), ..ask };
        let reused = vec![(IdempotencyKeyReused, "idempotencyKey".to_owned())];
        assert_eq!(refused(&finance, other).await, reused);
        assert_eq!(refused(&deal.owner, deal.ask(milestone, CARD_OK)).await, of_milestone(PaymentUnderWay));
        deal.pass(Duration::seconds(5)).await;
        let again = MilestoneFund { expected_version: 2, ..deal.ask(milestone, CARD_OK) };
        assert_eq!(refused(&deal.owner, again).await, of_milestone(AlreadyFunded));
        deal.end(11_000).await;
        let ended = MilestoneFund { expected_version: 2, ..deal.ask(deal.milestone_id(1).await, CARD_OK) };
        assert_eq!(refused(&deal.owner, ended).await, of_milestone(InvalidState));
        assert_eq!(deal.carried_out().await, 1);
        deal.assert_sound().await;
    }

    async fn of_many_payments_at_once_one_is_made(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        let milestone = deal.milestone_id(0).await;
        let asks = (0..64).map(|_| deal.try_fund(&deal.owner, deal.ask(milestone, CARD_OK)));
        let outcomes = futures::future::join_all(asks).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        let refused = outcomes.into_iter().filter_map(Result::err).flatten().map(|refusal| refusal.0);
        assert!(refused.into_iter().all(|code| [PaymentUnderWay, VersionConflict].contains(&code)));
        deal.test.run_jobs().await;
        assert_eq!(deal.books().await, PAID_IN);
        assert_eq!(deal.carried_out().await, 1);
    }

    async fn money_that_the_gateway_keeps_for_a_while_is_booked_as_available_when_it_is(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        let keeping = SimulatedSettings { available_after: Duration::days(2), ..SimulatedSettings::default() };
        let app = deal.test.beside(Arc::new(Simulated::in_memory(keeping)));
        deal.fund(0, CARD_OK).await;
        app.run_until_idle().await.unwrap();
        assert_eq!(deal.books().await, Books { at_gateway: 0, at_gateway_pending: 10_604, ..PAID_IN });
        deal.test.clock.advance(Duration::days(2) - Duration::SECOND);
        app.run_until_idle().await.unwrap();
        assert_eq!(deal.books().await.at_gateway, 0);
        deal.test.clock.advance(Duration::SECOND);
        app.run_until_idle().await.unwrap();
        assert_eq!(deal.books().await, PAID_IN);
        deal.assert_sound().await;
    }
}
