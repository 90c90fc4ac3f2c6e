//! Long random histories: after every command the database and the reference book answer the same.

use crate::samples::*;
use futures::TryStreamExt;
use kernel::{Currency, Instant, JournalId};
use ledger::{Account, Book, Journal, JournalKind, Phase, PostError, Posted, Posting};
use std::collections::BTreeMap;
use storage::{Db, DbError, LedgerFault, PostedJournal};
use testkit::on_each_db;

const COMMANDS: u64 = 2_200;

/// What came of a command, in words that both sides have.
#[derive(Debug, PartialEq)]
enum Outcome {
    Done(Vec<Posted>),
    InsufficientFunds,
    Conflict,
    Fault(LedgerFault),
}

fn of_database(result: Result<Vec<Posted>, DbError>) -> Outcome {
    match result {
        Ok(posted) => Outcome::Done(posted),
        Err(DbError::InsufficientFunds) => Outcome::InsufficientFunds,
        Err(DbError::JournalConflict) => Outcome::Conflict,
        Err(DbError::Ledger(fault)) => Outcome::Fault(fault),
        Err(other) => panic!("the database failed: {other:?}"),
    }
}

fn of_book(result: Result<Vec<Posted>, PostError>) -> Outcome {
    match result {
        Ok(posted) => Outcome::Done(posted),
        Err(PostError::InsufficientFunds { .. }) => Outcome::InsufficientFunds,
        Err(PostError::Conflict) => Outcome::Conflict,
        Err(PostError::NoSuchHold { .. }) => Outcome::Fault(LedgerFault::NoSuchHold),
        Err(PostError::AlreadyResolved { .. }) => Outcome::Fault(LedgerFault::AlreadyResolved),
        Err(PostError::DoesNotFitHold { .. }) => Outcome::Fault(LedgerFault::DoesNotFitHold),
        Err(PostError::HoldExpired { .. }) => Outcome::Fault(LedgerFault::HoldExpired),
        Err(PostError::Overflow { .. }) => Outcome::Fault(LedgerFault::Overflow),
    }
}

/// SplitMix64: the same history from the same seed, on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()]
    }

    fn amount(&mut self, most: i64) -> i64 {
        1 + i64::try_from(self.roll(u64::try_from(most).unwrap())).unwrap()
    }
}

/// Few accounts, so that they meet often; two currencies, so that one could leak into the other.
fn accounts() -> Vec<Account> {
    let dollars = Account::client_wallet(kernel::OrganisationId::new(uuid::Uuid::from_u128(1)), Currency::Usd);
    let dollar_bank = Account::gateway_available(Currency::Usd);
    vec![bank(), bank(), wallet(1), wallet(2), escrow(1), escrow(2), worker(1), worker(2), fees(), dollars, dollar_bank]
}

struct World {
    dice: Dice,
    book: Book,
    now: Instant,
    accounts: Vec<Account>,
    written: BTreeMap<JournalId, PostedJournal>,
    /// Every hold ever tried, whatever became of it.
    holds: Vec<(JournalId, u8, Posting)>,
    tally: BTreeMap<String, u32>,
}

impl World {
    fn posting(&mut self) -> Posting {
        let debit = self.dice.pick(&self.accounts);
        let partners: Vec<_> = self.accounts.iter().copied().filter(|account| *account != debit).collect();
        let partners: Vec<_> = partners.into_iter().filter(|account| account.currency() == debit.currency()).collect();
        let credit = self.dice.pick(&partners);
        posting(debit, credit, self.dice.amount(120))
    }

    /// Mostly a post or void that fits some hold; sometimes one that does not.
    fn resolution(&mut self) -> Option<(Phase, Posting)> {
        if self.holds.is_empty() {
            return None;
        }
        // The newest are the likeliest to be open.
        let recent = self.holds.len().saturating_sub(12);
        let (journal, leg, held) = self.dice.pick(&self.holds[recent..]);
        let (journal, leg) = match self.dice.roll(12) {
            0 => (journal, leg + 1),
            1 => (JournalId::of_fact("no such hold"), leg),
            _ => (journal, leg),
        };
        let currency = held.amount.currency();
        let amount = |minor| kernel::Money::new(minor, currency);
        let part = self.dice.amount(held.amount.minor());
        Some(match self.dice.roll(10) {
            0..=2 => (Phase::Post { journal, leg }, held),
            3..=4 => (Phase::Post { journal, leg }, Posting { amount: amount(part), ..held }),
            5 => (Phase::Post { journal, leg }, Posting { amount: amount(held.amount.minor() + 1), ..held }),
            6 => (Phase::Void { journal, leg }, Posting { amount: amount(part), ..held }),
            7 => (Phase::Post { journal, leg }, Posting { debit: held.credit, credit: held.debit, ..held }),
            _ => (Phase::Void { journal, leg }, held),
        })
    }

    fn leg(&mut self) -> (Phase, Posting) {
        match self.dice.roll(10) {
            0..=4 => (Phase::Single, self.posting()),
            5..=6 => {
                let lasts = i64::try_from(self.dice.roll(40)).unwrap();
                let expires = (lasts < 30).then(|| self.now.plus(time::Duration::seconds(lasts)));
                (Phase::Pending { expires }, self.posting())
            }
            _ => {
                let single = (Phase::Single, self.posting());
                self.resolution().unwrap_or(single)
            }
        }
    }

    fn journal(&mut self, fact: &str) -> Journal {
        let legs = [1, 1, 1, 2, 3, 4][usize::try_from(self.dice.roll(6)).unwrap()];
        let id = JournalId::of_fact(fact);
        let builder = Journal::builder(id, self.dice.pick(JournalKind::ALL), SUBJECT);
        let journal = (0..legs).fold(builder, |builder, _| {
            let (phase, posting) = self.leg();
            builder.leg(phase, posting)
        });
        let journal = journal.build().unwrap();
        let holds = journal.transfers().iter().filter(|transfer| matches!(transfer.phase, Phase::Pending { .. }));
        self.holds.extend(holds.map(|transfer| (id, transfer.leg, transfer.posting)));
        journal
    }

    fn earlier(&mut self) -> Option<Journal> {
        let ids: Vec<_> = self.written.keys().copied().collect();
        if ids.is_empty() { None } else { Some(self.written[&self.dice.pick(&ids)].journal.clone()) }
    }

    fn command(&mut self, number: u64) -> Vec<Journal> {
        self.now = self.now.plus(time::Duration::seconds(i64::try_from(self.dice.roll(3)).unwrap()));
        let fresh = format!("journal {number}");
        match self.dice.roll(20) {
            0 => self.earlier().into_iter().collect(),
            1 => {
                let taken = self.earlier().map(|journal| journal.id());
                let other = move_money(&fresh, bank(), wallet(1), 7);
                let again = Journal::builder(taken.unwrap_or(other.id()), other.kind(), SUBJECT);
                vec![again.single(other.transfers()[0].posting).build().unwrap()]
            }
            2..=3 => (0..2 + self.dice.roll(4)).map(|part| self.journal(&format!("{fresh} {part}"))).collect(),
            _ => vec![self.journal(&fresh)],
        }
    }

    /// Journals that the book takes one after the other are given together; the others one by one, because what is
    /// given together counts together.
    fn batches(&self, command: Vec<Journal>) -> Vec<Vec<Journal>> {
        let mut book = self.book.clone();
        if command.iter().all(|journal| book.apply(journal, self.now).is_ok()) {
            vec![command]
        } else {
            command.into_iter().map(|journal| vec![journal]).collect()
        }
    }

    fn apply(&mut self, batch: &[Journal]) -> Outcome {
        let mut book = self.book.clone();
        let posted: Result<Vec<_>, _> = batch.iter().map(|journal| book.apply(journal, self.now)).collect();
        if posted.is_ok() {
            self.book = book;
            for journal in batch {
                let line = PostedJournal { journal: journal.clone(), at: self.now };
                self.written.entry(journal.id()).or_insert(line);
            }
        }
        let outcome = of_book(posted);
        let word = match &outcome {
            Outcome::Done(posted) if posted.contains(&Posted::AlreadyPosted) => "already posted".to_owned(),
            Outcome::Done(_) => "posted".to_owned(),
            refused => format!("{refused:?}"),
        };
        *self.tally.entry(word).or_default() += 1;
        outcome
    }

    async fn assert_same_balances(&self, db: &Db, number: u64) {
        let ours = db.read().balances(&self.accounts).await.unwrap();
        let expected: Vec<_> = self.accounts.iter().map(|account| self.book.balance(*account)).collect();
        assert_eq!(ours, expected, "balances after command {number}");
    }

    /// The whole history read back, recomputed in Rust and in SQL.
    async fn assert_same_ledger(&self, db: &Db) {
        let read = db.read();
        let mut expected: Vec<_> = self.written.values().cloned().collect();
        expected.sort_by_key(|posted| (posted.at, posted.journal.id()));
        let all: Vec<_> = read.journals().await.unwrap().try_collect().await.unwrap();
        assert_eq!(all, expected);
        let transfers: Vec<_> = all
            .iter()
            .flat_map(|posted| posted.journal.transfers().iter().map(|transfer| (posted.journal.id(), *transfer)))
            .collect();
        let folded = ledger::audit::fold(&transfers).unwrap();
        assert_eq!(folded.values().copied().collect::<Vec<_>>(), self.book.balances().copied().collect::<Vec<_>>());

        let audit = read.ledger_audit(self.now).await.unwrap();
        assert!(audit.is_sound(), "{audit:?}");
        assert_eq!(audit.journals, self.written.len() as u64);
        assert_eq!(audit.totals, ledger::audit::totals(self.book.balances()));
        let overdue = |phase| matches!(phase, Phase::Pending { expires: Some(expires) } if expires < self.now);
        let mut open: Vec<_> = self.book.open_holds().filter(|(_, hold)| overdue(hold.phase)).collect();
        open.sort_by_key(|(journal, hold)| (hold_end(hold.phase), *journal, hold.leg));
        let open: Vec<_> = open.into_iter().map(|(journal, hold)| (journal, hold.leg)).take(100).collect();
        assert_eq!(audit.overdue_holds, open);
    }
}

fn hold_end(phase: Phase) -> Option<Instant> {
    match phase {
        Phase::Pending { expires } => expires,
        Phase::Single | Phase::Post { .. } | Phase::Void { .. } => None,
    }
}

on_each_db! {
    async fn a_random_history_reads_the_same_in_the_database_and_in_the_book(db: Db) {
        let mut world = World {
            dice: Dice(20_261_120),
            book: Book::new(),
            now: at(0),
            accounts: accounts(),
            written: BTreeMap::new(),
            holds: Vec::new(),
            tally: BTreeMap::new(),
        };
        for number in 0..COMMANDS {
            let command = world.command(number);
            for batch in world.batches(command) {
                let theirs = world.apply(&batch);
                let ours = of_database(post_at(&db, &batch, world.now).await);
                assert_eq!(ours, theirs, "command {number}: {batch:#?}");
            }
            if number % 50 == 49 {
                db.fold_deltas(60).await.unwrap();
            }
            world.assert_same_balances(&db, number).await;
        }
        world.assert_same_ledger(&db).await;
        for word in ["posted", "already posted", "InsufficientFunds", "Conflict", "Fault(NoSuchHold)",
            "Fault(AlreadyResolved)", "Fault(DoesNotFitHold)", "Fault(HoldExpired)"] {
            assert!(world.tally.get(word).is_some_and(|times| *times >= 10), "{word} is rare: {:?}", world.tally);
        }
    }
}
