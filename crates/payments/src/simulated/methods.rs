//! The payment methods and bank accounts that exist at the simulated gateway, and how each behaves.

use crate::DeclineCode;

/// A payment method or bank account of the simulated gateway.
#[derive(Clone, Copy, Debug)]
pub struct TestMethod {
    /// What a request names it by.
    pub token: &'static str,
    /// How it behaves, for people.
    pub meaning: &'static str,
    pub(super) pays: Script,
    pub(super) refunds: Script,
}

/// How one operation goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Script {
    pub(super) way: Way,
    pub(super) when: When,
    pub(super) end: End,
    pub(super) told: Told,
}

/// What happens to the call and its answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    Straight,
    /// Told to come back, this often.
    Busy {
        times: u32,
    },
    /// The first call is lost before anything happens.
    CallLost,
    /// The first answer is lost after everything happened.
    AnswerLost,
}

/// When it is decided.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    AtOnce,
    Confirmed,
    Late,
}

/// How it is decided.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Succeeds,
    Declines(DeclineCode),
}

/// How events tell it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told {
    Once,
    /// Twice at once, and again later.
    Repeatedly,
    /// The event of the beginning comes after the event of the end.
    Backwards,
}

const PLAIN: Script = Script { way: Way::Straight, when: When::AtOnce, end: End::Succeeds, told: Told::Once };
const CONFIRMED: Script = Script { when: When::Confirmed, ..PLAIN };

const fn declines(code: DeclineCode) -> Script {
    Script { end: End::Declines(code), ..PLAIN }
}

const fn fails_later(code: DeclineCode) -> Script {
    Script { when: When::Confirmed, end: End::Declines(code), told: Told::Once, way: Way::Straight }
}

/// A method whose refunds go as its charges do.
const fn same(token: &'static str, meaning: &'static str, script: Script) -> TestMethod {
    TestMethod { token, meaning, pays: script, refunds: script }
}

/// Succeeds at once.
pub const CARD_OK: &str = "4242424242424242";
/// Declined: not enough money.
pub const CARD_INSUFFICIENT_FUNDS: &str = "4000000000009995";
/// Declined: expired.
pub const CARD_EXPIRED: &str = "4000000000000069";
/// Processing, then succeeds.
pub const CARD_CONFIRMS_LATER: &str = "4000000000010100";
/// Processing, then declined.
pub const CARD_FAILS_LATER: &str = "4000000000010209";
/// Carried out, but the first answer is lost.
pub const CARD_ANSWER_LOST: &str = "4000000000010308";
/// The first call is lost, nothing carried out.
pub const CARD_CALL_LOST: &str = "4000000000010407";
/// Events come several times.
pub const CARD_EVENTS_REPEATED: &str = "4000000000010506";
/// Processing for longer; events out of order.
pub const CARD_EVENT_LATE: &str = "4000000000010605";
/// Busy twice, then succeeds.
pub const CARD_BUSY: &str = "4000000000010704";
/// Charges succeed, refunds fail after having been accepted.
pub const CARD_REFUND_FAILS_LATER: &str = "4000000000010803";

/// Every payment method of the simulated gateway; any other is declined with [`DeclineCode::MethodUnknown`].
pub const TEST_CARDS: &[TestMethod] = &[
    same(CARD_OK, "succeeds at once", PLAIN),
    same(CARD_INSUFFICIENT_FUNDS, "declined: insufficient funds", declines(DeclineCode::InsufficientFunds)),
    same(CARD_EXPIRED, "declined: card expired", declines(DeclineCode::CardExpired)),
    same(CARD_CONFIRMS_LATER, "processing, succeeds after 2 s", CONFIRMED),
    same(CARD_FAILS_LATER, "processing, fails after 2 s", fails_later(DeclineCode::ConfirmationFailed)),
    same(CARD_ANSWER_LOST, "succeeds, but the first answer is lost", Script { way: Way::AnswerLost, ..PLAIN }),
    same(
        CARD_CALL_LOST,
        "the first call is lost before anything happens, the second succeeds",
        Script { way: Way::CallLost, ..PLAIN },
    ),
    same(
        CARD_EVENTS_REPEATED,
        "succeeds at once, its event comes three times",
        Script { told: Told::Repeatedly, ..PLAIN },
    ),
    same(
        CARD_EVENT_LATE,
        "processing, succeeds after 3 s, events in the wrong order",
        Script { when: When::Late, told: Told::Backwards, ..PLAIN },
    ),
    same(CARD_BUSY, "busy twice, then succeeds", Script { way: Way::Busy { times: 2 }, ..PLAIN }),
    TestMethod {
        token: CARD_REFUND_FAILS_LATER,
        meaning: "succeeds at once; its refunds are accepted and fail after 2 s",
        pays: PLAIN,
        refunds: fails_later(DeclineCode::RefundRefused),
    },
];

/// Paid at once.
pub const BANK_OK: &str = "bank_ok";
/// Sent, then paid.
pub const BANK_SLOW: &str = "bank_slow";
/// Refused at once.
pub const BANK_REFUSED: &str = "bank_refused";
/// Sent, then failed.
pub const BANK_FAILS_LATER: &str = "bank_fails_later";
/// Paid, but the first answer is lost.
pub const BANK_ANSWER_LOST: &str = "bank_lost_answer";

/// Every bank account of the simulated gateway; any other is declined with [`DeclineCode::MethodUnknown`].
pub const TEST_BANKS: &[TestMethod] = &[
    same(BANK_OK, "paid at once", PLAIN),
    same(BANK_SLOW, "sent, paid after 2 s", CONFIRMED),
    same(BANK_REFUSED, "refused at once", declines(DeclineCode::DestinationRefused)),
    same(BANK_FAILS_LATER, "sent, fails after 2 s", fails_later(DeclineCode::DestinationFailed)),
    same(BANK_ANSWER_LOST, "paid, but the first answer is lost", Script { way: Way::AnswerLost, ..PLAIN }),
];

/// The script of `token` among `methods`, as `part` picks it.
pub(super) fn script(methods: &[TestMethod], token: &str, part: fn(&TestMethod) -> Script) -> Script {
    methods.iter().find(|method| method.token == token).map_or(declines(DeclineCode::MethodUnknown), part)
}
