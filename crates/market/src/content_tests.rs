use super::*;
use crate::sample::*;

fn faults(change: impl FnOnce(&mut TaskDraft)) -> Vec<(String, InputFault)> {
    let mut draft = task_draft();
    change(&mut draft);
    let faults = draft.complete(&task_rules(), start()).unwrap_err();
    faults.into_iter().map(|fault| (fault.path.join("."), fault.fault)).collect()
}

fn fault(path: &str, fault: InputFault) -> Vec<(String, InputFault)> {
    vec![(path.to_owned(), fault)]
}

#[test]
fn a_complete_draft_becomes_content_with_numbered_items_and_a_budget() {
    let content = task_draft().complete(&task_rules(), start()).unwrap();
    assert_eq!(content.budget, yen(10_000));
    let ids: Vec<u8> = content.checklist.iter().map(|item| item.id).collect();
    assert_eq!(ids, [1, 2]);
}

#[test]
fn an_empty_draft_is_saved_and_everything_it_lacks_is_named_at_once() {
    assert_eq!(TaskDraft::default().check(Currency::Jpy), Ok(TaskDraft::default()));
    let missing = TaskDraft::default().complete(&task_rules(), start()).unwrap_err();
    let paths: Vec<String> = missing.iter().map(|fault| fault.path.join(".")).collect();
    assert_eq!(
        paths,
        [
            "title",
            "description",
            "checklist",
            "milestones",
            "estimatedMinutes",
            "deadline",
            "language",
            "workStyle.suddenLeave",
            "workStyle.contactHours",
            "workStyle.meetings",
            "workStyle.flexibleHours",
            "workStyle.moreHours",
            "workStyle.leadPath",
            "workStyle.responseTime",
            "workStyle.tools",
            "workStyle.interruption",
            "workStyle.experience"
        ]
    );
    assert!(missing.iter().all(|fault| fault.fault == InputFault::Blank));
}

#[test]
fn every_limit_is_refused_by_the_name_of_its_field() {
    use InputFault::*;
    assert_eq!(faults(|draft| draft.title = Some("長".repeat(121))), fault("title", TooLong));
    assert_eq!(faults(|draft| draft.title = Some("a\0b".to_owned())), fault("title", Malformed));
    assert_eq!(faults(|draft| draft.description = Some("長".repeat(20_001))), fault("description", TooLong));
    assert_eq!(faults(|draft| draft.checklist = vec!["a".to_owned(); 31]), fault("checklist", TooLong));
    assert_eq!(faults(|draft| draft.checklist[1] = "a".repeat(501)), fault("checklist.1", TooLong));
    assert_eq!(faults(|draft| draft.milestones = vec![MilestoneDraft::default(); 21]), fault("milestones", TooLong));
    assert_eq!(faults(|draft| draft.milestones[1].title = None), fault("milestones.1.title", Blank));
    assert_eq!(faults(|draft| draft.milestones[1].price = None), fault("milestones.1.price", Blank));
    assert_eq!(faults(|draft| draft.milestones[0].price = Some(yen(0))), fault("milestones.0.price", OutOfRange));
    assert_eq!(faults(|draft| draft.milestones[0].price = Some(yen(-1))), fault("milestones.0.price", OutOfRange));
    let dollars = Money::new(5, Currency::Usd);
    assert_eq!(
        faults(|draft| draft.milestones[0].price = Some(dollars)),
        fault("milestones.0.price", CurrencyMismatch)
    );
    assert_eq!(faults(|draft| draft.milestones[0].price = Some(yen(MAX_MINOR))), fault("milestones", OutOfRange));
    assert_eq!(faults(|draft| draft.estimated_minutes = Some(4)), fault("estimatedMinutes", OutOfRange));
    assert_eq!(faults(|draft| draft.estimated_minutes = Some(60_001)), fault("estimatedMinutes", OutOfRange));
    assert_eq!(faults(|draft| draft.deadline = Some(start())), fault("deadline", OutOfRange));
    assert_eq!(faults(|draft| draft.skills = vec!["a".to_owned(); 16]), fault("skills", TooLong));
    assert_eq!(faults(|draft| draft.skills.push("transcription".to_owned())), fault("skills.1", Duplicate));
    for skill in ["", "A", "a b", "-a", "a-", "a--b", "日本語", &"a".repeat(41)] {
        assert_eq!(faults(|draft| draft.skills = vec![skill.to_owned()]), fault("skills.0", Malformed), "{skill}");
    }
}

#[test]
fn a_deadline_further_off_than_the_milestones_may_run_is_refused() {
    assert!(TaskDraft { deadline: Some(day(120)), ..task_draft() }.complete(&task_rules(), start()).is_ok());
    assert_eq!(
        faults(|draft| draft.deadline = Some(day(120).plus(time::Duration::MICROSECOND))),
        fault("deadline", InputFault::OutOfRange)
    );
}

#[test]
fn blank_texts_of_a_draft_are_dropped() {
    let draft = TaskDraft {
        title: Some(" ".to_owned()),
        checklist: vec![" ".to_owned(), " a ".to_owned()],
        ..TaskDraft::default()
    };
    let kept = draft.check(Currency::Jpy).unwrap();
    assert_eq!((kept.title, kept.checklist), (None, vec!["a".to_owned()]));
}

#[test]
fn another_price_is_spread_over_the_milestones_to_the_last_yen() {
    let content = task_draft().complete(&task_rules(), start()).unwrap();
    let prices = |price: i64| -> Result<Vec<i64>, MoneyError> {
        Ok(content.milestones_at(yen(price))?.iter().map(|part| part.price.minor()).collect())
    };
    assert_eq!(prices(10_000), Ok(vec![4_000, 6_000]));
    assert_eq!(prices(9_999), Ok(vec![3_999, 6_000]));
    assert_eq!(prices(3), Ok(vec![1, 2]));
    assert_eq!(prices(2), Err(MoneyError::OutOfRange));
    assert_eq!(prices(0), Err(MoneyError::OutOfRange));
    assert_eq!(prices(MAX_MINOR).map(|parts| parts.iter().sum()), Ok(MAX_MINOR));
    assert_eq!(content.milestones_at(Money::new(5, Currency::Usd)), Err(MoneyError::CurrencyMismatch));
}
