//! What every use case stands on: idempotency keys, versions, jobs, and a database that keeps what it acknowledges.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

extern crate engawa_storage as storage;

use futures::future::join_all;
use identity::{LegalForm, Organisation, OrganisationDraft};
use kernel::{Currency, Instant, JournalId, Money, OrganisationId, PersonId, Version};
use ledger::{Account, Journal, JournalKind, Posting, TransferCode};
use sea_orm::{ConnectionTrait, Database};
use storage::{Claim, Db, DbError, DbSettings, Engine, JobOutcome, KeyClaim, NewJob, Stored};
use testkit::{FreshDatabase, FreshDb, on_each_db};
use uuid::Uuid;

fn at(seconds: i64) -> Instant {
    Instant::from_unix(1_800_000_000 + seconds).unwrap()
}

fn claim(actor: u128, key: &str, input: u8) -> KeyClaim {
    KeyClaim {
        actor: PersonId::new(Uuid::from_u128(actor)),
        mutation: "bidPlace",
        key: key.to_owned(),
        hash: [input; 32],
        result: Uuid::from_u128(u128::from(input)),
        at: at(0),
    }
}

const KEY: &str = "a-key-of-sixteen";

async fn claim_and_commit(db: &Db, claim: KeyClaim) -> Result<Claim, DbError> {
    let tx = db.write().await?;
    let said = tx.claim_key(claim).await?;
    tx.commit().await?;
    Ok(said)
}

fn organisation(name: &str) -> Organisation {
    let draft = OrganisationDraft {
        name: name.to_owned(),
        legal_name: "株式会社縁側".to_owned(),
        legal_form: LegalForm::Company,
        address: "東京都台東区".to_owned(),
        contact_email: "office@example.jp".to_owned(),
        has_employees: true,
    };
    Organisation::try_new(OrganisationId::new(Uuid::from_u128(1)), &draft).unwrap()
}

async fn save(db: &Db, organisation: &Stored<Organisation>) -> Result<Version, DbError> {
    let tx = db.write().await?;
    let version = tx.save_organisation(organisation).await?;
    tx.commit().await?;
    Ok(version)
}

async fn read(db: &Db) -> Stored<Organisation> {
    let id = OrganisationId::new(Uuid::from_u128(1));
    db.read().organisation(id).await.unwrap().unwrap()
}

fn job(number: u128, run_at: Instant, key: Option<&str>) -> NewJob {
    NewJob {
        id: Uuid::from_u128(number),
        kind: "review.publish",
        payload: serde_json::json!({ "number": number.to_string() }),
        run_at,
        key: key.map(str::to_owned),
    }
}

async fn queue(db: &Db, jobs: impl IntoIterator<Item = NewJob>) {
    let mut tx = db.write().await.unwrap();
    jobs.into_iter().for_each(|job| tx.job(job));
    tx.commit().await.unwrap();
}

/// The numbers of the jobs that a worker gets, with how often they were begun.
async fn claimed(db: &Db, now: Instant, lease_until: Instant) -> Vec<(u128, i32)> {
    let jobs = db.claim_jobs(now, lease_until, 3).await.unwrap();
    let mut jobs: Vec<_> = jobs.into_iter().map(|job| (job.id.as_u128(), job.attempts)).collect();
    jobs.sort_unstable();
    jobs
}

/// The row of a file with these of its references set, and received or not, written past the engine.
async fn insert_upload(fresh: &FreshDb, references: &[&str], is_received: bool) -> Result<(), DbError> {
    let conn = Database::connect(&fresh.settings().url).await?;
    let (id, sha256) = match fresh.engine() {
        Engine::Postgres => (format!("'{}'", Uuid::from_u128(7)), "decode(repeat('00', 32), 'hex')"),
        Engine::Sqlite => (format!("x'{}'", Uuid::from_u128(7).simple()), "zeroblob(32)"),
    };
    let columns: String = references.iter().map(|column| format!("{column}, ")).collect();
    let ids: String = references.iter().map(|_| format!("{id}, ")).collect();
    let received = if is_received { "1" } else { "NULL" };
    let insert = format!(
        "INSERT INTO upload ({columns}id, person, filename, content_type, byte_size, sha256, created_at, expires_at, \
         received_at) VALUES ({ids}{id}, {id}, 'a', 'text/plain', 1, {sha256}, 1, 1, {received})"
    );
    let inserted = conn.execute_unprepared(&insert).await;
    conn.close().await?;
    Ok(inserted.map(drop)?)
}

on_each_db! {
    async fn a_file_is_for_one_thing_and_becomes_part_of_what_it_is_for(fresh: &FreshDb) {
        for (references, is_received, rule) in [
            (&[][..], false, "upload_purpose"),
            (&["milestone", "bid"], false, "upload_purpose"),
            (&["milestone", "contract"], false, "upload_purpose"),
            (&["bid", "contract"], false, "upload_purpose"),
            (&["milestone", "bid", "contract"], false, "upload_purpose"),
            (&["milestone", "message"], true, "upload_use"),
            (&["bid", "delivery"], true, "upload_use"),
            (&["contract", "delivery"], true, "upload_use"),
            (&["milestone", "delivery", "message"], true, "upload_use"),
            (&["milestone", "delivery"], false, "upload_use"),
            (&["bid", "message"], false, "upload_use"),
            (&["contract", "message"], false, "upload_use"),
        ] {
            let refused = insert_upload(fresh, references, is_received).await.unwrap_err();
            assert!(matches!(&refused, DbError::Check(broken) if broken.contains(rule)), "{references:?}: {refused:?}");
        }
        for (references, is_received) in [
            (&["milestone"][..], false),
            (&["bid"], true),
            (&["milestone", "delivery"], true),
            (&["bid", "message"], true),
            (&["contract", "message"], true),
        ] {
            // Lawful, but for what it refers to, which is not there.
            let refused = insert_upload(fresh, references, is_received).await.unwrap_err();
            assert!(matches!(refused, DbError::Reference(_)), "{references:?}: {refused:?}");
        }
    }

    async fn a_key_is_fresh_once_then_answers_with_what_it_made_and_is_refused_for_other_input(db: Db) {
        assert_eq!(claim_and_commit(&db, claim(1, KEY, 5)).await.unwrap(), Claim::Fresh);
        assert_eq!(claim_and_commit(&db, claim(1, KEY, 5)).await.unwrap(), Claim::Done(Uuid::from_u128(5)));
        assert_eq!(claim_and_commit(&db, claim(1, KEY, 6)).await.unwrap(), Claim::Reused);
        assert_eq!(claim_and_commit(&db, claim(2, KEY, 6)).await.unwrap(), Claim::Fresh);
        let other = KeyClaim { mutation: "taskPublish", ..claim(1, KEY, 6) };
        assert_eq!(claim_and_commit(&db, other).await.unwrap(), Claim::Fresh);
        assert!(matches!(claim_and_commit(&db, claim(1, "short", 5)).await, Err(DbError::Check(_))));
    }

    async fn a_key_whose_transaction_never_happened_is_fresh_again(db: Db) {
        let tx = db.write().await.unwrap();
        assert_eq!(tx.claim_key(claim(1, KEY, 5)).await.unwrap(), Claim::Fresh);
        drop(tx);
        assert_eq!(claim_and_commit(&db, claim(1, KEY, 5)).await.unwrap(), Claim::Fresh);
    }

    async fn of_many_repeats_at_once_one_is_fresh_and_the_others_wait_for_it(db: Db) {
        let repeats = (0..16).map(|_| {
            let db = db.clone();
            tokio::spawn(async move { claim_and_commit(&db, claim(1, KEY, 5)).await.unwrap() })
        });
        let said: Vec<_> = join_all(repeats).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(said.iter().filter(|said| **said == Claim::Fresh).count(), 1);
        assert_eq!(said.iter().filter(|said| **said == Claim::Done(Uuid::from_u128(5))).count(), 15);
    }

    async fn of_many_savers_of_one_version_one_wins_and_the_others_conflict(db: Db) {
        let tx = db.write().await.unwrap();
        tx.insert_organisation(&organisation("初代"), at(0)).await.unwrap();
        tx.commit().await.unwrap();
        let first = read(&db).await;
        assert_eq!(first.version, Version::FIRST);
        let savers = (0..8).map(|number| {
            let (db, changed) = (db.clone(), first.with(organisation(&format!("{number}代目"))));
            tokio::spawn(async move { (changed.value.clone(), save(&db, &changed).await) })
        });
        let said: Vec<_> = join_all(savers).await.into_iter().map(Result::unwrap).collect();
        let (won, lost): (Vec<_>, Vec<_>) = said.into_iter().partition(|(_, saved)| saved.is_ok());
        assert_eq!(won.len(), 1);
        assert!(lost.iter().all(|(_, saved)| matches!(saved, Err(DbError::Conflict))), "{lost:?}");
        assert_eq!(read(&db).await, Stored { value: won[0].0.clone(), version: Version::FIRST.next() });
    }

    async fn four_workers_get_each_job_once(db: Db) {
        queue(&db, (0..40).map(|number| job(number, at(0), None))).await;
        let workers = (0..4).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let jobs = claimed(&db, at(1), at(61)).await;
                    if jobs.is_empty() {
                        return mine;
                    }
                    mine.extend(jobs);
                }
            })
        });
        let mut all: Vec<_> = join_all(workers).await.into_iter().flat_map(Result::unwrap).collect();
        all.sort_unstable();
        assert_eq!(all, (0..40).map(|number| (number, 1)).collect::<Vec<_>>());
    }

    async fn a_job_comes_back_when_its_lease_is_over_and_not_before(db: Db) {
        queue(&db, [job(1, at(10), None)]).await;
        assert_eq!(db.next_job_at().await.unwrap(), Some(at(10)));
        assert_eq!(claimed(&db, at(9), at(69)).await, []);
        assert_eq!(claimed(&db, at(10), at(70)).await, [(1, 1)]);
        assert_eq!(claimed(&db, at(70), at(130)).await, []);
        assert_eq!(claimed(&db, at(71), at(131)).await, [(1, 2)]);
    }

    async fn a_worker_whose_lease_is_over_does_not_end_what_another_has_begun(db: Db) {
        queue(&db, [job(1, at(0), None)]).await;
        let late = db.claim_jobs(at(0), at(10), 1).await.unwrap().remove(0);
        assert_eq!(claimed(&db, at(11), at(20)).await, [(1, 2)]);
        db.finish_job(&late, JobOutcome::Done, at(12)).await.unwrap();
        assert_eq!(claimed(&db, at(21), at(30)).await, [(1, 3)]);
    }

    async fn a_job_ends_as_it_is_told(db: Db) {
        queue(&db, (1..=3).map(|number| job(number, at(0), Some(["a", "b", "c"][number as usize - 1])))).await;
        let mut jobs = db.claim_jobs(at(0), at(60), 100).await.unwrap();
        jobs.sort_by_key(|job| job.id);
        let why = || "the gateway is away".to_owned();
        db.finish_job(&jobs[0], JobOutcome::Done, at(1)).await.unwrap();
        db.finish_job(&jobs[1], JobOutcome::Retry { at: at(5), why: why() }, at(1)).await.unwrap();
        db.finish_job(&jobs[2], JobOutcome::GiveUp { why: why() }, at(1)).await.unwrap();
        assert_eq!(claimed(&db, at(4), at(60)).await, []);
        assert_eq!(claimed(&db, at(1_000), at(2_000)).await, [(2, 2)]);
        // The key of a waiting job keeps a second one out; those of jobs that ended are free.
        queue(&db, (4..=6).map(|number| job(number, at(0), Some(["a", "b", "c"][number as usize - 4])))).await;
        assert_eq!(claimed(&db, at(1_000), at(2_000)).await, [(4, 1), (6, 1)]);
    }

    async fn work_of_a_transaction_that_never_happened_is_not_done(db: Db) {
        let mut tx = db.write().await.unwrap();
        tx.job(job(1, at(0), None));
        drop(tx);
        assert_eq!(db.next_job_at().await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_sqlite_that_could_lose_what_it_acknowledged_is_refused() {
    let settings = DbSettings { url: "sqlite::memory:".to_owned(), max_connections: 1, may_lose_commits: true };
    let refused = Db::connect(&settings).await;
    let found = |error: DbError| match error {
        DbError::Unsafe { setting, found } => (setting, found),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused.map(drop).map_err(found), Err(("PRAGMA journal_mode", "memory".to_owned())));
}

#[tokio::test]
async fn a_postgres_that_cannot_hold_every_text_is_refused() {
    let fresh = FreshDatabase::empty().unwrap();
    let name = format!("ascii_{}", std::process::id());
    let url = fresh.url();
    let create = format!("CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
    testkit::postgres::psql(url, &[&format!("DROP DATABASE IF EXISTS {name}"), &create]).unwrap();
    let (server, parameters) = url.split_once('?').unwrap();
    let server = server.rsplit_once('/').unwrap().0;
    let settings =
        DbSettings { url: format!("{server}/{name}?{parameters}"), max_connections: 2, may_lose_commits: true };
    let refused = Db::connect(&settings).await;
    let is_refused =
        matches!(&refused, Err(DbError::Unsafe { setting: "SHOW server_encoding", found }) if found == "SQL_ASCII");
    testkit::postgres::psql(url, &[&format!("DROP DATABASE {name} WITH (FORCE)")]).unwrap();
    assert!(is_refused, "{refused:?}");
}

#[tokio::test]
async fn a_role_without_the_right_to_make_or_change_tables_can_do_all_that_serving_needs() {
    let fresh = FreshDb::postgres().await.unwrap();
    let role = format!("few_rights_{}", std::process::id());
    let owner = &fresh.settings().url;
    let never_changed = "ledger_account, ledger_journal, ledger_transfer, ledger_resolution, event";
    let rights = [
        format!("CREATE ROLE {role} LOGIN"),
        format!("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"),
        format!("REVOKE UPDATE, DELETE ON {never_changed} FROM {role}"),
    ];
    testkit::postgres::psql(owner, &rights.each_ref().map(String::as_str)).unwrap();
    let url = owner.replacen("postgres://postgres@", &format!("postgres://{role}@"), 1);
    let db = Db::connect(&DbSettings { url, ..fresh.settings().clone() }).await.unwrap();
    let pending = db.pending_migrations().await;
    let wallet = Account::client_wallet(OrganisationId::new(Uuid::from_u128(1)), Currency::Jpy);
    let bank = Account::gateway_available(Currency::Jpy);
    let amount = Money::new(10, Currency::Jpy);
    let posting = Posting { code: TransferCode::PaymentReceived, debit: bank, credit: wallet, amount };
    let journal = Journal::builder(JournalId::of_fact("paid in"), JournalKind::PaymentReceived, Uuid::from_u128(2));
    let tx = db.write().await.unwrap();
    let posted = tx.commit_with(&[journal.single(posting).build().unwrap()], at(0)).await;
    let folded = db.fold_deltas(100).await;
    let balance = db.read().balance(wallet).await;
    db.close().await.unwrap();
    let forget = [format!("DROP OWNED BY {role}"), format!("DROP ROLE {role}")];
    testkit::postgres::psql(owner, &forget.each_ref().map(String::as_str)).unwrap();
    assert_eq!(pending.unwrap(), 0);
    posted.unwrap();
    assert_eq!(folded.unwrap(), 1);
    assert_eq!(balance.unwrap().posted(), amount);
}
