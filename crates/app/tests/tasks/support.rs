use app::{App, TaskCard, TaskDraftAsk, TaskPublish};
use kernel::{Instant, OrganisationId, TaskId};
use market::TaskDraft;
use testkit::{Actor, TestApp, task_draft};
use time::Duration;

/// A complete task of five hours, by its title.
pub fn draft(title: &str, prices: &[i64], now: Instant) -> TaskDraft {
    let description = Some("音声を文字にします。".to_owned());
    TaskDraft { title: Some(title.to_owned()), description, ..task_draft(prices, now) }
}

/// A draft of the organisation's, version 1.
pub async fn write(test: &TestApp, client: &Actor, organisation: OrganisationId, task: TaskDraft) -> TaskId {
    let ask = TaskDraftAsk { idempotency_key: test.key(), organisation, task };
    test.app.task_draft(&client.caller, ask).await.unwrap()
}

/// An open task of the organisation's, version 2; each a minute after the one before.
pub async fn publish(test: &TestApp, client: &Actor, organisation: OrganisationId, task: TaskDraft) -> TaskId {
    let id = write(test, client, organisation, task).await;
    test.clock.advance(Duration::minutes(1));
    test.app.task_publish(&client.caller, TaskPublish { task: id, expected_version: 1 }).await.unwrap();
    id
}

pub async fn card(app: &App, actor: &Actor, id: TaskId) -> Option<TaskCard> {
    app.tasks_by_ids(&actor.caller, &[id], false).await.unwrap().remove(&id).map(|row| row.card)
}

/// The kinds of events of a task, oldest first.
pub async fn events(test: &TestApp, id: TaskId) -> Vec<String> {
    test.db.read().events_of(id.uuid(), 100).await.unwrap().into_iter().map(|event| event.kind).collect()
}
