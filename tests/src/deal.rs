use crate::client::{Person, id, key, text, until};
use crate::{Marketplace, days};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

/// A card that pays at once.
pub const CARD: &str = "4242424242424242";
/// A bank account that takes what is sent.
pub const BANK: &str = "bank_ok";

/// A deal between Hanako's shop and Taro: 文字起こし for a price without tax.
pub struct Deal<'m> {
    /// Where it is made.
    pub marketplace: &'m Marketplace,
    /// Who orders: owner of the organisation.
    pub client: Person<'m>,
    /// Global id of the organisation.
    pub organisation: String,
    /// Who works.
    pub worker: Person<'m>,
    /// Global id of the task.
    pub task: String,
    /// Global id of the bid that won.
    pub bid: String,
    /// Global id of the contract.
    pub contract: String,
    /// Global ids of its milestones, in the order of work.
    pub milestones: Vec<String>,
}

/// Where every yen of a deal is. What is not named is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Books {
    /// Paid in for the contract, ever.
    pub funded: i64,
    /// Of that, held.
    pub held: i64,
    /// Of that, released to the worker, fee and tax included.
    pub released: i64,
    /// Of that, given back to the client.
    pub refunded: i64,
    /// The worker's, within the security period.
    pub pending: i64,
    /// The worker's, to be paid out.
    pub available: i64,
    /// The worker's, on its way to a bank.
    pub to_bank: i64,
    /// The client's, in no contract.
    pub client_available: i64,
    /// The client's, on its way back to a card.
    pub to_card: i64,
}

impl Books {
    /// No money anywhere.
    pub const NOTHING: Self = Self {
        funded: 0,
        held: 0,
        released: 0,
        refunded: 0,
        pending: 0,
        available: 0,
        to_bank: 0,
        client_available: 0,
        to_card: 0,
    };
}

/// A client organisation with a task that waits for bids.
pub struct Call<'m> {
    /// Where it is made.
    pub marketplace: &'m Marketplace,
    /// Its owner.
    pub client: Person<'m>,
    /// Its global id.
    pub organisation: String,
    /// Global id of the task.
    pub task: String,
}

impl<'m> Call<'m> {
    /// Hanako's shop with an open task of one part for each price, in yen without tax.
    pub async fn open(marketplace: &'m Marketplace, prices: &[i64]) -> Self {
        let client = Person::register(marketplace, "hanako").await;
        let input = json!({ "idempotencyKey": key(), "organisation": organisation_input("花子商店") });
        let made = client.done("organisationCreate", input, "organisation { id }").await;
        let organisation = id(&made["organisation"]);
        let task = task_input(prices, marketplace.now());
        let input = json!({ "idempotencyKey": key(), "organisationId": organisation, "task": task });
        let draft = client.done("taskDraft", input, "task { id version }").await["task"].take();
        let input = json!({ "taskId": draft["id"], "expectedVersion": draft["version"] });
        client.done("taskPublish", input, "task { state }").await;
        Self { marketplace, client, organisation, task: id(&draft) }
    }

    /// What a worker sends to offer the task for a price, to be done in ten days.
    pub async fn bid_input(&self, price: i64) -> Value {
        let task = self.client.ask("query($id: ID!) { task(id: $id) { version } }", json!({ "id": self.task })).await;
        json!({
            "idempotencyKey": key(), "taskId": self.task, "expectedVersion": task["task"]["version"],
            "offer": offer_input(price, self.marketplace.now()),
        })
    }

    /// Places a bid and answers its global id.
    pub async fn bid(&self, worker: &Person<'m>, price: i64) -> String {
        id(&worker.done("bidPlace", self.bid_input(price).await, "bid { id }").await["bid"])
    }

    /// Awards a bid that was not changed since it was placed.
    pub async fn award(self, worker: Person<'m>, bid: String) -> Deal<'m> {
        let input = json!({ "idempotencyKey": key(), "bidId": bid, "expectedVersion": 1 });
        let made = self.client.done("bidAward", input, "contract { id milestones { id } }").await;
        let contract = id(&made["contract"]);
        let milestones = made["contract"]["milestones"].as_array().expect("a contract has milestones");
        let milestones = milestones.iter().map(id).collect();
        let Self { marketplace, client, organisation, task } = self;
        Deal { marketplace, client, organisation, worker, task, bid, contract, milestones }
    }
}

impl<'m> Deal<'m> {
    /// A contract of one milestone for 10,000 yen and tax, not yet paid in.
    pub async fn agreed(marketplace: &'m Marketplace) -> Self {
        Self::agreed_for(marketplace, &[10_000]).await
    }

    /// A contract of one milestone for each price, not yet paid in.
    pub async fn agreed_for(marketplace: &'m Marketplace, prices: &[i64]) -> Self {
        let call = Call::open(marketplace, prices).await;
        let worker = Person::register(marketplace, "taro").await;
        let bid = call.bid(&worker, prices.iter().sum()).await;
        call.award(worker, bid).await
    }

    /// The first milestone.
    pub fn milestone(&self) -> &str {
        &self.milestones[0]
    }

    /// What pays the first milestone in.
    pub async fn fund_input(&self, card: &str) -> Value {
        json!({
            "idempotencyKey": key(), "milestoneId": self.milestone(),
            "expectedVersion": self.look().await["milestones"][0]["version"], "paymentMethod": card,
        })
    }

    /// Asks a card for the first milestone.
    pub async fn pay_by(&self, card: &str) {
        let input = self.fund_input(card).await;
        self.client.done("milestoneFund", input, "").await;
    }

    /// Every milestone is paid in, and work may begin.
    pub async fn funded(self) -> Self {
        let look = self.look().await;
        for (index, milestone) in self.milestones.iter().enumerate() {
            let version = &look["milestones"][index]["version"];
            let input = json!({
                "idempotencyKey": key(), "milestoneId": milestone, "expectedVersion": version, "paymentMethod": CARD,
            });
            self.client.done("milestoneFund", input, "").await;
        }
        let working = |look: &Value| {
            look["milestones"].as_array().into_iter().flatten().all(|milestone| milestone["state"] == "IN_PROGRESS")
        };
        until("the money", || self.look(), working).await;
        self
    }

    /// Announces a file for the first milestone and sends it; answers the id to hand it in by.
    pub async fn upload(&self, content: &'static [u8]) -> String {
        let payload = self.worker.done("deliveryUploadCreate", self.upload_input(content), UPLOAD).await;
        let (status, body) = self.put(&payload, content).await;
        assert_eq!(status, 201, "{body}");
        text(&payload["uploadId"])
    }

    /// What announces a file for the first milestone.
    pub fn upload_input(&self, content: &[u8]) -> Value {
        json!({
            "idempotencyKey": key(), "milestoneId": self.milestone(), "filename": "議事録.txt",
            "contentType": "text/plain", "byteSize": content.len(), "sha256": hex::encode(Sha256::digest(content)),
        })
    }

    /// Sends bytes to the place that an announcement answered; the status and the body.
    pub async fn put(&self, place: &Value, content: &'static [u8]) -> (u16, String) {
        let url = text(&place["uploadUrl"]);
        let (_, path) = url.split_once("/uploads/").expect("the place of an upload");
        let mut request =
            reqwest::Client::new().put(format!("{}/uploads/{path}", self.marketplace.address())).body(content);
        for header in place["headers"].as_array().into_iter().flatten() {
            request = request.header(text(&header["name"]), text(&header["value"]));
        }
        let answer = request.send().await.expect("the instance answers");
        (answer.status().as_u16(), answer.text().await.expect("the instance answers"))
    }

    /// Hands work in for the first milestone; answers the global id of the delivery.
    pub async fn deliver(&self, note: &str) -> String {
        let input = json!({ "idempotencyKey": key(), "milestoneId": self.milestone(), "ticks": [1, 2], "note": note });
        id(&self.worker.done("deliverySubmit", input, "delivery { id }").await["delivery"])
    }

    /// Work was handed in and waits for an answer.
    pub async fn delivered(self) -> Delivered<'m> {
        let delivery = self.deliver("できました。").await;
        Delivered { deal: self, delivery }
    }

    /// Runs a mutation of the client's that must not be refused, with a key of its own.
    pub async fn client_does(&self, mutation: &str, input: Value) {
        self.client.done(mutation, with_key(input), "").await;
    }

    /// Runs a mutation of the worker's that must not be refused, with a key of its own.
    pub async fn worker_does(&self, mutation: &str, input: Value) {
        self.worker.done(mutation, with_key(input), "").await;
    }

    /// The contract as its client sees it.
    pub async fn look(&self) -> Value {
        self.client.ask(CONTRACT, json!({ "id": self.contract })).await["contract"].take()
    }

    /// Where contract, first milestone and its money stand.
    pub async fn state(&self) -> [String; 3] {
        let look = self.look().await;
        let milestone = &look["milestones"][0];
        [&look["state"], &milestone["state"], &milestone["escrowState"]].map(text)
    }

    /// Where every yen is.
    pub async fn books(&self) -> Books {
        let look = self.look().await;
        let money = self.client.ask(CLIENT_MONEY, json!({ "id": self.organisation })).await;
        let wallet = self.worker.ask(WALLET, json!({})).await;
        let client = balance(&money["organisation"]["money"]["balances"]);
        let worker = balance(&wallet["viewer"]["wallet"]["balances"]);
        let escrow = &look["escrow"];
        Books {
            funded: yen(&escrow["funded"]),
            held: yen(&escrow["held"]),
            released: yen(&escrow["released"]),
            refunded: yen(&escrow["refunded"]),
            pending: yen(&worker["pending"]),
            available: yen(&worker["available"]),
            to_bank: yen(&worker["onTheWay"]),
            client_available: yen(&client["available"]),
            to_card: yen(&client["onTheWay"]),
        }
    }

    /// Waits until every yen is where it should be, and then for the books to be found in order.
    pub async fn come_to(&self, books: Books) {
        until(&format!("{books:?}"), || self.books(), |seen| *seen == books).await;
        self.marketplace.verify();
    }

    /// Asks for a payout of the worker's yen to a bank account.
    pub async fn pay_out(&self, amount: i64, bank: &str) {
        self.worker_does("payoutRequest", json!({ "amount": yen_input(amount), "destination": bank })).await;
    }
}

/// A deal of which a delivery waits for an answer.
pub struct Delivered<'m> {
    /// The deal.
    pub deal: Deal<'m>,
    /// Global id of the delivery.
    pub delivery: String,
}

impl<'m> Delivered<'m> {
    /// What takes the delivery as the whole.
    pub fn accept_input(&self) -> Value {
        json!({ "idempotencyKey": key(), "deliveryId": self.delivery, "expectedVersion": 1 })
    }

    /// The client takes the delivery as the whole.
    pub async fn accepted(self) -> Deal<'m> {
        self.deal.client_does("deliveryAccept", self.accept_input()).await;
        self.deal
    }

    /// The client takes the delivery, and the security period is over.
    pub async fn settled(self) -> Deal<'m> {
        let deal = self.accepted().await;
        deal.marketplace.pass(days(5));
        until("the security period to end", || deal.books(), |books| books.available > 0).await;
        deal
    }
}

/// What is asked of an announced file.
pub const UPLOAD: &str = "uploadId uploadUrl headers { name value }";

const CONTRACT: &str = "query($id: ID!) { contract(id: $id) {
  id version state endedAt cancelledHow
  escrow { funded { amount } held { amount } released { amount } refunded { amount } }
  milestones {
    id version state escrowState revisions dueAt acceptedHow endedHow
    price { amount } gross { amount } accepted { amount } returned { amount }
  }
} }";

const CLIENT_MONEY: &str = "query($id: ID!) { organisation(id: $id) { money {
  balances { available { amount currency } onTheWay { amount } }
} } }";

const WALLET: &str = "{ viewer { wallet { balances {
  pending { amount } available { amount currency } onTheWay { amount }
} } } }";

/// Particulars of an organisation.
pub fn organisation_input(name: &str) -> Value {
    json!({
        "name": name, "legalName": format!("株式会社{name}"), "legalForm": "COMPANY", "address": "長野県上伊那郡箕輪町1",
        "contactEmail": "office@example.jp", "hasEmployees": true,
    })
}

/// A complete task of one part for each price, in yen without tax, wanted in forty days.
pub fn task_input(prices: &[i64], now: OffsetDateTime) -> Value {
    let part =
        |(index, price): (usize, &i64)| json!({ "title": format!("第{}回", index + 1), "price": yen_input(*price) });
    json!({
        "title": "議事録の文字起こし", "description": "音声3本です。",
        "checklist": ["話者の名前がある", "時刻が5分ごとにある"],
        "milestones": prices.iter().enumerate().map(part).collect::<Vec<_>>(),
        "estimatedMinutes": 300, "deadline": date_time(now + Duration::days(40)), "skills": ["transcription"],
        "language": "JA",
        "workStyle": {
            "suddenLeave": "ANY_TIME", "contactHours": "SCHOOL_HOURS", "meetings": "NONE", "flexibleHours": "FREE",
            "moreHours": "POSSIBLE", "leadPath": "NO", "responseTime": "TWO_DAYS", "tools": "COMPUTER",
            "interruption": "ANY_MOMENT", "experience": "FIRST_JOB",
        },
    })
}

/// An offer to do a task for a price, in yen without tax, in ten days.
pub fn offer_input(price: i64, now: OffsetDateTime) -> Value {
    json!({ "price": yen_input(price), "message": "できます。", "finishBy": date_time(now + Duration::days(10)) })
}

/// An amount of yen as the API takes it.
pub fn yen_input(amount: i64) -> Value {
    json!({ "amount": amount.to_string(), "currency": "JPY" })
}

/// An instant as the API takes it.
pub fn date_time(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).expect("a time of our era")
}

/// The amount of yen in an answer.
pub fn yen(money: &Value) -> i64 {
    text(&money["amount"]).parse().expect("yen are whole")
}

/// What somebody has in yen.
fn balance(balances: &Value) -> &Value {
    let of = |balance: &&Value| balance["available"]["currency"] == "JPY";
    balances.as_array().into_iter().flatten().find(of).unwrap_or_else(|| panic!("no yen in {balances}"))
}

fn with_key(mut input: Value) -> Value {
    if input.get("idempotencyKey").is_none() {
        input["idempotencyKey"] = json!(key());
    }
    input
}
