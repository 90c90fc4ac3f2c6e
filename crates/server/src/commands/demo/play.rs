//! Lives the story through: everybody joins, then one step after the other in the order of time.

mod disputes;
mod ending;
mod offers;
mod people;
mod work;

use super::cast::Who;
use super::stage::Stage;
use super::story::{DAYS, Scene, Step, scenes};
use anyhow::{Context, Result};
use app::DealRows;
use disputes::decision;
use kernel::{BidId, ContractId, Currency, DisputeId, Instant, Money, TaskId};
use market::{Milestone, Side};
use std::collections::HashMap;
use std::sync::Arc;
use storage::Stored;
use time::Duration;

/// A task of the story as far as it has come.
pub(super) struct Play<'a> {
    stage: &'a Stage,
    scene: &'static Scene,
    task: Option<TaskId>,
    bids: HashMap<Who, BidId>,
    deal: Option<(ContractId, Who)>,
    dispute: Option<DisputeId>,
}

/// Tells the whole story, from `begin` on. The clock stands at the last step when it is told.
pub(super) async fn tell(stage: &Stage, begin: Instant) -> Result<()> {
    people::join(stage, begin).await?;
    let mut plays: Vec<Play> = scenes().map(|scene| Play::new(stage, scene)).collect();
    let moments =
        plays.iter().enumerate().flat_map(|(play, at)| at.scene.steps.iter().map(move |moment| (play, moment)));
    let mut moments: Vec<_> = moments.collect();
    moments.sort_by_key(|(_, (day, time, _))| (*day, *time));
    for (play, (day, time, step)) in moments {
        stage.pass_until(moment(begin, *day, *time)).await?;
        let play = &mut plays[play];
        play.perform(*step).await.with_context(|| format!("{}: {step:?}", play.scene.post.title))?;
    }
    stage.pass_until(moment(begin, DAYS - 1, 2130)).await?;
    people::enter(stage, Who::LAST).await
}

/// When in the story `time` (1430 is half past two) on `day` is.
pub(super) fn moment(begin: Instant, day: u8, time: u16) -> Instant {
    let (hours, minutes) = (time / 100, time % 100);
    begin.plus(Duration::days(day.into())).plus(Duration::minutes((hours * 60 + minutes).into()))
}

const fn yen(amount: i64) -> Money {
    Money::new(amount, Currency::Jpy)
}

impl<'a> Play<'a> {
    fn new(stage: &'a Stage, scene: &'static Scene) -> Self {
        Self { stage, scene, task: None, bids: HashMap::new(), deal: None, dispute: None }
    }

    async fn perform(&mut self, step: Step) -> Result<()> {
        match step {
            Step::Draft => self.draft().await,
            Step::Publish => self.publish().await,
            Step::Close => self.close().await,
            Step::Bid(who, price, days, message) => self.bid(who, price, days, message).await,
            Step::Withdraw(who) => self.withdraw(who).await,
            Step::Decline(who, reason, note) => self.decline(who, reason, note).await,
            Step::Award(who) => self.award(who).await,
            Step::Say(side, worker, text) => self.say(side, worker, text).await,
            Step::Fund(part, card) => self.fund(part, card).await,
            Step::Deliver(part, ticks, note, file) => self.deliver(part, ticks, note, file).await,
            Step::AskRevision(part, item, reason) => self.ask_revision(part, item, reason).await,
            Step::AcceptPartly(part, amount) => self.accept_partly(part, amount).await,
            Step::Accept(part) => self.accept(part).await,
            Step::GiveBack(part) => self.give_back(part).await,
            Step::ProposeEnd(side, to_worker, note) => self.propose_end(side, to_worker, note).await,
            Step::AgreeToEnd(side) => self.agree_to_end(side).await,
            Step::Review(side, stars, on_time, comment) => self.review(side, stars, on_time, comment).await,
            Step::OpenDispute(side, part, reason, statement) => self.open_dispute(side, part, reason, statement).await,
            Step::Respond(side, statement) => self.respond(side, statement).await,
            Step::OfferSplit(side, to_worker) => self.offer_split(side, to_worker).await,
            Step::TakeDispute(who) => self.take_dispute(who).await,
            Step::Decide(who, to_worker, reason, text) => self.decide(who, decision(to_worker, reason, text)).await,
            Step::Appeal(side, reason) => self.appeal(side, reason).await,
            Step::DecideAppeal(who, to_worker, reason, text) => {
                self.decide_appeal(who, decision(to_worker, reason, text)).await
            }
            Step::Payout(bank) => self.payout(bank).await,
        }
    }

    fn contract(&self) -> Result<ContractId> {
        Ok(self.deal.context("no bid was awarded")?.0)
    }

    fn worker(&self) -> Result<Who> {
        Ok(self.deal.context("no bid was awarded")?.1)
    }

    /// Who acts for a side of the contract.
    fn who(&self, side: Side) -> Result<Who> {
        match side {
            Side::Client => Ok(self.scene.house.host),
            Side::Worker => self.worker(),
        }
    }

    async fn rows(&self) -> Result<Arc<DealRows>> {
        let id = self.contract()?;
        let caller = self.stage.caller(self.worker()?).await?;
        self.stage.app.deals(&caller, &[id]).await?.remove(&id).context("the contract cannot be seen")
    }

    async fn milestone(&self, part: usize) -> Result<Stored<Milestone>> {
        self.rows().await?.milestones.get(part).cloned().context("the contract has fewer milestones")
    }
}
