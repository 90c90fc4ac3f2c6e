use super::*;
use crate::sample::*;
use crate::table::{Event, check_every_pair};
use kernel::UploadId;
use uuid::Uuid;

fn submitted() -> Delivery {
    delivery(1, &in_progress(), day(1))
}

fn deliveries() -> Vec<(&'static str, Delivery)> {
    vec![
        ("submitted", submitted()),
        ("accepted", submitted().accept(AcceptedHow::ByClient, day(2)).unwrap()),
        ("partly_accepted", submitted().accept_partly(yen(5), day(2)).unwrap()),
        ("revision_requested", submitted().request_revision(ask(1), day(2)).unwrap()),
        ("superseded", submitted().supersede(day(2)).unwrap()),
        ("settled", submitted().settle(day(2)).unwrap()),
    ]
}

fn events() -> Vec<Event<Delivery, DeliveryState, DeliveryRefusal>> {
    vec![
        ("accept", Box::new(|delivery| Ok(delivery.accept(AcceptedHow::ByClock, day(3))?.state))),
        ("accept_partly", Box::new(|delivery| Ok(delivery.accept_partly(yen(7), day(3))?.state))),
        ("request_revision", Box::new(|delivery| Ok(delivery.request_revision(ask(2), day(3))?.state))),
        ("supersede", Box::new(|delivery| Ok(delivery.supersede(day(3))?.state))),
        ("settle", Box::new(|delivery| Ok(delivery.settle(day(3))?.state))),
    ]
}

#[test]
fn every_event_in_every_state() {
    let at = day(3);
    let legal = [
        ("submitted", "accept", DeliveryState::Accepted { at, how: AcceptedHow::ByClock }),
        ("submitted", "accept_partly", DeliveryState::PartlyAccepted { at, amount: yen(7) }),
        (
            "submitted",
            "request_revision",
            DeliveryState::RevisionRequested { at, item: 2, reason: "時刻がありません。".to_owned() },
        ),
        ("submitted", "supersede", DeliveryState::Superseded { at }),
        ("submitted", "settle", DeliveryState::Settled { at }),
    ];
    check_every_pair(&deliveries(), &events(), &legal, |delivery| DeliveryRefusal::WrongState(delivery.state.kind()));
}

#[test]
fn a_state_is_stored_under_the_word_its_kind_shows() {
    for (word, delivery) in deliveries() {
        let json = serde_json::to_value(&delivery).unwrap();
        assert_eq!((json["state"]["is"].as_str(), delivery.state.kind().to_string().as_str()), (Some(word), word));
        assert_eq!(serde_json::from_value::<Delivery>(json).unwrap(), delivery);
    }
}

#[test]
fn a_delivery_needs_a_note_or_a_file_and_ticks_only_what_is_on_the_list() {
    let file = UploadId::new(Uuid::from_u128(1));
    let hand_in = |ticks: &[u8], note: &str, files: &[UploadId]| {
        let draft = DeliveryDraft { ticks: ticks.to_vec(), note: note.to_owned(), files: files.to_vec() };
        Delivery::hand_in(delivery_id(1), &in_progress(), draft, &deal(), day(1))
    };
    let refused = |path: &[&str], fault| {
        Err(vec![InputError { path: path.iter().map(|part| (*part).to_owned()).collect(), fault }])
    };
    assert_eq!(hand_in(&[2, 1], "", &[file]).map(|delivery| delivery.ticks), Ok(vec![1, 2]));
    assert!(hand_in(&[], "済み", &[]).is_ok());
    assert_eq!(hand_in(&[1], " ", &[]), refused(&["note"], InputFault::Blank));
    assert_eq!(hand_in(&[3], "済み", &[]), refused(&["ticks", "0"], InputFault::OutOfRange));
    assert_eq!(hand_in(&[0], "済み", &[]), refused(&["ticks", "0"], InputFault::OutOfRange));
    assert_eq!(hand_in(&[1, 1], "済み", &[]), refused(&["ticks", "1"], InputFault::Duplicate));
    assert_eq!(hand_in(&[], "済み", &[file, file]), refused(&["uploadIds", "1"], InputFault::Duplicate));
    assert_eq!(hand_in(&[], "済み", &[file; 51]), refused(&["uploadIds"], InputFault::TooLong));
}
