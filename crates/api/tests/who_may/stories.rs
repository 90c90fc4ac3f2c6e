//! What has to have happened before a mutation can be tried, each time with objects of its own.

use crate::world::World;
use identity::MemberRole;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::Duration;

/// The content of every file.
pub const FILE: &[u8] = b"SPEAKER A: good morning\n";
const PASSWORD: &str = "correct horse battery";
const CARD: &str = "4242424242424242";
/// Longer than the talk of a dispute and than the security period after an acceptance.
const SIX_DAYS: Duration = Duration::days(6);

/// A contract between owner and worker.
pub struct Deal {
    pub contract: String,
    pub milestone: String,
}

impl World {
    /// An input that is right in everything but perhaps in who sends it. `who` matters where everybody has their own.
    pub async fn input(&self, row: &str, who: &str) -> Value {
        let (mutation, variant) = row.split_once('.').unwrap_or((row, ""));
        let mut input = match mutation {
            "accountRegister" => self.registration(),
            "accountConfirm" => self.confirmation().await,
            "sessionCodeRequest" => json!({ "email": "worker@example.jp" }),
            "sessionCreate" => self.sign_in().await,
            "sessionEnd" => json!({}),
            "passwordSet" => json!({ "current": PASSWORD, "new": PASSWORD }),
            "accountUpdate" => self.account(who).await,
            "profileUpdate" => profile(),
            "portfolioItemAdd" => json!({ "title": "議事録" }),
            "portfolioItemRemove" => self.portfolio_item(who).await,
            "noticesMarkRead" => json!({ "upTo": self.notice().await }),
            "organisationCreate" => json!({ "organisation": organisation() }),
            "organisationUpdate" => json!({ "organisation": organisation() }),
            "organisationMemberAdd" => json!({ "email": self.newcomer().await, "role": "MEMBER" }),
            "organisationMemberRemove" => json!({ "personId": self.leaver(variant, who).await }),
            "taskDraft" => json!({ "organisationId": self.organisation.to_string(), "task": task() }),
            "taskUpdate" => json!({ "taskId": self.task(variant).await, "task": task() }),
            "taskPublish" => json!({ "taskId": self.task("draft").await }),
            "taskClose" => json!({ "taskId": self.task(variant).await }),
            "bidPlace" => json!({ "taskId": self.task("open").await, "offer": offer() }),
            "bidUpdate" => json!({ "bidId": self.bid().await, "expectedTaskVersion": 2, "offer": offer() }),
            "bidWithdraw" | "bidAward" => json!({ "bidId": self.bid().await }),
            "bidDecline" => json!({ "bidId": self.bid().await, "reason": "OTHER", "note": "決めました。" }),
            "milestoneFund" => json!({ "milestoneId": self.agreed().await.milestone, "paymentMethod": CARD }),
            "milestoneRefund" => json!({ "milestoneId": self.funded().await.milestone }),
            "deliveryUploadCreate" => upload(json!({ "milestoneId": self.funded().await.milestone })),
            "deliverySubmit" => submission(&self.funded().await.milestone),
            "deliveryAccept" => json!({ "deliveryId": self.delivered().await.1 }),
            "deliveryAcceptPartly" => json!({ "deliveryId": self.delivered().await.1, "amount": yen("1100") }),
            "deliveryRequestRevision" => {
                json!({ "deliveryId": self.delivered().await.1, "item": 1, "reason": "名前がありません。" })
            }
            "contractCancel" => cancellation(&self.funded().await.contract),
            "contractCancelAnswer" => json!({ "contractId": self.cancelling(variant).await, "accept": true }),
            "contractCancelWithdraw" => json!({ "contractId": self.cancelling(variant).await }),
            "messageUploadCreate" => upload(self.thread(variant).await),
            "messageSend" => {
                let mut message = self.thread(variant).await;
                message["text"] = json!("質問です。");
                message
            }
            "disputeOpen" => opening(&self.funded().await.milestone),
            "disputeRespond" => json!({ "disputeId": self.talking(variant).await, "statement": "あります。" }),
            "disputeSettle" => {
                json!({ "disputeId": self.talking("by_owner").await, "action": "OFFER_SPLIT", "toWorker": yen("1") })
            }
            "disputeAssign" => json!({ "disputeId": self.waiting(variant).await }),
            "disputeDecide" => decision(self.taken("first", "judge").await),
            "disputeAppeal" => json!({ "disputeId": self.decided().await, "reason": "半分はできています。" }),
            "disputeAppealDecide" => decision(self.taken("appeal", "moderator").await),
            "payoutRequest" => {
                self.ended().await;
                json!({ "amount": yen("1000"), "destination": "bank_ok" })
            }
            "reviewSubmit" => review(&self.ended().await.contract),
            _ => panic!("no story of {row}"),
        };
        self.complete(mutation, &mut input).await;
        input
    }

    /// Adds the organisation where there is one to be, the version that it or the object named first has now, and a key.
    async fn complete(&self, mutation: &str, input: &mut Value) {
        if mutation.starts_with("organisation") && mutation != "organisationCreate" {
            input["organisationId"] = json!(self.organisation.to_string());
            input["expectedVersion"] = json!(self.organisation_version().await);
        }
        let object = input.as_object().unwrap().iter().find(|(name, _)| OBJECTS.contains(&name.as_str()));
        if let Some((_, id)) = object.filter(|_| self.takes(mutation, "expectedVersion")) {
            input["expectedVersion"] = self.version(id).await;
        }
        if self.takes(mutation, "idempotencyKey") {
            input["idempotencyKey"] = json!(self.test.key());
        }
    }

    /// The version of an object that the owner or a moderator sees.
    async fn version(&self, id: &Value) -> Value {
        let kinds = ["Task", "Bid", "Contract", "Milestone", "Delivery", "Dispute"];
        let fragments: Vec<_> = kinds.iter().map(|kind| format!("... on {kind} {{ version }}")).collect();
        let query = format!("query($id: ID!) {{ node(id: $id) {{ {} }} }}", fragments.join(" "));
        self.query("owner", &query, id.as_str().unwrap()).await["node"]["version"].take()
    }

    fn registration(&self) -> Value {
        json!({ "email": format!("{}@example.jp", self.test.key()), "displayName": "花" })
    }

    async fn confirmation(&self) -> Value {
        let registration = self.registration();
        self.done("nobody", "accountRegister", registration.clone(), "").await;
        let code = self.test.mails.code_for(registration["email"].as_str().unwrap());
        json!({ "email": registration["email"], "code": code })
    }

    async fn sign_in(&self) -> Value {
        let email = "worker@example.jp";
        self.done("nobody", "sessionCodeRequest", json!({ "email": email }), "").await;
        json!({ "email": email, "proof": { "code": self.test.mails.code_for(email) } })
    }

    async fn account(&self, who: &str) -> Value {
        let viewer = self.query(who, "{ viewer { version } }", "").await["viewer"].take();
        json!({ "displayName": "花", "expectedVersion": viewer["version"].as_i64().unwrap_or(1) })
    }

    /// The worker's item, to be removed by `who`, who names the version of their own profile.
    async fn portfolio_item(&self, who: &str) -> Value {
        let mut items = Vec::new();
        for person in ["worker", who] {
            if person != "nobody" {
                let profile = "person { profile { version portfolio { id } } }";
                let mut added = self.step(person, "portfolioItemAdd", json!({ "title": "議事録" }), profile).await;
                items.push(added["person"]["profile"].take());
            }
        }
        let own = items.last().map(|profile| &profile["version"]);
        json!({ "expectedVersion": own, "itemId": items[0]["portfolio"][0]["id"] })
    }

    /// The worker's newest notice: that they were chosen.
    pub async fn notice(&self) -> Value {
        self.agreed().await;
        let viewer = self.query("worker", "{ viewer { notices(first: 1) { nodes { id } } } }", "").await;
        viewer["viewer"]["notices"]["nodes"][0]["id"].clone()
    }

    /// The address of somebody new.
    async fn newcomer(&self) -> String {
        let name = self.test.key();
        self.test.person(&name).await;
        format!("{name}@example.jp")
    }

    async fn leaver(&self, variant: &str, who: &str) -> String {
        if variant == "oneself" {
            let who = if who == "nobody" { "stranger" } else { who };
            if who == "member" && !self.is_member(who).await {
                self.join("member", MemberRole::Member).await;
            }
            return self.id_of(who);
        }
        let name = self.test.key();
        let newcomer = self.test.person(&name).await;
        self.join(&name, MemberRole::Member).await;
        newcomer.id.to_string()
    }

    /// A task of the organisation, `draft` or `open`.
    pub async fn task(&self, state: &str) -> String {
        let input = json!({ "organisationId": self.organisation.to_string(), "task": task() });
        let drafted = self.step("owner", "taskDraft", input, "task { id }").await;
        let id = text(&drafted["task"]["id"]);
        if state == "open" {
            self.step("owner", "taskPublish", json!({ "taskId": id }), "").await;
        }
        id
    }

    /// The worker's bid on an open task, on which the rival has placed one too.
    pub async fn bid(&self) -> String {
        let task = self.task("open").await;
        self.step("rival", "bidPlace", json!({ "taskId": task, "offer": offer() }), "").await;
        let placed = self.step("worker", "bidPlace", json!({ "taskId": task, "offer": offer() }), "bid { id }").await;
        text(&placed["bid"]["id"])
    }

    /// A contract of one milestone for 10,000 yen and tax, not paid in.
    pub async fn agreed(&self) -> Deal {
        let bid = self.bid().await;
        let made = self.step("owner", "bidAward", json!({ "bidId": bid }), "contract { id milestones { id } }").await;
        let contract = &made["contract"];
        Deal { contract: text(&contract["id"]), milestone: text(&contract["milestones"][0]["id"]) }
    }

    /// It is paid in.
    pub async fn funded(&self) -> Deal {
        let deal = self.agreed().await;
        let input = json!({ "milestoneId": deal.milestone, "paymentMethod": CARD });
        self.step("owner", "milestoneFund", input, "").await;
        self.test.run_jobs().await;
        deal
    }

    /// A delivery waits for an answer.
    pub async fn delivered(&self) -> (Deal, String) {
        let deal = self.funded().await;
        let submitted = self.step("worker", "deliverySubmit", submission(&deal.milestone), "delivery { id }").await;
        (deal, text(&submitted["delivery"]["id"]))
    }

    /// The work is accepted, and its money the worker's.
    pub async fn ended(&self) -> Deal {
        let (deal, delivery) = self.delivered().await;
        self.step("owner", "deliveryAccept", json!({ "deliveryId": delivery }), "").await;
        self.test.clock.advance(SIX_DAYS);
        self.test.run_jobs().await;
        deal
    }

    /// One side has proposed to end a contract: `by_worker` or `by_owner`.
    async fn cancelling(&self, by: &str) -> String {
        let deal = self.funded().await;
        self.step(side(by), "contractCancel", cancellation(&deal.contract), "").await;
        deal.contract
    }

    /// A thread with nothing in it, `on_bid` or `on_contract`, as an argument names it.
    async fn thread(&self, variant: &str) -> Value {
        match variant {
            "on_bid" => json!({ "bidId": self.bid().await }),
            _ => json!({ "contractId": self.agreed().await.contract }),
        }
    }

    /// A dispute that one side has opened: `by_worker` or `by_owner`.
    pub async fn talking(&self, by: &str) -> String {
        let deal = self.funded().await;
        text(&self.step(side(by), "disputeOpen", opening(&deal.milestone), "dispute { id }").await["dispute"]["id"])
    }

    /// A dispute that waits for somebody to take its `first` decision, or the decision on its `appeal`.
    async fn waiting(&self, stage: &str) -> String {
        if stage == "appeal" {
            let dispute = self.decided().await;
            let input = json!({ "disputeId": dispute, "reason": "半分はできています。" });
            self.step("worker", "disputeAppeal", input, "").await;
            return dispute;
        }
        let dispute = self.talking("by_owner").await;
        self.test.clock.advance(SIX_DAYS);
        self.test.run_jobs().await;
        dispute
    }

    async fn taken(&self, stage: &str, by: &str) -> String {
        let dispute = Box::pin(self.waiting(stage)).await;
        self.step(by, "disputeAssign", json!({ "disputeId": dispute }), "").await;
        dispute
    }

    /// The judge has decided.
    async fn decided(&self) -> String {
        let dispute = self.taken("first", "judge").await;
        self.step("judge", "disputeDecide", decision(dispute.clone()), "").await;
        dispute
    }

    /// A step of a story, in the version that its object has now.
    pub async fn step(&self, who: &str, mutation: &str, mut input: Value, selection: &str) -> Value {
        self.complete(mutation, &mut input).await;
        self.done(who, mutation, input, selection).await
    }
}

/// Arguments that name what a mutation is about.
const OBJECTS: [&str; 6] = ["taskId", "bidId", "contractId", "milestoneId", "deliveryId", "disputeId"];

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn side(by: &str) -> &str {
    by.strip_prefix("by_").unwrap()
}

/// An amount of yen as the API takes it.
pub fn yen(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "JPY" })
}

fn profile() -> Value {
    json!({
        "expectedVersion": 0, "headline": "文字起こし", "about": "家で働きます。", "minutesAWeek": 600,
        "skills": ["transcription"], "languages": [{ "code": "ja", "level": "NATIVE" }],
    })
}

fn organisation() -> Value {
    json!({
        "name": "箕輪商店", "legalName": "株式会社箕輪商店", "legalForm": "COMPANY", "address": "長野県上伊那郡箕輪町1",
        "contactEmail": "office@example.jp", "hasEmployees": true,
    })
}

fn task() -> Value {
    json!({
        "title": "議事録の文字起こし", "description": "音声3本です。", "checklist": ["話者の名前がある", "時刻がある"],
        "milestones": [{ "title": "第1回", "price": yen("10000") }], "estimatedMinutes": 300,
        "deadline": "2026-12-30T00:00:00Z", "skills": ["transcription"], "language": "JA",
        "workStyle": {
            "suddenLeave": "ANY_TIME", "contactHours": "SCHOOL_HOURS", "meetings": "NONE", "flexibleHours": "FREE",
            "moreHours": "POSSIBLE", "leadPath": "NO", "responseTime": "TWO_DAYS", "tools": "COMPUTER",
            "interruption": "ANY_MOMENT", "experience": "FIRST_JOB",
        },
    })
}

fn offer() -> Value {
    json!({ "price": yen("10000"), "message": "できます。", "finishBy": "2026-12-29T00:00:00Z" })
}

/// What announces [`FILE`] for a milestone or a thread.
pub fn upload(mut purpose: Value) -> Value {
    purpose["filename"] = json!("議事録.txt");
    purpose["contentType"] = json!("text/plain");
    purpose["byteSize"] = json!(FILE.len());
    purpose["sha256"] = json!(hex::encode(Sha256::digest(FILE)));
    purpose
}

fn submission(milestone: &str) -> Value {
    json!({ "milestoneId": milestone, "ticks": [1, 2], "note": "できました。" })
}

fn cancellation(contract: &str) -> Value {
    json!({ "contractId": contract, "toWorker": yen("5500"), "note": "終わりにしましょう。" })
}

fn opening(milestone: &str) -> Value {
    json!({ "milestoneId": milestone, "reason": "NOT_DELIVERED", "statement": "連絡がありません。" })
}

fn decision(dispute: String) -> Value {
    json!({ "disputeId": dispute, "toWorker": yen("2000"), "reason": "PARTLY_AS_AGREED", "text": "一部です。" })
}

fn review(contract: &str) -> Value {
    json!({ "contractId": contract, "score": 5, "comment": "ありがとう。", "facts": { "onTime": true } })
}
