use super::parties_of;
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, Fault, codes};
use escrow::{EscrowError, EscrowStateKind, Payment};
use identity::Action;
use kernel::{MilestoneId, PaymentId, TextRule};
use payments::{OperationRequest, Verb};
use serde::Serialize;

/// A gateway's token of a payment method.
const METHOD: TextRule = TextRule::line(1, 255);

codes! {
    /// Why a milestone is not paid in.
    pub enum MilestoneFundCode {
        /// A payment for it is on its way.
        PaymentUnderWay,
        /// It was paid in before.
        AlreadyFunded,
    }
}

/// Pays the whole price of a milestone in, with tax. Work may start when the money has arrived.
#[derive(Clone, Debug, Serialize)]
pub struct MilestoneFund {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// Which.
    pub milestone: MilestoneId,
    /// The version the caller has seen.
    pub expected_version: i32,
    /// The gateway's token of the client's payment method.
    pub payment_method: String,
}

impl App {
    /// Asks the gateway for the money of a milestone.
    pub async fn milestone_fund(
        &self,
        caller: &Caller,
        ask: MilestoneFund,
    ) -> Result<PaymentId, AppError<MilestoneFundCode>> {
        let party = METHOD.check("paymentMethod", &ask.payment_method)?;
        let id = PaymentId::new(self.ids.uuid(self.clock.now()));
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "milestoneFund", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(PaymentId::new(id)),
        };
        let deal = work.tx.read().deal_of_milestone(ask.milestone).await?;
        let deal = deal.ok_or_else(|| AppError::not_found("milestoneId"))?;
        let parties = parties_of(&deal.contract.value);
        work.require(Action::MilestoneFund, Action::ContractRead, &parties, "milestoneId")?;
        let missing = || Fault::internal("a milestone without its escrow");
        let (milestone, escrow) = deal.milestone(ask.milestone).zip(deal.escrow(ask.milestone)).ok_or_else(missing)?;
        work.expect(milestone.version, ask.expected_version)?;
        let step = escrow.value.begin_funding(id).map_err(refused)?;
        if !milestone.value.awaits_funding() {
            return Err(AppError::refused_field("milestoneId", MilestoneFundCode::InvalidState));
        }
        let payment = Payment::request(id, &escrow.value);
        let amount = payment.amount;
        work.tx.save_escrow(&escrow.with(step.escrow)).await?;
        work.tx.insert_payment(&payment, work.now).await?;
        let reference = ask.milestone.to_string();
        work.send(id.uuid(), OperationRequest { verb: Verb::Charge, amount, party, reference }).await?;
        work.event(id.uuid(), Event::PaymentRequested { milestone: ask.milestone, amount });
        work.commit().await?;
        Ok(id)
    }
}

fn refused(error: EscrowError) -> AppError<MilestoneFundCode> {
    let code = match error {
        EscrowError::WrongState(EscrowStateKind::Funding) => MilestoneFundCode::PaymentUnderWay,
        EscrowError::WrongState(EscrowStateKind::Held | EscrowStateKind::Frozen | EscrowStateKind::Closed) => {
            MilestoneFundCode::AlreadyFunded
        }
        EscrowError::WrongState(EscrowStateKind::Unfunded)
        | EscrowError::AnotherPayment
        | EscrowError::NotPositive
        | EscrowError::ExceedsHeld
        | EscrowError::Money(_)
        | EscrowError::Journal(_) => return Fault::internal(error).into(),
    };
    AppError::refused_field("milestoneId", code)
}
