//! Who may do, and who may read, what: every mutation of the schema and what is private in it, tried by everybody. Of
//! what is refused not a byte is stored.
//!
//! The columns: `nobody` is not signed in; `stranger` is, and has no part in anything; `other_owner` owns another
//! organisation; `rival` bids on the same task; `worker` is the bidder, the worker of the contract; `owner`, `member` and
//! `finance` belong to the client; `judge` is the moderator who takes the first decision, `moderator` another, who takes
//! the one on the appeal; `admin` is an admin. `suspended` is the first of them who may, had they been suspended.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../support/graphql.rs"]
mod graphql;
mod reading;

mod stories;
mod world;

use futures::stream::{self, StreamExt};
use reading::Secrets;
use std::collections::BTreeSet;
use testkit::FreshDb;
use world::World;

/// Every mutation, some in two situations. `yes`: done. `hidden`: NOT_FOUND, as if the object did not exist. `no`:
/// NOT_ALLOWED. `signin`: UNAUTHENTICATED. `sides`: CONFLICT_OF_INTEREST. `stopped`: ACCOUNT_SUSPENDED. In capitals: a
/// code of the mutation's own.
const MUTATIONS: &str = "
                                 nobody stranger other_owner rival  worker owner  member finance judge  moderator admin  suspended

accountRegister                  yes    yes      yes         yes    yes    yes    yes    yes     yes    yes       yes    -
accountConfirm                   yes    yes      yes         yes    yes    yes    yes    yes     yes    yes       yes    -
accountUpdate                    signin yes      yes         yes    yes    yes    yes    yes     yes    yes       yes    stopped
passwordSet                      signin yes      yes         yes    yes    yes    yes    yes     yes    yes       yes    yes
sessionCodeRequest               yes    yes      yes         yes    yes    yes    yes    yes     yes    yes       yes    -
sessionCreate                    yes    yes      yes         yes    yes    yes    yes    yes     yes    yes       yes    -
sessionEnd                       signin yes      yes         yes    yes    yes    yes    yes     yes    yes       yes    yes
profileUpdate                    signin yes      yes         yes    yes    yes    yes    yes     yes    yes       yes    stopped
portfolioItemAdd                 signin yes      yes         yes    yes    yes    yes    yes     yes    yes       yes    stopped
portfolioItemRemove              signin hidden   hidden      hidden yes    hidden hidden hidden  hidden hidden    hidden yes
noticesMarkRead                  signin hidden   hidden      hidden yes    hidden hidden hidden  hidden hidden    hidden yes

organisationCreate               signin yes      yes         yes    yes    yes    yes    yes     sides  sides     sides  stopped
organisationUpdate               signin no       no          no     no     yes    no     no      no     no        no     stopped
organisationMemberAdd            signin no       no          no     no     yes    no     no      no     no        no     stopped
organisationMemberRemove.another signin no       no          no     no     yes    no     no      no     no        no     yes
organisationMemberRemove.oneself signin no       no          no     no     LAST_OWNER yes yes    no     no        no     yes

taskDraft                        signin no       no          no     no     yes    yes    no      no     no        no     stopped
taskUpdate.draft                 signin hidden   hidden      hidden hidden yes    yes    no      hidden hidden    hidden stopped
taskUpdate.open                  signin no       no          no     no     yes    yes    no      no     no        no     stopped
taskPublish                      signin hidden   hidden      hidden hidden yes    yes    no      hidden hidden    hidden stopped
taskClose.draft                  signin hidden   hidden      hidden hidden yes    yes    no      hidden hidden    hidden yes
taskClose.open                   signin no       no          no     no     yes    yes    no      no     no        no     yes

bidPlace                         signin yes      yes         yes    yes    sides  sides  sides   sides  sides     sides  stopped
bidUpdate                        signin hidden   hidden      hidden yes    no     no     hidden  hidden hidden    hidden stopped
bidWithdraw                      signin hidden   hidden      hidden yes    no     no     hidden  hidden hidden    hidden yes
bidDecline                       signin hidden   hidden      hidden no     yes    yes    hidden  hidden hidden    hidden yes
bidAward                         signin hidden   hidden      hidden no     yes    yes    hidden  hidden hidden    hidden stopped

milestoneFund                    signin hidden   hidden      hidden no     yes    no     yes     no     no        hidden stopped
deliveryUploadCreate             signin hidden   hidden      hidden yes    no     no     no      no     no        hidden yes
deliverySubmit                   signin hidden   hidden      hidden yes    no     no     no      no     no        hidden yes
deliveryAccept                   signin hidden   hidden      hidden no     yes    yes    no      no     no        hidden yes
deliveryAcceptPartly             signin hidden   hidden      hidden no     yes    yes    no      no     no        hidden yes
deliveryRequestRevision          signin hidden   hidden      hidden no     yes    yes    no      no     no        hidden yes
milestoneRefund                  signin hidden   hidden      hidden yes    no     no     no      no     no        hidden yes

contractCancel                   signin hidden   hidden      hidden yes    yes    yes    no      no     no        hidden yes
contractCancelAnswer.by_worker   signin hidden   hidden      hidden no     yes    yes    no      no     no        hidden yes
contractCancelAnswer.by_owner    signin hidden   hidden      hidden yes    no     no     no      no     no        hidden yes
contractCancelWithdraw.by_worker signin hidden   hidden      hidden yes    no     no     no      no     no        hidden yes
contractCancelWithdraw.by_owner  signin hidden   hidden      hidden no     yes    yes    no      no     no        hidden yes

messageUploadCreate.on_bid       signin hidden   hidden      hidden yes    yes    yes    hidden  hidden hidden    hidden yes
messageUploadCreate.on_contract  signin hidden   hidden      hidden yes    yes    yes    no      no     no        hidden yes
messageSend.on_bid               signin hidden   hidden      hidden yes    yes    yes    hidden  hidden hidden    hidden yes
messageSend.on_contract          signin hidden   hidden      hidden yes    yes    yes    no      no     no        hidden yes

disputeOpen                      signin hidden   hidden      hidden yes    yes    yes    no      no     no        hidden yes
disputeRespond.by_owner          signin hidden   hidden      hidden yes    NOT_TO_RESPOND NOT_TO_RESPOND no no no no yes
disputeRespond.by_worker         signin hidden   hidden      hidden NOT_TO_RESPOND yes yes no no no no yes
disputeSettle                    signin hidden   hidden      hidden yes    yes    yes    no      no     no        no     yes
disputeAssign.first              signin hidden   hidden      hidden no     no     no     no      yes    yes       no     hidden
disputeAssign.appeal             signin hidden   hidden      hidden no     no     no     no      SAME_MODERATOR yes no hidden
disputeDecide                    signin hidden   hidden      hidden no     no     no     no      yes    NOT_ASSIGNED no hidden
disputeAppeal                    signin hidden   hidden      hidden yes    yes    yes    no      no     no        no     yes
disputeAppealDecide              signin hidden   hidden      hidden no     no     no     no      SAME_MODERATOR yes no hidden

payoutRequest                    signin INSUFFICIENT_FUNDS INSUFFICIENT_FUNDS INSUFFICIENT_FUNDS yes INSUFFICIENT_FUNDS INSUFFICIENT_FUNDS INSUFFICIENT_FUNDS INSUFFICIENT_FUNDS INSUFFICIENT_FUNDS INSUFFICIENT_FUNDS yes
reviewSubmit                     signin hidden   hidden      hidden yes    yes    yes    no      no     no        hidden stopped
";

/// What is private, and who reads it. `yes`: the secret is in the answer; `-`: it is not, and nothing says that it exists.
const SECRETS: &str = "
                                 nobody stranger other_owner rival  worker owner  member finance judge  moderator admin

own-address                      -      -        -           -      yes    -      -      -       -      -         -
own-notices                      -      -        -           -      yes    -      -      -       -      -         -
own-wallet                       -      -        -           -      yes    -      -      -       -      -         -
own-bids                         -      -        -           -      yes    -      -      -       -      -         -
own-contracts                    -      -        -           -      yes    -      -      -       -      -         -
payout                           -      -        -           -      yes    -      -      -       -      -         yes

organisation                     yes    yes      yes         yes    yes    yes    yes    yes     yes    yes       yes
organisation-address             -      -        -           -      -      yes    yes    yes     -      -         yes
organisation-members             -      -        -           -      -      yes    yes    yes     -      -         yes
organisation-money               -      -        -           -      -      yes    -      yes     -      -         yes
organisation-bids                -      -        -           -      -      yes    yes    -       -      -         -
organisation-contracts           -      -        -           -      -      yes    yes    yes     yes    yes       -
organisation-drafts              -      -        -           -      -      yes    yes    yes     -      -         -
payment                          -      -        -           -      -      yes    -      yes     -      -         yes
refund                           -      -        -           -      -      yes    -      yes     -      -         yes
milestone-payments               -      -        -           -      -      yes    -      yes     -      -         -

task                             yes    yes      yes         yes    yes    yes    yes    yes     yes    yes       yes
task-draft                       -      -        -           -      -      yes    yes    yes     -      -         -
task-bid-of-worker               -      -        -           -      yes    yes    yes    -       -      -         -
task-bid-of-rival                -      -        -           yes    -      yes    yes    -       -      -         -
bid                              -      -        -           -      yes    yes    yes    -       -      -         -
bid-messages                     -      -        -           -      yes    yes    yes    -       -      -         -
bid-message-file                 -      -        -           -      yes    yes    yes    -       -      -         -

contract                         -      -        -           -      yes    yes    yes    yes     yes    yes       -
contract-messages                -      -        -           -      yes    yes    yes    -       yes    yes       -
contract-message-file            -      -        -           -      yes    yes    yes    -       yes    yes       -
sealed-review                    -      -        -           -      yes    -      -      -       -      -         -
milestone                        -      -        -           -      yes    yes    yes    yes     yes    yes       -
delivery                         -      -        -           -      yes    yes    yes    yes     yes    yes       -
delivery-note                    -      -        -           -      yes    yes    yes    -       yes    yes       -
delivery-files                   -      -        -           -      yes    yes    yes    -       yes    yes       -

dispute                          -      -        -           -      yes    yes    yes    yes     yes    yes       yes
dispute-case                     -      -        -           -      yes    yes    yes    -       yes    yes       yes
dispute-queue                    -      -        -           -      -      -      -      -       yes    yes       yes
";

/// Each has an instance of its own.
const ROWS_AT_ONCE: usize = 4;

/// The rows in which everybody has to send something of their own.
const PERSONAL: [&str; 3] = ["accountUpdate", "portfolioItemRemove", "organisationMemberRemove.oneself"];

/// What a row says: its name, and a cell for each column.
pub struct Row {
    name: &'static str,
    cells: Vec<&'static str>,
}

/// The columns and the rows of a table.
pub fn table(text: &'static str) -> (Vec<&'static str>, Vec<Row>) {
    let mut lines =
        text.lines().map(str::split_whitespace).map(Iterator::collect).filter(|line: &Vec<_>| !line.is_empty());
    let columns: Vec<_> = lines.next().unwrap();
    let rows = lines.map(|line| Row { name: line[0], cells: line[1..].to_vec() }).collect();
    (columns, rows)
}

impl Row {
    /// Where what happened is not what the row says, as `row column: happened, not agreed`.
    pub fn differences(&self, columns: &[&str], happened: &[String]) -> Vec<String> {
        assert_eq!((self.cells.len(), happened.len()), (columns.len(), columns.len()), "{}", self.name);
        let cells = columns.iter().zip(&self.cells).zip(happened).filter(|((_, agreed), cell)| *agreed != cell);
        cells.map(|((column, agreed), cell)| format!("{} {column}: {cell}, not {agreed}", self.name)).collect()
    }
}

async fn every_mutation(database: impl AsyncFn() -> FreshDb) {
    let (columns, rows) = table(MUTATIONS);
    let differences = stream::iter(&rows).map(async |row| {
        let world = World::new(database().await).await;
        row.differences(&columns, &happened(&world, row.name, &columns).await)
    });
    let differences: Vec<_> = differences.buffered(ROWS_AT_ONCE).concat().await;
    assert!(differences.is_empty(), "{differences:#?}");
    let tried: BTreeSet<_> = rows.iter().map(|row| mutation_of(row.name)).collect();
    assert_eq!(tried, World::new(database().await).await.mutations());
}

async fn every_secret(database: FreshDb) {
    let (columns, rows) = table(SECRETS);
    let world = World::new(database).await;
    let secrets = Secrets::told(&world).await;
    let mut differences = Vec::new();
    for row in &rows {
        let question = secrets.question(row.name);
        let mut happened = Vec::new();
        for who in &columns {
            happened.push(if world.reads(who, &question).await { "yes" } else { "-" }.to_owned());
        }
        differences.extend(row.differences(&columns, &happened));
    }
    assert!(differences.is_empty(), "{differences:#?}");
}

/// What comes of a mutation when each column tries it, on new objects after each who has changed some.
async fn happened(world: &World, row: &str, columns: &[&str]) -> Vec<String> {
    let mutation = mutation_of(row);
    let (mut cells, mut ready, mut first) = (Vec::new(), None, None);
    for who in columns {
        let caller = match *who {
            "suspended" => first.and_then(|first| world.suspended(first)),
            who => Some(world.caller(who)),
        };
        let Some(caller) = caller else {
            cells.push("-".to_owned());
            continue;
        };
        let whose = first.filter(|_| *who == "suspended").unwrap_or(who);
        let (sent, marks) = match ready.take() {
            Some(ready) if !PERSONAL.contains(&row) => ready,
            _ => (world.input(row, whose).await, world.marks()),
        };
        let attempt = world.attempt(&caller, mutation, &sent, &marks).await;
        if attempt.has_changed {
            first = first.or(Some(who));
        } else {
            ready = Some((sent, marks));
        }
        cells.push(attempt.cell);
    }
    cells
}

fn mutation_of(row: &str) -> &str {
    row.split('.').next().unwrap()
}

mod sqlite {
    use super::FreshDb;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn every_mutation_is_for_those_the_table_says_and_refused_to_others_without_a_trace() {
        super::every_mutation(async || FreshDb::sqlite().await.unwrap()).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_private_is_read_by_those_the_table_says() {
        super::every_secret(FreshDb::sqlite().await.unwrap()).await;
    }
}

mod postgres {
    use super::FreshDb;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn every_mutation_is_for_those_the_table_says_and_refused_to_others_without_a_trace() {
        super::every_mutation(async || FreshDb::postgres().await.unwrap()).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_private_is_read_by_those_the_table_says() {
        super::every_secret(FreshDb::postgres().await.unwrap()).await;
    }
}
