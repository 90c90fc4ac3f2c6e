use identity::Parties;
use kernel::TaskId;
use market::Thread;
use storage::{DbError, Read};

/// A thread with those who talk in it.
pub(super) struct Talk {
    /// Who may read and write.
    pub parties: Parties,
    /// What it is about, for letters.
    pub title: String,
}

/// Looks a thread up; `None` when there is no such bid or contract.
pub(super) async fn talk(read: &Read<'_>, thread: Thread) -> Result<Option<Talk>, DbError> {
    match thread {
        Thread::Bid { bid } => {
            let Some(found) = read.bids(&[bid]).await?.pop() else { return Ok(None) };
            let parties = crate::bid::parties_of(&found);
            let title = title(read, found.bid.value.task).await?;
            Ok(Some(Talk { parties, title }))
        }
        Thread::Contract { contract } => {
            let Some(found) = read.contract(contract).await? else { return Ok(None) };
            let parties = crate::milestone::parties_of(&found.value);
            let title = title(read, found.value.parties.task).await?;
            Ok(Some(Talk { parties, title }))
        }
    }
}

async fn title(read: &Read<'_>, task: TaskId) -> Result<String, DbError> {
    let task = read.task(task).await?;
    Ok(task.and_then(|task| task.value.published().map(|content| content.title.clone())).unwrap_or_default())
}
