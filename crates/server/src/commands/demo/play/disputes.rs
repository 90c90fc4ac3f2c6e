//! What happens when the two do not agree.

use super::{Play, yen};
use crate::commands::demo::cast::Who;
use crate::commands::demo::stage::done;
use anyhow::{Context, Result};
use app::{
    DisputeAppeal, DisputeAppealDecide, DisputeAssign, DisputeDecide, DisputeOpen, DisputeRespond, DisputeSettle,
    Settle,
};
use kernel::DisputeId;
use market::{DecisionDraft, DecisionReason, DisputeDraft, DisputeReason, Side};

/// What a moderator types.
pub(super) fn decision(to_worker: i64, reason: DecisionReason, text: &str) -> DecisionDraft {
    DecisionDraft { to_worker: yen(to_worker), reason, text: text.to_owned() }
}

impl Play<'_> {
    pub(super) async fn open_dispute(
        &mut self,
        side: Side,
        part: usize,
        reason: DisputeReason,
        statement: &str,
    ) -> Result<()> {
        let milestone = self.milestone(part).await?.value.id;
        let draft = DisputeDraft { reason, statement: statement.to_owned() };
        let ask = DisputeOpen { idempotency_key: self.stage.key(), milestone, draft };
        let opened = self.stage.app.dispute_open(&self.stage.caller(self.who(side)?).await?, ask).await;
        self.dispute = Some(done(opened)?);
        Ok(())
    }

    pub(super) async fn respond(&self, side: Side, statement: &str) -> Result<()> {
        let (dispute, expected_version) = self.dispute_as_it_is().await?;
        let ask = DisputeRespond { dispute, expected_version, statement: statement.to_owned() };
        done(self.stage.app.dispute_respond(&self.stage.caller(self.who(side)?).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn offer_split(&self, side: Side, to_worker: i64) -> Result<()> {
        let (dispute, expected_version) = self.dispute_as_it_is().await?;
        let (idempotency_key, settle) = (self.stage.key(), Settle::OfferSplit(yen(to_worker)));
        let ask = DisputeSettle { idempotency_key, dispute, expected_version, settle };
        done(self.stage.app.dispute_settle(&self.stage.caller(self.who(side)?).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn take_dispute(&self, who: Who) -> Result<()> {
        let (dispute, expected_version) = self.dispute_as_it_is().await?;
        let ask = DisputeAssign { dispute, expected_version };
        done(self.stage.app.dispute_assign(&self.stage.caller(who).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn decide(&self, who: Who, decision: DecisionDraft) -> Result<()> {
        let (dispute, expected_version) = self.dispute_as_it_is().await?;
        let ask = DisputeDecide { dispute, expected_version, decision };
        done(self.stage.app.dispute_decide(&self.stage.caller(who).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn appeal(&self, side: Side, reason: &str) -> Result<()> {
        let (dispute, expected_version) = self.dispute_as_it_is().await?;
        let ask = DisputeAppeal { dispute, expected_version, reason: reason.to_owned() };
        done(self.stage.app.dispute_appeal(&self.stage.caller(self.who(side)?).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn decide_appeal(&self, who: Who, decision: DecisionDraft) -> Result<()> {
        let (dispute, expected_version) = self.dispute_as_it_is().await?;
        let ask = DisputeAppealDecide { idempotency_key: self.stage.key(), dispute, expected_version, decision };
        done(self.stage.app.dispute_appeal_decide(&self.stage.caller(who).await?, ask).await)?;
        Ok(())
    }

    async fn dispute_as_it_is(&self) -> Result<(DisputeId, i32)> {
        let id = self.dispute.context("no dispute was opened")?;
        let caller = self.stage.caller(self.worker()?).await?;
        let seen = self.stage.app.dispute(&caller, id).await?.context("the dispute cannot be seen")?;
        Ok((id, seen.dispute.version.get()))
    }
}
