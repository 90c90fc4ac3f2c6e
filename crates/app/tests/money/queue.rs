use crate::deal::{Deal, PAID_IN};
use async_trait::async_trait;
use identity::{LegalForm, OrganisationDraft};
use kernel::Instant;
use payments::simulated::{CARD_CONFIRMS_LATER, CARD_OK, Simulated};
use payments::{
    Answer, Capabilities, ChargeRequest, Gateway, GatewayError, GatewayEvent, ObjectId, PayoutRequest, RefundRequest,
};
use std::sync::Arc;
use storage::Db;
use testkit::on_each_db;
use time::Duration;
use uuid::Uuid;

/// A gateway that nobody reaches.
struct Down(Arc<Simulated>);

#[async_trait]
impl Gateway for Down {
    fn capabilities(&self) -> Capabilities {
        self.0.capabilities()
    }

    async fn charge(&self, _: ChargeRequest) -> Result<Answer, GatewayError> {
        Err(GatewayError::Unknown)
    }

    async fn refund(&self, _: RefundRequest) -> Result<Answer, GatewayError> {
        Err(GatewayError::Unknown)
    }

    async fn payout(&self, _: PayoutRequest) -> Result<Answer, GatewayError> {
        Err(GatewayError::Unknown)
    }

    async fn find(&self, _: Uuid, _: Instant) -> Result<Option<Answer>, GatewayError> {
        Err(GatewayError::Unknown)
    }

    async fn fetch(&self, _: &ObjectId, _: Instant) -> Result<Option<Answer>, GatewayError> {
        Err(GatewayError::Unknown)
    }

    async fn take_events(&self, _: Instant) -> Result<Vec<GatewayEvent>, GatewayError> {
        Err(GatewayError::Unknown)
    }
}

on_each_db! {
    async fn money_waits_for_a_gateway_that_is_down_for_days(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        let down = deal.test.beside(Arc::new(Down(Arc::clone(&deal.test.gateway))));
        deal.fund(0, CARD_OK).await;
        for _ in 0..200 {
            down.run_until_idle().await.unwrap();
            deal.test.clock.advance(Duration::minutes(20));
        }
        let jobs = deal.test.app.claim_jobs(100, Duration::MINUTE).await.unwrap();
        let waiting = jobs.iter().find(|job| job.kind == "gateway_operation").expect("it is not given up");
        assert_eq!(waiting.attempts, 1, "waiting is no failure");
        deal.test.clock.advance(Duration::minutes(2));
        for _ in 0..4 {
            deal.test.run_jobs().await;
            deal.test.clock.advance(Duration::MINUTE);
        }
        assert_eq!((deal.books().await, deal.carried_out().await), (PAID_IN, 1));
        deal.assert_sound().await;
    }

    async fn what_is_not_decided_is_asked_about_until_it_is(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        deal.fund(0, CARD_CONFIRMS_LATER).await;
        deal.test.run_jobs().await;
        // Its events are lost: somebody else takes them.
        deal.test.clock.advance(Duration::minutes(1));
        let now = deal.test.app.now();
        assert_eq!(deal.test.gateway.take_events(now).await.unwrap().len(), 1);
        deal.test.run_jobs().await;
        assert_eq!(deal.books().await, PAID_IN);
    }

    async fn keys_are_forgotten_after_thirty_days_but_those_of_money_never(db: Db) {
        let deal = Deal::new(db, &[10_000]).await;
        let (app, owner) = (&deal.test.app, &deal.owner.caller);
        let fund = deal.ask(deal.milestone_id(0).await, CARD_OK);
        let payment = app.milestone_fund(owner, fund.clone()).await.unwrap();
        let organisation = OrganisationDraft {
            name: "箕輪".to_owned(),
            legal_name: "箕輪".to_owned(),
            legal_form: LegalForm::SoleProprietor,
            address: "長野県上伊那郡箕輪町".to_owned(),
            contact_email: "office@example.jp".to_owned(),
            has_employees: false,
        };
        let found = app::OrganisationCreate { idempotency_key: deal.test.key(), organisation };
        let founded = app.organisation_create(owner, found.clone()).await.unwrap();
        deal.test.clock.advance(Duration::days(30));
        app.tidy().await.unwrap();
        assert_eq!(app.organisation_create(owner, found.clone()).await.unwrap(), founded);
        deal.test.clock.advance(Duration::SECOND);
        app.tidy().await.unwrap();
        assert_ne!(app.organisation_create(owner, found).await.unwrap(), founded);
        assert_eq!(app.milestone_fund(owner, fund).await.unwrap(), payment);
    }
}
