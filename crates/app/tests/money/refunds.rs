use crate::deal::{Books, Deal, PAID_IN, money};
use escrow::{EscrowStateKind, GatewayCode, PaymentState, RefundState};
use market::{MilestoneState, MilestoneStateKind};
use payments::simulated::{CARD_ANSWER_LOST, CARD_CONFIRMS_LATER, CARD_FAILS_LATER, CARD_OK, CARD_REFUND_FAILS_LATER};
use storage::Db;
use testkit::on_each_db;
use time::Duration;

on_each_db! {
    async fn what_a_client_gets_back_goes_where_it_was_paid_from(db: Db) {
        let deal = Deal::new(db, &[10_000, 10_000, 10_000]).await;
        for (index, card) in [CARD_OK, CARD_CONFIRMS_LATER, CARD_ANSWER_LOST].into_iter().enumerate() {
            deal.fund(index, card).await;
        }
        deal.pass(Duration::seconds(10)).await;
        deal.end(0).await;
        let on_its_way = Books {
            wallet_on_its_way: 33_000,
            at_gateway: 31_812,
            gateway_fees: 1_188,
            ..Books::default()
        };
        assert_eq!(deal.books().await, on_its_way, "in the client's account at once, and held there");
        assert!(matches!(deal.escrow(2).await.state.kind(), EscrowStateKind::Closed));
        deal.pass(Duration::seconds(10)).await;
        assert_eq!(deal.refunds().await.len(), 3);
        assert!(deal.refunds().await.iter().all(|refund| matches!(refund.state, RefundState::Succeeded { .. })));
        assert_eq!(deal.books().await, Books { at_gateway: -1_188, gateway_fees: 1_188, ..Books::default() });
        assert_eq!(deal.carried_out().await, 6);
        let letters = deal.test.mails.to("minowa@example.jp");
        assert_eq!(letters.iter().filter(|letter| letter.0 == "返金しました").count(), 3);
        deal.assert_sound().await;
    }

    async fn a_part_goes_to_the_worker_and_the_rest_back(db: Db) {
        let deal = Deal::funded(db).await;
        deal.end(4_400).await;
        deal.pass(Duration::days(5)).await;
        // 20 % of 4,400 is 880, a tenth of that is 88; 6,600 go back.
        let split = Books { payable: 3_432, fees: 880, fee_tax: 88, at_gateway: 4_004, held: 0, ..PAID_IN };
        assert_eq!(deal.books().await, split);
        deal.assert_sound().await;
    }

    async fn a_refund_that_comes_back_is_in_the_clients_account(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        deal.fund(0, CARD_REFUND_FAILS_LATER).await;
        deal.pass(Duration::seconds(1)).await;
        deal.end(0).await;
        deal.pass(Duration::seconds(10)).await;
        let refunds = deal.refunds().await;
        let RefundState::Failed { code, .. } = &refunds[0].state else { panic!("{refunds:?}") };
        assert_eq!(*code, GatewayCode::new("refund_refused"));
        assert_eq!(deal.books().await, Books { wallet: 11_000, held: 0, ..PAID_IN });
        let seen = deal.test.app.client_balances(&deal.owner.caller, deal.organisation).await.unwrap();
        assert_eq!(seen[0].available, money(11_000));
        deal.assert_sound().await;
    }

    async fn money_that_comes_after_the_end_goes_back_by_itself(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        let payment = deal.fund(0, CARD_CONFIRMS_LATER).await;
        deal.test.run_jobs().await;
        assert!(matches!(deal.payment(payment).await.state, PaymentState::Processing { .. }));
        deal.end(0).await;
        deal.assert_sound().await;
        deal.pass(Duration::seconds(10)).await;
        assert!(matches!(deal.payment(payment).await.state, PaymentState::Succeeded { .. }));
        assert!(matches!(deal.milestone(0).await.state, MilestoneState::Ended { .. }));
        assert_eq!(deal.escrow(0).await.state.kind(), EscrowStateKind::Unfunded);
        let refunds = deal.refunds().await;
        assert_eq!((refunds.len(), refunds[0].amount), (1, money(11_000)));
        assert!(matches!(refunds[0].state, RefundState::Succeeded { .. }));
        assert_eq!(deal.books().await, Books { at_gateway: -396, gateway_fees: 396, ..Books::default() });
        deal.assert_sound().await;
    }

    async fn a_payment_that_fails_after_the_end_changes_nothing(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        deal.fund(0, CARD_FAILS_LATER).await;
        deal.test.run_jobs().await;
        deal.end(0).await;
        deal.pass(Duration::seconds(10)).await;
        assert_eq!(deal.milestone(0).await.state.kind(), MilestoneStateKind::Ended);
        assert_eq!(deal.escrow(0).await.state.kind(), EscrowStateKind::Unfunded);
        assert_eq!(deal.books().await, Books::default());
        deal.assert_sound().await;
    }
}
