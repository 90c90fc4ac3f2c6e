//! Bids: placed, changed, taken back, declined, awarded, and lost to what happens to their task.

mod award;
mod decline;
mod lose;
mod place;
mod read;
mod update;
mod withdraw;

pub use award::{BidAward, BidAwardCode};
pub use decline::{BidDecline, BidDeclineCode};
pub use place::{BidPlace, BidPlaceCode};
pub use read::BidsOf;
pub use update::{BidUpdate, BidUpdateCode};
pub use withdraw::{BidWithdraw, BidWithdrawCode};

use crate::work::Work;
use crate::{AppError, Code, Fault, Shared};
use identity::{Action, Parties};
use kernel::BidId;
use market::{BidRefusal, Task};
use storage::{BidToClient, Stored};

impl Work<'_> {
    /// The bid that the argument `bidId` names, if the caller may do `action` to it, and its task.
    async fn bid<C: Code>(&self, id: BidId, action: Action) -> Result<(BidToClient, Stored<Task>), AppError<C>> {
        let found = self.tx.read().bids(&[id]).await?.pop().ok_or_else(|| AppError::not_found("bidId"))?;
        self.require(action, Action::BidRead, &parties_of(&found), "bidId")?;
        let task = self.tx.read().task(found.bid.value.task).await?;
        Ok((found, task.ok_or_else(|| Fault::internal("a bid without its task"))?))
    }
}

/// Whose a bid is.
pub(crate) fn parties_of(found: &BidToClient) -> Parties {
    Parties { worker: Some(found.bid.value.worker), client: Some(found.client), owner: None }
}

/// What is wrong with an offer stands below the argument that holds it.
fn offer_refused<C: Code>(refusal: BidRefusal) -> AppError<C> {
    match refusal {
        BidRefusal::Invalid(errors) => {
            AppError::inputs(errors.into_iter().map(|error| error.within("offer")).collect())
        }
        BidRefusal::WrongState(_) | BidRefusal::Task(_) | BidRefusal::OtherTask | BidRefusal::TaskChanged => {
            refused(refusal)
        }
    }
}

fn refused<C: Code>(refusal: BidRefusal) -> AppError<C> {
    match refusal {
        BidRefusal::Invalid(errors) => AppError::inputs(errors),
        BidRefusal::WrongState(_) | BidRefusal::Task(_) | BidRefusal::OtherTask | BidRefusal::TaskChanged => {
            AppError::refused(Shared::InvalidState)
        }
    }
}
