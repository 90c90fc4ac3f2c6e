use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, Fault, codes};
use escrow::Payout;
use identity::{Action, Parties};
use kernel::{InputError, InputFault, MAX_MINOR, Money, PayoutId, TextRule};
use payments::{OperationRequest, Verb};
use serde::Serialize;
use storage::DbError;

/// A gateway's token of a bank account.
const DESTINATION: TextRule = TextRule::line(1, 255);

codes! {
    /// Why nothing is paid out.
    pub enum PayoutRequestCode {
        /// The account does not hold that much that can be paid out.
        InsufficientFunds,
    }
}

/// Sends earnings that are past their security period to a bank.
#[derive(Clone, Debug, Serialize)]
pub struct PayoutRequest {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// How much.
    pub amount: Money,
    /// The gateway's token of the worker's bank account.
    pub destination: String,
}

impl App {
    /// Asks the gateway to send a worker's money; it is held from now on.
    pub async fn payout_request(
        &self,
        caller: &Caller,
        ask: PayoutRequest,
    ) -> Result<PayoutId, AppError<PayoutRequestCode>> {
        let worker = caller.require_signed_in()?.id;
        let party = DESTINATION.check("destination", &ask.destination)?;
        let amount = ask.amount;
        if !(1..=MAX_MINOR).contains(&amount.minor()) {
            return Err(InputError::new("amount", InputFault::OutOfRange).into());
        }
        let id = PayoutId::new(self.ids.uuid(self.clock.now()));
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "payoutRequest", key, hash: digest(&ask), result: id.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(PayoutId::new(id)),
        };
        let parties = Parties { owner: Some(worker), ..Parties::default() };
        work.require(Action::PayoutRequest, Action::WalletRead, &parties, "amount")?;
        let step = Payout::request(id, worker, amount).map_err(Fault::internal)?;
        work.tx.insert_payout(&step.next, work.now).await?;
        work.send(id.uuid(), OperationRequest { verb: Verb::Payout, amount, party, reference: id.to_string() }).await?;
        work.book(step.journals);
        work.event(id.uuid(), Event::PayoutRequested { amount });
        match work.commit().await {
            Ok(()) => Ok(id),
            Err(DbError::InsufficientFunds) => {
                Err(AppError::refused_field("amount", PayoutRequestCode::InsufficientFunds))
            }
            Err(error) => Err(error.into()),
        }
    }
}
