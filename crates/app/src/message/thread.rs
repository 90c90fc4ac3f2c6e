use crate::work::Work;
use crate::{AppError, Code};
use identity::{Action, Parties};
use kernel::TaskId;
use market::Thread;
use storage::{DbError, Read};

/// A thread with those who talk in it.
pub(crate) struct Talk {
    /// The two sides.
    pub parties: Parties,
    /// What one must be allowed to do to read it. Moderators read where a dispute can be: not before an award.
    pub read_by: Action,
    /// What it is about.
    pub task: TaskId,
}

/// Looks a thread up; `None` when there is no such bid or contract.
pub(crate) async fn talk(read: &Read<'_>, thread: Thread) -> Result<Option<Talk>, DbError> {
    match thread {
        Thread::Bid { bid } => {
            let found = read.bids(&[bid]).await?.pop();
            Ok(found.map(|found| Talk {
                parties: crate::bid::parties_of(&found),
                read_by: Action::BidRead,
                task: found.bid.value.task,
            }))
        }
        Thread::Contract { contract } => {
            let found = read.contract(contract).await?.map(|found| found.value);
            Ok(found.map(|found| Talk {
                parties: crate::milestone::parties_of(&found),
                read_by: Action::MessagesRead,
                task: found.parties.task,
            }))
        }
    }
}

impl Work<'_> {
    /// The thread that an argument names, if the caller may do `action` in it.
    pub(super) async fn talk<C: Code>(&self, thread: Thread, action: Action) -> Result<Talk, AppError<C>> {
        let field = field(thread);
        let seen_by = match thread {
            Thread::Bid { .. } => Action::BidRead,
            Thread::Contract { .. } => Action::ContractRead,
        };
        let talk = talk(&self.tx.read(), thread).await?.ok_or_else(|| AppError::not_found(field))?;
        self.require(action, seen_by, &talk.parties, field)?;
        Ok(talk)
    }
}

/// The argument that names a thread.
pub(super) const fn field(thread: Thread) -> &'static str {
    match thread {
        Thread::Bid { .. } => "bidId",
        Thread::Contract { .. } => "contractId",
    }
}
