use super::{Actor, TestApp};
use app::{AppError, BidAward, BidPlace, DealRows, MilestoneFund, TaskDraftAsk, TaskPublish};
use kernel::{BidId, ContractId, Currency, Instant, MilestoneId, Money, OrganisationId, TaskId};
use market::{
    ContactHours, Experience, FlexibleHours, Interruption, Language, LeadPath, Meetings, MilestoneDraft, MoreHours,
    OfferDraft, ResponseTime, SuddenLeave, TaskDraft, Tools, WorkStyle,
};
use payments::simulated::CARD_OK;
use time::Duration;

/// An amount of yen.
pub const fn yen(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

/// A complete task of one part for each price, to be done in forty days.
pub fn task_draft(prices: &[i64], now: Instant) -> TaskDraft {
    let part = |(number, price): (usize, &i64)| MilestoneDraft {
        title: Some(format!("第{}回", number + 1)),
        price: Some(yen(*price)),
    };
    let work_style = WorkStyle {
        sudden_leave: SuddenLeave::AnyTime,
        contact_hours: ContactHours::SchoolHours,
        meetings: Meetings::None,
        flexible_hours: FlexibleHours::Free,
        more_hours: MoreHours::Possible,
        lead_path: LeadPath::No,
        response_time: ResponseTime::TwoDays,
        tools: Tools::Computer,
        interruption: Interruption::AnyMoment,
        experience: Experience::FirstJob,
    };
    TaskDraft {
        title: Some("議事録の文字起こし".to_owned()),
        description: Some("音声3本。".to_owned()),
        checklist: vec!["話者の名前がある".to_owned(), "時刻が5分ごとにある".to_owned()],
        milestones: prices.iter().enumerate().map(part).collect(),
        estimated_minutes: Some(300),
        deadline: Some(now.plus(Duration::days(40))),
        skills: vec!["transcription".to_owned()],
        language: Some(Language::Ja),
        work_style: work_style.into(),
    }
}

impl TestApp {
    /// Publishes a task of one part for each price.
    pub async fn open_task(&self, client: &Actor, organisation: OrganisationId, prices: &[i64]) -> TaskId {
        let task = task_draft(prices, self.app.now());
        let ask = TaskDraftAsk { idempotency_key: self.key(), organisation, task };
        let id = self.app.task_draft(&client.caller, ask).await.expect("a draft may hold this");
        let ask = TaskPublish { task: id, expected_version: 1 };
        self.app.task_publish(&client.caller, ask).await.expect("the draft is complete");
        id
    }

    /// What a worker would type to offer a task for `price`, to be done in ten days.
    pub fn offer(&self, price: i64) -> OfferDraft {
        let finish_by = self.app.now().plus(Duration::days(10));
        OfferDraft { price: yen(price), message: "できます。".to_owned(), finish_by }
    }

    /// Places a bid on a task that was not changed since it was published.
    pub async fn bid(&self, worker: &Actor, task: TaskId, price: i64) -> BidId {
        let ask = BidPlace { idempotency_key: self.key(), task, expected_version: 2, offer: self.offer(price) };
        self.app.bid_place(&worker.caller, ask).await.expect("anybody may bid on an open task")
    }

    /// Awards a bid that was not changed since it was placed.
    pub async fn award(&self, client: &Actor, bid: BidId) -> ContractId {
        let ask = BidAward { idempotency_key: self.key(), bid, expected_version: 1 };
        self.app.bid_award(&client.caller, ask).await.expect("the bid can be awarded")
    }

    /// Makes a contract of one milestone for each price, none of them funded.
    pub async fn contract(&self, client: (&Actor, OrganisationId), worker: &Actor, prices: &[i64]) -> ContractId {
        let task = self.open_task(client.0, client.1, prices).await;
        let bid = self.bid(worker, task, prices.iter().sum()).await;
        self.award(client.0, bid).await
    }

    /// Pays a milestone in that is not funded, by a card that works.
    pub async fn fund(&self, client: &Actor, milestone: MilestoneId) {
        let ask = MilestoneFund {
            idempotency_key: self.key(),
            milestone,
            expected_version: 1,
            payment_method: CARD_OK.to_owned(),
        };
        self.app.milestone_fund(&client.caller, ask).await.expect("the milestone waits for money");
        self.run_jobs().await;
    }

    /// A contract as it stands, whoever may see it.
    pub async fn deal(&self, id: ContractId) -> DealRows {
        self.db.read().deal(id).await.expect("contracts can be read").expect("there is such a contract")
    }

    /// Runs what is due on the queue, and follows what the gateway tells, until nothing is left. The clock stands still.
    pub async fn run_jobs(&self) {
        self.app.run_until_idle().await.expect("the queue can be worked off");
    }
}

/// The codes of a refusal with the paths they name, as `Code path.to.argument`.
///
/// # Panics
/// When it is a fault, or nobody was signed in.
pub fn refusals<C: std::fmt::Debug>(error: AppError<C>) -> Vec<String> {
    match error {
        AppError::Refused(refusals) => refusals
            .into_iter()
            .map(|refusal| format!("{:?} {}", refusal.code, refusal.path.join(".")).trim_end().to_owned())
            .collect(),
        other => panic!("not refused: {other:?}"),
    }
}
