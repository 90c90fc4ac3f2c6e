use super::{Check, Checks, Reader};
use crate::Fault;
use futures::TryStreamExt;
use kernel::{Currency, Instant};
use ledger::Account;
use storage::DbError;

/// M1, M2, M5, M7: the ledger by itself.
pub(super) async fn check(read: Reader<'_>, at: Instant) -> Checks {
    let audit = read.ledger_audit(at).await?;
    let mut balanced = Check::new("M1", "every journal is whole; debits and credits of each currency are equal");
    balanced.checked = audit.journals;
    for (currency, totals) in &audit.totals {
        balanced.look(totals.balanced(), || format!("{currency}: debits and credits differ"));
    }
    audit.torn.iter().for_each(|journal| balanced.find(format!("{journal} is not whole")));
    let mut folded = Check::new("M1", "every balance is what its transfers amount to");
    folded.checked = audit.journals;
    audit.drifted.iter().for_each(|account| folded.find(format!("{account} has drifted")));
    let mut floors = Check::new("M5", "no account that belongs to somebody holds less than nothing");
    floors.checked = audit.journals;
    audit.overdrawn.iter().for_each(|account| floors.find(format!("{account} is overdrawn")));
    Ok(vec![balanced, folded, floors, suspense(&read).await?, history(&read).await?])
}

/// M2: nothing the gateway knows of is unexplained.
async fn suspense(read: &Reader<'_>) -> Result<Check, Fault> {
    let mut check = Check::new("M2", "nothing stands in suspense");
    let accounts = Currency::ALL.map(Account::recon_suspense);
    for balance in read.balances(&accounts).await? {
        check.look(balance.posted().is_zero(), || format!("{} holds {}", balance.account, balance.posted()));
    }
    Ok(check)
}

/// M7: every journal is still the one whose hash was stored with it.
async fn history(read: &Reader<'_>) -> Result<Check, Fault> {
    let mut check = Check::new("M7", "every journal has the content it was written with");
    let mut journals = read.journals().await?;
    loop {
        match journals.try_next().await {
            Ok(Some(_)) => check.look(true, String::new),
            Ok(None) => return Ok(check),
            Err(DbError::Corrupt { table, id }) => {
                check.look(false, || format!("{table} {id} was changed; what follows it was not looked at"));
                return Ok(check);
            }
            Err(error) => return Err(error.into()),
        }
    }
}
