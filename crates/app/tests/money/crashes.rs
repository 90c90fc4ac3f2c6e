use crate::deal::{Books, Deal, EARNED, PAID_IN};
use async_trait::async_trait;
use escrow::PayoutState;
use kernel::Instant;
use payments::simulated::{BANK_OK, CARD_OK, Simulated};
use payments::{
    Answer, Capabilities, ChargeRequest, Gateway, GatewayError, GatewayEvent, ObjectId, PayoutRequest, RefundRequest,
};
use std::future::pending;
use std::sync::Arc;
use storage::{ClaimedJob, Db, InboxEvent};
use testkit::on_each_db;
use time::Duration;
use tokio::sync::Notify;
use uuid::Uuid;

/// When the process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dies {
    BeforeTheCall,
    AfterTheCall,
    Never,
}

/// A gateway that tells no events, and whose caller dies at a call: it never gets an answer.
struct Deadly {
    inner: Arc<Simulated>,
    dies: Dies,
    reached: Notify,
}

impl Deadly {
    async fn kill<T>(&self, call: impl Future<Output = T>) -> T {
        match self.dies {
            Dies::Never => return call.await,
            Dies::AfterTheCall => drop(call.await),
            Dies::BeforeTheCall => {}
        }
        self.reached.notify_one();
        pending().await
    }
}

#[async_trait]
impl Gateway for Deadly {
    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    async fn charge(&self, request: ChargeRequest) -> Result<Answer, GatewayError> {
        self.kill(self.inner.charge(request)).await
    }

    async fn refund(&self, request: RefundRequest) -> Result<Answer, GatewayError> {
        self.kill(self.inner.refund(request)).await
    }

    async fn payout(&self, request: PayoutRequest) -> Result<Answer, GatewayError> {
        self.kill(self.inner.payout(request)).await
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

/// Which way of money a process dies on.
#[derive(Clone, Copy, Debug)]
enum Way {
    In,
    Back,
    Out,
}

/// A deal in which one operation of that way waits to be sent, and what the books are once it has succeeded.
async fn about_to(way: Way, db: Db) -> (Deal, Books) {
    match way {
        Way::In => {
            let deal = Deal::new(db, &[10_000]).await;
            deal.fund(0, CARD_OK).await;
            (deal, PAID_IN)
        }
        Way::Back => {
            let deal = Deal::funded(db).await;
            deal.end(0).await;
            (deal, Books { at_gateway: -396, held: 0, ..PAID_IN })
        }
        Way::Out => {
            let deal = Deal::earned(db).await;
            deal.pay_out(8_580, BANK_OK).await;
            (deal, Books { at_gateway: 2_024, payable: 0, ..EARNED })
        }
    }
}

/// How many operations the gateway has carried out once the one that waits has been.
fn carried_out_then(way: Way) -> usize {
    match way {
        Way::In => 1,
        Way::Back | Way::Out => 2,
    }
}

/// The one job that sends.
async fn sending_job(deal: &Deal) -> ClaimedJob {
    let jobs = deal.test.app.claim_jobs(100, Duration::MINUTE).await.unwrap();
    let mut sending = jobs.into_iter().filter(|job| job.kind == "gateway_operation");
    let job = sending.next().expect("an operation waits to be sent");
    assert!(sending.next().is_none());
    job
}

fn deadly(deal: &Deal, dies: Dies) -> Arc<Deadly> {
    Arc::new(Deadly { inner: Arc::clone(&deal.test.gateway), dies, reached: Notify::new() })
}

/// Runs the waiting operation in a process that dies at the call.
async fn die(deal: &Deal, dies: Dies) {
    let deadly = deadly(deal, dies);
    let doomed = deal.test.beside(deadly.clone());
    let job = sending_job(deal).await;
    tokio::select! {
        outcome = doomed.run_job(&job) => panic!("it lived: {outcome:?}"),
        () = deadly.reached.notified() => {}
    }
}

async fn each_heals_after(db: Db, way: Way, dies: Dies, pause: Duration) {
    let (deal, healed) = about_to(way, db).await;
    let before = deal.books().await;
    die(&deal, dies).await;
    assert_eq!(deal.books().await, before, "{way:?} {dies:?}: nothing is booked without an answer");
    let next = deal.test.beside(deadly(&deal, Dies::Never));
    deal.test.clock.advance(pause);
    for _ in 0..3 {
        next.run_until_idle().await.unwrap();
        deal.test.clock.advance(Duration::MINUTE);
    }
    assert_eq!(deal.books().await, healed, "{way:?} {dies:?}");
    assert_eq!(deal.carried_out().await, carried_out_then(way), "{way:?} {dies:?}: once");
    deal.assert_sound().await;
}

on_each_db! {
    async fn money_in_survives_a_death_before_the_call(db: Db) {
        each_heals_after(db, Way::In, Dies::BeforeTheCall, Duration::MINUTE).await;
    }

    async fn money_in_survives_a_death_after_the_call(db: Db) {
        each_heals_after(db, Way::In, Dies::AfterTheCall, Duration::MINUTE).await;
    }

    async fn money_back_survives_a_death_before_the_call(db: Db) {
        each_heals_after(db, Way::Back, Dies::BeforeTheCall, Duration::MINUTE).await;
    }

    async fn money_back_survives_a_death_after_the_call(db: Db) {
        each_heals_after(db, Way::Back, Dies::AfterTheCall, Duration::MINUTE).await;
    }

    async fn money_out_survives_a_death_before_the_call(db: Db) {
        each_heals_after(db, Way::Out, Dies::BeforeTheCall, Duration::MINUTE).await;
    }

    async fn money_out_survives_a_death_after_the_call(db: Db) {
        each_heals_after(db, Way::Out, Dies::AfterTheCall, Duration::MINUTE).await;
    }

    async fn money_in_survives_an_outage_longer_than_the_gateway_remembers_keys(db: Db) {
        each_heals_after(db, Way::In, Dies::AfterTheCall, Duration::hours(30)).await;
    }

    async fn money_back_survives_an_outage_longer_than_the_gateway_remembers_keys(db: Db) {
        each_heals_after(db, Way::Back, Dies::AfterTheCall, Duration::hours(30)).await;
    }

    async fn money_out_survives_an_outage_longer_than_the_gateway_remembers_keys(db: Db) {
        each_heals_after(db, Way::Out, Dies::AfterTheCall, Duration::hours(30)).await;
    }

    async fn money_out_that_was_never_sent_is_sent_after_a_long_outage(db: Db) {
        each_heals_after(db, Way::Out, Dies::BeforeTheCall, Duration::hours(30)).await;
    }

    async fn a_dead_senders_job_is_nobodys_until_its_lease_ends(db: Db) {
        let (deal, healed) = about_to(Way::Out, db).await;
        die(&deal, Dies::AfterTheCall).await;
        deal.test.clock.advance(Duration::seconds(59));
        let jobs = deal.test.app.claim_jobs(100, Duration::MINUTE).await.unwrap();
        assert!(jobs.is_empty(), "{jobs:?}");
        deal.test.clock.advance(Duration::seconds(2));
        deal.test.run_jobs().await;
        assert_eq!(deal.books().await, healed);
    }

    async fn an_answer_that_was_booked_is_not_booked_again_when_its_job_is_run_again(db: Db) {
        let (deal, healed) = about_to(Way::Back, db).await;
        let job = sending_job(&deal).await;
        deal.test.app.run_job(&job).await;
        // The process dies before it can say that the job is done.
        assert_eq!(deal.books().await, healed);
        deal.test.clock.advance(Duration::seconds(61));
        deal.test.run_jobs().await;
        assert_eq!((deal.books().await, deal.carried_out().await), (healed, 2));
        deal.assert_sound().await;
    }

    async fn two_workers_with_one_job_send_once_and_book_once(db: Db) {
        let (deal, healed) = about_to(Way::Out, db).await;
        let job = sending_job(&deal).await;
        let runs = (0..8).map(|_| deal.test.app.run_job(&job));
        futures::future::join_all(runs).await;
        deal.pass(Duration::minutes(5)).await;
        assert_eq!((deal.books().await, deal.carried_out().await), (healed, 2));
        deal.assert_sound().await;
    }

    async fn an_event_before_the_answer_books_it_and_the_answer_books_nothing_more(db: Db) {
        let (deal, healed) = about_to(Way::In, db).await;
        die(&deal, Dies::AfterTheCall).await;
        // The event is there long before the lease of the dead sender ends.
        assert_eq!(deal.test.app.take_gateway_events().await.unwrap(), 1);
        assert_eq!(deal.books().await, healed);
        deal.test.clock.advance(Duration::MINUTE);
        deal.pass(Duration::minutes(5)).await;
        assert_eq!((deal.books().await, deal.carried_out().await), (healed, 1));
        deal.assert_sound().await;
    }

    async fn an_event_that_was_kept_and_not_followed_is_followed_later_and_once(db: Db) {
        let (deal, healed) = about_to(Way::In, db).await;
        die(&deal, Dies::AfterTheCall).await;
        let now = deal.test.app.now();
        let answers = deal.test.gateway.answers(now).await.unwrap();
        let object = answers[0].outcome.object().unwrap().as_str().to_owned();
        let told = |id: &str, object: &str| InboxEvent { id: id.to_owned(), object: object.to_owned(), at: now };
        let events = vec![told("one", &object), told("one more", &object), told("of nobody", "sim_ch_unknown")];
        deal.test.db.keep_gateway_events(events.clone(), now).await.unwrap();
        deal.test.db.keep_gateway_events(events, now).await.unwrap();
        assert_eq!(deal.test.db.read().open_gateway_events(100).await.unwrap().len(), 3, "each is kept once");
        assert_eq!(deal.test.app.take_gateway_events().await.unwrap(), 4, "and the gateway's own");
        assert_eq!(deal.test.app.take_gateway_events().await.unwrap(), 0);
        assert_eq!(deal.books().await, healed);
        deal.assert_sound().await;
    }

    async fn late_events_of_what_has_ended_change_nothing(db: Db) {
        let deal = Deal::earned(db).await;
        let payout = deal.pay_out(8_580, BANK_OK).await;
        deal.test.run_jobs().await;
        assert!(matches!(deal.payout_of(payout).await.state, PayoutState::Paid { .. }));
        let now = deal.test.clock.advance(Duration::days(30));
        let answers = deal.test.gateway.answers(now).await.unwrap();
        let late = answers.iter().enumerate().map(|(number, answer)| InboxEvent {
            id: format!("late {number}"),
            object: answer.outcome.object().unwrap().as_str().to_owned(),
            at: now,
        });
        let before = deal.books().await;
        deal.test.db.keep_gateway_events(late.collect(), now).await.unwrap();
        assert_eq!(deal.test.app.take_gateway_events().await.unwrap(), 2);
        assert_eq!(deal.books().await, before);
        deal.assert_sound().await;
    }
}
