use super::*;
use std::collections::BTreeSet;

/// The table as agreed, written by hand. Columns: anonymous, signed-in stranger, oneself, worker, client owner, client
/// member, client finance, moderator, admin, system; then whether a suspended person may still.
const AGREED: &str = "
                        anon signed self worker owner member finance moderator admin system | suspended
accountRegister          Y     Y     -     -      -     -       -       Y        Y     -    |    Y
accountConfirm           Y     Y     -     -      -     -       -       Y        Y     -    |    Y
sessionCodeRequest       Y     Y     -     -      -     -       -       Y        Y     -    |    Y
sessionCreate            Y     Y     -     -      -     -       -       Y        Y     -    |    Y
sessionEnd               -     -     Y     -      -     -       -       -        -     -    |    Y
passwordSet              -     -     Y     -      -     -       -       -        -     -    |    Y
accountUpdate            -     -     Y     -      -     -       -       -        -     -    |    -
accountSuspend           -     -     -     -      -     -       -       -        Y     Y    |    -
staffAppoint             -     -     -     -      -     -       -       -        Y     Y    |    -
operationEnd             -     -     -     -      -     -       -       -        -     Y    |    Y
profileUpdate            -     -     Y     -      -     -       -       -        -     -    |    -
portfolioItemAdd         -     -     Y     -      -     -       -       -        -     -    |    -
portfolioItemRemove      -     -     Y     -      -     -       -       -        -     -    |    Y
organisationCreate       -     Y     -     -      -     -       -       -        -     -    |    -
organisationUpdate       -     -     -     -      Y     -       -       -        -     -    |    -
organisationMemberAdd    -     -     -     -      Y     -       -       -        -     -    |    -
organisationMemberRemove -     -     Y     -      Y     -       -       -        -     -    |    Y
taskDraft                -     -     -     -      Y     Y       -       -        -     -    |    -
taskUpdate               -     -     -     -      Y     Y       -       -        -     -    |    -
taskPublish              -     -     -     -      Y     Y       -       -        -     -    |    -
taskClose                -     -     -     -      Y     Y       -       -        -     Y    |    Y
bidPlace                 -     Y     -     -      -     -       -       -        -     -    |    -
bidUpdate                -     -     -     Y      -     -       -       -        -     -    |    -
bidWithdraw              -     -     -     Y      -     -       -       -        -     -    |    Y
bidDecline               -     -     -     -      Y     Y       -       -        -     -    |    Y
bidAward                 -     -     -     -      Y     Y       -       -        -     -    |    -
milestoneFund            -     -     -     -      Y     -       Y       -        -     -    |    -
deliveryUploadCreate     -     -     -     Y      -     -       -       -        -     -    |    Y
deliverySubmit           -     -     -     Y      -     -       -       -        -     -    |    Y
deliveryAccept           -     -     -     -      Y     Y       -       -        -     Y    |    Y
deliveryAcceptPartly     -     -     -     -      Y     Y       -       -        -     -    |    Y
deliveryRequestRevision  -     -     -     -      Y     Y       -       -        -     -    |    Y
milestoneRefund          -     -     -     Y      -     -       -       -        -     -    |    Y
contractCancel           -     -     -     Y      Y     Y       -       -        -     -    |    Y
contractCancelAnswer     -     -     -     Y      Y     Y       -       -        -     Y    |    Y
contractCancelWithdraw   -     -     -     Y      Y     Y       -       -        -     -    |    Y
messageUploadCreate      -     -     -     Y      Y     Y       -       -        -     -    |    Y
messageSend              -     -     -     Y      Y     Y       -       -        -     -    |    Y
disputeOpen              -     -     -     Y      Y     Y       -       -        -     -    |    Y
disputeRespond           -     -     -     Y      Y     Y       -       -        -     -    |    Y
disputeSettle            -     -     -     Y      Y     Y       -       -        -     -    |    Y
disputeAssign            -     -     -     -      -     -       -       Y        -     -    |    -
disputeDecide            -     -     -     -      -     -       -       Y        -     -    |    -
disputeAppeal            -     -     -     Y      Y     Y       -       -        -     -    |    Y
disputeAppealDecide      -     -     -     -      -     -       -       Y        -     -    |    -
payoutRequest            -     -     Y     -      -     -       -       -        -     -    |    Y
reviewSubmit             -     -     -     Y      Y     Y       -       -        -     -    |    -
account                  -     -     Y     -      -     -       -       -        Y     -    |    Y
organisationTeam         -     -     -     -      Y     Y       Y       -        Y     -    |    Y
taskDraftRead            -     -     -     -      Y     Y       Y       -        -     -    |    Y
taskBids                 -     -     -     -      Y     Y       -       -        -     -    |    Y
bid                      -     -     -     Y      Y     Y       -       -        -     -    |    Y
contract                 -     -     -     Y      Y     Y       Y       Y        -     -    |    Y
messages                 -     -     -     Y      Y     Y       -       Y        -     -    |    Y
notices                  -     -     Y     -      -     -       -       -        -     -    |    Y
noticesMarkRead          -     -     Y     -      -     -       -       -        -     -    |    Y
deliveryFiles            -     -     -     Y      Y     Y       -       Y        -     -    |    Y
organisationMoney        -     -     -     -      Y     -       Y       -        Y     -    |    Y
wallet                   -     -     Y     -      -     -       -       -        Y     -    |    Y
disputeCase              -     -     -     Y      Y     Y       -       Y        Y     -    |    Y
disputeQueue             -     -     -     -      -     -       -       Y        Y     -    |    Y
";

#[test]
fn every_cell_of_the_table_is_as_agreed() {
    let rows: Vec<Vec<&str>> =
        AGREED.lines().skip(2).map(|line| line.split_whitespace().filter(|word| *word != "|").collect()).collect();
    assert_eq!(rows.len(), Action::ALL.len());
    for (action, row) in Action::ALL.iter().zip(rows) {
        let cell = |yes: bool| if yes { "Y" } else { "-" };
        let mut actual = vec![action.name()];
        actual.extend(Relation::ALL.iter().map(|relation| cell(may(*action, *relation))));
        actual.push(cell(action.business() == Business::Owed));
        assert_eq!(actual, row);
    }
}

#[test]
fn every_action_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!(names.len(), Action::ALL.len());
}

fn person(number: u32) -> PersonId {
    format!("person_{number:026}").parse().unwrap()
}

fn organisation(number: u32) -> OrganisationId {
    format!("org_{number:026}").parse().unwrap()
}

const CALLER: u32 = 1;
const OTHER: u32 = 2;

fn caller() -> CallingPerson {
    CallingPerson { id: person(CALLER), staff: None, is_suspended: false, memberships: Vec::new() }
}

fn member_as(role: MemberRole) -> CallingPerson {
    let place = Membership { person: person(CALLER), organisation: organisation(1), role };
    CallingPerson { memberships: vec![place], ..caller() }
}

fn staff_as(role: StaffRole) -> CallingPerson {
    CallingPerson { staff: Some(role), ..caller() }
}

/// A contract between `worker` and organisation 1.
fn contract(worker: u32) -> Parties {
    Parties { worker: Some(person(worker)), client: Some(organisation(1)), owner: None }
}

/// A task of organisation 1.
fn task() -> Parties {
    Parties { client: Some(organisation(1)), ..Parties::default() }
}

fn held(person: CallingPerson, parties: Parties) -> Vec<Relation> {
    relations(&Caller::Person(person), &parties)
}

fn asked(action: Action, person: CallingPerson, parties: Parties) -> Result<(), Denial> {
    authorise(action, &Caller::Person(person), &parties)
}

#[test]
fn a_caller_is_what_the_parties_say() {
    assert_eq!(relations(&Caller::Anonymous, &contract(CALLER)), [Relation::Anonymous]);
    assert_eq!(relations(&Caller::System, &contract(CALLER)), [Relation::System]);
    assert_eq!(held(caller(), contract(CALLER)), [Relation::Worker]);
    assert_eq!(held(caller(), contract(OTHER)), [Relation::SignedIn]);
    assert_eq!(held(member_as(MemberRole::Owner), contract(OTHER)), [Relation::ClientOwner]);
    assert_eq!(held(member_as(MemberRole::Member), task()), [Relation::ClientMember]);
    assert_eq!(held(member_as(MemberRole::Finance), task()), [Relation::ClientFinance]);
    assert_eq!(held(staff_as(StaffRole::Moderator), contract(OTHER)), [Relation::Moderator]);
    assert_eq!(held(staff_as(StaffRole::Admin), contract(OTHER)), [Relation::Admin]);
}

#[test]
fn a_member_who_leaves_is_both_oneself_and_of_the_client() {
    let own_place = Parties { owner: Some(person(CALLER)), ..task() };
    assert_eq!(held(member_as(MemberRole::Finance), own_place), [Relation::Oneself, Relation::ClientFinance]);
    assert_eq!(asked(Action::OrganisationMemberRemove, member_as(MemberRole::Finance), own_place), Ok(()));
    let other_place = Parties { owner: Some(person(OTHER)), ..task() };
    assert_eq!(
        asked(Action::OrganisationMemberRemove, member_as(MemberRole::Finance), other_place),
        Err(Denial::Forbidden)
    );
}

#[test]
fn nobody_is_the_owner_of_what_has_none() {
    assert_eq!(held(member_as(MemberRole::Owner), Parties::default()), [Relation::SignedIn]);
}

#[test]
fn a_place_in_another_organisation_or_of_another_person_opens_nothing() {
    let elsewhere = Membership { person: person(CALLER), organisation: organisation(2), role: MemberRole::Owner };
    let of_other = Membership { person: person(OTHER), organisation: organisation(1), role: MemberRole::Owner };
    let caller = CallingPerson { memberships: vec![elsewhere, of_other], ..caller() };
    assert_eq!(held(caller, task()), [Relation::SignedIn]);
}

#[test]
fn nobody_bids_on_a_task_of_their_own_organisation() {
    assert_eq!(asked(Action::BidPlace, caller(), task()), Ok(()));
    for role in MemberRole::ALL {
        assert_eq!(asked(Action::BidPlace, member_as(*role), task()), Err(Denial::ConflictOfInterest), "{role}");
    }
}

#[test]
fn a_worker_who_joined_the_client_finishes_the_work_but_does_not_answer_it() {
    let both = member_as(MemberRole::Owner);
    assert_eq!(held(both.clone(), contract(CALLER)), [Relation::Worker]);
    assert_eq!(asked(Action::DeliverySubmit, both.clone(), contract(CALLER)), Ok(()));
    for action in [Action::DeliveryAccept, Action::MilestoneFund, Action::BidAward, Action::DeliveryAcceptPartly] {
        assert_eq!(asked(action, both.clone(), contract(CALLER)), Err(Denial::ConflictOfInterest), "{action:?}");
    }
}

#[test]
fn a_moderator_does_not_decide_what_they_are_a_party_to() {
    let as_worker = staff_as(StaffRole::Moderator);
    let as_client = CallingPerson { staff: Some(StaffRole::Moderator), ..member_as(MemberRole::Member) };
    assert_eq!(asked(Action::DisputeDecide, as_worker.clone(), contract(OTHER)), Ok(()));
    for action in [Action::DisputeAssign, Action::DisputeDecide, Action::DisputeAppealDecide] {
        for party in [(as_worker.clone(), contract(CALLER)), (as_client.clone(), contract(OTHER))] {
            assert_eq!(asked(action, party.0, party.1), Err(Denial::ConflictOfInterest), "{action:?}");
        }
    }
}

#[test]
fn staff_make_no_deals() {
    for role in StaffRole::ALL {
        for action in [Action::BidPlace, Action::OrganisationCreate] {
            assert_eq!(asked(action, staff_as(*role), task()), Err(Denial::ConflictOfInterest), "{role} {action:?}");
        }
    }
}

#[test]
fn an_admin_changes_no_role_of_their_own() {
    let own = Parties { owner: Some(person(CALLER)), ..Parties::default() };
    let others = Parties { owner: Some(person(OTHER)), ..Parties::default() };
    assert_eq!(asked(Action::StaffAppoint, staff_as(StaffRole::Admin), others), Ok(()));
    assert_eq!(asked(Action::StaffAppoint, staff_as(StaffRole::Admin), own), Err(Denial::ConflictOfInterest));
    assert_eq!(asked(Action::StaffAppoint, staff_as(StaffRole::Moderator), others), Err(Denial::Forbidden));
}

#[test]
fn a_suspension_stops_new_business_and_nothing_that_is_owed() {
    let suspended = |person: CallingPerson| CallingPerson { is_suspended: true, ..person };
    let own = Parties { owner: Some(person(CALLER)), ..Parties::default() };
    assert_eq!(asked(Action::BidPlace, suspended(caller()), task()), Err(Denial::Suspended));
    assert_eq!(asked(Action::DeliverySubmit, suspended(caller()), contract(CALLER)), Ok(()));
    assert_eq!(asked(Action::PayoutRequest, suspended(caller()), own), Ok(()));
    let owner = suspended(member_as(MemberRole::Owner));
    assert_eq!(asked(Action::MilestoneFund, owner.clone(), contract(OTHER)), Err(Denial::Suspended));
    assert_eq!(asked(Action::DeliveryAccept, owner, contract(OTHER)), Ok(()));
    let moderator = suspended(staff_as(StaffRole::Moderator));
    assert_eq!(asked(Action::DisputeQueueRead, moderator.clone(), Parties::default()), Err(Denial::Forbidden));
    assert_eq!(asked(Action::BidPlace, moderator, task()), Err(Denial::ConflictOfInterest));
}

#[test]
fn who_is_not_signed_in_is_asked_to_sign_in_and_the_system_only_does_what_is_its_own() {
    assert_eq!(authorise(Action::AccountRegister, &Caller::Anonymous, &Parties::default()), Ok(()));
    assert_eq!(authorise(Action::BidPlace, &Caller::Anonymous, &task()), Err(Denial::SignInNeeded));
    assert_eq!(authorise(Action::DeliveryAccept, &Caller::System, &contract(OTHER)), Ok(()));
    assert_eq!(authorise(Action::DisputeDecide, &Caller::System, &contract(OTHER)), Err(Denial::Forbidden));
    assert_eq!(asked(Action::AccountSuspend, caller(), Parties::default()), Err(Denial::Forbidden));
}
