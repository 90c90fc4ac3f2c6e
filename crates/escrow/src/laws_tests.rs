//! What holds of all four machines together: their journals, folded through the reference ledger, keep the laws of
//! money whatever happens in whatever order.

#![allow(clippy::arithmetic_side_effects, reason = "expected figures are computed plainly")]

use crate::{
    Advance, Earned, Escrow, EscrowState, EscrowStep, FeeSchedule, GatewayCode, GatewayObject, GatewayOutcome,
    NewEscrow, Payment, Payout, Refund, Step,
};
use kernel::{
    ContractId, Currency, DisputeId, Instant, JournalId, MilestoneId, Money, OrganisationId, PaymentId, PayoutId,
    PersonId, RefundId, Version,
};
use ledger::{Account, Book, Journal, Phase, PostError, Posted, Transfer, TransferCode, audit};
use proptest::prelude::*;
use uuid::Uuid;

const CLIENT: OrganisationId = OrganisationId::new(Uuid::from_u128(1));
const WORKER: PersonId = PersonId::new(Uuid::from_u128(2));
const PRICES: [i64; 3] = [10_000, 99_999, 123_457];

fn jpy(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

/// A contract of three milestones, one client and one worker, and everything that was written about them.
struct World {
    schedule: FeeSchedule,
    book: Book,
    written: Vec<(JournalId, Transfer)>,
    escrows: Vec<(Escrow, Version)>,
    payments: Vec<Payment>,
    refunds: Vec<Refund>,
    payouts: Vec<Payout>,
    earned: Vec<Earned>,
    now: Instant,
}

/// One thing that happens: what, to which object, and a share of a thousand where an amount is needed.
type Happening = (u8, usize, i64);

impl World {
    fn new() -> Self {
        let schedule = FeeSchedule::japan();
        let open = |(index, price): (u128, i64)| {
            let (milestone, contract) = (MilestoneId::new(Uuid::from_u128(index)), ContractId::new(Uuid::nil()));
            let new = NewEscrow { milestone, contract, client: CLIENT, worker: WORKER, price: jpy(price) };
            (Escrow::open(new, &schedule).unwrap(), Version::FIRST)
        };
        let escrows = (0..).zip(PRICES).map(open).collect();
        let (book, now) = (Book::new(), Instant::EPOCH);
        let (written, payments, refunds, payouts, earned) = Default::default();
        Self { schedule, book, written, escrows, payments, refunds, payouts, earned, now }
    }

    /// Writes the journals of one step, each of them twice, or refuses the step as a whole.
    fn write(&mut self, journals: &[Journal]) -> Result<(), PostError> {
        let mut book = self.book.clone();
        for journal in journals {
            assert_eq!(book.apply(journal, self.now)?, Posted::Posted);
            assert_eq!(book.apply(journal, self.now)?, Posted::AlreadyPosted);
        }
        self.book = book;
        for journal in journals {
            self.written.extend(journal.transfers().iter().map(|transfer| (journal.id(), *transfer)));
        }
        Ok(())
    }

    /// Takes a step of an escrow, if it is legal. What is legal can always be paid.
    fn take(&mut self, at: usize, step: Result<EscrowStep, crate::EscrowError>) {
        let Ok(step) = step else { return };
        self.write(&step.journals).unwrap();
        self.earned.extend(step.earned);
        self.escrows[at] = (step.escrow, self.escrows[at].1.next());
    }

    fn released(&self) -> Money {
        Money::sum(Currency::Jpy, self.escrows.iter().map(|(escrow, _)| escrow.tally().released())).unwrap()
    }

    fn outcome(&self, of: usize, thousandth: i64) -> GatewayOutcome {
        let (object, at) = (GatewayObject::new(format!("object {of}")), self.now);
        match thousandth % 3 {
            0 => GatewayOutcome::Processing { object },
            1 => GatewayOutcome::Failed { object: Some(object), code: GatewayCode::new("declined"), at },
            _ => GatewayOutcome::Succeeded { object, fee: jpy(thousandth % 50), available_at: at, at },
        }
    }

    fn happen(&mut self, (what, which, thousandth): Happening) {
        self.now = Instant::from_micros(self.now.micros() + 1).unwrap();
        match what {
            0..=5 => self.happen_to_an_escrow(what, which % PRICES.len(), thousandth),
            6 => self.fund(which % PRICES.len()),
            7 => self.hear_of_a_payment(which, thousandth),
            8 => self.pay_out(which, thousandth),
            _ => self.send_back(which, thousandth),
        }
    }

    fn happen_to_an_escrow(&mut self, what: u8, at: usize, thousandth: i64) {
        let (escrow, version) = self.escrows[at];
        let part = jpy(escrow.tally().left().minor() * thousandth / 1_000);
        let share = self.schedule.share(part, self.released()).unwrap();
        let step = match what {
            0 => escrow.release(share, version, self.now),
            1 => escrow.refund(part, version, self.now),
            2 => escrow.split(share, version, self.now),
            3 => escrow.freeze(DisputeId::new(Uuid::nil())),
            4 => escrow.thaw(),
            _ => match escrow.state {
                EscrowState::Funding { payment } => escrow.funding_failed(payment),
                EscrowState::Unfunded
                | EscrowState::Held { .. }
                | EscrowState::Frozen { .. }
                | EscrowState::Closed { .. } => escrow.thaw(),
            },
        };
        self.take(at, step);
    }

    fn fund(&mut self, at: usize) {
        let escrow = self.escrows[at].0;
        let id = PaymentId::new(Uuid::from_u128(u128::try_from(self.payments.len()).unwrap()));
        if let Ok(step) = escrow.begin_funding(id) {
            self.payments.push(Payment::request(id, &escrow));
            self.take(at, Ok(step));
        }
    }

    /// Whatever the gateway says of a payment; if it came and its escrow still waits for it, the escrow is funded.
    fn hear_of_a_payment(&mut self, which: usize, thousandth: i64) {
        let Some(payment) = self.payments.get(which).cloned() else { return };
        let outcome = self.outcome(which, thousandth);
        let succeeded = matches!(outcome, GatewayOutcome::Succeeded { .. });
        let Advance::Moved(Step { next, journals }) = payment.apply(outcome, self.now).unwrap() else { return };
        self.write(&journals).unwrap();
        let (id, milestone) = (next.id, next.milestone);
        self.payments[which] = next;
        let at = self.escrows.iter().position(|(escrow, _)| escrow.milestone == milestone).unwrap();
        if succeeded {
            let step = self.escrows[at].0.funded(id);
            self.take(at, step);
        }
    }

    /// Settles earnings, requests payouts and hears of them.
    fn pay_out(&mut self, which: usize, thousandth: i64) {
        if let Some(earned) = self.earned.pop() {
            self.write(&[earned.settle().unwrap()]).unwrap();
        } else if let Some(payout) = self.payouts.get(which).cloned() {
            if let Advance::Moved(step) = payout.apply(self.outcome(which, thousandth)).unwrap() {
                self.write(&step.journals).unwrap();
                self.payouts[which] = step.next;
            }
        } else {
            let id = PayoutId::new(Uuid::from_u128(u128::try_from(self.payouts.len()).unwrap()));
            let spendable = self.book.balance(Account::worker_available(WORKER, Currency::Jpy)).spendable();
            let step = Payout::request(id, WORKER, jpy(thousandth * 50 + 1)).unwrap();
            let enough = step.next.amount.minor() <= spendable.minor();
            assert_eq!(self.write(&step.journals).is_ok(), enough, "a payout of more than is there");
            self.payouts.extend(enough.then_some(step.next));
        }
    }

    /// Requests refunds and hears of them.
    fn send_back(&mut self, which: usize, thousandth: i64) {
        if let Some(refund) = self.refunds.get(which).cloned() {
            if let Advance::Moved(step) = refund.apply(self.outcome(which, thousandth)).unwrap() {
                self.write(&step.journals).unwrap();
                self.refunds[which] = step.next;
            }
        } else if let Some(payment) = self.payments.last() {
            let id = RefundId::new(Uuid::from_u128(u128::try_from(self.refunds.len()).unwrap()));
            let amount = jpy(payment.amount.minor() * thousandth / 1_000);
            let Ok(step) = Refund::request(id, payment, amount) else { return };
            let spendable = self.book.balance(Account::client_wallet(CLIENT, Currency::Jpy)).spendable();
            let enough = amount.minor() <= spendable.minor();
            assert_eq!(self.write(&step.journals).is_ok(), enough, "a refund of more than is there");
            self.refunds.extend(enough.then_some(step.next));
        }
    }

    /// What was moved under a code, from or to `account` if one is given; holds do not count until they are posted.
    fn moved(&self, code: TransferCode, account: Option<Account>) -> i64 {
        let counts = |transfer: &&Transfer| match transfer.phase {
            Phase::Single | Phase::Post { .. } => true,
            Phase::Pending { .. } | Phase::Void { .. } => false,
        };
        let transfers =
            self.written.iter().map(|(_, transfer)| transfer).filter(counts).map(|transfer| transfer.posting);
        transfers
            .filter(|posting| posting.code == code)
            .filter(|posting| account.is_none_or(|account| [posting.debit, posting.credit].contains(&account)))
            .map(|posting| posting.amount.minor())
            .sum()
    }

    fn posted(&self, account: Account) -> i64 {
        self.book.balance(account).posted().minor()
    }

    fn assert_laws(&self) {
        use TransferCode::{
            EscrowFunded, EscrowRefunded, PaymentReceived, PayoutReturned, RefundReturned, ReleaseFee, ReleaseFeeTax,
            ReleaseNet,
        };
        let codes = |codes: &[TransferCode], account| codes.iter().map(|code| self.moved(*code, account)).sum::<i64>();
        for (escrow, _) in &self.escrows {
            let (tally, account) = (escrow.tally(), escrow.account());
            assert_eq!(tally.funded().minor(), codes(&[EscrowFunded], Some(account)));
            assert_eq!(tally.released().minor(), codes(&[ReleaseNet, ReleaseFee, ReleaseFeeTax], Some(account)));
            assert_eq!(tally.refunded().minor(), codes(&[EscrowRefunded], Some(account)));
            assert_eq!(tally.left(), self.book.balance(account).posted(), "the account holds what is left");
            assert_eq!(tally.left(), self.book.balance(account).spendable(), "an escrow is never half held");
            if matches!(escrow.state, EscrowState::Closed { .. }) {
                assert!(tally.left().is_zero());
            }
        }
        let worker =
            [Account::worker_pending, Account::worker_available].map(|of| self.posted(of(WORKER, Currency::Jpy)));
        let out = codes(&[TransferCode::Payout], None) - codes(&[PayoutReturned], None);
        assert_eq!(codes(&[ReleaseNet], None), worker[0] + worker[1] + out, "what a worker earned is somewhere");
        let back = codes(&[TransferCode::Refund], None) - codes(&[RefundReturned], None);
        let wallet = codes(&[PaymentReceived, EscrowRefunded], None) - codes(&[EscrowFunded], None) - back;
        assert_eq!(
            wallet,
            self.posted(Account::client_wallet(CLIENT, Currency::Jpy)),
            "what a client paid is somewhere"
        );
        let whole = self.schedule.share(self.released(), jpy(0)).unwrap();
        assert_eq!(
            whole.fee().minor(),
            self.posted(Account::fee_income(Currency::Jpy)),
            "tiers count the whole contract"
        );
        self.assert_books();
    }

    fn assert_books(&self) {
        assert!(self.book.balances().all(|balance| balance.meets_floor()));
        assert!(audit::totals(self.book.balances()).values().all(|totals| totals.balanced()));
        let folded: Vec<_> = audit::fold(&self.written).unwrap().into_values().collect();
        assert_eq!(folded, self.book.balances().copied().collect::<Vec<_>>());
    }
}

#[test]
fn a_whole_deal_ends_with_every_yen_where_it_belongs() {
    let mut world = World::new();
    let at = world.now;
    world.fund(0);
    let object = GatewayObject::new("pi_1");
    let paid = GatewayOutcome::Succeeded { object, fee: jpy(396), available_at: at, at };
    let Advance::Moved(step) = world.payments[0].clone().apply(paid, at).unwrap() else { panic!("nothing moved") };
    world.write(&step.journals).unwrap();
    let funded = world.escrows[0].0.funded(world.payments[0].id);
    world.take(0, funded);
    world.happen_to_an_escrow(0, 0, 1_000);
    world.assert_laws();
    let earned = world.earned.pop().unwrap();
    world.write(&[earned.settle().unwrap()]).unwrap();
    let payout = Payout::request(PayoutId::new(Uuid::nil()), WORKER, earned.net).unwrap();
    world.write(&payout.journals).unwrap();
    let arrived = GatewayOutcome::Succeeded { object: GatewayObject::new("po_1"), fee: jpy(250), available_at: at, at };
    let Advance::Moved(step) = payout.next.apply(arrived).unwrap() else { panic!("nothing moved") };
    world.write(&step.journals).unwrap();
    world.assert_laws();
    let platform = [
        (Account::gateway_pending(Currency::Jpy), 0),
        (Account::gateway_available(Currency::Jpy), 11_000 - 396 - 8_580 - 250),
        (Account::consumption_tax_payable(Currency::Jpy), 220),
        (Account::fee_income(Currency::Jpy), 2_200),
        (Account::gateway_fee_expense(Currency::Jpy), 396 + 250),
    ];
    for (account, expected) in platform {
        assert_eq!(world.posted(account), expected, "{account}");
    }
    let owned = world.book.balances().filter(|balance| balance.account.kind().owned());
    assert_eq!(owned.map(|balance| balance.posted().minor()).collect::<Vec<_>>(), [0; 4]);
    assert_eq!(world.book.open_holds().count(), 0);
}

proptest! {
    #[test]
    fn whatever_happens_the_laws_of_money_hold_and_no_money_is_stuck(
        happenings in prop::collection::vec((0..10_u8, 0..6_usize, 0..=1_000_i64), 1..80),
    ) {
        let mut world = World::new();
        // Most runs begin with money in two of the escrows, or they would be over before they begin.
        for opening in [(6, 0, 0), (7, 0, 2), (6, 1, 0), (7, 1, 5)] {
            world.happen(opening);
        }
        for happening in happenings {
            world.happen(happening);
            world.assert_laws();
        }
        for at in 0..PRICES.len() {
            world.happen_to_an_escrow(2, at, 500);
            let escrow = world.escrows[at].0;
            prop_assert!(escrow.tally().left().is_zero());
        }
        world.assert_laws();
    }

    #[test]
    fn outcomes_end_the_same_in_whatever_order_and_however_often_they_come(
        news in prop::collection::vec(0..3_i64, 1..8),
        order in any::<prop::sample::Index>(),
    ) {
        let mut turned = news.clone();
        turned.rotate_left(order.index(news.len()));
        let ends = [sorted(&news), news, turned].map(|news| ends_of(&news));
        prop_assert_eq!(&ends[0], &ends[1]);
        prop_assert_eq!(&ends[0], &ends[2]);
    }
}

fn sorted(news: &[i64]) -> Vec<i64> {
    let mut news = news.to_vec();
    news.sort_unstable();
    news
}

/// The states that a payment, a refund and a payout end in after `news`, and what their owners have then.
fn ends_of(news: &[i64]) -> (Payment, Refund, Payout, [i64; 2]) {
    let mut world = World::new();
    world.fund(0);
    world.fund(1);
    world.hear_of_a_payment(1, 2);
    world.happen_to_an_escrow(2, 1, 500);
    let earned = world.earned.pop().unwrap();
    world.write(&[earned.settle().unwrap()]).unwrap();
    world.send_back(0, 100);
    world.pay_out(0, 100);
    for thousandth in news {
        world.hear_of_a_payment(0, *thousandth);
        // Nothing is taken for these: what the gateway kept of a payout that came back depends on what we heard of it.
        let outcome = match world.outcome(0, *thousandth) {
            GatewayOutcome::Succeeded { object, available_at, at, .. } => {
                GatewayOutcome::Succeeded { object, fee: jpy(0), available_at, at }
            }
            other @ (GatewayOutcome::Processing { .. } | GatewayOutcome::Failed { .. }) => other,
        };
        let refund = world.refunds[0].clone().apply(outcome.clone()).unwrap();
        if let Advance::Moved(step) = &refund {
            world.write(&step.journals).unwrap();
        }
        world.refunds[0] = refund.into_inner();
        let payout = world.payouts[0].clone().apply(outcome).unwrap();
        if let Advance::Moved(step) = &payout {
            world.write(&step.journals).unwrap();
        }
        world.payouts[0] = payout.into_inner();
        world.assert_laws();
    }
    let owners = [Account::client_wallet(CLIENT, Currency::Jpy), Account::worker_available(WORKER, Currency::Jpy)]
        .map(|account| world.posted(account));
    (world.payments[0].clone(), world.refunds[0].clone(), world.payouts[0].clone(), owners)
}
