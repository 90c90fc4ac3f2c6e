//! Raw SQL that breaks a rule of the ledger is refused by the database itself, and changes nothing.

use crate::samples::*;
use futures::TryStreamExt;
use kernel::{Currency, JournalId, OrganisationId};
use ledger::Account;
use sea_orm::{ConnectionTrait, Database, TransactionTrait};
use storage::{DbError, Engine, LedgerFault};
use testkit::{FreshDb, on_each_db};
use uuid::Uuid;

/// Runs statements in one transaction on a connection of their own.
pub async fn run(fresh: &FreshDb, statements: &[String]) -> Result<(), DbError> {
    let conn = Database::connect(&fresh.settings().url).await?;
    let result = async {
        let tx = conn.begin().await?;
        for statement in statements {
            tx.execute_unprepared(statement).await?;
        }
        tx.commit().await
    };
    let result = result.await;
    conn.close().await?;
    Ok(result?)
}

/// What must come of an attack.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Refusal {
    Funds,
    Fault(LedgerFault),
    /// A CHECK or a NOT NULL.
    Check,
    /// A primary key or a unique index.
    Unique,
    /// A foreign key, at the commit.
    Reference,
}

fn refusal(error: DbError) -> Refusal {
    match error {
        DbError::InsufficientFunds => Refusal::Funds,
        DbError::Ledger(fault) => Refusal::Fault(fault),
        DbError::Check(_) => Refusal::Check,
        DbError::Unique(_) => Refusal::Unique,
        DbError::Reference(_) => Refusal::Reference,
        other => panic!("refused, but not by a rule: {other:?}"),
    }
}

/// SQL for one engine: `@name` stands for the literal of an account's or journal's id.
struct Script {
    engine: Engine,
}

impl Script {
    fn render(&self, sql: &str) -> String {
        let account = |account: Account| account.id();
        let journal = |fact: &str| JournalId::of_fact(fact).uuid();
        let dollars = Account::client_wallet(OrganisationId::new(Uuid::from_u128(9)), Currency::Usd);
        let ids = [
            ("@wallet", account(wallet(1))),
            ("@escrow", account(escrow(1))),
            ("@held", account(escrow(2))),
            ("@bank", account(bank())),
            ("@fees", account(fees())),
            ("@dollars", account(dollars)),
            ("@nobody", Uuid::nil()),
            ("@new", journal("new")),
            ("@posted", journal(&format!("give 100 to {}", wallet(1)))),
            ("@open", journal("open")),
            ("@resolved", journal("resolved")),
            ("@expired", journal("expired")),
        ];
        let literal = |id: Uuid| match self.engine {
            Engine::Postgres => format!("'{id}'"),
            Engine::Sqlite => format!("x'{}'", id.simple()),
        };
        let hash = match self.engine {
            Engine::Postgres => r"decode(repeat('00', 32), 'hex')",
            Engine::Sqlite => "zeroblob(32)",
        };
        ids.iter().fold(sql.replace("@hash", hash), |sql, (name, id)| sql.replace(name, &literal(*id)))
    }

    /// A journal `@new` of `legs` legs at second 100 with these transfers, as each engine wants it written.
    fn post(&self, legs: u8, transfers: &str) -> Vec<String> {
        let at = at(100).micros();
        let journal = format!("INSERT INTO ledger_journal VALUES (@new, 4, @nobody, @hash, NULL, {legs}, {at})");
        let transfers = format!("INSERT INTO ledger_transfer VALUES {}", transfers.replace("@at", &at.to_string()));
        let statements = match self.engine {
            Engine::Postgres => vec![format!("WITH written AS ({journal}) {transfers}")],
            Engine::Sqlite => vec![transfers, journal],
        };
        statements.iter().map(|statement| self.render(statement)).collect()
    }

    fn sql(&self, statements: &[&str]) -> Vec<String> {
        statements.iter().map(|statement| self.render(statement)).collect()
    }
}

/// A ledger with money on an account, an open, a resolved and an expired hold, and an account in dollars.
async fn set_up(fresh: &FreshDb) {
    give(fresh, wallet(1), 100).await;
    give(fresh, escrow(1), 50).await;
    let to_hold = || posting(wallet(1), escrow(2), 10);
    post(fresh, &[hold("open", to_hold(), None), hold("resolved", to_hold(), None)]).await.unwrap();
    post(fresh, &[hold("expired", to_hold(), Some(at(99)))]).await.unwrap();
    post(fresh, &[journal("resolution", [(post_of("resolved"), to_hold())])]).await.unwrap();
    post(fresh, &[move_money("fee", escrow(1), fees(), 1)]).await.unwrap();
    let dollars = Account::client_wallet(OrganisationId::new(Uuid::from_u128(9)), Currency::Usd);
    give_dollars(fresh, dollars).await;
}

async fn give_dollars(fresh: &FreshDb, dollars: Account) {
    post(fresh, &[move_money("dollars", Account::gateway_available(Currency::Usd), dollars, 5)]).await.unwrap();
}

/// Everything the ledger says, to be compared.
async fn everything(fresh: &FreshDb) -> String {
    let read = fresh.read();
    let accounts = [wallet(1), escrow(1), escrow(2), bank(), fees()];
    let balances = read.balances(&accounts).await.unwrap();
    let journals: Vec<_> = read.journals().await.unwrap().try_collect().await.unwrap();
    format!("{balances:?} {journals:?} {:?}", read.ledger_audit(at(100)).await.unwrap())
}

/// An attack: the rule it breaks, its statements, and what must come of it.
type Attack = (&'static str, Vec<String>, Refusal);

/// Leg 1 of `@new`.
fn leg(phase: u8, debit: &str, credit: &str, amount: &str) -> String {
    format!("(@new, 1, {phase}, 4, {debit}, {credit}, 'JPY', {amount}, NULL, NULL, NULL, @at)")
}

/// Leg 1 of `@new`, which posts (3) or voids (4) leg 1 of a hold.
fn resolving(phase: u8, hold: &str, amount: &str) -> String {
    format!("(@new, 1, {phase}, 4, @wallet, @held, 'JPY', {amount}, {hold}, 1, NULL, @at)")
}

/// A transfer that nobody posted, and a journal whose id is taken.
const STRAY: &str = "INSERT INTO ledger_transfer
    VALUES (@new, 1, 1, 4, @bank, @wallet, 'JPY', 5, NULL, NULL, NULL, 0)";
const TWIN: &str = "INSERT INTO ledger_journal VALUES (@posted, 4, @nobody, @hash, NULL, 1, 0)";

/// Refused alike on both engines.
fn common(script: &Script) -> Vec<Attack> {
    use LedgerFault::{AlreadyResolved, DoesNotFitHold, HoldExpired, NoSuchHold, NotWhole, UnknownAccount};
    use Refusal::{Check, Fault, Funds};
    let one = |transfer: &str| script.post(1, transfer);
    let single = |debit, credit, amount| one(&leg(1, debit, credit, amount));
    let resolve = |phase, hold, amount| one(&resolving(phase, hold, amount));
    let bank_to_wallet = leg(1, "@bank", "@wallet", "5");
    let late_leg = STRAY.replace("@new, 1,", "@posted, 2,");
    vec![
        ("I1: a transfer has two sides", single("@wallet", "NULL", "5"), Check),
        ("I2: both accounts exist", single("@bank", "@nobody", "5"), Fault(UnknownAccount)),
        ("I2: both in one currency", single("@bank", "@dollars", "5"), Fault(UnknownAccount)),
        ("I2: the transfer's", one(&bank_to_wallet.replace("JPY", "USD")), Fault(UnknownAccount)),
        ("I3: an amount is something", single("@bank", "@wallet", "0"), Check),
        ("I3: and positive", single("@bank", "@wallet", "-5"), Check),
        ("I3: and not endless", single("@bank", "@wallet", "1000000000000001"), Check),
        ("I3: from one to another", single("@bank", "@bank", "5"), Check),
        ("I3: in a phase that there is", one(&leg(5, "@bank", "@wallet", "5")), Check),
        ("I4: no overdraft", single("@wallet", "@bank", "71"), Funds),
        ("I4: a hold counts at once", one(&leg(2, "@wallet", "@bank", "71")), Funds),
        ("I4: held money is not spent", single("@held", "@bank", "11"), Funds),
        ("I6: a hold is a pending transfer", resolve(3, "@posted", "10"), Fault(NoSuchHold)),
        ("I6: and is there", resolve(4, "@nobody", "10"), Fault(NoSuchHold)),
        ("I6: it is posted once", resolve(3, "@resolved", "10"), Fault(AlreadyResolved)),
        ("I6: and then not voided", resolve(4, "@resolved", "10"), Fault(AlreadyResolved)),
        ("I6: for no more than is held", resolve(3, "@open", "11"), Fault(DoesNotFitHold)),
        ("I6: or voided whole", resolve(4, "@open", "9"), Fault(DoesNotFitHold)),
        ("I6: to the same", one(&resolving(3, "@open", "10").replace("@held", "@escrow")), Fault(DoesNotFitHold)),
        ("I6: in time", resolve(3, "@expired", "10"), Fault(HoldExpired)),
        ("I6: a post names its hold", one(&leg(3, "@wallet", "@held", "10")), Check),
        ("I6: a single names none", resolve(1, "@open", "10"), Check),
        ("I7: as many legs as it says", script.post(2, &bank_to_wallet), Fault(NotWhole)),
        ("I7: numbered from one", one(&bank_to_wallet.replace("@new, 1,", "@new, 2,")), Fault(NotWhole)),
        ("I7: at one time", one(&bank_to_wallet.replace("@at", "7")), Fault(NotWhole)),
        ("I7: none is added", script.sql(&[&late_leg]), Fault(NotWhole)),
    ]
}

/// Rows that are changed or deleted, on both engines.
fn changes(script: &Script) -> Vec<Attack> {
    use LedgerFault::{ByHand, Immutable};
    let raise = "UPDATE ledger_balance SET cp = cp + 5 WHERE account = @wallet";
    let mut attacks = vec![
        ("I8: a balance is not raised", script.sql(&[raise]), Refusal::Fault(ByHand)),
        ("I8: nor deleted", script.sql(&["DELETE FROM ledger_balance"]), Refusal::Fault(Immutable)),
    ];
    let columns = [
        ("ledger_account", "kind"),
        ("ledger_journal", "kind"),
        ("ledger_transfer", "leg"),
        ("ledger_resolution", "leg"),
    ];
    for (table, column) in columns {
        let update = format!("UPDATE {table} SET {column} = {column}");
        attacks.push(("I5: nothing changes", vec![update], Refusal::Fault(Immutable)));
        attacks.push(("I5: nothing goes", vec![format!("DELETE FROM {table}")], Refusal::Fault(Immutable)));
    }
    attacks
}

/// Ways that only PostgreSQL has.
fn on_postgres(script: &Script) -> Vec<Attack> {
    use LedgerFault::{ByHand, Immutable, NotWhole};
    use Refusal::{Fault, Funds, Unique};
    let shadow = script.sql(&[
        "CREATE TEMP TABLE ledger_balance AS SELECT * FROM public.ledger_balance",
        "CREATE TEMP TABLE ledger_account AS SELECT * FROM public.ledger_account",
    ]);
    let overdraft = script.post(1, &leg(1, "@wallet", "@bank", "71"));
    let upsert = format!("{TWIN} ON CONFLICT (id) DO UPDATE SET kind = 1");
    let second = "INSERT INTO ledger_account SELECT @new, kind, owner, currency, side, false, true
        FROM ledger_account WHERE id = @wallet";
    let mut attacks = vec![
        ("I2: one account of an owner, kind and currency", script.sql(&[second]), Unique),
        ("I4: no table stands in for the ledger's", [shadow, overdraft].concat(), Funds),
        ("I5: an upsert is an update", script.sql(&[&upsert]), Fault(Immutable)),
        (
            "I6: no resolution by hand",
            script.sql(&["INSERT INTO ledger_resolution VALUES (@open, 1, @new, 1)"]),
            Fault(ByHand),
        ),
        ("I7: one journal of an id", script.sql(&[TWIN]), Unique),
        ("I7: transfers with their journal", script.sql(&[STRAY]), Fault(NotWhole)),
        (
            "I8: no balance by hand",
            script.sql(&["INSERT INTO ledger_balance VALUES (@new, -1, true, false)"]),
            Fault(ByHand),
        ),
        ("I8: no delta by hand", script.sql(&["INSERT INTO ledger_delta VALUES (@fees, 0, 5, 0, 0)"]), Fault(ByHand)),
        ("I8: no delta changes", script.sql(&["UPDATE ledger_delta SET cp = cp + 1"]), Fault(Immutable)),
    ];
    for table in ["account", "balance", "journal", "transfer", "resolution", "delta"] {
        attacks.push(("I5: nothing is emptied", vec![format!("TRUNCATE ledger_{table}")], Fault(Immutable)));
    }
    attacks
}

/// Ways that only SQLite has: above all REPLACE, which deletes without asking the triggers of DELETE.
fn on_sqlite(script: &Script) -> Vec<Attack> {
    use LedgerFault::{AlreadyResolved, ByHand, Immutable, NotWhole};
    use Refusal::{Check, Fault, Reference};
    let sql = |statement: &str| script.sql(&[statement]);
    let replace_account = "INSERT OR REPLACE INTO ledger_account SELECT id, kind, owner, currency, side, 0, 1
        FROM ledger_account WHERE id = @wallet";
    let replace_transfer = "INSERT OR REPLACE INTO ledger_transfer SELECT journal, leg, phase, code, debit, credit,
        currency, amount + 5, NULL, NULL, NULL, at FROM ledger_transfer WHERE journal = @posted";
    let replace_balance = "INSERT OR REPLACE INTO ledger_balance (account, side, floor) VALUES (@wallet, -1, 1)";
    let rich = "INSERT INTO ledger_balance (account, side, floor, cp) VALUES (@new, -1, 1, 5)";
    let floorless = "UPDATE ledger_balance SET floor = 0, version = version + 1 WHERE account = @wallet";
    vec![
        (
            "I2: one account of an owner, kind and currency",
            sql(&replace_account.replace("id, kind", "@new, kind")),
            Fault(Immutable),
        ),
        ("I3: an amount is whole", sql(&STRAY.replace(" 5,", " 5.5,")), Check),
        ("I4: a floor stays", sql(floorless), Fault(ByHand)),
        ("I5: an account is not replaced", sql(replace_account), Fault(Immutable)),
        ("I5: a journal is not replaced", sql(&TWIN.replace("INSERT", "INSERT OR REPLACE")), Fault(Immutable)),
        ("I5: a transfer is not replaced", sql(replace_transfer), Fault(NotWhole)),
        (
            "I6: a resolution is not replaced",
            sql("INSERT OR REPLACE INTO ledger_resolution VALUES (@resolved, 1, @posted, 1)"),
            Fault(AlreadyResolved),
        ),
        (
            "I6: no resolution without a transfer",
            sql("INSERT INTO ledger_resolution VALUES (@open, 1, @new, 1)"),
            Reference,
        ),
        ("I7: transfers with their journal", sql(STRAY), Reference),
        ("I8: a balance is not replaced", sql(replace_balance), Fault(ByHand)),
        ("I8: nor begun with money", sql(rich), Fault(ByHand)),
    ]
}

on_each_db! {
    async fn every_attack_is_refused_by_name_and_changes_nothing(fresh: &FreshDb) {
        set_up(fresh).await;
        let script = Script { engine: fresh.engine() };
        let of_engine = match fresh.engine() {
            Engine::Postgres => on_postgres(&script),
            Engine::Sqlite => on_sqlite(&script),
        };
        let before = everything(fresh).await;
        for (rule, statements, expected) in [common(&script), changes(&script), of_engine].concat() {
            let error = run(fresh, &statements).await.expect_err(&format!("{rule}: {statements:?} was taken"));
            let shown = format!("{error:?}");
            assert_eq!(refusal(error), expected, "{rule}: {statements:?}: {shown}");
            assert_eq!(everything(fresh).await, before, "{rule}: {statements:?}");
        }
    }

    async fn a_posting_in_raw_sql_that_breaks_no_rule_is_taken(fresh: &FreshDb) {
        set_up(fresh).await;
        let script = Script { engine: fresh.engine() };
        let open = "(@new, 1, 3, 4, @wallet, @held, 'JPY', 4, @open, 1, NULL, @at)";
        let rest = "(@new, 2, 4, 4, @wallet, @held, 'JPY', 10, @expired, 1, NULL, @at)";
        run(fresh, &script.post(2, &format!("{open}, {rest}"))).await.unwrap();
        assert_eq!(fresh.read().balance(escrow(2)).await.unwrap(), balance(escrow(2), [0, 14, 0, 0]));
        assert_eq!(fresh.read().balance(wallet(1)).await.unwrap(), balance(wallet(1), [14, 100, 0, 0]));
    }

    async fn deltas_that_are_deleted_are_in_the_balances(fresh: &FreshDb) {
        set_up(fresh).await;
        if fresh.engine() == Engine::Postgres {
            let before = fresh.read().balances(&[bank(), fees()]).await.unwrap();
            run(fresh, &["DELETE FROM ledger_delta".to_owned()]).await.unwrap();
            assert_eq!(fresh.read().balances(&[bank(), fees()]).await.unwrap(), before);
        }
        assert_eq!(fresh.fold_deltas(10).await.unwrap(), 0);
    }
}
