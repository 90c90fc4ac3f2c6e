use super::{Check, Checks, Reader, each_page};
use crate::Fault;
use crate::gateway::operation_of;
use escrow::{Footprint, Payment, PaymentState, Payout, PayoutState, Refund, RefundState};
use kernel::{JournalId, Money, PaymentId, PayoutId, RefundId};
use payments::{Operation, OperationState, Verb};
use std::collections::HashMap;
use storage::Stored;
use uuid::Uuid;

/// How far what an operation is for is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Open,
    Done,
    Failed,
}

/// What an operation is for, as far as it can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Subject {
    verb: Verb,
    amount: Money,
    stage: Stage,
}

/// M4, M6, M14: payments, refunds and payouts against their operations and their journals.
pub(super) async fn check(read: Reader<'_>) -> Checks {
    let mut checks = vec![payments(&read).await?, refunds(&read).await?, payouts(&read).await?];
    checks.push(refunded(&read).await?);
    checks.extend(operations(&read).await?);
    Ok(checks)
}

async fn payments(read: &Reader<'_>) -> Result<Check, Fault> {
    let mut check = Check::new("M6", "each payment has exactly the journals its state tells, to the last digit");
    each_page!(read, payments_after, |last: &Stored<Payment>| last.value.id, |page| {
        let traced = page.iter().map(|stored| {
            let footprint = stored.value.footprint().map_err(Fault::internal)?;
            Ok((stored.value.id.to_string(), vec![footprint]))
        });
        compare(read, &mut check, traced.collect::<Result<_, Fault>>()?).await?;
    });
    Ok(check)
}

async fn refunds(read: &Reader<'_>) -> Result<Check, Fault> {
    let mut check = Check::new("M6", "each refund has exactly the journals its state tells, to the last digit");
    each_page!(read, refunds_after, |last: &Stored<Refund>| last.value.id, |page| {
        let traced = page
            .iter()
            .map(|stored| Ok((stored.value.id.to_string(), stored.value.footprints().map_err(Fault::internal)?)));
        compare(read, &mut check, traced.collect::<Result<_, Fault>>()?).await?;
    });
    Ok(check)
}

async fn payouts(read: &Reader<'_>) -> Result<Check, Fault> {
    let mut check = Check::new("M6", "each payout has exactly the journals its state tells, to the last digit");
    each_page!(read, payouts_after, |last: &Stored<Payout>| last.value.id, |page| {
        let traced = page
            .iter()
            .map(|stored| Ok((stored.value.id.to_string(), stored.value.footprints().map_err(Fault::internal)?)));
        compare(read, &mut check, traced.collect::<Result<_, Fault>>()?).await?;
    });
    Ok(check)
}

/// Has each of `traced` left one of its footprints?
async fn compare(read: &Reader<'_>, check: &mut Check, traced: Vec<(String, Vec<Footprint>)>) -> Result<(), Fault> {
    let ids = traced
        .iter()
        .flat_map(|(_, footprints)| footprints)
        .flat_map(|footprint| footprint.present.iter().map(|(id, _)| *id).chain(footprint.absent.iter().copied()));
    let ids: Vec<JournalId> = ids.collect();
    let written = read.journal_hashes(&ids).await?;
    for (name, footprints) in traced {
        let fits = footprints.iter().any(|footprint| {
            let is_there = |(id, hash): &(JournalId, Option<[u8; 32]>)| {
                written.get(id).is_some_and(|stored| hash.is_none_or(|hash| hash == *stored))
            };
            footprint.present.iter().all(is_there) && footprint.absent.iter().all(|id| !written.contains_key(id))
        });
        check.look(fits, || format!("{name}: the ledger tells another story"));
    }
    Ok(())
}

/// M4: no more goes back than came in.
async fn refunded(read: &Reader<'_>) -> Result<Check, Fault> {
    let mut check = Check::new("M4", "no more than a payment brought in goes back");
    each_page!(read, refunds_after, |last: &Stored<Refund>| last.value.id, |page| {
        let mut milestones = Vec::new();
        let ids: Vec<PaymentId> = page.iter().map(|stored| stored.value.payment).collect();
        for payment in read.payments(&ids).await? {
            milestones.push(payment.stored.value.milestone);
        }
        milestones.sort_unstable();
        milestones.dedup();
        for milestone in milestones {
            let payments = read.payments_of_milestone(milestone).await?;
            let refunds = read.refunds_of_milestone(milestone).await?;
            for payment in payments.iter().map(|stored| &stored.value) {
                let of_it = |refund: &&Refund| {
                    refund.payment == payment.id && !matches!(refund.state, RefundState::Failed { .. })
                };
                let amounts = refunds.iter().map(|stored| &stored.value).filter(of_it).map(|refund| refund.amount);
                let back = Money::sum(payment.amount.currency(), amounts).map_err(Fault::internal)?;
                let came = if stage_of_payment(payment) == Stage::Done { payment.amount.minor() } else { 0 };
                check.look(back.minor() <= came, || format!("{}: {back} went back", payment.id));
            }
        }
    });
    Ok(check)
}

/// M6, M14: one operation for each payment, refund and payout, and nothing else in the outbox.
async fn operations(read: &Reader<'_>) -> Result<Vec<Check>, Fault> {
    let mut same = Check::new("M6", "each operation asks for the amount of what it is for, and is as far");
    let mut left = Check::new("M6", "no operation is left to a person");
    let mut ours = 0_u64;
    each_page!(read, gateway_operations_after, |last: &Stored<_>| document_id(last), |page| {
        let operations = page.iter().map(operation_of).collect::<Result<Vec<_>, Fault>>()?;
        let operations: Vec<Operation> = operations.into_iter().map(|stored| stored.value).collect();
        let subjects = subjects(read, &operations).await?;
        for operation in &operations {
            let agrees = subjects.get(&operation.id).is_some_and(|subject| agrees(operation, *subject));
            same.look(agrees, || format!("operation {}: not what it is for", operation.id));
            let why = match &operation.state {
                OperationState::Manual { why, .. } => Some(*why),
                OperationState::Ready { .. }
                | OperationState::InFlight { .. }
                | OperationState::Unknown { .. }
                | OperationState::Processing { .. }
                | OperationState::Succeeded { .. }
                | OperationState::Failed { .. } => None,
            };
            left.look(why.is_none(), || format!("operation {}: {why:?}", operation.id));
        }
        ours = ours.saturating_add(u64::try_from(operations.len()).unwrap_or(u64::MAX));
    });
    let asked = read.count_requested().await?;
    let mut one = Check::new("M14", "each payment, refund and payout has its one operation");
    one.checked = asked;
    if asked != ours {
        one.find(format!("{asked} were asked for, {ours} are in the outbox"));
    }
    Ok(vec![same, left, one])
}

fn document_id(stored: &Stored<storage::OperationDocument>) -> Uuid {
    stored.value.id()
}

async fn subjects(read: &Reader<'_>, operations: &[Operation]) -> Result<HashMap<Uuid, Subject>, Fault> {
    let of = |verb| operations.iter().filter(move |operation| operation.request.verb == verb).map(|found| found.id);
    let mut subjects = HashMap::new();
    let ids: Vec<PaymentId> = of(Verb::Charge).map(PaymentId::new).collect();
    for found in read.payments(&ids).await? {
        let Payment { id, amount, .. } = found.stored.value;
        let stage = stage_of_payment(&found.stored.value);
        subjects.insert(id.uuid(), Subject { verb: Verb::Charge, amount, stage });
    }
    let ids: Vec<RefundId> = of(Verb::Refund).map(RefundId::new).collect();
    for found in read.refunds(&ids).await? {
        let Refund { id, amount, .. } = found.stored.value;
        let stage = match found.stored.value.state {
            RefundState::Requested | RefundState::Sent { .. } => Stage::Open,
            RefundState::Succeeded { .. } => Stage::Done,
            RefundState::Failed { .. } => Stage::Failed,
        };
        subjects.insert(id.uuid(), Subject { verb: Verb::Refund, amount, stage });
    }
    let ids: Vec<PayoutId> = of(Verb::Payout).map(PayoutId::new).collect();
    for found in read.payouts(&ids).await? {
        let Payout { id, amount, .. } = found.stored.value;
        let stage = match found.stored.value.state {
            PayoutState::Requested | PayoutState::Sent { .. } => Stage::Open,
            PayoutState::Paid { .. } => Stage::Done,
            PayoutState::Failed { .. } => Stage::Failed,
        };
        subjects.insert(id.uuid(), Subject { verb: Verb::Payout, amount, stage });
    }
    Ok(subjects)
}

fn agrees(operation: &Operation, subject: Subject) -> bool {
    let stage = match operation.state {
        OperationState::Ready { .. }
        | OperationState::InFlight { .. }
        | OperationState::Unknown { .. }
        | OperationState::Processing { .. }
        | OperationState::Manual { .. } => Stage::Open,
        OperationState::Succeeded { .. } => Stage::Done,
        OperationState::Failed { .. } => Stage::Failed,
    };
    subject == Subject { verb: operation.request.verb, amount: operation.request.amount, stage }
}

fn stage_of_payment(payment: &Payment) -> Stage {
    match payment.state {
        PaymentState::Requested | PaymentState::Processing { .. } => Stage::Open,
        PaymentState::Succeeded { .. } => Stage::Done,
        PaymentState::Failed { .. } => Stage::Failed,
    }
}
