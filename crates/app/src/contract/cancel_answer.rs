use super::refused;
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, codes};
use identity::Action;
use kernel::ContractId;
use market::{ContractRefusal, Ending};
use serde::Serialize;

codes! {
    /// Why a proposal to end a contract was not answered.
    pub enum ContractCancelAnswerCode {
        /// Money has moved, or a dispute was opened, since the proposal was made; it has to be made again.
        HeldChanged,
    }
}

/// Answers the other side's proposal to end a contract.
#[derive(Clone, Debug, Serialize)]
pub struct ContractCancelAnswer {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Which contract.
    pub contract: ContractId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// Does the contract end as proposed? Otherwise everything goes on.
    pub accept: bool,
}

impl App {
    /// Answers the other side's proposal to end a contract.
    pub async fn contract_cancel_answer(
        &self,
        caller: &Caller,
        ask: ContractCancelAnswer,
    ) -> Result<ContractId, AppError<ContractCancelAnswerCode>> {
        let id = ask.contract;
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "contractCancelAnswer", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(ContractId::new(id)),
        };
        let (deal, side) = work.contract(id, Action::ContractCancelAnswer).await?;
        work.expect(deal.contract.version, ask.expected_version)?;
        let contract = deal.contract.value.clone();
        let answered = if ask.accept {
            contract.accept_cancellation(side, &deal.milestone_values(), work.now)
        } else {
            contract.decline_cancellation(side).map(|contract| Ending { contract, shares: Vec::new() })
        };
        let ending = answered.map_err(|refusal| match refusal {
            ContractRefusal::HeldChanged => {
                AppError::refused_field("contractId", ContractCancelAnswerCode::HeldChanged)
            }
            other => refused(other),
        })?;
        work.conclude(&deal, ending, &[side.other()]).await?;
        work.commit().await?;
        Ok(id)
    }
}
