//! Disputes: opened by a side, talked about, decided by a moderator, appealed against once, ended; led on by the clock
//! where nobody acts. Money moves only at the end.

mod appeal;
mod assign;
mod case;
mod clock;
mod decide;
mod decide_appeal;
mod open;
mod progress;
mod read;
mod remind;
mod respond;
mod settle;

pub use appeal::DisputeAppeal;
pub use assign::DisputeAssign;
pub use decide::DisputeDecide;
pub use decide_appeal::DisputeAppealDecide;
pub use open::DisputeOpen;
pub use read::DisputeSeen;
pub use respond::DisputeRespond;
pub use settle::{DisputeSettle, Settle};

use crate::{AppError, Shared, codes};
use kernel::{InputError, InputFault};
use market::{DisputeRefusal, MilestoneRefusal};

codes! {
    /// Why a dispute was not opened or did not change.
    pub enum DisputeCode {
        /// The time for it is over: silence has accepted the work, or the decision stands.
        TooLate,
        /// Only the side that did not open it responds, and once.
        NotToRespond,
        /// The other side has offered no settlement, or another one by now.
        NoOffer,
        /// The moderator has not taken the dispute.
        NotAssigned,
        /// An appeal is decided by another moderator than the first decision.
        SameModerator,
    }
}

/// `field` names the object in the input.
fn refused(field: &'static str) -> impl Fn(DisputeRefusal) -> AppError<DisputeCode> {
    move |refusal| {
        let code = match refusal {
            DisputeRefusal::TooLate(_) | DisputeRefusal::Milestone(MilestoneRefusal::TooLate(_)) => {
                DisputeCode::TooLate
            }
            DisputeRefusal::NotToRespond => DisputeCode::NotToRespond,
            DisputeRefusal::NoOffer | DisputeRefusal::OfferChanged => DisputeCode::NoOffer,
            DisputeRefusal::NotAssigned => DisputeCode::NotAssigned,
            DisputeRefusal::SameModerator => DisputeCode::SameModerator,
            DisputeRefusal::WrongState(_)
            | DisputeRefusal::NotYet(_)
            | DisputeRefusal::Milestone(
                MilestoneRefusal::WrongState(_)
                | MilestoneRefusal::Unfunded
                | MilestoneRefusal::OtherDelivery
                | MilestoneRefusal::Delivery(_)
                | MilestoneRefusal::NotYet(_)
                | MilestoneRefusal::NoRevisionLeft
                | MilestoneRefusal::AmountOutOfRange
                | MilestoneRefusal::DisputeOpen,
            ) => Shared::InvalidState.into(),
            DisputeRefusal::SplitOutOfRange => return InputError::new("toWorker", InputFault::OutOfRange).into(),
            DisputeRefusal::Invalid(errors) | DisputeRefusal::Milestone(MilestoneRefusal::Invalid(errors)) => {
                return AppError::inputs(errors);
            }
            DisputeRefusal::Milestone(MilestoneRefusal::Money(error)) => return error.into(),
        };
        AppError::refused_field(field, code)
    }
}
