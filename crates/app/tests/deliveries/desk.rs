//! A contract under way: a client, a worker, and milestones of which the first is paid in.

use app::{DeliveryAccept, DeliveryAcceptPartly, DeliveryRequestRevision, DeliverySubmit, MilestoneRefund};
use escrow::Escrow;
use identity::MemberRole;
use kernel::{ContractId, Currency, DeliveryId, Instant, MilestoneId, Money, OrganisationId};
use ledger::Account;
use market::{Contract, Delivery, DeliveryDraft, DeliveryState, Milestone, RevisionAsk};
use storage::{Db, DealRows};
use testkit::{Actor, TestApp, refusals};
use uuid::Uuid;

pub struct Desk {
    pub test: TestApp,
    pub owner: Actor,
    pub organisation: OrganisationId,
    pub hana: Actor,
    pub id: ContractId,
    pub milestones: Vec<MilestoneId>,
}

/// Where the money of a milestone is, in yen: what its escrow holds, the client's account, the worker's earnings within
/// the security period, and the platform's fee with its tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    pub escrow: i64,
    pub wallet: i64,
    pub worker: i64,
    pub fee: i64,
    pub fee_tax: i64,
}

impl Desk {
    pub async fn new(db: Db, prices: &[i64]) -> Self {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let id = test.contract((&owner, organisation), &hana, prices).await;
        let deal = test.deal(id).await;
        let milestones = deal.milestones.iter().map(|milestone| milestone.value.id).collect();
        let desk = Self { test, owner, organisation, hana, id, milestones };
        desk.fund(0).await;
        desk
    }

    pub async fn fund(&self, index: usize) {
        self.test.fund(&self.owner, self.milestones[index]).await;
    }

    pub async fn member(&self, role: MemberRole) -> Actor {
        self.test.member(&self.owner, self.organisation, role).await
    }

    /// Lets the gateway and the queue do what they have to at this moment.
    pub async fn idle(&self) {
        self.test.app.run_until_idle().await.unwrap();
    }

    /// Lets time pass until `moment`, with everything that happens on the way.
    pub async fn at(&self, moment: Instant) {
        while let Some(next) = self.test.app.next_job_at().await.unwrap().filter(|next| *next <= moment) {
            self.test.clock.set(next.max(self.test.app.now()));
            self.idle().await;
        }
        self.test.clock.set(moment);
        self.idle().await;
    }

    pub async fn try_submit(&self, index: usize, draft: DeliveryDraft) -> Result<DeliveryId, Vec<String>> {
        let milestone = self.milestones[index];
        let ask = DeliverySubmit { idempotency_key: self.test.key(), milestone, draft };
        self.test.app.delivery_submit(&self.hana.caller, ask).await.map_err(refusals)
    }

    pub async fn submit(&self, index: usize, note: &str) -> DeliveryId {
        self.try_submit(index, draft(note)).await.unwrap()
    }

    pub async fn accept(&self, delivery: DeliveryId, version: i32) -> Result<DeliveryId, Vec<String>> {
        let ask = ask_accept(self, delivery, version);
        self.test.app.delivery_accept(&self.owner.caller, ask).await.map_err(refusals)
    }

    pub async fn partly(&self, delivery: DeliveryId, version: i32, amount: Money) -> Result<DeliveryId, Vec<String>> {
        let ask = ask_partly(self, delivery, version, amount);
        self.test.app.delivery_accept_partly(&self.owner.caller, ask).await.map_err(refusals)
    }

    pub async fn revise(
        &self,
        delivery: DeliveryId,
        version: i32,
        item: u8,
        reason: &str,
    ) -> Result<DeliveryId, Vec<String>> {
        let ask = ask_revision(self, delivery, version, RevisionAsk { item, reason: reason.to_owned() });
        self.test.app.delivery_request_revision(&self.owner.caller, ask).await.map_err(refusals)
    }

    pub async fn give_back(&self, version: i32, amount: Option<Money>) -> Result<MilestoneId, Vec<String>> {
        let (idempotency_key, milestone) = (self.test.key(), self.milestones[0]);
        let ask = MilestoneRefund { idempotency_key, milestone, expected_version: version, amount };
        self.test.app.milestone_refund(&self.hana.caller, ask).await.map_err(refusals)
    }

    pub async fn contract(&self) -> Contract {
        self.test.deal(self.id).await.contract.value
    }

    pub async fn milestone(&self, index: usize) -> Milestone {
        self.test.deal(self.id).await.milestones.swap_remove(index).value
    }

    pub async fn escrow(&self, index: usize) -> Escrow {
        self.test.deal(self.id).await.escrows.swap_remove(index).value
    }

    pub async fn delivery(&self, id: DeliveryId) -> DeliveryState {
        self.test.db.read().delivery(id).await.unwrap().unwrap().value.state
    }

    /// All that a refusal may not change.
    pub async fn whole(&self) -> (DealRows, Vec<Delivery>, Vec<Balances>, usize) {
        let mut deliveries = Vec::new();
        let (mut money, mut events) = (Vec::new(), self.events(self.id.uuid()).await.len());
        for (index, milestone) in self.milestones.iter().enumerate() {
            let found = self.test.db.read().deliveries_of(*milestone, None, 100).await.unwrap();
            deliveries.extend(found.into_iter().map(|found| found.delivery.value));
            money.push(self.money(index).await);
            events += self.events(milestone.uuid()).await.len();
        }
        (self.test.deal(self.id).await, deliveries, money, events)
    }

    pub async fn events(&self, subject: Uuid) -> Vec<String> {
        let events = self.test.db.read().events_of(subject, 100).await.unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }

    /// The subjects of the mails to an address, oldest first.
    pub async fn subjects(&self, address: &str) -> Vec<String> {
        self.test.mails.to(address).into_iter().map(|(subject, _)| subject).collect()
    }

    pub async fn money(&self, index: usize) -> Balances {
        let held = Account::escrow(self.milestones[index], Currency::Jpy);
        Balances {
            escrow: self.posted(held).await,
            wallet: self.posted(Account::client_wallet(self.organisation, Currency::Jpy)).await,
            worker: self.posted(Account::worker_pending(self.hana.id, Currency::Jpy)).await,
            fee: self.posted(Account::fee_income(Currency::Jpy)).await,
            fee_tax: self.posted(Account::consumption_tax_payable(Currency::Jpy)).await,
        }
    }

    /// All that the worker has earned, whether it can be paid out or not yet.
    pub async fn earned(&self) -> i64 {
        let available = Account::worker_available(self.hana.id, Currency::Jpy);
        self.money(0).await.worker + self.posted(available).await
    }

    async fn posted(&self, account: Account) -> i64 {
        self.test.db.read().balance(account).await.unwrap().posted().minor()
    }
}

pub fn draft(note: &str) -> DeliveryDraft {
    DeliveryDraft { ticks: vec![1, 2], note: note.to_owned(), files: Vec::new() }
}

pub fn ask_accept(desk: &Desk, delivery: DeliveryId, expected_version: i32) -> DeliveryAccept {
    DeliveryAccept { idempotency_key: desk.test.key(), delivery, expected_version }
}

pub fn ask_partly(desk: &Desk, delivery: DeliveryId, expected_version: i32, amount: Money) -> DeliveryAcceptPartly {
    DeliveryAcceptPartly { idempotency_key: desk.test.key(), delivery, expected_version, amount }
}

pub fn ask_revision(
    desk: &Desk,
    delivery: DeliveryId,
    expected_version: i32,
    revision: RevisionAsk,
) -> DeliveryRequestRevision {
    DeliveryRequestRevision { idempotency_key: desk.test.key(), delivery, expected_version, revision }
}
