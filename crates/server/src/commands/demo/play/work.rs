//! Money in, work handed in, and the answers to it.

use super::{Play, yen};
use crate::commands::demo::stage::done;
use anyhow::{Context, Result, anyhow};
use app::{
    DeliveryAccept, DeliveryAcceptPartly, DeliveryRequestRevision, DeliverySubmit, DeliveryUploadCreate, FileDraft,
    MilestoneFund,
};
use bytes::Bytes;
use kernel::{DeliveryId, MilestoneId, UploadId};
use market::{DeliveryDraft, RevisionAsk};
use sha2::{Digest, Sha256};

impl Play<'_> {
    pub(super) async fn fund(&self, part: usize, card: &str) -> Result<()> {
        let milestone = self.milestone(part).await?;
        let ask = MilestoneFund {
            idempotency_key: self.stage.key(),
            milestone: milestone.value.id,
            expected_version: milestone.version.get(),
            payment_method: card.to_owned(),
        };
        done(self.stage.app.milestone_fund(&self.stage.caller(self.scene.house.payer).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn deliver(
        &self,
        part: usize,
        ticks: &[u8],
        note: &str,
        file: Option<(&str, &'static str)>,
    ) -> Result<()> {
        let milestone = self.milestone(part).await?.value.id;
        let mut files = Vec::new();
        if let Some((name, content)) = file {
            files.push(self.upload(milestone, name, content).await?);
        }
        let draft = DeliveryDraft { ticks: ticks.to_vec(), note: note.to_owned(), files };
        let ask = DeliverySubmit { idempotency_key: self.stage.key(), milestone, draft };
        done(self.stage.app.delivery_submit(&self.stage.caller(self.worker()?).await?, ask).await)?;
        Ok(())
    }

    async fn upload(&self, milestone: MilestoneId, filename: &str, content: &'static str) -> Result<UploadId> {
        let file = FileDraft {
            filename: filename.to_owned(),
            content_type: "text/plain".to_owned(),
            byte_size: i64::try_from(content.len())?,
            sha256: hex::encode(Sha256::digest(content)),
        };
        let ask = DeliveryUploadCreate { idempotency_key: self.stage.key(), milestone, file };
        let ticket = done(self.stage.app.delivery_upload_create(&self.stage.caller(self.worker()?).await?, ask).await)?;
        let token = ticket.url.rsplit('/').next().context("the ticket has a token")?;
        let body = futures::stream::iter([Ok(Bytes::from_static(content.as_bytes()))]);
        self.stage.app.upload_receive(token, None, body).await.map_err(|refused| anyhow!("{refused:?}"))
    }

    pub(super) async fn ask_revision(&self, part: usize, item: u8, reason: &str) -> Result<()> {
        let (delivery, expected_version) = self.waiting(part).await?;
        let revision = RevisionAsk { item, reason: reason.to_owned() };
        let ask = DeliveryRequestRevision { idempotency_key: self.stage.key(), delivery, expected_version, revision };
        done(self.stage.app.delivery_request_revision(&self.stage.caller(self.scene.house.host).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn accept_partly(&self, part: usize, amount: i64) -> Result<()> {
        let (delivery, expected_version) = self.waiting(part).await?;
        let idempotency_key = self.stage.key();
        let ask = DeliveryAcceptPartly { idempotency_key, delivery, expected_version, amount: yen(amount) };
        done(self.stage.app.delivery_accept_partly(&self.stage.caller(self.scene.house.host).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn accept(&self, part: usize) -> Result<()> {
        let (delivery, expected_version) = self.waiting(part).await?;
        let ask = DeliveryAccept { idempotency_key: self.stage.key(), delivery, expected_version };
        done(self.stage.app.delivery_accept(&self.stage.caller(self.scene.house.host).await?, ask).await)?;
        Ok(())
    }

    async fn waiting(&self, part: usize) -> Result<(DeliveryId, i32)> {
        let id = self.milestone(part).await?.value.waiting().context("nothing was handed in")?;
        let caller = self.stage.caller(self.worker()?).await?;
        let view = self.stage.app.delivery(&caller, id).await?.context("the delivery cannot be seen")?;
        Ok((id, view.delivery.version.get()))
    }
}
