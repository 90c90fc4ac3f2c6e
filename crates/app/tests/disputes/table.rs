//! A dispute as it goes on: a client and a worker, one milestone of 11,000 yen with tax, two moderators.

use app::{
    Caller, DeliverySubmit, DisputeAppeal, DisputeAppealDecide, DisputeAssign, DisputeDecide, DisputeOpen,
    DisputeRespond, DisputeSettle, Settle,
};
use escrow::EscrowStateKind;
use identity::StaffRole;
use kernel::{ContractId, Currency, DisputeId, Instant, MilestoneId, OrganisationId};
use ledger::Account;
use market::{
    DecisionDraft, DecisionReason, DeliveryDraft, Dispute, DisputeDraft, DisputeReason, DisputeStateKind,
    MilestoneStateKind,
};
use storage::{Db, DealRows, Slice, Stored};
use testkit::{Actor, TestApp, refusals, yen};

pub struct Table {
    pub test: TestApp,
    pub owner: Actor,
    pub organisation: OrganisationId,
    pub hana: Actor,
    pub judge: Actor,
    pub other_judge: Actor,
    pub contract: ContractId,
    pub milestone: MilestoneId,
}

/// Where the money of the milestone is, in yen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    pub held: i64,
    pub earned: i64,
    pub fee: i64,
    pub fee_tax: i64,
    /// In the client's account, or on its way from there to the card.
    pub back: i64,
}

pub const ALL_HELD: Money = Money { held: 11_000, earned: 0, fee: 0, fee_tax: 0, back: 0 };

pub type Outcome = Result<DisputeId, Vec<String>>;

impl Table {
    /// Paid in; nothing is handed in yet.
    pub async fn funded(db: Db) -> Self {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let judge = test.staff("judge", StaffRole::Moderator).await;
        let other_judge = test.staff("other-judge", StaffRole::Moderator).await;
        let contract = test.contract((&owner, organisation), &hana, &[10_000]).await;
        let milestone = test.deal(contract).await.milestones[0].value.id;
        test.fund(&owner, milestone).await;
        Self { test, owner, organisation, hana, judge, other_judge, contract, milestone }
    }

    /// A delivery waits for the client's answer.
    pub async fn delivered(db: Db) -> Self {
        let table = Self::funded(db).await;
        let draft = DeliveryDraft { ticks: vec![1, 2], note: "できました。".to_owned(), files: Vec::new() };
        let ask = DeliverySubmit { idempotency_key: table.test.key(), milestone: table.milestone, draft };
        table.test.app.delivery_submit(&table.hana.caller, ask).await.unwrap();
        table
    }

    /// The client has opened a dispute about the delivery.
    pub async fn talking(db: Db) -> (Self, DisputeId) {
        let table = Self::delivered(db).await;
        let id = table.open(&table.owner.caller).await.unwrap();
        (table, id)
    }

    /// The two have not agreed, and a moderator has taken it.
    pub async fn taken(db: Db) -> (Self, DisputeId) {
        let (table, id) = Self::talking(db).await;
        table.until_due(id).await;
        table.assign(&table.judge.caller, id).await.unwrap();
        (table, id)
    }

    /// The moderator gave `to_worker` of the 11,000 yen to the worker.
    pub async fn decided(db: Db, to_worker: i64) -> (Self, DisputeId) {
        let (table, id) = Self::taken(db).await;
        table.decide(&table.judge.caller, id, to_worker).await.unwrap();
        (table, id)
    }

    /// The worker has appealed against that, and the other moderator has taken the appeal.
    pub async fn appealed(db: Db, to_worker: i64) -> (Self, DisputeId) {
        let (table, id) = Self::decided(db, to_worker).await;
        table.appeal(&table.hana.caller, id).await.unwrap();
        table.assign(&table.other_judge.caller, id).await.unwrap();
        (table, id)
    }

    pub async fn open(&self, by: &Caller) -> Outcome {
        self.test.app.dispute_open(by, self.opening()).await.map_err(refusals)
    }

    pub fn opening(&self) -> DisputeOpen {
        let draft =
            DisputeDraft { reason: DisputeReason::NotAsAgreed, statement: "時刻がありません。".to_owned() };
        DisputeOpen { idempotency_key: self.test.key(), milestone: self.milestone, draft }
    }

    pub async fn respond(&self, by: &Caller, id: DisputeId, statement: &str) -> Outcome {
        let expected_version = self.version(id).await;
        let ask = DisputeRespond { dispute: id, expected_version, statement: statement.to_owned() };
        self.test.app.dispute_respond(by, ask).await.map_err(refusals)
    }

    pub async fn settle(&self, by: &Caller, id: DisputeId, settle: Settle) -> Outcome {
        let ask = self.settling(id, settle).await;
        self.test.app.dispute_settle(by, ask).await.map_err(refusals)
    }

    pub async fn settling(&self, id: DisputeId, settle: Settle) -> DisputeSettle {
        let (idempotency_key, expected_version) = (self.test.key(), self.version(id).await);
        DisputeSettle { idempotency_key, dispute: id, expected_version, settle }
    }

    pub async fn assign(&self, by: &Caller, id: DisputeId) -> Outcome {
        let ask = DisputeAssign { dispute: id, expected_version: self.version(id).await };
        self.test.app.dispute_assign(by, ask).await.map_err(refusals)
    }

    pub async fn decide(&self, by: &Caller, id: DisputeId, to_worker: i64) -> Outcome {
        let (expected_version, decision) = (self.version(id).await, decision(to_worker));
        self.test
            .app
            .dispute_decide(by, DisputeDecide { dispute: id, expected_version, decision })
            .await
            .map_err(refusals)
    }

    pub async fn appeal(&self, by: &Caller, id: DisputeId) -> Outcome {
        let reason = "半分はできています。".to_owned();
        let ask = DisputeAppeal { dispute: id, expected_version: self.version(id).await, reason };
        self.test.app.dispute_appeal(by, ask).await.map_err(refusals)
    }

    pub async fn decide_appeal(&self, by: &Caller, id: DisputeId, to_worker: i64) -> Outcome {
        let ask = self.deciding_appeal(id, to_worker).await;
        self.test.app.dispute_appeal_decide(by, ask).await.map_err(refusals)
    }

    pub async fn deciding_appeal(&self, id: DisputeId, to_worker: i64) -> DisputeAppealDecide {
        let (idempotency_key, expected_version) = (self.test.key(), self.version(id).await);
        DisputeAppealDecide { idempotency_key, dispute: id, expected_version, decision: decision(to_worker) }
    }

    pub async fn stored(&self, id: DisputeId) -> Stored<Dispute> {
        self.test.db.read().dispute(id).await.unwrap().unwrap()
    }

    pub async fn version(&self, id: DisputeId) -> i32 {
        self.stored(id).await.version.get()
    }

    pub async fn state(&self, id: DisputeId) -> DisputeStateKind {
        self.stored(id).await.value.state.kind()
    }

    /// Where the milestone and its money stand.
    pub async fn frozen(&self) -> (MilestoneStateKind, EscrowStateKind) {
        let deal = self.test.deal(self.contract).await;
        (deal.milestones[0].value.state.kind(), deal.escrows[0].value.state.kind())
    }

    /// All that a refusal may not change.
    pub async fn whole(&self, id: DisputeId) -> (Stored<Dispute>, DealRows, Money, Vec<String>) {
        (self.stored(id).await, self.test.deal(self.contract).await, self.money().await, self.events(id).await)
    }

    pub async fn money(&self) -> Money {
        let (jpy, hana) = (Currency::Jpy, self.hana.id);
        let balance = async |account| self.test.db.read().balance(account).await.unwrap();
        let posted = async |account| balance(account).await.posted().minor();
        let all = Slice { rows: 100, from_end: false, after: None, before: None };
        let refunds = self.test.app.client_refunds(&self.owner.caller, self.organisation, all).await.unwrap();
        Money {
            held: posted(Account::escrow(self.milestone, jpy)).await,
            earned: posted(Account::worker_pending(hana, jpy)).await
                + posted(Account::worker_available(hana, jpy)).await,
            fee: posted(Account::fee_income(jpy)).await,
            fee_tax: posted(Account::consumption_tax_payable(jpy)).await,
            back: refunds.iter().map(|refund| refund.stored.value.amount.minor()).sum(),
        }
    }

    /// Lets time pass until `moment`, with everything that happens on the way.
    pub async fn at(&self, moment: Instant) {
        while let Some(next) = self.test.app.next_job_at().await.unwrap().filter(|next| *next <= moment) {
            self.test.clock.set(next.max(self.test.app.now()));
            self.test.run_jobs().await;
        }
        self.test.clock.set(moment);
        self.test.run_jobs().await;
    }

    /// Lets time pass until the clock leads the dispute on.
    pub async fn until_due(&self, id: DisputeId) {
        self.at(self.due(id).await).await;
    }

    pub async fn due(&self, id: DisputeId) -> Instant {
        let rules = self.test.deal(self.contract).await.contract.value.deal.rules;
        self.stored(id).await.value.next_clock_event(&rules).unwrap()
    }

    pub async fn events(&self, id: DisputeId) -> Vec<String> {
        let events = self.test.db.read().events_of(id.uuid(), 100).await.unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }

    /// The subjects of the mails to somebody about disputes, sorted: those of one moment come in any order.
    pub async fn letters(&self, name: &str) -> Vec<String> {
        self.test.run_jobs().await;
        let mails = self.test.mails.to(&format!("{name}@example.jp"));
        let words = ["話し合い", "判断", "見直し", "作業を続けます"];
        let subjects = mails.into_iter().map(|(subject, _)| subject);
        sorted(subjects.filter(|subject| words.iter().any(|word| subject.contains(word))))
    }

    /// The laws of money hold.
    pub async fn assert_sound(&self) {
        let report = self.test.app.verify().await.unwrap();
        let broken: Vec<_> = report.checks.iter().filter(|check| check.violations > 0).collect();
        assert!(broken.is_empty() && report.sound, "{broken:#?}");
    }
}

pub fn decision(to_worker: i64) -> DecisionDraft {
    let text = "半分できています。".to_owned();
    DecisionDraft { to_worker: yen(to_worker), reason: DecisionReason::PartlyAsAgreed, text }
}

pub fn sorted(words: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    let mut words: Vec<String> = words.into_iter().map(Into::into).collect();
    words.sort();
    words
}

pub fn refused(code: &str) -> Outcome {
    Err(vec![code.to_owned()])
}
