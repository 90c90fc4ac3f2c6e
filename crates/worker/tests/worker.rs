//! A worker runs what is due, beside others, and stops when it is told to.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use app::{App, MilestoneFund};
use async_trait::async_trait;
use engawa_worker::{Worker, WorkerSettings};
use escrow::PaymentState;
use kernel::{Instant, PaymentId};
use payments::simulated::{CARD_OK, Simulated};
use payments::{
    Answer, Capabilities, ChargeRequest, Gateway, GatewayError, GatewayEvent, IdempotencyKey, ObjectId, PayoutRequest,
    RefundRequest,
};
use std::sync::Arc;
use std::time::Duration;
use storage::Db;
use testkit::{TestApp, on_each_db};
use tokio::sync::Notify;
use uuid::Uuid;

const SETTINGS: WorkerSettings =
    WorkerSettings { concurrency: 4, poll: Duration::from_millis(1), lease: Duration::from_secs(60) };

/// Asks for the money of as many milestones; nothing is sent yet.
async fn fund(test: &TestApp, count: usize) -> Vec<PaymentId> {
    let (owner, organisation) = test.client("minowa").await;
    let hana = test.person("hana").await;
    let contract = test.contract((&owner, organisation), &hana, &vec![1_000; count]).await;
    let mut payments = Vec::new();
    for milestone in &test.deal(contract).await.milestones {
        let ask = MilestoneFund {
            idempotency_key: test.key(),
            milestone: milestone.value.id,
            expected_version: 1,
            payment_method: CARD_OK.to_owned(),
        };
        payments.push(test.app.milestone_fund(&owner.caller, ask).await.unwrap());
    }
    payments
}

async fn have_come(test: &TestApp, payments: &[PaymentId]) -> bool {
    let found = test.db.read().payments(payments).await.unwrap();
    found.iter().all(|payment| matches!(payment.stored.value.state, PaymentState::Succeeded { .. }))
}

/// Ends when all the payments have come.
async fn until_paid(test: &TestApp, payments: &[PaymentId]) {
    while !have_come(test, payments).await {
        tokio::task::yield_now().await;
    }
}

fn worker(app: &Arc<App>) -> Worker {
    Worker::new(Arc::clone(app), SETTINGS)
}

/// A gateway that answers a charge once it is let.
struct Waiting {
    inner: Arc<Simulated>,
    asked: Notify,
    answer: Notify,
}

#[async_trait]
impl Gateway for Waiting {
    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    async fn charge(&self, request: ChargeRequest) -> Result<Answer, GatewayError> {
        self.asked.notify_one();
        self.answer.notified().await;
        self.inner.charge(request).await
    }

    async fn refund(&self, request: RefundRequest) -> Result<Answer, GatewayError> {
        self.inner.refund(request).await
    }

    async fn payout(&self, request: PayoutRequest) -> Result<Answer, GatewayError> {
        self.inner.payout(request).await
    }

    async fn find(&self, op_id: Uuid, now: Instant) -> Result<Option<Answer>, GatewayError> {
        self.inner.find(op_id, now).await
    }

    async fn fetch(&self, object: &ObjectId, now: Instant) -> Result<Option<Answer>, GatewayError> {
        self.inner.fetch(object, now).await
    }

    async fn take_events(&self, _: Instant) -> Result<Vec<GatewayEvent>, GatewayError> {
        Ok(Vec::new())
    }
}

on_each_db! {
    async fn two_workers_share_what_is_due_and_each_thing_is_done_once(db: Db) {
        let test = TestApp::new(db);
        let payments = fund(&test, 12).await;
        tokio::join!(
            worker(&test.app).run(until_paid(&test, &payments)),
            worker(&test.app).run(until_paid(&test, &payments)),
        );
        assert_eq!(test.gateway.answers(test.app.now()).await.unwrap().len(), 12);
        assert!(test.app.verify().await.unwrap().sound);
    }

    async fn a_worker_that_is_told_to_stop_ends_what_it_has_begun_and_begins_nothing(db: Db) {
        let test = TestApp::new(db);
        let payments = fund(&test, 2).await;
        let (asked, answer) = (Notify::new(), Notify::new());
        let gateway = Arc::new(Waiting { inner: Arc::clone(&test.gateway), asked, answer });
        let app = Arc::new(test.beside(gateway.clone()));
        let one_at_a_time = WorkerSettings { concurrency: 1, ..SETTINGS };
        let stop = async {
            gateway.asked.notified().await;
            gateway.answer.notify_one();
        };
        Worker::new(app, one_at_a_time).run(stop).await;
        let come: Vec<bool> = vec![have_come(&test, &payments[..1]).await, have_come(&test, &payments[1..]).await];
        assert_eq!(come.iter().filter(|come| **come).count(), 1, "{come:?}");
    }

    async fn what_the_gateway_tells_is_followed_though_nobody_has_the_answer(db: Db) {
        let test = TestApp::new(db);
        let payments = fund(&test, 1).await;
        let payment = test.db.read().payment(payments[0]).await.unwrap().unwrap().value;
        // Another worker has the job and has died after its call.
        test.app.claim_jobs(100, time::Duration::HOUR).await.unwrap();
        let request = ChargeRequest {
            key: IdempotencyKey { op_id: payment.id.uuid(), epoch: 0 },
            amount: payment.amount,
            method: CARD_OK.to_owned(),
            reference: payment.milestone.to_string(),
            now: test.app.now(),
        };
        test.gateway.charge(request).await.unwrap();
        worker(&test.app).run(until_paid(&test, &payments)).await;
        assert_eq!(test.gateway.answers(test.app.now()).await.unwrap().len(), 1);
        assert!(test.app.verify().await.unwrap().sound);
    }
}
