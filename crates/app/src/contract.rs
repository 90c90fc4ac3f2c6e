//! Contracts: made by an award, ended by their milestones, by both sides, or by the clock.

mod cancel;
mod cancel_answer;
mod cancel_withdraw;
mod clauses;
mod clock;
mod end;
mod make;
mod read;

pub use cancel::{ContractCancel, ContractCancelCode};
pub use cancel_answer::{ContractCancelAnswer, ContractCancelAnswerCode};
pub use cancel_withdraw::{ContractCancelWithdraw, ContractCancelWithdrawCode};
pub(crate) use make::NewDeal;
pub use read::{ContractsOf, side_seen};

use crate::milestone::parties_of;
use crate::work::Work;
use crate::{AppError, Caller, Code, Shared};
use identity::Action;
use kernel::{ContractId, InputError, InputFault};
use market::{Contract, ContractRefusal, Side};
use storage::DealRows;

impl Work<'_> {
    /// The contract that the argument `contractId` names, with its milestones and money, if the caller may do `action`
    /// to it; and the side they act for.
    async fn contract<C: Code>(&self, id: ContractId, action: Action) -> Result<(DealRows, Side), AppError<C>> {
        let deal = self.tx.read().deal(id).await?.ok_or_else(|| AppError::not_found("contractId"))?;
        let contract = &deal.contract.value;
        self.require(action, Action::ContractRead, &parties_of(contract), "contractId")?;
        let side = side_of(self.caller, contract);
        Ok((deal, side))
    }
}

/// The side for which a caller acts who may act on a contract: the worker's when they are the worker.
pub(crate) fn side_of(caller: &Caller, contract: &Contract) -> Side {
    if caller.id() == Some(contract.parties.worker) { Side::Worker } else { Side::Client }
}

fn refused<C: Code>(refusal: ContractRefusal) -> AppError<C> {
    match refusal {
        ContractRefusal::Invalid(errors) => AppError::inputs(errors),
        ContractRefusal::ShareOutOfRange => InputError::new("toWorker", InputFault::OutOfRange).into(),
        ContractRefusal::OtherSide => AppError::refused_field("contractId", Shared::NotAllowed),
        ContractRefusal::WrongState(_)
        | ContractRefusal::HeldChanged
        | ContractRefusal::Disputed
        | ContractRefusal::NotYet(_)
        | ContractRefusal::MilestoneOpen => AppError::refused(Shared::InvalidState),
        ContractRefusal::Money(error) => error.into(),
    }
}
