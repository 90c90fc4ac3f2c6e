use super::{Check, Checks, PAGE, Reader};
use crate::Fault;
use kernel::{ContractId, Money};
use storage::{DealRows, WorkerRelease};

/// M8: fees and taxes, computed again from the rules frozen in the contract.
pub(super) async fn check(read: Reader<'_>) -> Checks {
    let mut fees = Check::new("M8", "each release has the fee and tax of its contract's frozen rules");
    let mut tiers = Check::new("M8", "the releases of each contract count every part of it once");
    let mut after = None;
    loop {
        let page = read.releases_after(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.contract);
        for releases in page.chunk_by(|one, next| one.contract == next.contract) {
            let Some(deal) = deal_of(&read, releases).await? else { continue };
            let sum = releases.iter().try_fold(Money::zero(deal.contract.value.currency), |before, release| {
                let share = deal.fees.share(release.gross, before).map_err(Fault::internal)?;
                let booked = (release.fee, release.fee_tax, release.net);
                let right = (share.fee(), share.fee_tax(), share.net()) == booked;
                fees.look(right, || format!("{}: fee or tax differs from the rules", release.id));
                tiers.look(release.released_before == before, || format!("{}: counts from elsewhere", release.id));
                before.checked_add(release.gross).map_err(Fault::internal)
            })?;
            let released = deal.released().map_err(Fault::internal)?;
            tiers.look(sum == released, || format!("{}: {released} left its escrows", deal.contract.value.id));
        }
    }
    Ok(vec![fees, tiers])
}

async fn deal_of(read: &Reader<'_>, releases: &[WorkerRelease]) -> Result<Option<DealRows>, Fault> {
    let contract: Option<ContractId> = releases.first().map(|release| release.contract);
    match contract {
        Some(contract) => Ok(read.deal(contract).await?),
        None => Ok(None),
    }
}
