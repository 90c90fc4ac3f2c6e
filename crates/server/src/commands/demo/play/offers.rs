//! From the task to the contract, and what is said about it.

use super::people::organisation_of;
use super::{Play, yen};
use crate::commands::demo::cast::Who;
use crate::commands::demo::stage::done;
use anyhow::{Context, Result, bail};
use app::{BidAward, BidDecline, BidPlace, BidWithdraw, MessageSend, TaskClose, TaskDraftAsk, TaskPublish};
use kernel::{BidId, TaskId};
use market::{DeclineReason, MessageDraft, MilestoneDraft, OfferDraft, Side, TaskDraft, Thread};
use time::Duration;

impl Play<'_> {
    pub(super) async fn draft(&mut self) -> Result<()> {
        let post = &self.scene.post;
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let part = |(title, price): &(&str, i64)| MilestoneDraft {
            title: Some((*title).to_owned()),
            price: Some(yen(*price)),
        };
        let task = TaskDraft {
            title: Some(post.title.to_owned()),
            description: Some(post.description.to_owned()),
            checklist: texts(post.checklist),
            milestones: post.parts.iter().map(part).collect(),
            estimated_minutes: Some(post.minutes),
            deadline: post.days.map(|days| self.stage.app.now().plus(Duration::days(days.into()))),
            skills: texts(post.skills),
            language: Some(post.language),
            work_style: post.work_style.into(),
        };
        let caller = self.stage.caller(self.scene.house.host).await?;
        let organisation = organisation_of(&caller)?;
        let ask = TaskDraftAsk { idempotency_key: self.stage.key(), organisation, task };
        self.task = Some(done(self.stage.app.task_draft(&caller, ask).await)?);
        Ok(())
    }

    pub(super) async fn publish(&mut self) -> Result<()> {
        self.draft().await?;
        let (task, expected_version) = self.task_as_it_is().await?;
        let caller = self.stage.caller(self.scene.house.host).await?;
        done(self.stage.app.task_publish(&caller, TaskPublish { task, expected_version }).await)?;
        Ok(())
    }

    pub(super) async fn close(&self) -> Result<()> {
        let (task, expected_version) = self.task_as_it_is().await?;
        let caller = self.stage.caller(self.scene.house.host).await?;
        done(self.stage.app.task_close(&caller, TaskClose { task, expected_version }).await)?;
        Ok(())
    }

    pub(super) async fn bid(&mut self, who: Who, price: i64, days: u8, message: &str) -> Result<()> {
        let (task, expected_version) = self.task_as_it_is().await?;
        let finish_by = self.stage.app.now().plus(Duration::days(days.into()));
        let offer = OfferDraft { price: yen(price), message: message.to_owned(), finish_by };
        let ask = BidPlace { idempotency_key: self.stage.key(), task, expected_version, offer };
        let bid = done(self.stage.app.bid_place(&self.stage.caller(who).await?, ask).await)?;
        self.bids.insert(who, bid);
        Ok(())
    }

    pub(super) async fn withdraw(&self, who: Who) -> Result<()> {
        let (bid, expected_version) = self.bid_of(who).await?;
        let caller = self.stage.caller(who).await?;
        done(self.stage.app.bid_withdraw(&caller, BidWithdraw { bid, expected_version }).await)?;
        Ok(())
    }

    pub(super) async fn decline(&self, who: Who, reason: DeclineReason, note: Option<&str>) -> Result<()> {
        let (bid, expected_version) = self.bid_of(who).await?;
        let caller = self.stage.caller(self.scene.house.host).await?;
        let ask = BidDecline { bid, expected_version, reason, note: note.map(str::to_owned) };
        done(self.stage.app.bid_decline(&caller, ask).await)?;
        Ok(())
    }

    pub(super) async fn award(&mut self, who: Who) -> Result<()> {
        let (bid, expected_version) = self.bid_of(who).await?;
        let caller = self.stage.caller(self.scene.house.host).await?;
        let ask = BidAward { idempotency_key: self.stage.key(), bid, expected_version };
        let contract = done(self.stage.app.bid_award(&caller, ask).await)?;
        self.deal = Some((contract, who));
        Ok(())
    }

    pub(super) async fn say(&self, side: Side, worker: Who, text: &str) -> Result<()> {
        let thread = match (self.deal, self.bids.get(&worker)) {
            (Some((contract, _)), _) => Thread::Contract { contract },
            (None, Some(bid)) => Thread::Bid { bid: *bid },
            (None, None) => bail!("there is nothing to talk about"),
        };
        let who = match side {
            Side::Client => self.scene.house.host,
            Side::Worker => worker,
        };
        let message = MessageDraft { text: text.to_owned(), files: Vec::new() };
        let ask = MessageSend { idempotency_key: self.stage.key(), thread, message };
        done(self.stage.app.message_send(&self.stage.caller(who).await?, ask).await)?;
        Ok(())
    }

    async fn task_as_it_is(&self) -> Result<(TaskId, i32)> {
        let id = self.task.context("the task was not written")?;
        let caller = self.stage.caller(self.scene.house.host).await?;
        let rows = self.stage.app.tasks_by_ids(&caller, &[id], false).await?;
        Ok((id, rows.get(&id).context("the task cannot be seen")?.card.version.get()))
    }

    async fn bid_of(&self, who: Who) -> Result<(BidId, i32)> {
        let id = *self.bids.get(&who).context("no bid was placed")?;
        let bids = self.stage.app.bids(&self.stage.caller(who).await?, &[id]).await?;
        Ok((id, bids.get(&id).context("the bid cannot be seen")?.bid.version.get()))
    }
}
