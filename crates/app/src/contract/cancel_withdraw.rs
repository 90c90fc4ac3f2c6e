use super::refused;
use crate::{App, AppError, Caller, codes};
use identity::Action;
use kernel::ContractId;
use market::Ending;

codes! {
    /// Why a proposal to end a contract was not taken back.
    pub enum ContractCancelWithdrawCode {}
}

/// Takes back one's own side's proposal to end a contract.
#[derive(Clone, Copy, Debug)]
pub struct ContractCancelWithdraw {
    /// Which contract.
    pub contract: ContractId,
    /// The version the caller has seen.
    pub expected_version: i32,
}

impl App {
    /// Takes back one's own side's proposal to end a contract; everything goes on.
    pub async fn contract_cancel_withdraw(
        &self,
        caller: &Caller,
        ask: ContractCancelWithdraw,
    ) -> Result<ContractId, AppError<ContractCancelWithdrawCode>> {
        let mut work = self.work(caller).await?;
        let (deal, side) = work.contract(ask.contract, Action::ContractCancelWithdraw).await?;
        work.expect(deal.contract.version, ask.expected_version)?;
        let contract = deal.contract.value.clone().withdraw_cancellation(side).map_err(refused)?;
        work.conclude(&deal, Ending { contract, shares: Vec::new() }, &[side.other()]).await?;
        work.commit().await?;
        Ok(ask.contract)
    }
}
