use super::{Check, Checks, Reader};
use storage::SumCheck;

/// M3, M12: what people's rows sum to, against what their accounts hold.
pub(super) async fn check(read: Reader<'_>) -> Checks {
    let workers = "each worker's releases and payouts sum to the accounts of their earnings";
    let clients = "each client's payments and refunds sum to their wallet, what is held and what was released";
    Ok(vec![
        of(Check::new("M12", workers), read.worker_sums().await?),
        of(Check::new("M3", clients), read.client_sums().await?),
    ])
}

fn of(mut check: Check, sums: SumCheck) -> Check {
    check.checked = sums.compared;
    sums.wrong.into_iter().for_each(|(owner, currency)| check.find(format!("{owner} in {currency}")));
    check
}
