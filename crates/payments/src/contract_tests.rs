use super::*;
use crate::GatewayEvent;
use crate::simulated::{self, Simulated, SimulatedSettings};
use async_trait::async_trait;

const YEN_ONLY: &[Currency] = &[Currency::Jpy];

fn fixture() -> Fixture {
    Fixture {
        run: "test".to_owned(),
        currency: Currency::Jpy,
        method_ok: simulated::CARD_OK.to_owned(),
        method_declined: simulated::CARD_EXPIRED.to_owned(),
        method_slow: simulated::CARD_CONFIRMS_LATER.to_owned(),
        destination_ok: simulated::BANK_OK.to_owned(),
        destination_refused: simulated::BANK_REFUSED.to_owned(),
        settle_within: simulated::LATE_AFTER,
        now: Instant::parse("2026-11-20T00:00:00Z").unwrap(),
    }
}

/// One way to break the contract.
#[derive(Clone, Copy, Debug)]
enum Lie {
    ForgetsKeys,
    TakesAnotherBody,
    SaysAnotherAmount,
    NamesACurrencyItDeclines,
    TellsNoEvents,
    FindsNothing,
    IsNeverDecided,
}

/// A gateway that is honest but for one thing.
struct Liar {
    honest: Simulated,
    lie: Lie,
}

impl Liar {
    fn changed(&self, mut answer: Answer) -> Answer {
        match (self.lie, &answer.outcome) {
            (Lie::SaysAnotherAmount, _) => answer.amount = Money::new(1, answer.amount.currency()),
            (Lie::IsNeverDecided, Outcome::Succeeded { object, .. }) if answer.amount.minor() == 800 => {
                answer.outcome = Outcome::Processing { object: object.clone() };
            }
            _ => {}
        }
        answer
    }
}

#[async_trait]
impl Gateway for Liar {
    fn capabilities(&self) -> Capabilities {
        let currencies = if matches!(self.lie, Lie::NamesACurrencyItDeclines) { &Currency::ALL[..] } else { YEN_ONLY };
        Capabilities { currencies, key_lifetime: simulated::KEY_LIFETIME, ..self.honest.capabilities() }
    }

    async fn charge(&self, request: ChargeRequest) -> Result<Answer, GatewayError> {
        let answer = match self.honest.charge(request.clone()).await {
            Err(GatewayError::KeyReused) if matches!(self.lie, Lie::TakesAnotherBody) => {
                self.honest.find(request.key.op_id, request.now).await.map(Option::unwrap)
            }
            answer => answer,
        };
        answer.map(|answer| self.changed(answer))
    }

    async fn refund(&self, request: RefundRequest) -> Result<Answer, GatewayError> {
        self.honest.refund(request).await
    }

    async fn payout(&self, request: PayoutRequest) -> Result<Answer, GatewayError> {
        self.honest.payout(request).await
    }

    async fn find(&self, op_id: Uuid, now: Instant) -> Result<Option<Answer>, GatewayError> {
        if matches!(self.lie, Lie::FindsNothing) { Ok(None) } else { self.honest.find(op_id, now).await }
    }

    async fn fetch(&self, object: &ObjectId, now: Instant) -> Result<Option<Answer>, GatewayError> {
        Ok(self.honest.fetch(object, now).await?.map(|answer| self.changed(answer)))
    }

    async fn take_events(&self, now: Instant) -> Result<Vec<GatewayEvent>, GatewayError> {
        if matches!(self.lie, Lie::TellsNoEvents) { Ok(Vec::new()) } else { self.honest.take_events(now).await }
    }
}

#[tokio::test]
async fn the_simulated_gateway_keeps_the_contract_in_memory() {
    let gateway = Simulated::in_memory(SimulatedSettings::default());
    assert_eq!(run(&gateway, &fixture()).await, Ok(()));
}

#[tokio::test]
async fn the_simulated_gateway_keeps_the_contract_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Simulated::open(folder.path(), SimulatedSettings::default()).unwrap();
    assert_eq!(run(&gateway, &fixture()).await, Ok(()));
}

#[tokio::test]
async fn a_gateway_of_one_currency_keeps_the_contract() {
    let settings = SimulatedSettings { currencies: YEN_ONLY, ..SimulatedSettings::default() };
    assert_eq!(run(&Simulated::in_memory(settings), &fixture()).await, Ok(()));
}

#[tokio::test]
async fn every_lie_is_caught_by_the_rule_it_breaks() {
    let lies = [
        (Lie::ForgetsKeys, "a key that comes again is answered as before"),
        (Lie::TakesAnotherBody, "a key that comes again for something else is refused and changes nothing"),
        (Lie::SaysAnotherAmount, "a key that comes again for something else is refused and changes nothing"),
        (Lie::NamesACurrencyItDeclines, "exactly the currencies among the capabilities are taken"),
        (Lie::TellsNoEvents, "a gateway that is asked for events tells each object's, another none"),
        (Lie::FindsNothing, "a key that comes again for something else is refused and changes nothing"),
        (Lie::IsNeverDecided, "what is decided is never undecided or decided otherwise"),
    ];
    for (lie, rule) in lies {
        let settings = SimulatedSettings { currencies: YEN_ONLY, ..SimulatedSettings::default() };
        let settings = match lie {
            Lie::ForgetsKeys => SimulatedSettings { key_lifetime: Duration::HOUR, ..settings },
            _ => settings,
        };
        let liar = Liar { honest: Simulated::in_memory(settings), lie };
        let breach = run(&liar, &fixture()).await.unwrap_err();
        assert_eq!(breach.rule, rule, "{lie:?}: {breach}");
    }
}
