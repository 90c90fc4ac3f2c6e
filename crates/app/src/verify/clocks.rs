use super::{Check, Checks, Reader, each_page};
use crate::Fault;
use crate::gateway::operation_of;
use escrow::Escrow;
use kernel::{Instant, MilestoneId};
use payments::NextStep;
use storage::Stored;
use time::Duration;

/// How late the clock may be, for an engine that was stopped for a night.
const LATE: Duration = Duration::days(1);

/// M9: nothing waits that should have gone on.
pub(super) async fn check(read: Reader<'_>, at: Instant, key_lifetime: Duration) -> Checks {
    let overdue = at.minus(LATE);
    let mut milestones = Check::new("M9", "no milestone waits more than a day past its time");
    each_page!(read, escrows_after, |last: &Stored<Escrow>| last.value.milestone, |page| {
        let ids: Vec<MilestoneId> = page.iter().map(|stored| stored.value.milestone).collect();
        for milestone in read.milestones(&ids).await? {
            let due = milestone.value.next_clock_event();
            milestones.look(due.is_none_or(|due| due >= overdue), || format!("{}: due {due:?}", milestone.value.id));
        }
    });
    let mut operations = Check::new("M9", "no operation at the gateway rests more than a day past its time");
    each_page!(read, gateway_operations_after, |last: &Stored<storage::OperationDocument>| last.value.id(), |page| {
        for stored in &page {
            let operation = operation_of(stored)?.value;
            let rests = match operation.next(overdue, key_lifetime) {
                NextStep::Rest | NextStep::Wait(_) => false,
                NextStep::Send | NextStep::LookUp | NextStep::Fetch(_) => true,
            };
            operations.look(!rests, || format!("operation {}", operation.id));
        }
    });
    let mut releases = Check::new("M9", "no release waits more than a day past its security period");
    for release in read.overdue_releases(overdue).await? {
        releases.look(false, || format!("release {release}"));
    }
    Ok::<_, Fault>(vec![milestones, operations, releases])
}
