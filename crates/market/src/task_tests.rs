use super::*;
use crate::sample::*;
use crate::table::{Event, check_every_pair};

fn tasks() -> Vec<(&'static str, Task)> {
    vec![
        ("draft", draft_task()),
        ("open", open_task()),
        ("contracted", open_task().contracted(contract_id(1), day(1)).unwrap()),
        ("closed", open_task().close(day(1)).unwrap()),
    ]
}

fn events() -> Vec<Event<Task, TaskState, TaskRefusal>> {
    vec![
        ("edit", Box::new(|task| Ok(task.edit(task_draft(), &task_rules(), day(2))?.state))),
        ("publish", Box::new(|task| Ok(task.publish(&task_rules(), day(2))?.state))),
        ("close", Box::new(|task| Ok(task.close(day(2))?.state))),
        ("expire", Box::new(|task| Ok(task.expire(day(30))?.state))),
        ("contracted", Box::new(|task| Ok(task.contracted(contract_id(2), day(2))?.state))),
    ]
}

#[test]
fn every_event_in_every_state() {
    let open = |days| TaskState::Open { published_at: day(days), expires_at: day(days + 30) };
    let withdrawn = || TaskState::Closed { at: day(2), reason: ClosedWhy::Withdrawn };
    let legal = [
        ("draft", "edit", TaskState::Draft),
        ("draft", "publish", open(2)),
        ("draft", "close", withdrawn()),
        ("open", "edit", open(0)),
        ("open", "close", withdrawn()),
        ("open", "expire", TaskState::Closed { at: day(30), reason: ClosedWhy::Expired }),
        ("open", "contracted", TaskState::Contracted { contract: contract_id(2), at: day(2) }),
    ];
    check_every_pair(&tasks(), &events(), &legal, |task| TaskRefusal::WrongState(task.state.kind()));
}

#[test]
fn a_state_is_stored_under_the_word_its_kind_shows() {
    for (word, task) in tasks() {
        let json = serde_json::to_value(&task).unwrap();
        assert_eq!((json["state"]["is"].as_str(), task.state.kind().to_string().as_str()), (Some(word), word));
        assert_eq!(serde_json::to_value(task.state.kind()).unwrap(), word);
        assert_eq!(serde_json::from_value::<Task>(json).unwrap(), task);
    }
}

#[test]
fn an_incomplete_draft_is_saved_but_not_published() {
    let task = Task::draft(task_id(1), organisation(1), TaskDraft::default(), &task_rules()).unwrap();
    let refusal = task.clone().publish(&task_rules(), start()).unwrap_err();
    let TaskRefusal::Invalid(faults) = refusal else { panic!("{refusal:?}") };
    assert_eq!(faults.len(), 17);
    assert_eq!((task.revision, task.published()), (0, None));
}

#[test]
fn an_edit_of_an_open_task_is_a_new_revision_and_must_stay_complete() {
    let edited = open_task().edit(task_draft(), &task_rules(), day(1)).unwrap();
    assert_eq!((open_task().revision, edited.revision), (1, 2));
    let incomplete = TaskDraft { title: None, ..task_draft() };
    assert!(matches!(open_task().edit(incomplete, &task_rules(), day(1)), Err(TaskRefusal::Invalid(_))));
    let sooner = TaskDraft { deadline: Some(day(9)), ..task_draft() };
    let sooner = open_task().edit(sooner, &task_rules(), day(1)).unwrap();
    assert_eq!(sooner.next_clock_event(), Some(day(9)));
}

#[test]
fn a_call_expires_at_its_time_and_not_before() {
    assert_eq!(open_task().next_clock_event(), Some(day(30)));
    let early = day(30).minus(time::Duration::MICROSECOND);
    assert_eq!(open_task().expire(early), Err(TaskRefusal::NotYet(day(30))));
    assert_eq!(open_task().open_content(day(30)), Err(TaskRefusal::Expired));
    assert_eq!(open_task().edit(task_draft(), &task_rules(), day(30)), Err(TaskRefusal::Expired));
    let urgent = TaskDraft { deadline: Some(day(3)), ..task_draft() };
    let urgent = Task::draft(task_id(1), organisation(1), urgent, &task_rules()).unwrap();
    assert_eq!(urgent.publish(&task_rules(), start()).unwrap().next_clock_event(), Some(day(3)));
}
