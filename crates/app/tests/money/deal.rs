use app::{ContractCancel, ContractCancelAnswer, MilestoneFund, MilestoneFundCode, PayoutRequest, Report};
use escrow::{Escrow, Payment, Payout, Refund};
use kernel::{ContractId, Currency, MilestoneId, Money, OrganisationId, PaymentId, PayoutId, RefundId};
use ledger::Account;
use market::Milestone;
use storage::{Db, Slice};
use testkit::{Actor, TestApp, yen};
use time::Duration;

/// A contract between a client and a worker, nothing of it funded.
pub struct Deal {
    pub test: TestApp,
    pub owner: Actor,
    pub organisation: OrganisationId,
    pub hana: Actor,
    pub contract: ContractId,
}

/// What the accounts of a deal hold, in yen. What is not named is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Books {
    pub at_gateway: i64,
    pub at_gateway_pending: i64,
    pub gateway_fees: i64,
    pub wallet: i64,
    pub wallet_on_its_way: i64,
    pub held: i64,
    pub earned: i64,
    pub payable: i64,
    pub payable_on_its_way: i64,
    pub fees: i64,
    pub fee_tax: i64,
}

impl Deal {
    /// With one milestone for each price; with tax a tenth more.
    pub async fn new(db: Db, prices: &[i64]) -> Self {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let contract = test.contract((&owner, organisation), &hana, prices).await;
        Self { test, owner, organisation, hana, contract }
    }

    /// One milestone of 11,000 yen with tax, funded.
    pub async fn funded(db: Db) -> Self {
        let deal = Self::new(db, &[10_000]).await;
        deal.test.fund(&deal.owner, deal.milestone_id(0).await).await;
        deal
    }

    /// All of 11,000 yen with tax earned and past the security period: 8,580 yen can be paid out.
    pub async fn earned(db: Db) -> Self {
        let deal = Self::funded(db).await;
        deal.end(11_000).await;
        deal.pass(Duration::days(5)).await;
        deal
    }

    pub async fn milestone_id(&self, index: usize) -> MilestoneId {
        self.test.deal(self.contract).await.milestones[index].value.id
    }

    pub async fn milestone(&self, index: usize) -> Milestone {
        self.test.deal(self.contract).await.milestones[index].value.clone()
    }

    pub async fn escrow(&self, index: usize) -> Escrow {
        self.test.deal(self.contract).await.escrows[index].value
    }

    pub fn ask(&self, milestone: MilestoneId, card: &str) -> MilestoneFund {
        MilestoneFund {
            idempotency_key: self.test.key(),
            milestone,
            expected_version: 1,
            payment_method: card.to_owned(),
        }
    }

    /// Asks for the money of a milestone; nothing is sent yet.
    pub async fn fund(&self, index: usize, card: &str) -> PaymentId {
        let ask = self.ask(self.milestone_id(index).await, card);
        self.test.app.milestone_fund(&self.owner.caller, ask).await.unwrap()
    }

    pub async fn try_fund(
        &self,
        by: &Actor,
        ask: MilestoneFund,
    ) -> Result<PaymentId, Vec<(MilestoneFundCode, String)>> {
        self.test.app.milestone_fund(&by.caller, ask).await.map_err(|error| match error {
            app::AppError::Refused(refusals) => {
                refusals.into_iter().map(|refusal| (refusal.code, refusal.path.join("."))).collect()
            }
            other => panic!("not refused: {other:?}"),
        })
    }

    /// Asks for a payout; nothing is sent yet.
    pub async fn pay_out(&self, minor: i64, bank: &str) -> PayoutId {
        let ask = self.payout(minor, bank);
        self.test.app.payout_request(&self.hana.caller, ask).await.unwrap()
    }

    pub fn payout(&self, minor: i64, bank: &str) -> PayoutRequest {
        PayoutRequest { idempotency_key: self.test.key(), amount: yen(minor), destination: bank.to_owned() }
    }

    /// Both agree to end the contract; of what is held, `to_worker` yen are released, the rest goes back.
    pub async fn end(&self, to_worker: i64) {
        let (app, contract) = (&self.test.app, self.contract);
        let version = async || self.test.deal(contract).await.contract.version.get();
        let note = "終わりにします。".to_owned();
        let ask = ContractCancel { contract, expected_version: version().await, to_worker: yen(to_worker), note };
        app.contract_cancel(&self.owner.caller, ask).await.unwrap();
        let idempotency_key = self.test.key();
        let ask = ContractCancelAnswer { idempotency_key, contract, expected_version: version().await, accept: true };
        app.contract_cancel_answer(&self.hana.caller, ask).await.unwrap();
    }

    /// Runs what is due, then lets `span` pass in five steps and runs what is due after each.
    pub async fn pass(&self, span: Duration) {
        self.test.run_jobs().await;
        for _ in 0..5 {
            self.test.clock.advance(span / 5);
            self.test.run_jobs().await;
        }
    }

    pub async fn payment(&self, id: PaymentId) -> Payment {
        self.test.db.read().payment(id).await.unwrap().unwrap().value
    }

    pub async fn payout_of(&self, id: PayoutId) -> Payout {
        self.test.db.read().payout(id).await.unwrap().unwrap().value
    }

    /// The refunds of the client, newest first.
    pub async fn refunds(&self) -> Vec<Refund> {
        let all = Slice::<RefundId> { rows: 100, from_end: false, after: None, before: None };
        let refunds = self.test.app.client_refunds(&self.owner.caller, self.organisation, all).await.unwrap();
        refunds.into_iter().map(|refund| refund.stored.value).collect()
    }

    /// What all accounts hold; the milestones' together.
    pub async fn books(&self) -> Books {
        let read = self.test.db.read();
        let (jpy, hana) = (Currency::Jpy, self.hana.id);
        let balance = async |account| read.balance(account).await.unwrap();
        let posted = async |account| balance(account).await.posted().minor();
        let wallet = balance(Account::client_wallet(self.organisation, jpy)).await;
        let payable = balance(Account::worker_available(hana, jpy)).await;
        let mut held = 0;
        for escrow in &self.test.deal(self.contract).await.escrows {
            held += posted(escrow.value.account()).await;
        }
        Books {
            at_gateway: posted(Account::gateway_available(jpy)).await,
            at_gateway_pending: posted(Account::gateway_pending(jpy)).await,
            gateway_fees: posted(Account::gateway_fee_expense(jpy)).await,
            wallet: wallet.spendable().minor(),
            wallet_on_its_way: wallet.debits_held,
            held,
            earned: posted(Account::worker_pending(hana, jpy)).await,
            payable: payable.spendable().minor(),
            payable_on_its_way: payable.debits_held,
            fees: posted(Account::fee_income(jpy)).await,
            fee_tax: posted(Account::consumption_tax_payable(jpy)).await,
        }
    }

    /// How often each way of money was carried out at the gateway, and succeeded or is on its way.
    pub async fn carried_out(&self) -> usize {
        let answers = self.test.gateway.answers(self.test.app.now()).await.unwrap();
        answers.iter().filter(|answer| !matches!(answer.outcome, payments::Outcome::Declined { .. })).count()
    }

    /// The laws hold.
    pub async fn assert_sound(&self) -> Report {
        let report = self.test.app.verify().await.unwrap();
        let broken: Vec<_> = report.checks.iter().filter(|check| check.violations > 0).collect();
        assert!(broken.is_empty() && report.sound, "{broken:#?}");
        report
    }

    pub async fn events_of(&self, subject: uuid::Uuid) -> Vec<String> {
        let events = self.test.db.read().events_of(subject, 100).await.unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }
}

/// 11,000 yen paid in; the gateway keeps 396.
pub const PAID_IN: Books = Books {
    at_gateway: 10_604,
    gateway_fees: 396,
    held: 11_000,
    at_gateway_pending: 0,
    wallet: 0,
    wallet_on_its_way: 0,
    earned: 0,
    payable: 0,
    payable_on_its_way: 0,
    fees: 0,
    fee_tax: 0,
};

/// The same, all released: CrowdWorks' published example.
pub const EARNED: Books = Books { held: 0, payable: 8_580, fees: 2_200, fee_tax: 220, ..PAID_IN };

pub fn money(minor: i64) -> Money {
    yen(minor)
}
