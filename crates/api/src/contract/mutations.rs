use super::Contract;
use crate::context::{app, caller};
use crate::fault::ApiError;
use crate::scalars::{MoneyInput, read_id};
use crate::{error_codes, payload};
use app::AppError;
use async_graphql::{Context, ID, InputObject, Object};

error_codes! {
    /// Why no end of a contract was proposed.
    pub enum ContractCancelErrorCode for "ContractCancel" from app::ContractCancelCode {
        /// A milestone is in dispute; its money is decided there.
        InDispute: "話し合い中の区切りがあります。", "A milestone is in dispute; its money is decided there.";
    }
}

error_codes! {
    /// Why a proposal to end a contract was not answered.
    pub enum ContractCancelAnswerErrorCode for "ContractCancelAnswer" from app::ContractCancelAnswerCode {
        /// Money has moved, or a dispute was opened, since the proposal was made; it has to be made again.
        HeldChanged: "申し出のあとにお預かりの金額が変わりました。申し出をやり直してください。",
            "What is held has changed since the proposal. It has to be made again.";
    }
}

error_codes! {
    /// Why a proposal to end a contract was not taken back.
    pub enum ContractCancelWithdrawErrorCode for "ContractCancelWithdraw" from app::ContractCancelWithdrawCode {}
}

/// Input of contractCancel.
#[derive(InputObject)]
pub struct ContractCancelInput {
    /// Contract to end.
    contract_id: ID,
    /// Version of the contract the caller has seen.
    expected_version: i32,
    /// What the worker would get of all that is held, tax included; the client gets the rest.
    to_worker: MoneyInput,
    /// Why, 1 to 4,000 characters.
    note: String,
}

payload! {
    /// Outcome of contractCancel.
    pub struct ContractCancelPayload or ContractCancelErrorCode {
        /// The contract after the change.
        contract: Contract,
    }
}

/// Input of contractCancelAnswer.
#[derive(InputObject)]
pub struct ContractCancelAnswerInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat moves no money.
    idempotency_key: String,
    /// Contract whose end the other side has proposed.
    contract_id: ID,
    /// Version of the contract the caller has seen.
    expected_version: i32,
    /// Does it end as proposed? Otherwise everything goes on.
    accept: bool,
}

payload! {
    /// Outcome of contractCancelAnswer.
    pub struct ContractCancelAnswerPayload or ContractCancelAnswerErrorCode {
        /// The contract after the change.
        contract: Contract,
    }
}

/// Input of contractCancelWithdraw.
#[derive(InputObject)]
pub struct ContractCancelWithdrawInput {
    /// Contract whose end the caller's side has proposed.
    contract_id: ID,
    /// Version of the contract the caller has seen.
    expected_version: i32,
}

payload! {
    /// Outcome of contractCancelWithdraw.
    pub struct ContractCancelWithdrawPayload or ContractCancelWithdrawErrorCode {
        /// The contract after the change.
        contract: Contract,
    }
}

/// Writes of contracts.
#[derive(Default)]
pub struct ContractMutation;

/// Writes of contracts.
#[Object]
impl ContractMutation {
    /// Proposes to end a contract and to divide all that is held. The other side answers, or its silence does.
    async fn contract_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: ContractCancelInput,
    ) -> Result<ContractCancelPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let ContractCancelInput { contract_id, expected_version, to_worker, note } = input;
            let contract = read_id(&contract_id).ok_or_else(|| AppError::not_found("contractId"))?;
            let to_worker = to_worker.read("toWorker")?;
            app.contract_cancel(caller, app::ContractCancel { contract, expected_version, to_worker, note }).await
        };
        match outcome.await {
            Ok(id) => Ok(ContractCancelPayload::done(Contract::load(ctx, id).await?)),
            Err(error) => ContractCancelPayload::refused(ctx, error),
        }
    }

    /// Answers the other side's proposal to end a contract.
    async fn contract_cancel_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: ContractCancelAnswerInput,
    ) -> Result<ContractCancelAnswerPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let ContractCancelAnswerInput { idempotency_key, contract_id, expected_version, accept } = input;
            let contract = read_id(&contract_id).ok_or_else(|| AppError::not_found("contractId"))?;
            let ask = app::ContractCancelAnswer { idempotency_key, contract, expected_version, accept };
            app.contract_cancel_answer(caller, ask).await
        };
        match outcome.await {
            Ok(id) => Ok(ContractCancelAnswerPayload::done(Contract::load(ctx, id).await?)),
            Err(error) => ContractCancelAnswerPayload::refused(ctx, error),
        }
    }

    /// Takes back one's own side's proposal to end a contract; everything goes on.
    async fn contract_cancel_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: ContractCancelWithdrawInput,
    ) -> Result<ContractCancelWithdrawPayload, ApiError> {
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let ContractCancelWithdrawInput { contract_id, expected_version } = input;
            let contract = read_id(&contract_id).ok_or_else(|| AppError::not_found("contractId"))?;
            app.contract_cancel_withdraw(caller, app::ContractCancelWithdraw { contract, expected_version }).await
        };
        match outcome.await {
            Ok(id) => Ok(ContractCancelWithdrawPayload::done(Contract::load(ctx, id).await?)),
            Err(error) => ContractCancelWithdrawPayload::refused(ctx, error),
        }
    }
}
