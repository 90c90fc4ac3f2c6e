//! Who reads what: a document about one object, and a word that only those who may read it are told.

use crate::stories::{Deal, upload, yen};
use crate::world::World;
use serde_json::{Value, json};

/// What is asked about, and the word in the answer that is not for everybody.
pub struct Question {
    pub document: &'static str,
    pub id: String,
    pub secret: String,
}

/// Everything that is private in one instance, by the row of the table.
pub struct Secrets {
    task: String,
    draft: String,
    bid: String,
    on_bid: String,
    deal: Deal,
    in_deal: String,
    reviewed: String,
    delivery: String,
    dispute: String,
    payment: String,
    refund: String,
    payout: String,
    notice: String,
    organisation: String,
}

/// What everybody calls a file.
const FILENAME: &str = "議事録.txt";

impl Secrets {
    /// An open task with two bids, a draft, a deal with everything in it, and money on every way.
    pub async fn told(world: &World) -> Self {
        let notice = world.notice().await;
        let bid = world.bid().await;
        let task = world.query("owner", "query($id: ID!) { bid(id: $id) { task { id } } }", &bid).await;
        let on_bid = Self::message(world, "worker", json!({ "bidId": bid }), "on the bid").await;
        let ended = world.ended().await;
        let comment = json!({
            "contractId": ended.contract, "score": 5, "comment": "still sealed", "facts": { "onTime": true },
        });
        world.step("worker", "reviewSubmit", comment, "").await;
        let destination = json!({ "amount": yen("1000"), "destination": "bank_ok" });
        let payout = world.step("worker", "payoutRequest", destination, "payout { id }").await;
        let returned = world.funded().await;
        world.step("worker", "milestoneRefund", json!({ "milestoneId": returned.milestone }), "").await;
        world.test.run_jobs().await;
        let deal = world.funded().await;
        let delivery = Self::delivery(world, &deal).await;
        let in_deal = Self::message(world, "owner", json!({ "contractId": deal.contract }), "in the deal").await;
        let complaint =
            json!({ "milestoneId": deal.milestone, "reason": "NOT_AS_AGREED", "statement": "my complaint" });
        let dispute = world.step("owner", "disputeOpen", complaint, "dispute { id }").await;
        let organisation = world.organisation.to_string();
        let money = "query($id: ID!) { organisation(id: $id) { money {
            payments { nodes { id } } refunds { nodes { id } } } } }";
        let money = world.query("owner", money, &organisation).await["organisation"]["money"].take();
        let id = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            task: id(&task["bid"]["task"]["id"]),
            draft: world.task("draft").await,
            bid,
            on_bid,
            deal,
            in_deal,
            reviewed: ended.contract,
            delivery,
            dispute: id(&dispute["dispute"]["id"]),
            payment: id(&money["payments"]["nodes"][0]["id"]),
            refund: id(&money["refunds"]["nodes"][0]["id"]),
            payout: id(&payout["payout"]["id"]),
            notice: id(&notice),
            organisation,
        }
    }

    /// A file is sent for a delivery or a message.
    async fn file(world: &World, who: &str, mutation: &str, purpose: Value) -> Value {
        let announced = world.step(who, mutation, upload(purpose), "uploadId uploadUrl").await;
        world.put(announced["uploadUrl"].as_str().unwrap()).await;
        announced["uploadId"].clone()
    }

    /// A message with a file.
    async fn message(world: &World, who: &str, thread: Value, text: &str) -> String {
        let mut message = thread.clone();
        message["text"] = json!(text);
        message["uploadIds"] = json!([Self::file(world, who, "messageUploadCreate", thread).await]);
        let sent = world.step(who, "messageSend", message, "message { id }").await;
        sent["message"]["id"].as_str().unwrap().to_owned()
    }

    /// Work is handed in with a file.
    async fn delivery(world: &World, deal: &Deal) -> String {
        let place = json!({ "milestoneId": deal.milestone });
        let file = Self::file(world, "worker", "deliveryUploadCreate", place).await;
        let work = json!({
            "milestoneId": deal.milestone, "ticks": [1, 2], "note": "my note", "uploadIds": [file],
        });
        let delivery = world.step("worker", "deliverySubmit", work, "delivery { id }").await;
        delivery["delivery"]["id"].as_str().unwrap().to_owned()
    }

    /// The question of a row.
    pub fn question(&self, row: &str) -> Question {
        let own = |secret: &str| secret.to_owned();
        let (document, id, secret) = match row {
            "own-address" => ("{ viewer { email } }", "", own("worker@example.jp")),
            "own-notices" => ("{ viewer { notices(first: 100) { nodes { id } } } }", "", self.notice.clone()),
            "own-wallet" => ("{ viewer { wallet { payouts { nodes { id } } } } }", "", self.payout.clone()),
            "own-bids" => ("{ viewer { bids(first: 100) { nodes { id } } } }", "", self.bid.clone()),
            "own-contracts" => {
                ("{ viewer { contracts(first: 100) { nodes { id } } } }", "", self.deal.contract.clone())
            }
            "payout" => (NODE, self.payout.as_str(), self.payout.clone()),
            "payment" => (NODE, self.payment.as_str(), self.payment.clone()),
            "refund" => (NODE, self.refund.as_str(), self.refund.clone()),
            "milestone-payments" => (PAYMENTS, self.deal.milestone.as_str(), own("payment_")),
            "organisation" => (ORGANISATION, self.organisation.as_str(), own("owner商店")),
            "organisation-address" => (PARTICULARS, self.organisation.as_str(), own("office-of-owner")),
            "organisation-members" => (MEMBERS, self.organisation.as_str(), own("FINANCE")),
            "organisation-money" => (MONEY, self.organisation.as_str(), own("available")),
            "organisation-bids" => (ITS_BIDS, self.organisation.as_str(), self.bid.clone()),
            "organisation-contracts" => (ITS_CONTRACTS, self.organisation.as_str(), self.deal.contract.clone()),
            "organisation-drafts" => (ITS_TASKS, self.organisation.as_str(), self.draft.clone()),
            "task" => (TASK, self.task.as_str(), own("議事録の文字起こし")),
            "task-draft" => (TASK, self.draft.as_str(), own("議事録の文字起こし")),
            "task-bid-of-worker" => (BIDS, self.task.as_str(), own(":\"worker\"")),
            "task-bid-of-rival" => (BIDS, self.task.as_str(), own(":\"rival\"")),
            "bid" => (BID, self.bid.as_str(), own("できます。")),
            "bid-messages" => (BID, self.bid.as_str(), own("on the bid")),
            "bid-message-file" => (MESSAGE, self.on_bid.as_str(), own(FILENAME)),
            "contract" => (CONTRACT, self.deal.contract.as_str(), own("株式会社owner商店")),
            "contract-messages" => (CONTRACT, self.deal.contract.as_str(), own("in the deal")),
            "contract-message-file" => (MESSAGE, self.in_deal.as_str(), own(FILENAME)),
            "sealed-review" => (REVIEWS, self.reviewed.as_str(), own("still sealed")),
            "milestone" => (NODE, self.deal.milestone.as_str(), self.deal.milestone.clone()),
            "delivery" => (DELIVERY, self.delivery.as_str(), own("SUBMITTED")),
            "delivery-note" => (DELIVERY, self.delivery.as_str(), own("my note")),
            "delivery-files" => (DELIVERY, self.delivery.as_str(), own(FILENAME)),
            "dispute" => (DISPUTE, self.dispute.as_str(), self.dispute.clone()),
            "dispute-case" => (DISPUTE, self.dispute.as_str(), own("my complaint")),
            "dispute-queue" => (QUEUE, "", self.dispute.clone()),
            _ => panic!("no question about {row}"),
        };
        Question { document, id: id.to_owned(), secret }
    }
}

const NODE: &str = "query($id: ID!) { node(id: $id) { id } }";
const PAYMENTS: &str = "query($id: ID!) { node(id: $id) { ... on Milestone { payments { id } } } }";
const ORGANISATION: &str = "query($id: ID!) { organisation(id: $id) { name } }";
const PARTICULARS: &str = "query($id: ID!) { organisation(id: $id) { contactEmail address } }";
const MEMBERS: &str = "query($id: ID!) { organisation(id: $id) { members { role } } }";
const MONEY: &str = "query($id: ID!) { organisation(id: $id) { money { balances { available { amount } } } } }";
const ITS_BIDS: &str = "query($id: ID!) { organisation(id: $id) { bids(first: 100) { nodes { id } } } }";
const ITS_CONTRACTS: &str = "query($id: ID!) { organisation(id: $id) { contracts(first: 100) { nodes { id } } } }";
const ITS_TASKS: &str = "query($id: ID!) { organisation(id: $id) { tasks(first: 100) { nodes { id } } } }";
const TASK: &str = "query($id: ID!) { task(id: $id) { title } }";
const BIDS: &str = "query($id: ID!) { task(id: $id) { bids { nodes { worker { displayName } } } } }";
const BID: &str = "query($id: ID!) { bid(id: $id) { message messages { nodes { text } } } }";
const CONTRACT: &str =
    "query($id: ID!) { contract(id: $id) { terms { client { name } } messages { nodes { text } } } }";
const REVIEWS: &str = "query($id: ID!) { contract(id: $id) { reviews { comment } } }";
const MESSAGE: &str = "query($id: ID!) { node(id: $id) { ... on Message { text files { filename downloadUrl } } } }";
const DELIVERY: &str = "query($id: ID!) { delivery(id: $id) { state note files { filename downloadUrl } } }";
const DISPUTE: &str = "query($id: ID!) { dispute(id: $id) { id case { statement } } }";
const QUEUE: &str = "{ disputeQueue(state: TALKING) { nodes { id } } }";
