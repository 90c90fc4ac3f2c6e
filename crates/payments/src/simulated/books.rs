//! What the facts amount to, and what the gateway decides next. No I/O.

use super::fact::{Delivery, Ending, Entry, Fact, Request, State};
use super::methods::{self, End, Script, TEST_BANKS, TEST_CARDS, Told, Way, When};
use super::{Balance, SimulatedSettings};
use crate::{Answer, DeclineCode, GatewayError, GatewayEvent, IdempotencyKey, ObjectId, Verb};
use kernel::{Currency, Instant, MAX_MINOR, Money, Rounding, fact_uuid};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// What is to be written down, and what to say once it is.
pub(super) type Decision<T> = (Vec<Fact>, Result<T, GatewayError>);

/// The state of the gateway: a fold of its facts.
#[derive(Default)]
pub(super) struct Books {
    entries: HashMap<ObjectId, Entry>,
    by_key: HashMap<String, ObjectId>,
    by_op: HashMap<Uuid, ObjectId>,
    attempts: HashMap<String, u32>,
    waiting: BTreeSet<(Instant, ObjectId)>,
    undelivered: BTreeSet<Delivery>,
    /// Per charge, what went back or is on its way back.
    refunded: HashMap<ObjectId, i128>,
    funds: HashMap<Currency, Funds>,
}

/// Our money at the gateway in one currency, beside the opening balance. Wider than money, so that no sum overflows.
#[derive(Default)]
struct Funds {
    total: i128,
    /// What came in, by when it can be sent out.
    arrivals: BTreeMap<(Instant, ObjectId), i128>,
}

impl Books {
    pub(super) fn apply(&mut self, fact: Fact) {
        match fact {
            Fact::Attempted { key, .. } => {
                let attempts = self.attempts.entry(key).or_default();
                *attempts = attempts.saturating_add(1);
            }
            Fact::Executed { entry, deliveries } => {
                self.undelivered.extend(deliveries);
                self.execute(entry);
            }
            Fact::Settled { object } => self.settle(&object),
            Fact::Delivered { deliveries } => {
                for delivery in deliveries {
                    self.undelivered.remove(&delivery);
                }
            }
        }
    }

    /// The ends that have come by `now`.
    pub(super) fn due(&self, now: Instant) -> Vec<Fact> {
        self.waiting
            .iter()
            .take_while(|(until, _)| *until <= now)
            .map(|(_, object)| Fact::Settled { object: object.clone() })
            .collect()
    }

    pub(super) fn perform(
        &self,
        key: IdempotencyKey,
        request: Request,
        now: Instant,
        settings: &SimulatedSettings,
    ) -> Decision<Answer> {
        if let Some(entry) = self.remembered(key, now, settings) {
            let same = entry.request == request;
            return (Vec::new(), if same { Ok(entry.answer()) } else { Err(GatewayError::KeyReused) });
        }
        let script = self.script(&request);
        let key_text = key.to_string();
        let attempts = self.attempts.get(&key_text).copied().unwrap_or(0);
        match script.way {
            Way::Busy { times } if attempts < times => {
                let busy = GatewayError::Busy { retry_after: settings.busy_retry_after };
                return (vec![Fact::Attempted { key: key_text, at: now }], Err(busy));
            }
            Way::CallLost if attempts == 0 => {
                return (vec![Fact::Attempted { key: key_text, at: now }], Err(GatewayError::Unknown));
            }
            Way::Straight | Way::Busy { .. } | Way::CallLost | Way::AnswerLost => {}
        }
        let state = self.outcome(script, &request, now, settings);
        let object = self.next_object(&request, &key_text);
        let entry = Entry { object, key, request, at: now, state };
        let deliveries = deliveries(&entry, script.told, settings);
        let answer = match script.way {
            Way::AnswerLost => Err(GatewayError::Unknown),
            Way::Straight | Way::Busy { .. } | Way::CallLost => Ok(entry.answer()),
        };
        (vec![Fact::Executed { entry, deliveries }], answer)
    }

    pub(super) fn find(&self, op_id: Uuid) -> Option<Answer> {
        self.fetch(self.by_op.get(&op_id)?)
    }

    pub(super) fn fetch(&self, object: &ObjectId) -> Option<Answer> {
        self.entries.get(object).map(Entry::answer)
    }

    pub(super) fn take_events(&self, now: Instant) -> Decision<Vec<GatewayEvent>> {
        let due: Vec<_> = self.undelivered.iter().take_while(|delivery| delivery.due <= now).cloned().collect();
        let mut events: Vec<_> = due.iter().map(|delivery| delivery.event.clone()).collect();
        // newest first: nobody may rely on the order
        events.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)));
        let facts = if due.is_empty() { Vec::new() } else { vec![Fact::Delivered { deliveries: due }] };
        (facts, Ok(events))
    }

    pub(super) fn answers(&self) -> Vec<Answer> {
        let mut entries: Vec<_> = self.entries.values().collect();
        entries.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.object.cmp(&b.object)));
        entries.into_iter().map(Entry::answer).collect()
    }

    pub(super) fn balance(&self, currency: Currency, now: Instant, settings: &SimulatedSettings) -> Balance {
        let (total, pending) = self.funds.get(&currency).map_or((0, 0), |funds| {
            let pending = funds.arrivals.iter().filter(|((at, _), _)| *at > now).map(|(_, minor)| minor).sum();
            (funds.total, pending)
        });
        let opening = i128::from(settings.opening_minor);
        Balance { available_minor: opening + total - pending, pending_minor: pending }
    }

    fn remembered(&self, key: IdempotencyKey, now: Instant, settings: &SimulatedSettings) -> Option<&Entry> {
        let entry = self.entries.get(self.by_key.get(&key.to_string())?)?;
        (now < entry.at.plus(settings.key_lifetime)).then_some(entry)
    }

    fn script(&self, request: &Request) -> Script {
        match request.verb {
            Verb::Charge => methods::script(TEST_CARDS, &request.party, |card| card.pays),
            Verb::Payout => methods::script(TEST_BANKS, &request.party, |bank| bank.pays),
            Verb::Refund => {
                let charge = self.entries.get(&ObjectId::new(request.party.clone()));
                let card = charge.map_or("", |charge| charge.request.party.as_str());
                methods::script(TEST_CARDS, card, |card| card.refunds)
            }
        }
    }

    fn outcome(&self, script: Script, request: &Request, now: Instant, settings: &SimulatedSettings) -> State {
        if let Some(code) = self.objection(request, now, settings) {
            return State::Ended { ending: Ending::Declined { code, at: now } };
        }
        let at = match script.when {
            When::AtOnce => now,
            When::Confirmed => now.plus(settings.confirm_after),
            When::Late => now.plus(settings.late_after),
        };
        let ending = match script.end {
            End::Declines(code) => Ending::Declined { code, at },
            End::Succeeds => match fee(request, settings) {
                Some(fee) => Ending::Succeeded { fee, available_at: available_at(request, at, settings), at },
                None => Ending::Declined { code: DeclineCode::AmountInvalid, at },
            },
        };
        if at > now { State::Waiting { until: at, ending } } else { State::Ended { ending } }
    }

    /// Why the gateway itself refuses, whatever the method says.
    fn objection(&self, request: &Request, now: Instant, settings: &SimulatedSettings) -> Option<DeclineCode> {
        let (minor, currency) = (request.amount.minor(), request.amount.currency());
        if !settings.currencies.contains(&currency) {
            return Some(DeclineCode::CurrencyUnsupported);
        }
        if !(1..=MAX_MINOR).contains(&minor) {
            return Some(DeclineCode::AmountInvalid);
        }
        match request.verb {
            Verb::Charge => None,
            Verb::Payout => {
                let available = self.balance(currency, now, settings).available_minor;
                (available < i128::from(minor)).then_some(DeclineCode::BalanceTooSmall)
            }
            Verb::Refund => self.refund_objection(&ObjectId::new(request.party.clone()), request.amount),
        }
    }

    fn refund_objection(&self, charge: &ObjectId, amount: Money) -> Option<DeclineCode> {
        let Some(Entry { request, state: State::Ended { ending: Ending::Succeeded { .. } }, .. }) =
            self.entries.get(charge)
        else {
            return Some(DeclineCode::ChargeNotRefundable);
        };
        if request.verb != Verb::Charge {
            return Some(DeclineCode::ChargeNotRefundable);
        }
        if request.amount.currency() != amount.currency() {
            return Some(DeclineCode::CurrencyUnsupported);
        }
        let refunded = self.refunded.get(charge).copied().unwrap_or(0);
        let left = i128::from(request.amount.minor()) - refunded;
        (left < i128::from(amount.minor())).then_some(DeclineCode::ExceedsCharge)
    }

    /// A name no other object has, also when the gateway has forgotten the key.
    fn next_object(&self, request: &Request, key: &str) -> ObjectId {
        let prefix = match request.verb {
            Verb::Charge => "sim_ch",
            Verb::Refund => "sim_re",
            Verb::Payout => "sim_po",
        };
        let id = fact_uuid(&format!("simulated:{key}:{}", self.entries.len()));
        ObjectId::new(format!("{prefix}_{}", id.simple()))
    }

    fn execute(&mut self, entry: Entry) {
        self.by_key.insert(entry.key.to_string(), entry.object.clone());
        self.by_op.insert(entry.key.op_id, entry.object.clone());
        match &entry.state {
            State::Waiting { until, .. } => {
                self.waiting.insert((*until, entry.object.clone()));
                self.move_out(&entry, 1);
            }
            State::Ended { ending: Ending::Succeeded { .. } } => {
                self.move_out(&entry, 1);
                self.move_in(&entry);
            }
            State::Ended { ending: Ending::Declined { .. } } => {}
        }
        self.entries.insert(entry.object.clone(), entry);
    }

    fn settle(&mut self, object: &ObjectId) {
        let Some(entry) = self.entries.get_mut(object) else { return };
        let State::Waiting { until, ending } = entry.state else { return };
        entry.state = State::Ended { ending };
        let entry = entry.clone();
        self.waiting.remove(&(until, object.clone()));
        match ending {
            Ending::Succeeded { .. } => self.move_in(&entry),
            Ending::Declined { .. } => self.move_out(&entry, -1),
        }
    }

    /// Takes what goes back or out as soon as it is accepted; `direction` -1 puts it back when it fails.
    fn move_out(&mut self, entry: &Entry, direction: i128) {
        let minor = direction * i128::from(entry.request.amount.minor());
        match entry.request.verb {
            Verb::Charge => return,
            Verb::Payout => {}
            Verb::Refund => {
                *self.refunded.entry(ObjectId::new(entry.request.party.clone())).or_default() += minor;
            }
        }
        self.funds.entry(entry.request.amount.currency()).or_default().total -= minor;
    }

    /// Adds a charge that succeeded, less the fee.
    fn move_in(&mut self, entry: &Entry) {
        let State::Ended { ending: Ending::Succeeded { fee, available_at, at } } = entry.state else { return };
        if entry.request.verb != Verb::Charge {
            return;
        }
        let net = i128::from(entry.request.amount.minor()) - i128::from(fee.minor());
        let funds = self.funds.entry(entry.request.amount.currency()).or_default();
        funds.total += net;
        if available_at > at {
            funds.arrivals.insert((available_at, entry.object.clone()), net);
        }
    }
}

/// Charges cost the gateway's rate, rounded down; the rest is free.
fn fee(request: &Request, settings: &SimulatedSettings) -> Option<Money> {
    match request.verb {
        Verb::Charge => settings.fee.of(request.amount, Rounding::Floor).ok(),
        Verb::Refund | Verb::Payout => Some(Money::zero(request.amount.currency())),
    }
}

fn available_at(request: &Request, at: Instant, settings: &SimulatedSettings) -> Instant {
    match request.verb {
        Verb::Charge => at.plus(settings.available_after),
        Verb::Refund | Verb::Payout => at,
    }
}

/// When which event of a new object is handed out: one of its beginning when it is not decided at once, one of its end.
fn deliveries(entry: &Entry, told: Told, settings: &SimulatedSettings) -> Vec<Delivery> {
    let event =
        |name: &str, at| GatewayEvent { id: format!("evt_{}_{name}", entry.object), object: entry.object.clone(), at };
    let (accepted, ended_at) = match entry.state {
        State::Ended { .. } => (None, entry.at),
        State::Waiting { until, .. } => (Some(event("accepted", entry.at)), until),
    };
    let ended = event("ended", ended_at);
    let delivery = |due, event: &GatewayEvent, copy| Delivery { due, event: event.clone(), copy };
    let mut deliveries = vec![delivery(ended_at, &ended, 0)];
    match told {
        Told::Once => deliveries.extend(accepted.map(|event| delivery(entry.at, &event, 0))),
        Told::Repeatedly => {
            deliveries.push(delivery(ended_at, &ended, 1));
            deliveries.push(delivery(ended_at.plus(settings.confirm_after), &ended, 2));
        }
        Told::Backwards => deliveries.extend(accepted.map(|event| delivery(ended_at, &event, 0))),
    }
    deliveries
}
