//! A gateway that behaves like a real one: it keeps state, remembers keys, has balances of its own, decides late, loses
//! answers and tells things twice.
//!
//! It keeps its facts as lines of JSON in one file, under an exclusive lock and fsynced before an answer is given. So
//! it survives the death of the process at any point, and every process on the host that opens the same folder sees the
//! same gateway. It has no clock: time is what the callers say, and what has once been seen decided stays decided.
//!
//! How an operation goes is chosen by its payment method or bank account. Anything else is declined (`method_unknown`).
//!
//! | payment method | charge | refund of it |
//! | --- | --- | --- |
//! | `4242424242424242` | succeeds at once | succeeds at once |
//! | `4000000000009995` | declined: `insufficient_funds` | – |
//! | `4000000000000069` | declined: `card_expired` | – |
//! | `4000000000010100` | processing, succeeds after 2 s | the same |
//! | `4000000000010209` | processing, fails after 2 s: `confirmation_failed` | – |
//! | `4000000000010308` | succeeds, but the first answer is lost (`Unknown`) | the same |
//! | `4000000000010407` | the first call is lost before anything happens (`Unknown`), the second succeeds | the same |
//! | `4000000000010506` | succeeds at once; its event comes twice at once and again after 2 s | the same |
//! | `4000000000010605` | processing, succeeds after 3 s; the event of the end comes before that of the beginning | the same |
//! | `4000000000010704` | busy twice, then succeeds | the same |
//! | `4000000000010803` | succeeds at once | processing, fails after 2 s: `refund_refused` |
//!
//! | bank account | payout |
//! | --- | --- |
//! | `bank_ok` | paid at once |
//! | `bank_slow` | sent, paid after 2 s |
//! | `bank_refused` | refused at once: `destination_refused` |
//! | `bank_fails_later` | sent, fails after 2 s: `destination_failed` |
//! | `bank_lost_answer` | paid, but the first answer is lost (`Unknown`) |
//!
//! Whatever the method: a payout of more than is available is declined (`balance_too_small`), a refund of more than is
//! left of its charge too (`exceeds_charge`). Refunds may take the balance below nothing, as at real gateways. A key is
//! forgotten after 24 hours; then the same request is carried out again.

mod books;
mod fact;
mod log;
mod methods;

pub use methods::{
    BANK_ANSWER_LOST, BANK_FAILS_LATER, BANK_OK, BANK_REFUSED, BANK_SLOW, CARD_ANSWER_LOST, CARD_BUSY, CARD_CALL_LOST,
    CARD_CONFIRMS_LATER, CARD_EVENT_LATE, CARD_EVENTS_REPEATED, CARD_EXPIRED, CARD_FAILS_LATER,
    CARD_INSUFFICIENT_FUNDS, CARD_OK, CARD_REFUND_FAILS_LATER, TEST_BANKS, TEST_CARDS, TestMethod,
};

use crate::{
    Answer, Capabilities, ChargeRequest, Gateway, GatewayError, GatewayEvent, IdempotencyKey, ObjectId, PayoutRequest,
    RefundRequest, Verb,
};
use async_trait::async_trait;
use books::{Books, Decision};
use fact::{Fact, Request};
use kernel::{BasisPoints, Currency, Instant};
use log::Log;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use time::Duration;
use uuid::Uuid;

/// How long a payment or payout that is not decided at once takes.
pub const CONFIRM_AFTER: Duration = Duration::seconds(2);
/// How long the late payment takes.
pub const LATE_AFTER: Duration = Duration::seconds(3);
/// What a caller is told to wait when the gateway is busy.
pub const BUSY_RETRY_AFTER: Duration = Duration::seconds(1);
/// How long a key is remembered, as Stripe does at least.
pub const KEY_LIFETIME: Duration = Duration::hours(24);
/// What the gateway keeps of a charge: Stripe's rate for cards in Japan, 3.6 %.
pub const FEE: BasisPoints = BasisPoints::new(360);
/// Our own money at the gateway before the first charge, in minor units of each currency, so that its fees never starve
/// a payout.
pub const OPENING_MINOR: i64 = 1_000_000;

/// What can be set about the simulated gateway. The default is what its documentation says.
#[derive(Clone, Debug)]
pub struct SimulatedSettings {
    /// How long a payment or payout that is not decided at once takes.
    pub confirm_after: Duration,
    /// How long the late payment takes.
    pub late_after: Duration,
    /// What a caller is told to wait when the gateway is busy.
    pub busy_retry_after: Duration,
    /// How long after a charge its money can be sent out.
    pub available_after: Duration,
    /// How long a key is remembered.
    pub key_lifetime: Duration,
    /// What the gateway keeps of a charge, rounded down.
    pub fee: BasisPoints,
    /// Our own money before the first charge, in minor units of each currency.
    pub opening_minor: i64,
    /// Currencies it takes.
    pub currencies: &'static [Currency],
}

impl Default for SimulatedSettings {
    fn default() -> Self {
        Self {
            confirm_after: CONFIRM_AFTER,
            late_after: LATE_AFTER,
            busy_retry_after: BUSY_RETRY_AFTER,
            available_after: Duration::ZERO,
            key_lifetime: KEY_LIFETIME,
            fee: FEE,
            opening_minor: OPENING_MINOR,
            currencies: &Currency::ALL,
        }
    }
}

/// Our money at the gateway in one currency, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Can be sent out now. Refunds may take it below nothing.
    pub available_minor: i128,
    /// Came in, cannot be sent out yet.
    pub pending_minor: i128,
}

/// The simulated gateway. Clones share one state.
#[derive(Clone)]
pub struct Simulated {
    shared: Arc<Shared>,
}

struct Shared {
    settings: SimulatedSettings,
    log: Log,
    tail: Mutex<Tail>,
}

/// How far this process has read.
#[derive(Default)]
struct Tail {
    books: Books,
    offset: u64,
}

impl Simulated {
    /// A gateway that lives as long as this value and its clones.
    pub fn in_memory(settings: SimulatedSettings) -> Self {
        Self::new(settings, Log::Memory)
    }

    /// The gateway that lives in `folder`, which is made when it is not there. Reads what has happened so far.
    ///
    /// Fails when the folder cannot be written, or when what is in it is not a simulated gateway.
    pub fn open(folder: &Path, settings: SimulatedSettings) -> io::Result<Self> {
        let gateway = Self::new(settings, Log::open(folder)?);
        {
            let shared = &gateway.shared;
            let _held = shared.log.hold()?;
            shared.catch_up(&mut shared.tail.lock().unwrap_or_else(PoisonError::into_inner))?;
        }
        Ok(gateway)
    }

    fn new(settings: SimulatedSettings, log: Log) -> Self {
        Self { shared: Arc::new(Shared { settings, log, tail: Mutex::default() }) }
    }

    /// Everything the gateway has carried out, oldest first: what a reconciliation compares with.
    pub async fn answers(&self, now: Instant) -> Result<Vec<Answer>, GatewayError> {
        self.transact(now, |books, _| (Vec::new(), Ok(books.answers()))).await
    }

    /// Our money at the gateway.
    pub async fn balance(&self, currency: Currency, now: Instant) -> Result<Balance, GatewayError> {
        self.transact(now, move |books, settings| (Vec::new(), Ok(books.balance(currency, now, settings)))).await
    }

    async fn perform(&self, key: IdempotencyKey, request: Request, now: Instant) -> Result<Answer, GatewayError> {
        self.transact(now, move |books, settings| books.perform(key, request, now, settings)).await
    }

    async fn transact<T: Send + 'static>(
        &self,
        now: Instant,
        decide: impl FnOnce(&Books, &SimulatedSettings) -> Decision<T> + Send + 'static,
    ) -> Result<T, GatewayError> {
        let shared = Arc::clone(&self.shared);
        tokio::task::spawn_blocking(move || shared.transact(now, decide)).await.unwrap_or(Err(GatewayError::Unknown))
    }
}

impl Shared {
    /// Reads what others did, settles what is due, decides, and writes that down before it answers.
    fn transact<T>(
        &self,
        now: Instant,
        decide: impl FnOnce(&Books, &SimulatedSettings) -> Decision<T>,
    ) -> Result<T, GatewayError> {
        let mut tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        let unreadable = |error: io::Error| {
            tracing::error!(%error, "the simulated gateway cannot use its file");
            GatewayError::Unknown
        };
        let _held = self.log.hold().map_err(unreadable)?;
        self.catch_up(&mut tail).map_err(unreadable)?;
        let due = tail.books.due(now);
        self.record(&mut tail, due).map_err(unreadable)?;
        let (facts, answer) = decide(&tail.books, &self.settings);
        self.record(&mut tail, facts).map_err(unreadable)?;
        answer
    }

    fn catch_up(&self, tail: &mut Tail) -> io::Result<()> {
        let (facts, offset) = self.log.read(tail.offset)?;
        facts.into_iter().for_each(|fact| tail.books.apply(fact));
        tail.offset = offset;
        Ok(())
    }

    /// When this fails, the books have not moved and the next call reads from the file what came of it.
    fn record(&self, tail: &mut Tail, facts: Vec<Fact>) -> io::Result<()> {
        if !facts.is_empty() {
            tail.offset = self.log.append(&facts, tail.offset)?;
            facts.into_iter().for_each(|fact| tail.books.apply(fact));
        }
        Ok(())
    }
}

#[async_trait]
impl Gateway for Simulated {
    fn capabilities(&self) -> Capabilities {
        let settings = &self.shared.settings;
        Capabilities {
            currencies: settings.currencies,
            key_lifetime: settings.key_lifetime,
            events_are_asked_for: true,
        }
    }

    async fn charge(&self, request: ChargeRequest) -> Result<Answer, GatewayError> {
        let ChargeRequest { key, amount, method, reference, now } = request;
        self.perform(key, Request { verb: Verb::Charge, amount, party: method, reference }, now).await
    }

    async fn refund(&self, request: RefundRequest) -> Result<Answer, GatewayError> {
        let RefundRequest { key, amount, charge, reference, now } = request;
        let party = charge.as_str().to_owned();
        self.perform(key, Request { verb: Verb::Refund, amount, party, reference }, now).await
    }

    async fn payout(&self, request: PayoutRequest) -> Result<Answer, GatewayError> {
        let PayoutRequest { key, amount, destination, reference, now } = request;
        self.perform(key, Request { verb: Verb::Payout, amount, party: destination, reference }, now).await
    }

    async fn find(&self, op_id: Uuid, now: Instant) -> Result<Option<Answer>, GatewayError> {
        self.transact(now, move |books, _| (Vec::new(), Ok(books.find(op_id)))).await
    }

    async fn fetch(&self, object: &ObjectId, now: Instant) -> Result<Option<Answer>, GatewayError> {
        let object = object.clone();
        self.transact(now, move |books, _| (Vec::new(), Ok(books.fetch(&object)))).await
    }

    async fn take_events(&self, now: Instant) -> Result<Vec<GatewayEvent>, GatewayError> {
        self.transact(now, move |books, _| books.take_events(now)).await
    }
}

#[cfg(test)]
#[path = "simulated_tests.rs"]
mod tests;
