use crate::on_each_database;
use engawa_tests::{Books, CARD, Deal, Marketplace, On, until, yen_input};
use serde_json::{Value, json};
use std::time::Duration;

const HELD: Books = Books { funded: 11_000, held: 11_000, ..Books::NOTHING };
const RELEASED: Books = Books { funded: 11_000, released: 11_000, ..Books::NOTHING };

/// Longer than the gateway takes to decide anything.
const A_MINUTE: Duration = Duration::from_secs(60);

on_each_database! {
    async fn a_declined_card_leaves_the_milestone_to_be_paid_by_another(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await;
        for (card, code) in [
            ("4000000000009995", "insufficient_funds"),
            ("4000000000000069", "card_expired"),
            ("no such card", "method_unknown"),
        ] {
            deal.pay_by(card).await;
            until(code, || newest_payment(&deal), |payment| *payment == json!(["FAILED", code])).await;
            deal.come_to(Books::NOTHING).await;
            assert_eq!(deal.state().await, ["ACTIVE", "AGREED", "UNFUNDED"]);
        }
        let input = json!({ "idempotencyKey": engawa_tests::key(), "milestoneId": deal.milestone(), "ticks": [], "note": "早い" });
        assert_eq!(deal.worker.refused("deliverySubmit", input).await, ["INVALID_STATE input.milestoneId"]);
        deal.pay_by(CARD).await;
        deal.come_to(HELD).await;
    }

    async fn a_payment_that_is_confirmed_later_holds_the_money_only_then(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await;
        deal.pay_by("4000000000010100").await;
        until("processing", || newest_payment(&deal), |payment| payment[0] == "PROCESSING" || payment[0] == "SUCCEEDED").await;
        let again = deal.client.refused("milestoneFund", deal.fund_input(CARD).await).await;
        assert!(["PAYMENT_UNDER_WAY input.milestoneId", "ALREADY_FUNDED input.milestoneId"].contains(&again[0].as_str()), "{again:?}");
        marketplace.pass(A_MINUTE);
        deal.come_to(HELD).await;
        assert_eq!(newest_payment(&deal).await, json!(["SUCCEEDED", null]));
    }

    async fn a_payment_that_fails_later_holds_nothing(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await;
        deal.pay_by("4000000000010209").await;
        marketplace.pass(A_MINUTE);
        let failed = json!(["FAILED", "confirmation_failed"]);
        until("the failure", || newest_payment(&deal), |payment| *payment == failed).await;
        deal.come_to(Books::NOTHING).await;
        deal.pay_by(CARD).await;
        deal.come_to(HELD).await;
    }

    async fn lost_calls_and_answers_busy_gateways_and_odd_events_pay_once(on: On) {
        let marketplace = Marketplace::start(on);
        // The answer is lost, the call is lost, the event comes thrice, late and backwards, busy twice.
        let cards =
            ["4000000000010308", "4000000000010407", "4000000000010506", "4000000000010605", "4000000000010704"];
        let deal = Deal::agreed_for(&marketplace, &[2_000; 5]).await;
        let look = deal.look().await;
        for (index, card) in cards.into_iter().enumerate() {
            let input = json!({
                "milestoneId": deal.milestones[index], "expectedVersion": look["milestones"][index]["version"],
                "paymentMethod": card,
            });
            deal.client_does("milestoneFund", input).await;
        }
        eventually(&marketplace, &deal, HELD).await;
        assert_eq!(marketplace.gateway_operations(), [("charge".to_owned(), 5)].into());
        // Their refunds go the same odd ways.
        let version = deal.look().await["version"].take();
        let input = json!({ "contractId": deal.contract, "expectedVersion": version, "toWorker": yen_input(0), "note": "中止" });
        deal.client.done("contractCancel", input, "").await;
        let version = deal.look().await["version"].take();
        let input = json!({ "contractId": deal.contract, "expectedVersion": version, "accept": true });
        deal.worker_does("contractCancelAnswer", input).await;
        eventually(&marketplace, &deal, Books { held: 0, refunded: 11_000, ..HELD }).await;
        assert_eq!(marketplace.gateway_operations(), [("charge".to_owned(), 5), ("refund".to_owned(), 5)].into());
    }

    async fn a_refund_that_fails_later_stays_in_the_client_s_account(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await;
        deal.pay_by("4000000000010803").await;
        deal.come_to(HELD).await;
        let input = json!({ "milestoneId": deal.milestone(), "expectedVersion": deal.look().await["milestones"][0]["version"] });
        deal.worker_does("milestoneRefund", input).await;
        let back = Books { held: 0, refunded: 11_000, ..HELD };
        let returned = Books { client_available: 11_000, ..back };
        on_the_way_or(&deal, Books { to_card: 11_000, ..back }, returned).await;
        marketplace.pass(A_MINUTE);
        deal.come_to(returned).await;
    }

    async fn a_payout_that_is_refused_or_fails_later_comes_back_to_the_worker(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await.delivered().await.settled().await;
        deal.come_to(Books { available: 8_580, ..RELEASED }).await;

        deal.pay_out(8_580, "bank_refused").await;
        until("the refusal", || newest_payout(&deal), |payout| *payout == json!(["FAILED", "destination_refused"])).await;
        deal.come_to(Books { available: 8_580, ..RELEASED }).await;

        deal.pay_out(8_000, "bank_fails_later").await;
        let returned = Books { available: 8_580, ..RELEASED };
        on_the_way_or(&deal, Books { available: 580, to_bank: 8_000, ..RELEASED }, returned).await;
        marketplace.pass(A_MINUTE);
        until("the failure", || newest_payout(&deal), |payout| *payout == json!(["FAILED", "destination_failed"])).await;
        deal.come_to(returned).await;

        deal.pay_out(580, "bank_slow").await;
        marketplace.pass(A_MINUTE);
        deal.come_to(Books { available: 8_000, ..RELEASED }).await;
        deal.pay_out(8_000, "bank_lost_answer").await;
        eventually(&marketplace, &deal, RELEASED).await;
        assert_eq!(marketplace.gateway_operations(), [("charge".to_owned(), 1), ("payout".to_owned(), 4)].into());
    }
}

/// Money is on its way, or has come back already: the gateway decides after two seconds of its own.
async fn on_the_way_or(deal: &Deal<'_>, away: Books, returned: Books) {
    let books = deal.books().await;
    assert!(books == away || books == returned, "{books:?}");
}

/// Lets minutes pass until every yen is where it should be: whoever got no answer asks again after a while.
async fn eventually(marketplace: &Marketplace, deal: &Deal<'_>, books: Books) {
    let look = async || {
        marketplace.pass(Duration::from_secs(5));
        deal.books().await
    };
    until(&format!("{books:?}"), look, |seen| *seen == books).await;
    deal.come_to(books).await;
}

async fn newest_payment(deal: &Deal<'_>) -> Value {
    let query =
        "query($id: ID!) { organisation(id: $id) { money { payments(first: 1) { nodes { state failureCode } } } } }";
    let data = deal.client.ask(query, json!({ "id": deal.organisation })).await;
    let payment = &data["organisation"]["money"]["payments"]["nodes"][0];
    json!([payment["state"], payment["failureCode"]])
}

async fn newest_payout(deal: &Deal<'_>) -> Value {
    let query = "{ viewer { wallet { payouts(first: 1) { nodes { state failureCode } } } } }";
    let data = deal.worker.ask(query, json!({})).await;
    let payout = &data["viewer"]["wallet"]["payouts"]["nodes"][0];
    json!([payout["state"], payout["failureCode"]])
}
