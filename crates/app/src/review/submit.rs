use super::pair::KeptPair;
use super::side;
use crate::contract::side_of;
use crate::milestone::parties_of;
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, Job, codes};
use identity::Action;
use kernel::{ContractId, ReviewId};
use ratings::{ReviewDraft, ReviewRefusal};
use serde::Serialize;

codes! {
    /// Why a review was not taken.
    pub enum ReviewSubmitCode {
        /// The contract still goes on.
        ContractOpen,
        /// This side has given its review, and a review cannot be changed.
        AlreadySubmitted,
        /// The time for reviews is over.
        WindowClosed,
    }
}

/// Rates the other side of a contract that has ended.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewSubmit {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Which contract.
    pub contract: ContractId,
    /// The review, as typed.
    pub review: ReviewDraft,
}

impl App {
    /// Rates the other side of a contract that has ended. The review stays sealed until the other side has given its
    /// own, or the time for reviews is over.
    pub async fn review_submit(
        &self,
        caller: &Caller,
        ask: ReviewSubmit,
    ) -> Result<ReviewId, AppError<ReviewSubmitCode>> {
        let id = ReviewId::new(self.ids.uuid(self.clock.now()));
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "reviewSubmit", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(ReviewId::new(id)),
        };
        let not_found = || AppError::not_found("contractId");
        let contract = work.tx.read().contract(ask.contract).await?.ok_or_else(not_found)?.value;
        let parties = parties_of(&contract);
        work.require(Action::ReviewSubmit, Action::ContractRead, &parties, "contractId")?;
        let by = side(side_of(caller, &contract));
        let open = || AppError::refused_field("contractId", ReviewSubmitCode::ContractOpen);
        let kept = KeptPair::load(&work, &contract, contract.ended_at().ok_or_else(open)?).await?;
        let due = kept.pair.due;
        let step = kept.pair.clone().submit(by, id, &ask.review, work.now).map_err(refused)?;
        work.event(contract.id.uuid(), Event::ReviewSubmitted { review: id });
        kept.save(&mut work, step).await?;
        work.job_at(Job::PublishReviews { contract: contract.id }, due);
        work.commit().await?;
        Ok(id)
    }
}

fn refused(refusal: ReviewRefusal) -> AppError<ReviewSubmitCode> {
    match refusal {
        ReviewRefusal::Input(error) => error.into(),
        ReviewRefusal::AlreadySubmitted => AppError::refused_field("contractId", ReviewSubmitCode::AlreadySubmitted),
        ReviewRefusal::WindowClosed => AppError::refused_field("contractId", ReviewSubmitCode::WindowClosed),
    }
}
