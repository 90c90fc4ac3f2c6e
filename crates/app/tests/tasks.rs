//! Tasks from the first word to the end, and how they are found.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

extern crate engawa_app as app;

#[path = "tasks/finding.rs"]
mod finding;
#[path = "tasks/support.rs"]
mod support;

use app::{Caller, TaskClose, TaskDraftAsk, TaskPublish, TaskUpdate};
use futures::future::join_all;
use identity::{Locale, MemberRole, StaffRole};
use kernel::{Currency, Money};
use market::{ClosedWhy, TaskDraft, TaskState};
use storage::{Db, JobOutcome};
use support::{card, draft, events, publish, write};
use testkit::{TestApp, on_each_db, refusals, yen};
use time::Duration;

/// Runs what is due on the queue, mails apart, and answers how each ended.
async fn run_due(test: &TestApp) -> Vec<JobOutcome> {
    let now = test.app.now();
    let mut outcomes = Vec::new();
    for job in test.db.claim_jobs(now, now.plus(Duration::minutes(1)), 100).await.unwrap() {
        let outcome = test.app.run_job(&job).await;
        test.db.finish_job(&job, outcome.clone(), now).await.unwrap();
        if job.kind == "task_expire" {
            outcomes.push(outcome);
        }
    }
    outcomes
}

on_each_db! {
    async fn a_task_shows_what_it_leaves_the_worker_before_anybody_bids(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let worker = test.person("hana").await;
        let draft = draft("議事録の文字起こし", &[4_000, 6_000], test.app.now());
        let id = write(&test, &client, organisation, draft).await;
        assert_eq!(card(&test.app, &worker, id).await, None);
        let seen = card(&test.app, &client, id).await.unwrap();
        assert_eq!((seen.version.get(), &seen.summary.state, seen.published_at), (1, &TaskState::Draft, None));

        let published_at = test.clock.advance(Duration::HOUR);
        test.app.task_publish(&client.caller, TaskPublish { task: id, expected_version: 1 }).await.unwrap();
        let seen = card(&test.app, &worker, id).await.unwrap();
        let expires_at = published_at.plus(Duration::days(30));
        assert_eq!(seen.version.get(), 2);
        assert_eq!(seen.summary.state, TaskState::Open { published_at, expires_at });
        assert_eq!(seen.published_at, Some(published_at));
        assert_eq!((seen.client.id, seen.client.name.as_str()), (organisation, "minowa商店"));
        assert_eq!(seen.summary.budget(), Some(yen(10_000)));
        let take_home = test.app.take_home(&seen.summary.prices, seen.summary.estimated_minutes).unwrap();
        let total = take_home.total;
        assert_eq!((total.gross, total.fee, total.fee_tax, total.net), (yen(11_000), yen(2_200), yen(220), yen(8_580)));
        assert_eq!(take_home.net_per_hour, Some(yen(1_716)));
        let nets: Vec<Money> = take_home.parts.iter().map(|part| part.net).collect();
        assert_eq!(nets, [yen(3_432), yen(5_148)]);
        assert_eq!(events(&test, id).await, ["task.drafted", "task.published"]);
    }

    async fn a_repeated_key_writes_one_draft_and_other_input_is_refused(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let key = test.key();
        let ask = |title: &str| TaskDraftAsk {
            idempotency_key: key.clone(),
            organisation,
            task: TaskDraft { title: Some(title.to_owned()), ..TaskDraft::default() },
        };
        let many = join_all((0..64).map(|_| test.app.task_draft(&client.caller, ask("一")))).await;
        let first = *many[0].as_ref().unwrap();
        assert!(many.iter().all(|outcome| *outcome.as_ref().unwrap() == first));
        assert_eq!(events(&test, first).await, ["task.drafted"]);
        let other = test.app.task_draft(&client.caller, ask("二")).await;
        assert_eq!(refusals(other.unwrap_err()), ["IdempotencyKeyReused idempotencyKey"]);
        assert_eq!(card(&test.app, &client, first).await.unwrap().summary.title.as_deref(), Some("一"));
    }

    async fn who_may_write_and_publish_is_as_the_table_says(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let (stranger, _) = test.client("ina").await;
        let member_of = test.member(&owner, organisation, MemberRole::Member).await;
        let finance = test.member(&owner, organisation, MemberRole::Finance).await;
        let moderator = test.staff("moderator", StaffRole::Moderator).await;
        let id = write(&test, &member_of, organisation, draft("校正", &[1_000], test.app.now())).await;

        for (actor, code) in [(&finance, "NotAllowed"), (&stranger, "NotFound"), (&moderator, "NotFound")] {
            let task = TaskDraft::default();
            let ask = TaskDraftAsk { idempotency_key: test.key(), organisation, task: task.clone() };
            let refused = test.app.task_draft(&actor.caller, ask).await.unwrap_err();
            assert_eq!(refusals(refused), ["NotAllowed organisationId"], "everybody sees that there is such an organisation");
            let ask = TaskUpdate { task_id: id, expected_version: 1, task };
            assert_eq!(refusals(test.app.task_update(&actor.caller, ask).await.unwrap_err()), [format!("{code} taskId")]);
            let ask = TaskPublish { task: id, expected_version: 1 };
            assert_eq!(refusals(test.app.task_publish(&actor.caller, ask).await.unwrap_err()), [format!("{code} taskId")]);
            let ask = TaskClose { task: id, expected_version: 1 };
            assert_eq!(refusals(test.app.task_close(&actor.caller, ask).await.unwrap_err()), [format!("{code} taskId")]);
        }
        let anonymous = Caller::anonymous(Locale::Ja);
        let refused = test.app.task_publish(&anonymous, TaskPublish { task: id, expected_version: 1 }).await;
        assert!(matches!(refused, Err(app::AppError::Unauthenticated)));
        assert_eq!(card(&test.app, &finance, id).await.unwrap().version.get(), 1);
        assert_eq!(card(&test.app, &moderator, id).await, None);
        assert_eq!(events(&test, id).await, ["task.drafted"]);
    }

    async fn everything_that_a_publication_lacks_is_named_at_once(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let task = TaskDraft { title: Some("校正".to_owned()), ..TaskDraft::default() };
        let id = write(&test, &client, organisation, task).await;
        let ask = TaskPublish { task: id, expected_version: 1 };
        let named = refusals(test.app.task_publish(&client.caller, ask).await.unwrap_err());
        assert_eq!(named.len(), 16);
        assert_eq!(named[..3], ["Blank task.description", "Blank task.checklist", "Blank task.milestones"]);
        assert_eq!(named[6], "Blank task.workStyle.suddenLeave");
        assert_eq!(card(&test.app, &client, id).await.unwrap().version.get(), 1);
    }

    async fn a_price_without_a_fee_schedule_or_beyond_what_can_be_held_is_refused(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let mut task = draft("校正", &[1_000], test.app.now());
        task.milestones[0].price = Some(Money::new(1_000, Currency::Usd));
        let ask = TaskDraftAsk { idempotency_key: test.key(), organisation, task };
        let refused = test.app.task_draft(&client.caller, ask).await.unwrap_err();
        assert_eq!(refusals(refused), ["CurrencyMismatch task.milestones.0.price"]);

        // The price can be held, but not with the tax on it.
        let id = write(&test, &client, organisation, draft("校正", &[kernel::MAX_MINOR], test.app.now())).await;
        let ask = TaskPublish { task: id, expected_version: 1 };
        let refused = test.app.task_publish(&client.caller, ask).await.unwrap_err();
        assert_eq!(refusals(refused), ["OutOfRange task.milestones"]);
        assert_eq!(card(&test.app, &client, id).await.unwrap().summary.state, TaskState::Draft);
    }

    async fn an_edit_of_an_open_task_is_its_next_revision_and_stale_ones_are_refused(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let now = test.app.now();
        let id = publish(&test, &client, organisation, draft("校正", &[1_000], now)).await;
        let edit = |title: &str, expected_version| TaskUpdate { task_id: id, expected_version, task: draft(title, &[2_000], now) };
        let outcomes = join_all((0..64).map(|_| test.app.task_update(&client.caller, edit("校閲", 2)))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        for refused in outcomes.into_iter().filter_map(Result::err) {
            assert!(refusals(refused)[0].starts_with("VersionConflict"));
        }
        let seen = card(&test.app, &client, id).await.unwrap();
        assert_eq!((seen.version.get(), seen.summary.revision), (3, 2));
        assert_eq!((seen.summary.title.as_deref(), seen.summary.budget()), (Some("校閲"), Some(yen(2_000))));
        let incomplete = TaskUpdate { task_id: id, expected_version: 3, task: TaskDraft::default() };
        assert!(test.app.task_update(&client.caller, incomplete).await.is_err());
        assert_eq!(card(&test.app, &client, id).await.unwrap().version.get(), 3);
        assert_eq!(events(&test, id).await, ["task.drafted", "task.published", "task.updated"]);
    }

    async fn a_closed_task_stays_to_be_seen_but_a_draft_thrown_away_does_not(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let worker = test.person("hana").await;
        let open = publish(&test, &client, organisation, draft("校正", &[1_000], test.app.now())).await;
        let unseen = write(&test, &client, organisation, TaskDraft::default()).await;
        let at = test.clock.advance(Duration::HOUR);
        let closings = (0..64).map(|_| TaskClose { task: open, expected_version: 2 });
        let outcomes = join_all(closings.map(|ask| test.app.task_close(&client.caller, ask))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        test.app.task_close(&client.caller, TaskClose { task: unseen, expected_version: 1 }).await.unwrap();

        let seen = card(&test.app, &worker, open).await.unwrap();
        assert_eq!(seen.summary.state, TaskState::Closed { at, reason: ClosedWhy::Withdrawn });
        assert_eq!(seen.published_at, Some(at.minus(Duration::HOUR)));
        assert_eq!(card(&test.app, &worker, unseen).await, None);
        assert!(card(&test.app, &client, unseen).await.is_some());
        let again = test.app.task_close(&client.caller, TaskClose { task: open, expected_version: 3 }).await;
        assert_eq!(refusals(again.unwrap_err()), ["InvalidState taskId"]);
        assert_eq!(events(&test, open).await, ["task.drafted", "task.published", "task.closed"]);
    }

    async fn the_clock_closes_a_call_when_its_time_is_over_and_not_before(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let id = publish(&test, &client, organisation, draft("校正", &[1_000], test.app.now())).await;
        assert_eq!(run_due(&test).await, []);
        // Cut shorter by an edit, the call ends at its deadline.
        let mut sooner = draft("校正", &[1_000], test.app.now());
        sooner.deadline = Some(test.app.now().plus(Duration::days(10)));
        let ask = TaskUpdate { task_id: id, expected_version: 2, task: sooner };
        test.app.task_update(&client.caller, ask).await.unwrap();

        let at = test.clock.advance(Duration::days(10));
        assert_eq!(run_due(&test).await, [JobOutcome::Done]);
        let seen = card(&test.app, &client, id).await.unwrap();
        assert_eq!(seen.summary.state, TaskState::Closed { at, reason: ClosedWhy::Expired });
        test.clock.advance(Duration::days(20));
        assert_eq!(run_due(&test).await, [JobOutcome::Done]);
        assert_eq!(card(&test.app, &client, id).await.unwrap(), seen);
        assert_eq!(events(&test, id).await, ["task.drafted", "task.published", "task.updated", "task.closed"]);
    }
}
