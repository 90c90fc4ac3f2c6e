use app::{App, TaskCard, TaskDraftAsk, TaskPublish, TaskRow};
use kernel::{Currency, Instant, Money, OrganisationId, TaskId};
use market::{
    ContactHours, Experience, FlexibleHours, Interruption, Language, LeadPath, Meetings, MilestoneDraft, MoreHours,
    ResponseTime, SuddenLeave, TaskDraft, Tools, WorkStyleDraft,
};
use testkit::{Actor, TestApp};
use time::Duration;

pub fn yen(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

pub fn draft(title: &str, prices: &[i64], now: Instant) -> TaskDraft {
    let part = |price: &i64| MilestoneDraft { title: Some("1本目".to_owned()), price: Some(yen(*price)) };
    TaskDraft {
        title: Some(title.to_owned()),
        description: Some("音声を文字にします。".to_owned()),
        checklist: vec!["話者の名前がある".to_owned()],
        milestones: prices.iter().map(part).collect(),
        estimated_minutes: Some(300),
        deadline: Some(now.plus(Duration::days(40))),
        skills: vec!["transcription".to_owned()],
        language: Some(Language::Ja),
        work_style: WorkStyleDraft {
            sudden_leave: Some(SuddenLeave::AnyTime),
            contact_hours: Some(ContactHours::SchoolHours),
            meetings: Some(Meetings::None),
            flexible_hours: Some(FlexibleHours::Free),
            more_hours: Some(MoreHours::Possible),
            lead_path: Some(LeadPath::No),
            response_time: Some(ResponseTime::TwoDays),
            tools: Some(Tools::Computer),
            interruption: Some(Interruption::AnyMoment),
            experience: Some(Experience::FirstJob),
        },
    }
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
    app.tasks_by_ids(&actor.caller, &[id], false).await.unwrap().remove(&id).map(|row: TaskRow| row.card)
}

/// The kinds of events of a task, oldest first.
pub async fn events(test: &TestApp, id: TaskId) -> Vec<String> {
    test.db.read().events_of(id.uuid(), 100).await.unwrap().into_iter().map(|event| event.kind).collect()
}

/// The codes of a refusal with the paths they name.
pub fn refusals<C: std::fmt::Debug>(error: app::AppError<C>) -> Vec<(String, String)> {
    match error {
        app::AppError::Refused(refusals) => {
            refusals.into_iter().map(|refusal| (format!("{:?}", refusal.code), refusal.path.join("."))).collect()
        }
        other => panic!("not refused: {other:?}"),
    }
}

pub fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}
