use crate::table::{Outcome, Table, refused};
use app::{Caller, Settle};
use identity::{CallingPerson, Locale, MemberRole, StaffRole};
use kernel::DisputeId;
use market::DisputeStateKind;
use storage::{Db, Slice};
use testkit::{Actor, on_each_db, yen};

/// Everybody who is no party, or not as one who may act.
struct Others {
    finance: Actor,
    stranger: Actor,
    admin: Actor,
    /// The worker, had she become a moderator after the award.
    hana_as_moderator: Caller,
    /// A moderator who finances the client.
    finance_as_moderator: Caller,
}

impl Others {
    async fn of(table: &Table) -> Self {
        let finance = table.test.member(&table.owner, table.organisation, MemberRole::Finance).await;
        let (stranger, _) = table.test.client("ina").await;
        let admin = table.test.staff("admin", StaffRole::Admin).await;
        let hana_as_moderator = as_moderator(&table.hana);
        let finance_as_moderator = as_moderator(&finance);
        Self { finance, stranger, admin, hana_as_moderator, finance_as_moderator }
    }
}

fn as_moderator(actor: &Actor) -> Caller {
    let person = actor.caller.signed_in().unwrap();
    let person = CallingPerson { staff: Some(StaffRole::Moderator), ..person.clone() };
    Caller::person(person, actor.caller.session().unwrap(), actor.caller.reader().clone())
}

/// What a party and what a moderator may, tried by those who may not.
async fn try_all(
    table: &Table,
    id: DisputeId,
    others: &Others,
    sides: impl AsyncFn(&Caller) -> Outcome,
    moderators: impl AsyncFn(&Caller) -> Outcome,
) {
    let before = table.whole(id).await;
    for (caller, by_side, by_moderator) in [
        (&others.finance.caller, "NotAllowed disputeId", "NotAllowed disputeId"),
        (&others.stranger.caller, "NotFound disputeId", "NotFound disputeId"),
        (&others.admin.caller, "NotAllowed disputeId", "NotAllowed disputeId"),
        (&others.finance_as_moderator, "ConflictOfInterest disputeId", "ConflictOfInterest disputeId"),
    ] {
        if caller != &others.finance_as_moderator {
            assert_eq!(sides(caller).await, refused(by_side));
        }
        assert_eq!(moderators(caller).await, refused(by_moderator));
    }
    assert_eq!(sides(&table.judge.caller).await, refused("NotAllowed disputeId"));
    assert_eq!(moderators(&table.owner.caller).await, refused("NotAllowed disputeId"));
    assert_eq!(moderators(&others.hana_as_moderator).await, refused("ConflictOfInterest disputeId"));
    assert_eq!(table.whole(id).await, before);
}

const FIRST: Slice<app::DisputeKey> = Slice { rows: 21, from_end: false, after: None, before: None };

on_each_db! {
    async fn who_may_open_is_as_the_table_says(db: Db) {
        let table = Table::delivered(db).await;
        let others = Others::of(&table).await;
        for (caller, code) in [
            (&others.finance.caller, "NotAllowed milestoneId"),
            (&others.stranger.caller, "NotFound milestoneId"),
            (&others.admin.caller, "NotFound milestoneId"),
            (&table.judge.caller, "NotAllowed milestoneId"),
        ] {
            assert_eq!(table.open(caller).await, refused(code));
        }
        table.open(&others.hana_as_moderator).await.expect("what is owed to a worker is owed to a moderator too");
    }

    async fn who_may_talk_and_decide_is_as_the_table_says(db: Db) {
        let (table, id) = Table::talking(db).await;
        let others = Others::of(&table).await;
        let respond = async |by: &Caller| table.respond(by, id, "あります。").await;
        let assign = async |by: &Caller| table.assign(by, id).await;
        try_all(&table, id, &others, respond, assign).await;
        table.until_due(id).await;
        table.assign(&table.judge.caller, id).await.unwrap();
        let settle = async |by: &Caller| table.settle(by, id, Settle::OfferSplit(yen(1))).await;
        let decide = async |by: &Caller| table.decide(by, id, 1).await;
        try_all(&table, id, &others, settle, decide).await;
        table.decide(&table.judge.caller, id, 1).await.unwrap();
        table.appeal(&table.owner.caller, id).await.unwrap();
        let appeal = async |by: &Caller| table.appeal(by, id).await;
        let decide_appeal = async |by: &Caller| table.decide_appeal(by, id, 1).await;
        try_all(&table, id, &others, appeal, decide_appeal).await;
    }

    async fn the_case_is_for_the_two_and_for_staff(db: Db) {
        let (table, id) = Table::talking(db).await;
        let others = Others::of(&table).await;
        let anonymous = Caller::anonymous(Locale::Ja);
        for (caller, seen) in [
            (&table.hana.caller, Some(true)),
            (&table.owner.caller, Some(true)),
            (&table.judge.caller, Some(true)),
            (&others.admin.caller, Some(true)),
            (&others.finance.caller, Some(false)),
            (&others.stranger.caller, None),
            (&anonymous, None),
        ] {
            let found = table.test.app.dispute(caller, id).await.unwrap();
            assert_eq!(found.map(|found| found.with_case), seen);
            let by_milestone = table.test.app.disputes_of_milestones(caller, &[table.milestone]).await.unwrap();
            assert_eq!(by_milestone.get(&table.milestone).map(|found| found.with_case), seen);
        }
    }

    async fn the_queue_is_for_staff_by_state_and_the_oldest_first(db: Db) {
        let table = Table::delivered(db).await;
        let mut opened = vec![table.open(&table.owner.caller).await.unwrap()];
        for price in [1_000, 2_000] {
            let contract = table.test.contract((&table.owner, table.organisation), &table.hana, &[price]).await;
            let milestone = table.test.deal(contract).await.milestones[0].value.id;
            table.test.fund(&table.owner, milestone).await;
            let ask = app::DisputeOpen { milestone, ..table.opening() };
            opened.push(table.test.app.dispute_open(&table.hana.caller, ask).await.unwrap());
        }
        let others = Others::of(&table).await;
        let queue = async |caller: &Caller, state, slice| {
            let found = table.test.app.dispute_queue(caller, state, slice).await.unwrap();
            found.map(|found| found.into_iter().map(|seen| seen.dispute.value.id).collect::<Vec<_>>())
        };
        let talking = DisputeStateKind::Talking;
        for outsider in [&table.owner.caller, &table.hana.caller, &others.stranger.caller, &others.finance.caller] {
            assert_eq!(queue(outsider, talking, FIRST).await, None);
        }
        for staff in [&table.judge.caller, &others.admin.caller] {
            assert_eq!(queue(staff, talking, FIRST).await, Some(opened.clone()));
            assert_eq!(queue(staff, DisputeStateKind::AwaitingDecision, FIRST).await, Some(vec![]));
        }
        let after = table.stored(opened[0]).await.value;
        let second = Slice { rows: 1, after: Some((after.opened_at, after.id)), ..FIRST };
        assert_eq!(queue(&table.judge.caller, talking, second).await, Some(vec![opened[1]]));
        table.until_due(opened[2]).await;
        assert_eq!(queue(&table.judge.caller, talking, FIRST).await, Some(vec![]));
        assert_eq!(queue(&table.judge.caller, DisputeStateKind::AwaitingDecision, FIRST).await, Some(opened));
    }
}
