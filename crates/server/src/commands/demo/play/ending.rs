//! How contracts end otherwise, and what comes after the end.

use super::{Play, yen};
use crate::commands::demo::stage::done;
use anyhow::{Context, Result};
use app::{ContractCancel, ContractCancelAnswer, MilestoneRefund, PayoutRequest, ReviewSubmit};
use kernel::Currency;
use market::Side;
use ratings::{Facts, ReviewDraft};

impl Play<'_> {
    pub(super) async fn give_back(&self, part: usize) -> Result<()> {
        let milestone = self.milestone(part).await?;
        let ask = MilestoneRefund {
            idempotency_key: self.stage.key(),
            milestone: milestone.value.id,
            expected_version: milestone.version.get(),
            amount: None,
        };
        done(self.stage.app.milestone_refund(&self.stage.caller(self.worker()?).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn propose_end(&self, side: Side, to_worker: i64, note: &str) -> Result<()> {
        let contract = self.contract()?;
        let expected_version = self.rows().await?.contract.version.get();
        let ask = ContractCancel { contract, expected_version, to_worker: yen(to_worker), note: note.to_owned() };
        done(self.stage.app.contract_cancel(&self.stage.caller(self.who(side)?).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn agree_to_end(&self, side: Side) -> Result<()> {
        let contract = self.contract()?;
        let expected_version = self.rows().await?.contract.version.get();
        let idempotency_key = self.stage.key();
        let ask = ContractCancelAnswer { idempotency_key, contract, expected_version, accept: true };
        done(self.stage.app.contract_cancel_answer(&self.stage.caller(self.who(side)?).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn review(&self, side: Side, stars: i32, on_time: bool, comment: &str) -> Result<()> {
        let facts = Facts { on_time: Some(on_time), as_described: Some(true), would_work_again: Some(stars > 3) };
        let review = ReviewDraft { score: stars, comment: comment.to_owned(), facts };
        let ask = ReviewSubmit { idempotency_key: self.stage.key(), contract: self.contract()?, review };
        done(self.stage.app.review_submit(&self.stage.caller(self.who(side)?).await?, ask).await)?;
        Ok(())
    }

    pub(super) async fn payout(&self, bank: &str) -> Result<()> {
        let worker = self.worker()?;
        let caller = self.stage.caller(worker).await?;
        let wallet = self.stage.app.wallet(&caller, self.stage.person(worker).await?).await?;
        let yen = wallet.into_iter().find(|balance| balance.available.currency() == Currency::Jpy);
        let amount = yen.context("the wallet has yen")?.available;
        let ask = PayoutRequest { idempotency_key: self.stage.key(), amount, destination: bank.to_owned() };
        done(self.stage.app.payout_request(&caller, ask).await)?;
        Ok(())
    }
}
