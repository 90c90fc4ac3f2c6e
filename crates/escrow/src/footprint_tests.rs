use super::*;
use crate::{GatewayObject, Step};
use kernel::{Currency, MilestoneId, OrganisationId, PaymentId, PayoutId, PersonId, RefundId};
use std::collections::BTreeMap;
use uuid::Uuid;

type Written = BTreeMap<JournalId, [u8; 32]>;

fn jpy(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

fn object() -> GatewayObject {
    GatewayObject::new("object")
}

fn processing() -> GatewayOutcome {
    GatewayOutcome::Processing { object: object() }
}

fn succeeded(fee: i64) -> GatewayOutcome {
    let available_at = Instant::from_unix(100).unwrap();
    GatewayOutcome::Succeeded { object: object(), fee: jpy(fee), available_at, at: Instant::EPOCH }
}

fn failed() -> GatewayOutcome {
    GatewayOutcome::Failed { object: Some(object()), code: GatewayCode::new("no"), at: Instant::EPOCH }
}

fn write<M>(written: &mut Written, step: Step<M>) -> M {
    written.extend(step.journals.iter().map(|journal| (journal.id(), journal.hash())));
    step.next
}

fn advance<M>(written: &mut Written, advance: Advance<M>) -> M {
    match advance {
        Advance::Moved(step) => write(written, step),
        Advance::AlreadyApplied(same) => same,
    }
}

fn fits(footprint: &Footprint, written: &Written) -> bool {
    let is_there = |(id, hash): &(JournalId, Option<[u8; 32]>)| {
        written.get(id).is_some_and(|found| hash.is_none_or(|hash| hash == *found))
    };
    footprint.present.iter().all(is_there)
        && footprint.present.len() == written.len()
        && footprint.absent.iter().all(|id| !written.contains_key(id))
}

/// Every order of three outcomes.
fn stories() -> Vec<Vec<GatewayOutcome>> {
    let outcomes = [processing(), succeeded(0), succeeded(30), failed()];
    let mut stories = vec![Vec::new()];
    for first in &outcomes {
        stories.push(vec![first.clone()]);
        for second in &outcomes {
            stories.push(vec![first.clone(), second.clone()]);
            for third in &outcomes {
                stories.push(vec![first.clone(), second.clone(), third.clone()]);
            }
        }
    }
    stories
}

fn payment() -> Payment {
    let (id, milestone) = (PaymentId::new(Uuid::from_u128(1)), MilestoneId::new(Uuid::from_u128(2)));
    let client = OrganisationId::new(Uuid::from_u128(3));
    Payment { id, milestone, client, amount: jpy(11_000), state: PaymentState::Requested }
}

#[test]
fn a_payment_leaves_exactly_the_journals_that_its_state_tells() {
    let (early, late) = (Instant::from_unix(50).unwrap(), Instant::from_unix(200).unwrap());
    for now in [early, late] {
        for story in stories() {
            let mut written = Written::new();
            let told = story.iter().fold(payment(), |payment, outcome| {
                advance(&mut written, payment.apply(outcome.clone(), now).unwrap())
            });
            assert!(fits(&told.footprint().unwrap(), &written), "{story:?}");
            if let Ok(available) = told.make_available(late) {
                let available = advance(&mut written, available);
                assert!(fits(&available.footprint().unwrap(), &written), "{story:?}, then available");
            }
        }
    }
}

#[test]
fn a_payout_leaves_exactly_the_journals_that_its_state_tells() {
    for story in stories() {
        let mut written = Written::new();
        let worker = PersonId::new(Uuid::from_u128(2));
        let requested = Payout::request(PayoutId::new(Uuid::from_u128(1)), worker, jpy(8_580)).unwrap();
        let told = story.iter().fold(write(&mut written, requested), |payout, outcome| {
            advance(&mut written, payout.apply(outcome.clone()).unwrap())
        });
        let fitting = told.footprints().unwrap().iter().filter(|footprint| fits(footprint, &written)).count();
        assert_eq!(fitting, 1, "{story:?}");
    }
}

#[test]
fn a_refund_leaves_exactly_the_journals_that_its_state_tells() {
    let paid = payment().apply(succeeded(0), Instant::MAX).unwrap().into_inner();
    for story in stories() {
        let mut written = Written::new();
        let requested = Refund::request(RefundId::new(Uuid::from_u128(9)), &paid, jpy(5_000)).unwrap();
        let told = story.iter().fold(write(&mut written, requested), |refund, outcome| {
            advance(&mut written, refund.apply(outcome.clone()).unwrap())
        });
        let fitting = told.footprints().unwrap().iter().filter(|footprint| fits(footprint, &written)).count();
        assert_eq!(fitting, 1, "{story:?}");
    }
}

#[test]
fn money_of_another_amount_leaves_another_footprint() {
    let paid = payment().apply(succeeded(30), Instant::MAX).unwrap().into_inner();
    let more = Payment { amount: jpy(11_001), ..paid.clone() };
    assert_ne!(paid.footprint().unwrap().present, more.footprint().unwrap().present);
    let free = payment().apply(succeeded(0), Instant::MAX).unwrap().into_inner();
    assert_eq!((paid.footprint().unwrap().absent.len(), free.footprint().unwrap().absent.len()), (0, 1));
}
