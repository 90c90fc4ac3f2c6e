//! What is asked of the gateway: an operation is written before anything is sent, sent until it is answered, and its
//! answer booked once.

mod end;
mod events;
mod outbox;
mod payment;
mod payout;
mod refund;
mod settle;
mod step;

pub use end::{Found, LeftOperation, OperationEnd, OperationEndCode};
pub(crate) use outbox::operation_of;

use escrow::{GatewayCode, GatewayObject, GatewayOutcome};
use payments::{ObjectId, Outcome};

/// The gateway's word in those of the books.
fn outcome(outcome: &Outcome) -> GatewayOutcome {
    let object = |id: &ObjectId| GatewayObject::new(id.as_str());
    match outcome {
        Outcome::Processing { object: id } => GatewayOutcome::Processing { object: object(id) },
        Outcome::Succeeded { object: id, fee, available_at, at } => {
            GatewayOutcome::Succeeded { object: object(id), fee: *fee, available_at: *available_at, at: *at }
        }
        Outcome::Declined { object: id, code, at } => {
            GatewayOutcome::Failed { object: id.as_ref().map(object), code: GatewayCode::new(code.as_str()), at: *at }
        }
    }
}
