use super::*;
use crate::sample::*;
use crate::table::{Event, check_every_pair};
use crate::{Split, Step};

/// The first part in progress, the second not funded.
fn working() -> Vec<Milestone> {
    vec![in_progress(), milestones().remove(1)]
}

/// The first part delivered on day 1, the second not funded.
fn waiting() -> Vec<Milestone> {
    vec![delivered().0, milestones().remove(1)]
}

fn ended() -> Vec<Milestone> {
    let cancel = |milestone: Milestone| milestone.cancel(None, yen(0), day(1)).unwrap().milestone;
    working().into_iter().map(cancel).collect()
}

fn propose(to_worker: i64) -> CancellationDraft {
    CancellationDraft { to_worker: yen(to_worker), note: "引っ越します。".to_owned() }
}

fn cancelling(by: Side, to_worker: i64, milestones: &[Milestone]) -> Contract {
    contract().propose_cancellation(by, propose(to_worker), milestones, day(2)).unwrap()
}

fn every_contract() -> Vec<(&'static str, Contract)> {
    let agreed = cancelling(Side::Client, 0, &working()).accept_cancellation(Side::Worker, &working(), day(3));
    vec![
        ("active", contract()),
        ("cancelling", cancelling(Side::Client, 400, &working())),
        ("completed", contract().complete(&ended(), day(3)).unwrap()),
        ("cancelled", agreed.unwrap().contract),
    ]
}

fn events() -> Vec<Event<Contract, ContractState, ContractRefusal>> {
    vec![
        ("propose", Box::new(|c| Ok(c.propose_cancellation(Side::Client, propose(400), &working(), day(2))?.state))),
        ("accept", Box::new(|c| Ok(c.accept_cancellation(Side::Worker, &working(), day(3))?.contract.state))),
        ("decline", Box::new(|c| Ok(c.decline_cancellation(Side::Worker)?.state))),
        ("withdraw", Box::new(|c| Ok(c.withdraw_cancellation(Side::Client)?.state))),
        ("silence", Box::new(|c| Ok(c.answer_by_silence(&working(), day(9))?.contract.state))),
        ("complete", Box::new(|c| Ok(c.complete(&ended(), day(3))?.state))),
        ("lapse", Box::new(|c| Ok(c.lapse(&milestones(), day(30))?.contract.state))),
    ]
}

#[test]
fn every_event_in_every_state() {
    let proposal = Proposal {
        by: Side::Client,
        held: yen(4_400),
        to_worker: yen(400),
        note: "引っ越します。".to_owned(),
        at: day(2),
        answer_by: day(9),
    };
    let cancelled = |on, how| ContractState::Cancelled { at: day(on), how };
    let legal = [
        ("active", "propose", ContractState::Cancelling { proposal }),
        ("active", "complete", ContractState::Completed { at: day(3) }),
        ("active", "lapse", cancelled(30, CancelledHow::Lapsed)),
        ("cancelling", "accept", cancelled(3, CancelledHow::Agreed)),
        ("cancelling", "decline", ContractState::Active),
        ("cancelling", "withdraw", ContractState::Active),
        ("cancelling", "silence", cancelled(9, CancelledHow::BySilence)),
        ("cancelling", "complete", ContractState::Completed { at: day(3) }),
    ];
    let wrong = |contract: &Contract| ContractRefusal::WrongState(contract.state.kind());
    check_every_pair(&every_contract(), &events(), &legal, wrong);
}

#[test]
fn a_state_is_stored_under_the_word_its_kind_shows() {
    for (word, contract) in every_contract() {
        let json = serde_json::to_value(&contract).unwrap();
        assert_eq!((json["state"]["is"].as_str(), contract.state.kind().to_string().as_str()), (Some(word), word));
        assert_eq!(serde_json::from_value::<Contract>(json).unwrap(), contract);
    }
}

#[test]
fn a_proposal_divides_what_is_held_and_no_more() {
    let propose = |part| contract().propose_cancellation(Side::Client, propose(part), &working(), day(2));
    assert_eq!(propose(-1), Err(ContractRefusal::ShareOutOfRange));
    assert_eq!(propose(4_401), Err(ContractRefusal::ShareOutOfRange));
    assert!(propose(4_400).is_ok());
    let wordless = CancellationDraft { to_worker: yen(0), note: " ".to_owned() };
    assert_eq!(
        contract().propose_cancellation(Side::Client, wordless, &working(), day(2)),
        Err(ContractRefusal::Invalid(vec![InputError::new("note", kernel::InputFault::Blank)]))
    );
    let frozen = vec![disputed().1];
    assert_eq!(
        contract().propose_cancellation(Side::Client, self::propose(0), &frozen, day(3)),
        Err(ContractRefusal::Disputed)
    );
}

#[test]
fn only_the_other_side_answers_and_only_the_own_side_takes_back() {
    let proposed = || cancelling(Side::Worker, 0, &working());
    let other = Err(ContractRefusal::OtherSide);
    assert_eq!(proposed().accept_cancellation(Side::Worker, &working(), day(3)).map(drop), other.clone().map(drop));
    assert_eq!(proposed().decline_cancellation(Side::Worker), other);
    assert_eq!(proposed().withdraw_cancellation(Side::Client), other);
}

#[test]
fn an_agreed_cancellation_gives_each_milestone_its_share_received_work_first() {
    let second = milestones().remove(1).funded(yen(6_600), &deal(), start()).unwrap();
    let handed_in = delivery(5, &second, day(1));
    let second = second.deliver(&handed_in, &deal(), day(1)).unwrap();
    let milestones = vec![in_progress(), second];
    let ending =
        cancelling(Side::Client, 7_000, &milestones).accept_cancellation(Side::Worker, &milestones, day(3)).unwrap();
    let share = |number, to_worker, to_client| MilestoneShare {
        milestone: milestone_id(number),
        split: Split { to_worker: yen(to_worker), to_client: yen(to_client) },
    };
    assert_eq!(ending.shares, vec![share(2, 6_600, 0), share(1, 400, 4_000)]);
}

#[test]
fn a_proposal_is_void_once_money_has_moved() {
    let proposed = cancelling(Side::Client, 400, &working());
    let Step { milestone, .. } = in_progress().give_back(yen(1), day(3)).unwrap();
    let moved = vec![milestone];
    assert_eq!(proposed.clone().accept_cancellation(Side::Worker, &moved, day(3)), Err(ContractRefusal::HeldChanged));
    let frozen = vec![disputed().1];
    assert_eq!(proposed.clone().accept_cancellation(Side::Worker, &frozen, day(3)), Err(ContractRefusal::HeldChanged));
    let fallen = proposed.answer_by_silence(&moved, day(9)).unwrap();
    assert_eq!((fallen.contract.state, fallen.shares), (ContractState::Active, vec![]));
}

#[test]
fn silence_agrees_only_to_what_leaves_the_silent_side_its_due() {
    let by_silence = |by, to_worker, milestones: &[Milestone]| {
        let ending = cancelling(by, to_worker, milestones).answer_by_silence(milestones, day(9)).unwrap();
        ending.contract.state.kind()
    };
    let (ends, goes_on) = (ContractStateKind::Cancelled, ContractStateKind::Active);
    assert_eq!(by_silence(Side::Client, 0, &working()), ends, "nothing was handed in");
    assert_eq!(by_silence(Side::Worker, 0, &working()), ends, "the worker gives it back");
    assert_eq!(by_silence(Side::Worker, 1, &working()), goes_on, "the client would pay for nothing");
    assert_eq!(by_silence(Side::Client, 4_399, &waiting()), goes_on, "the worker would lose earned pay");
    assert_eq!(by_silence(Side::Client, 4_400, &waiting()), ends, "the worker is paid in full");
    assert_eq!(by_silence(Side::Worker, 4_400, &waiting()), ends, "the work was received");
    let early = cancelling(Side::Client, 0, &working()).answer_by_silence(&working(), day(8));
    assert_eq!(early, Err(ContractRefusal::NotYet(day(9))));
}

#[test]
fn a_contract_is_complete_only_when_every_milestone_has_ended() {
    assert_eq!(contract().complete(&working(), day(3)), Err(ContractRefusal::MilestoneOpen));
    assert_eq!(contract().complete(&milestones(), day(3)), Err(ContractRefusal::MilestoneOpen));
}

#[test]
fn a_contract_that_nobody_funds_lapses_and_one_in_work_does_not() {
    assert_eq!(contract().next_clock_event(&milestones()), Some(day(30)));
    assert_eq!(contract().lapse(&milestones(), day(29)), Err(ContractRefusal::NotYet(day(30))));
    assert_eq!(contract().next_clock_event(&working()), None);
    assert_eq!(contract().lapse(&working(), day(99)), Err(ContractRefusal::MilestoneOpen));
    let (milestone, handed_in) = delivered();
    let half = vec![milestone.accept(handed_in, day(5)).unwrap().milestone, milestones().remove(1)];
    assert_eq!(contract().next_clock_event(&half), Some(day(35)));
    let ending = contract().lapse(&half, day(35)).unwrap();
    let nothing = Split::nothing(Currency::Jpy);
    assert_eq!(ending.shares, vec![MilestoneShare { milestone: milestone_id(2), split: nothing }]);
}
