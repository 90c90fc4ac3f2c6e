use crate::graphql::Asker;
use kernel::{ContractId, MilestoneId};
use storage::Db;
use testkit::{Actor, TestApp};

/// A contract between a client and hana whose one milestone, 11,000 yen with tax, is paid in.
pub struct Desk {
    pub test: TestApp,
    pub ask: Asker,
    pub owner: Actor,
    pub hana: Actor,
    pub contract: ContractId,
    pub milestone: MilestoneId,
}

impl Desk {
    pub async fn new(db: Db) -> Self {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let contract = test.contract((&owner, organisation), &hana, &[10_000]).await;
        let milestone = test.deal(contract).await.milestones[0].value.id;
        test.fund(&owner, milestone).await;
        Self { test, ask, owner, hana, contract, milestone }
    }
}
