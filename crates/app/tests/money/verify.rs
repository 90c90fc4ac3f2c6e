use crate::deal::{Books, Deal, EARNED, PAID_IN, money};
use app::{Caller, Found, LeftOperation, OperationEnd};
use async_trait::async_trait;
use escrow::{EscrowState, PaymentState, PayoutState};
use kernel::{Currency, Instant, JournalId, PaymentId, ReleaseId};
use ledger::{Account, Journal, JournalKind, Posting, TransferCode};
use market::MilestoneState;
use payments::simulated::{BANK_FAILS_LATER, BANK_OK, CARD_OK, Simulated};
use payments::{
    Answer, Capabilities, ChargeRequest, Gateway, GatewayError, GatewayEvent, ManualReason, ObjectId, PayoutRequest,
    RefundRequest,
};
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{Db, WorkerRelease};
use testkit::{on_each_db, refusals};
use time::Duration;
use uuid::Uuid;

/// A gateway that answers with a yen more than it was asked for.
struct Wrong(Arc<Simulated>);

#[async_trait]
impl Gateway for Wrong {
    fn capabilities(&self) -> Capabilities {
        self.0.capabilities()
    }

    async fn charge(&self, request: ChargeRequest) -> Result<Answer, GatewayError> {
        let answer = self.0.charge(request).await?;
        Ok(Answer { amount: money(answer.amount.minor() + 1), ..answer })
    }

    async fn refund(&self, request: RefundRequest) -> Result<Answer, GatewayError> {
        self.0.refund(request).await
    }

    async fn payout(&self, request: PayoutRequest) -> Result<Answer, GatewayError> {
        let answer = self.0.payout(request).await?;
        Ok(Answer { amount: money(answer.amount.minor() + 1), ..answer })
    }

    async fn find(&self, op_id: Uuid, now: Instant) -> Result<Option<Answer>, GatewayError> {
        self.0.find(op_id, now).await
    }

    async fn fetch(&self, object: &ObjectId, now: Instant) -> Result<Option<Answer>, GatewayError> {
        self.0.fetch(object, now).await
    }

    async fn take_events(&self, _: Instant) -> Result<Vec<GatewayEvent>, GatewayError> {
        Ok(Vec::new())
    }
}

/// The laws that are found broken.
async fn broken(deal: &Deal) -> BTreeSet<&'static str> {
    let report = deal.test.app.verify().await.unwrap();
    let broken: BTreeSet<_> =
        report.checks.iter().filter(|check| check.violations > 0).map(|check| check.law).collect();
    assert_eq!(report.sound, broken.is_empty());
    broken
}

async fn exported(deal: &Deal) -> (String, String) {
    let mut out = Vec::new();
    let hash = deal.test.app.export_ledger(&mut out).await.unwrap();
    (String::from_utf8(out).unwrap(), hash)
}

on_each_db! {
    async fn a_whole_deal_keeps_every_law_and_each_is_looked_at(db: Db) {
        let deal = Deal::earned(db).await;
        deal.pay_out(8_000, BANK_OK).await;
        deal.pay_out(500, BANK_FAILS_LATER).await;
        deal.pass(Duration::seconds(10)).await;
        let report = deal.assert_sound().await;
        let looked_at: BTreeSet<_> =
            report.checks.iter().filter(|check| check.checked > 0).map(|check| check.law).collect();
        let laws = ["M1", "M10", "M11", "M12", "M14", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9"];
        assert_eq!(looked_at, BTreeSet::from(laws));
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["sound"], true);
        assert!(json["checks"].as_array().unwrap().iter().all(|check| check["findings"] == serde_json::json!([])));
    }

    async fn a_payment_of_another_amount_is_found(db: Db) {
        let deal = Deal::funded(db).await;
        let milestone = deal.milestone_id(0).await;
        let tx = deal.test.db.write().await.unwrap();
        let payment = tx.read().payments_of_milestone(milestone).await.unwrap().remove(0);
        let amount = money(11_001);
        tx.save_payment(&payment.with(escrow::Payment { amount, ..payment.value.clone() })).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(broken(&deal).await, BTreeSet::from(["M6"]));
    }

    async fn a_payment_that_is_said_to_have_failed_is_found(db: Db) {
        let deal = Deal::funded(db).await;
        let milestone = deal.milestone_id(0).await;
        let tx = deal.test.db.write().await.unwrap();
        let payment = tx.read().payments_of_milestone(milestone).await.unwrap().remove(0);
        let state = PaymentState::Requested;
        tx.save_payment(&payment.with(escrow::Payment { state, ..payment.value.clone() })).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(broken(&deal).await, BTreeSet::from(["M3", "M6"]));
    }

    async fn an_escrow_that_forgets_its_money_is_found(db: Db) {
        let deal = Deal::funded(db).await;
        let rows = deal.test.deal(deal.contract).await;
        let tx = deal.test.db.write().await.unwrap();
        let stored = &rows.escrows[0];
        let forgetful = escrow::Escrow { state: EscrowState::Unfunded, ..stored.value };
        tx.save_escrow(&stored.with(forgetful)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(broken(&deal).await, BTreeSet::from(["M10", "M3", "M4"]));
    }

    async fn money_frozen_without_a_dispute_is_found(db: Db) {
        let deal = Deal::funded(db).await;
        let rows = deal.test.deal(deal.contract).await;
        let tx = deal.test.db.write().await.unwrap();
        let stored = &rows.escrows[0];
        let frozen = stored.value.freeze(kernel::DisputeId::new(Uuid::from_u128(1))).unwrap().escrow;
        tx.save_escrow(&stored.with(frozen)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(broken(&deal).await, BTreeSet::from(["M11"]));
    }

    async fn money_in_suspense_is_found(db: Db) {
        let deal = Deal::funded(db).await;
        let suspense = Account::recon_suspense(Currency::Jpy);
        let bank = Account::gateway_available(Currency::Jpy);
        let posting = Posting { code: TransferCode::PaymentReceived, debit: bank, credit: suspense, amount: money(1) };
        let unexplained = Journal::builder(JournalId::of_fact("whose?"), JournalKind::PaymentReceived, Uuid::nil());
        let tx = deal.test.db.write().await.unwrap();
        tx.commit_with(&[unexplained.single(posting).build().unwrap()], deal.test.app.now()).await.unwrap();
        assert_eq!(broken(&deal).await, BTreeSet::from(["M2"]));
    }

    async fn a_payment_without_its_operation_is_found(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        let payment = escrow::Payment::request(PaymentId::new(Uuid::from_u128(1)), &deal.escrow(0).await);
        let tx = deal.test.db.write().await.unwrap();
        tx.insert_payment(&payment, deal.test.app.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(broken(&deal).await, BTreeSet::from(["M14"]));
    }

    async fn a_milestone_that_accepts_more_than_was_released_is_found(db: Db) {
        let deal = Deal::funded(db).await;
        let rows = deal.test.deal(deal.contract).await;
        let tx = deal.test.db.write().await.unwrap();
        let stored = &rows.milestones[0];
        let generous = market::Milestone { accepted: money(1), ..stored.value.clone() };
        tx.save_milestone(&stored.with(generous)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(broken(&deal).await, BTreeSet::from(["M4"]));
    }

    async fn a_release_that_nobody_made_is_found(db: Db) {
        let deal = Deal::earned(db).await;
        let milestone = deal.milestone_id(0).await;
        let now = deal.test.app.now();
        let made_up = WorkerRelease {
            id: ReleaseId::new(Uuid::from_u128(1)),
            journal: JournalId::of_fact("nothing"),
            worker: deal.hana.id,
            milestone,
            contract: deal.contract,
            released_before: money(11_000),
            gross: money(1_100),
            fee: money(219),
            fee_tax: money(21),
            net: money(860),
            released_at: now,
            settles_at: now.minus(Duration::days(2)),
            settled_at: None,
        };
        let mut tx = deal.test.db.write().await.unwrap();
        tx.insert_release_at_commit(&made_up);
        tx.commit().await.unwrap();
        assert_eq!(broken(&deal).await, BTreeSet::from(["M12", "M3", "M8", "M9"]));
    }

    async fn a_deal_that_the_clock_forgot_is_found(db: Db) {
        let deal = Deal::funded(db).await;
        let MilestoneState::InProgress { lapse_at, .. } = deal.milestone(0).await.state else { panic!() };
        deal.test.clock.set(lapse_at.plus(Duration::days(1)));
        assert_eq!(broken(&deal).await, BTreeSet::new());
        deal.test.clock.advance(Duration::SECOND);
        assert_eq!(broken(&deal).await, BTreeSet::from(["M9"]));
    }

    async fn an_answer_about_another_amount_books_nothing_and_is_left_to_a_person(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        let wrong = deal.test.beside(Arc::new(Wrong(Arc::clone(&deal.test.gateway))));
        let payment = deal.fund(0, CARD_OK).await;
        wrong.run_until_idle().await.unwrap();
        assert_eq!(deal.books().await, Books::default());
        assert_eq!(deal.payment(payment).await.state, PaymentState::Requested);
        assert_eq!(broken(&deal).await, BTreeSet::from(["M6"]));
        // The gateway's own event makes us ask again, and this time it tells the truth.
        deal.test.run_jobs().await;
        assert_eq!(deal.books().await, PAID_IN);
        deal.assert_sound().await;
    }

    async fn what_was_left_to_a_person_ends_as_they_say_and_is_booked_once(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        let wrong = deal.test.beside(Arc::new(Wrong(Arc::clone(&deal.test.gateway))));
        let payment = deal.fund(0, CARD_OK).await;
        wrong.run_until_idle().await.unwrap();
        let app = &deal.test.app;
        let left = app.left_operations().await.unwrap();
        let [LeftOperation { operation, why: ManualReason::Mismatch, .. }] = left.as_slice() else { panic!("{left:?}") };
        assert_eq!(operation.id, payment.uuid());
        let end = async |caller: &Caller, operation, found: &Found, reason: &str| {
            let ask = OperationEnd { operation, found: found.clone(), reason: reason.to_owned() };
            app.operation_end(caller, ask).await
        };
        let system = Caller::system();
        let moved = |object: Option<&str>, fee: &str| {
            Found::Succeeded { object: object.map(str::to_owned), fee: fee.to_owned() }
        };
        let good = moved(Some("ch_1"), "396");
        for (caller, id, found, reason, refused) in [
            (&deal.owner.caller, payment.uuid(), &good, "見ました。", "NotFound operation"),
            (&system, Uuid::nil(), &good, "見ました。", "NotFound operation"),
            (&system, payment.uuid(), &good, " ", "Blank reason"),
            (&system, payment.uuid(), &moved(None, "396"), "見ました。", "Blank object"),
            (&system, payment.uuid(), &moved(Some("ch_1"), "3.96"), "見ました。", "TooManyDecimals fee"),
            (&system, payment.uuid(), &moved(Some("ch_1"), "-1"), "見ました。", "BooksRefuse"),
            (&system, payment.uuid(), &moved(Some("ch_1"), "11001"), "見ました。", "BooksRefuse"),
        ] {
            assert_eq!(refusals(end(caller, id, found, reason).await.unwrap_err()), [refused]);
        }
        assert_eq!(app.left_operations().await.unwrap(), left);
        assert_eq!(deal.books().await, Books::default());

        end(&system, payment.uuid(), &good, "見ました。").await.unwrap();
        assert_eq!(deal.books().await, PAID_IN);
        assert_eq!(deal.events_of(payment.uuid()).await.last().map(String::as_str), Some("operation.ended"));
        assert_eq!(app.left_operations().await.unwrap(), []);
        let again = end(&system, payment.uuid(), &Found::Failed, "見ました。").await.unwrap_err();
        assert_eq!(refusals(again), ["InvalidState operation"]);
        assert_eq!(deal.books().await, PAID_IN);
        deal.assert_sound().await;
    }

    async fn money_that_did_not_move_is_its_owner_s_again_when_a_person_says_so(db: Db) {
        let deal = Deal::earned(db).await;
        let wrong = deal.test.beside(Arc::new(Wrong(Arc::clone(&deal.test.gateway))));
        let payout = deal.pay_out(8_000, BANK_OK).await;
        wrong.run_until_idle().await.unwrap();
        assert_eq!(deal.books().await, Books { payable: 580, payable_on_its_way: 8_000, ..EARNED });
        let reason = "管理画面に見当たりません。".to_owned();
        let ask = OperationEnd { operation: payout.uuid(), found: Found::Failed, reason };
        deal.test.app.operation_end(&Caller::system(), ask).await.unwrap();
        assert_eq!(deal.books().await, EARNED);
        let PayoutState::Failed { code, .. } = deal.payout_of(payout).await.state else { panic!("it has failed") };
        assert_eq!(code.as_str(), "ended_by_hand");
        deal.assert_sound().await;
    }

    async fn the_ledger_is_one_text_that_only_grows(db: Db) {
        let deal = Deal::funded(db).await;
        let (before, hash) = exported(&deal).await;
        assert_eq!(exported(&deal).await, (before.clone(), hash.clone()));
        let (text, last) = before.trim_end().rsplit_once('\n').unwrap();
        assert_eq!(last, format!("sha256 {hash}"));
        assert_eq!(text.lines().filter(|line| line.contains(" escrow_funded ")).count(), 2, "a journal and its line");
        deal.test.clock.advance(Duration::SECOND);
        deal.end(11_000).await;
        deal.pass(Duration::days(5)).await;
        assert_eq!(deal.books().await, EARNED);
        let (after, other) = exported(&deal).await;
        assert!(after.starts_with(text));
        assert_ne!(hash, other);
    }
}
