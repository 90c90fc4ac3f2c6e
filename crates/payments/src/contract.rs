//! What every [`Gateway`] keeps, as a suite that an adapter's tests run against it.

use crate::{
    Answer, Capabilities, ChargeRequest, DeclineCode, Gateway, GatewayError, IdempotencyKey, ObjectId, Outcome,
    PayoutRequest, RefundRequest, Verb,
};
use kernel::{Currency, Instant, Money, fact_uuid};
use std::fmt::Debug;
use time::Duration;
use uuid::Uuid;

/// What the suite may use at the gateway under test.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// Makes the ids of this run; another text for another run against the same gateway.
    pub run: String,
    /// A currency it takes.
    pub currency: Currency,
    /// A method whose charges and refunds succeed at once.
    pub method_ok: String,
    /// A method whose charges are declined at once.
    pub method_declined: String,
    /// A method whose charges are processing first.
    pub method_slow: String,
    /// A bank account that is paid at once.
    pub destination_ok: String,
    /// A bank account that is refused at once.
    pub destination_refused: String,
    /// Time after which nothing of the above is processing any more.
    pub settle_within: Duration,
    /// When the run begins.
    pub now: Instant,
}

/// A rule of the contract that was broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rule}: {seen}")]
pub struct Breach {
    /// The rule.
    pub rule: &'static str,
    /// What the gateway said.
    pub seen: String,
}

/// Runs the suite; answers the first rule that does not hold.
pub async fn run(gateway: &dyn Gateway, fixture: &Fixture) -> Result<(), Breach> {
    let suite = Suite { gateway, fixture, can: gateway.capabilities() };
    suite.charges_once().await?;
    suite.echoes_every_verb().await?;
    suite.declines_for_good().await?;
    suite.decides_once().await?;
    suite.refunds_no_more_than_came_in().await?;
    suite.finds_only_what_is_there().await?;
    suite.takes_only_its_currencies().await?;
    suite.tells_events_as_it_says().await
}

struct Suite<'a> {
    gateway: &'a dyn Gateway,
    fixture: &'a Fixture,
    can: Capabilities,
}

fn hold(rule: &'static str, holds: bool, seen: &impl Debug) -> Result<(), Breach> {
    if holds { Ok(()) } else { Err(Breach { rule, seen: format!("{seen:?}") }) }
}

fn answered(rule: &'static str, result: Result<Answer, GatewayError>) -> Result<Answer, Breach> {
    result.map_err(|error| Breach { rule, seen: format!("{error:?}") })
}

fn object_of(rule: &'static str, answer: &Answer) -> Result<ObjectId, Breach> {
    answer.outcome.object().cloned().ok_or_else(|| Breach { rule, seen: format!("{answer:?}") })
}

fn succeeded(answer: &Answer) -> bool {
    matches!(answer.outcome, Outcome::Succeeded { .. })
}

impl Suite<'_> {
    async fn charges_once(&self) -> Result<(), Breach> {
        const REPLAYED: &str = "a key that comes again is answered as before";
        const OTHER_BODY: &str = "a key that comes again for something else is refused and changes nothing";
        let request = self.charge("once", 1_000, &self.fixture.method_ok);
        let first = answered(REPLAYED, self.gateway.charge(request.clone()).await)?;
        hold(REPLAYED, succeeded(&first), &first)?;
        let last_moment = request.now.plus(self.can.key_lifetime).minus(Duration::SECOND);
        let again = self.gateway.charge(ChargeRequest { now: last_moment, ..request.clone() }).await;
        hold(REPLAYED, again.as_ref() == Ok(&first), &again)?;

        let others = [
            ChargeRequest { amount: self.amount(1_001), ..request.clone() },
            ChargeRequest { method: self.fixture.method_slow.clone(), ..request.clone() },
            ChargeRequest { reference: "other".to_owned(), ..request.clone() },
        ];
        for other in others {
            let refused = self.gateway.charge(other).await;
            hold(OTHER_BODY, refused == Err(GatewayError::KeyReused), &refused)?;
        }
        let found = self.gateway.find(request.key.op_id, request.now).await;
        hold(OTHER_BODY, found.as_ref() == Ok(&Some(first)), &found)
    }

    async fn echoes_every_verb(&self) -> Result<(), Breach> {
        const ECHOED: &str = "operation, verb, amount and party come back, from the call, by find and by fetch";
        let charge = self.charge("echo in", 1_250, &self.fixture.method_ok);
        let charged = answered(ECHOED, self.gateway.charge(charge.clone()).await)?;
        self.echo(ECHOED, &charged, (charge.key, Verb::Charge, charge.amount, &charge.method)).await?;

        let refund = self.refund("echo back", 250, object_of(ECHOED, &charged)?);
        let refunded = answered(ECHOED, self.gateway.refund(refund.clone()).await)?;
        let party = refund.charge.to_string();
        self.echo(ECHOED, &refunded, (refund.key, Verb::Refund, refund.amount, &party)).await?;

        let payout = self.payout("echo out", 500, &self.fixture.destination_ok);
        let paid = answered(ECHOED, self.gateway.payout(payout.clone()).await)?;
        self.echo(ECHOED, &paid, (payout.key, Verb::Payout, payout.amount, &payout.destination)).await
    }

    async fn echo(
        &self,
        rule: &'static str,
        answer: &Answer,
        asked: (IdempotencyKey, Verb, Money, &str),
    ) -> Result<(), Breach> {
        let said = (answer.op_id, answer.verb, answer.amount, answer.party.as_str());
        hold(rule, succeeded(answer) && said == (asked.0.op_id, asked.1, asked.2, asked.3), answer)?;
        let found = self.gateway.find(answer.op_id, self.fixture.now).await;
        hold(rule, found.as_ref() == Ok(&Some(answer.clone())), &found)?;
        let fetched = self.gateway.fetch(&object_of(rule, answer)?, self.fixture.now).await;
        hold(rule, fetched.as_ref() == Ok(&Some(answer.clone())), &fetched)
    }

    async fn declines_for_good(&self) -> Result<(), Breach> {
        const FINAL: &str = "what is declined stays declined";
        let charge = self.charge("declined", 900, &self.fixture.method_declined);
        let payout = self.payout("refused", 900, &self.fixture.destination_refused);
        let first = [
            answered(FINAL, self.gateway.charge(charge.clone()).await)?,
            answered(FINAL, self.gateway.payout(payout.clone()).await)?,
        ];
        let later = self.fixture.now.plus(self.fixture.settle_within);
        let again = [
            answered(FINAL, self.gateway.charge(ChargeRequest { now: later, ..charge }).await)?,
            answered(FINAL, self.gateway.payout(PayoutRequest { now: later, ..payout }).await)?,
        ];
        hold(FINAL, first == again, &(&first, &again))?;
        hold(FINAL, first.iter().all(|answer| matches!(answer.outcome, Outcome::Declined { .. })), &first)
    }

    async fn decides_once(&self) -> Result<(), Breach> {
        const MONOTONE: &str = "what is decided is never undecided or decided otherwise";
        let charge = self.charge("slow", 800, &self.fixture.method_slow);
        let first = answered(MONOTONE, self.gateway.charge(charge.clone()).await)?;
        hold(MONOTONE, !first.outcome.is_final(), &first)?;
        let object = object_of(MONOTONE, &first)?;
        let later = self.fixture.now.plus(self.fixture.settle_within);
        let decided = self.gateway.fetch(&object, later).await;
        let is_final = matches!(&decided, Ok(Some(answer)) if answer.outcome.is_final());
        hold(MONOTONE, is_final, &decided)?;
        // asked by a process whose clock is behind
        let behind = self.gateway.fetch(&object, self.fixture.now).await;
        hold(MONOTONE, behind == decided, &behind)?;
        let replayed = self.gateway.charge(charge).await.map(Some);
        hold(MONOTONE, replayed == decided, &replayed)
    }

    async fn refunds_no_more_than_came_in(&self) -> Result<(), Breach> {
        const COVERED: &str = "refunds of a charge sum to no more than the charge";
        let charge = self.charge("covered", 700, &self.fixture.method_ok);
        let charged = answered(COVERED, self.gateway.charge(charge).await)?;
        let charge = object_of(COVERED, &charged)?;
        let part = answered(COVERED, self.gateway.refund(self.refund("part", 300, charge.clone())).await)?;
        hold(COVERED, succeeded(&part), &part)?;
        let more = answered(COVERED, self.gateway.refund(self.refund("more", 401, charge.clone())).await)?;
        hold(COVERED, declined_for(&more, DeclineCode::ExceedsCharge), &more)?;
        let rest = answered(COVERED, self.gateway.refund(self.refund("rest", 400, charge)).await)?;
        hold(COVERED, succeeded(&rest), &rest)
    }

    async fn finds_only_what_is_there(&self) -> Result<(), Breach> {
        const ABSENT: &str = "what was never asked for is absent";
        let found = self.gateway.find(self.op("never sent"), self.fixture.now).await;
        hold(ABSENT, found == Ok(None), &found)?;
        let nowhere = ObjectId::new("no_such_object");
        let fetched = self.gateway.fetch(&nowhere, self.fixture.now).await;
        hold(ABSENT, fetched == Ok(None), &fetched)?;
        let refund = answered(ABSENT, self.gateway.refund(self.refund("of nothing", 1, nowhere)).await)?;
        hold(ABSENT, declined_for(&refund, DeclineCode::ChargeNotRefundable), &refund)
    }

    async fn takes_only_its_currencies(&self) -> Result<(), Breach> {
        const HONEST: &str = "exactly the currencies among the capabilities are taken";
        for currency in Currency::ALL {
            let name = format!("in {currency}");
            let amount = Money::new(600, currency);
            let request = ChargeRequest { amount, ..self.charge(&name, 0, &self.fixture.method_ok) };
            let answer = answered(HONEST, self.gateway.charge(request).await)?;
            let holds = if self.can.currencies.contains(&currency) {
                succeeded(&answer)
            } else {
                declined_for(&answer, DeclineCode::CurrencyUnsupported)
            };
            hold(HONEST, holds, &answer)?;
        }
        for minor in [0, -1, i64::MIN, i64::MAX] {
            let request = self.charge(&format!("amount {minor}"), minor, &self.fixture.method_ok);
            let answer = answered(HONEST, self.gateway.charge(request).await)?;
            hold(HONEST, declined_for(&answer, DeclineCode::AmountInvalid), &answer)?;
        }
        Ok(())
    }

    async fn tells_events_as_it_says(&self) -> Result<(), Breach> {
        const TOLD: &str = "a gateway that is asked for events tells each object's, another none";
        let charge = self.charge("told", 550, &self.fixture.method_ok);
        let charged = answered(TOLD, self.gateway.charge(charge).await)?;
        let object = object_of(TOLD, &charged)?;
        let events = self.gateway.take_events(self.fixture.now.plus(self.fixture.settle_within)).await;
        let told = matches!(&events, Ok(events) if events.iter().any(|event| event.object == object));
        hold(TOLD, told == self.can.events_are_asked_for, &events)
    }

    fn op(&self, name: &str) -> Uuid {
        fact_uuid(&format!("contract:{}:{name}", self.fixture.run))
    }

    fn key(&self, name: &str) -> IdempotencyKey {
        IdempotencyKey { op_id: self.op(name), epoch: 0 }
    }

    fn amount(&self, minor: i64) -> Money {
        Money::new(minor, self.fixture.currency)
    }

    fn charge(&self, name: &str, minor: i64, method: &str) -> ChargeRequest {
        ChargeRequest {
            key: self.key(name),
            amount: self.amount(minor),
            method: method.to_owned(),
            reference: name.to_owned(),
            now: self.fixture.now,
        }
    }

    fn refund(&self, name: &str, minor: i64, charge: ObjectId) -> RefundRequest {
        RefundRequest {
            key: self.key(name),
            amount: self.amount(minor),
            charge,
            reference: name.to_owned(),
            now: self.fixture.now,
        }
    }

    fn payout(&self, name: &str, minor: i64, destination: &str) -> PayoutRequest {
        PayoutRequest {
            key: self.key(name),
            amount: self.amount(minor),
            destination: destination.to_owned(),
            reference: name.to_owned(),
            now: self.fixture.now,
        }
    }
}

fn declined_for(answer: &Answer, reason: DeclineCode) -> bool {
    matches!(answer.outcome, Outcome::Declined { code, .. } if code == reason)
}

#[cfg(test)]
#[path = "contract_tests.rs"]
mod tests;
