//! Contracts: who sees them, and how they end before all of the work is done.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

extern crate engawa_app as app;

use app::{
    BidAward, Caller, ContractCancel, ContractCancelAnswer, ContractCancelWithdraw, ContractsOf, MilestoneFund,
    OrganisationMemberAdd, Slice,
};
use escrow::EscrowState;
use futures::future::join_all;
use identity::{Locale, MemberRole, StaffRole};
use kernel::{ContractId, Money, OrganisationId};
use market::{CancelledHow, ContractState, EndedHow, MilestoneState, Side};
use payments::simulated::{CARD_CONFIRMS_LATER, CARD_OK};
use storage::Db;
use testkit::{Actor, TestApp, on_each_db, refusals, yen};
use time::Duration;

/// A contract of two milestones, 4,400 and 6,600 yen with tax, between the two.
struct Two {
    test: TestApp,
    owner: Actor,
    organisation: OrganisationId,
    hana: Actor,
    id: ContractId,
}

impl Two {
    async fn new(db: Db) -> Self {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let id = test.contract((&owner, organisation), &hana, &[4_000, 6_000]).await;
        Self { test, owner, organisation, hana, id }
    }

    /// With the first milestone funded.
    async fn funded(db: Db) -> Self {
        let two = Self::new(db).await;
        let first = two.test.deal(two.id).await.milestones[0].value.id;
        two.test.fund(&two.owner, first).await;
        two
    }

    async fn version(&self) -> i32 {
        self.test.deal(self.id).await.contract.version.get()
    }

    async fn state(&self) -> ContractState {
        self.test.deal(self.id).await.contract.value.state
    }

    async fn propose(&self, by: &Actor, to_worker: Money) -> Result<ContractId, Vec<String>> {
        let note = "引っ越すことになりました。".to_owned();
        let ask = ContractCancel { contract: self.id, expected_version: self.version().await, to_worker, note };
        self.test.app.contract_cancel(&by.caller, ask).await.map_err(refusals)
    }

    async fn answer(&self, by: &Actor, accept: bool) -> Result<ContractId, Vec<String>> {
        let ask = ContractCancelAnswer {
            idempotency_key: self.test.key(),
            contract: self.id,
            expected_version: self.version().await,
            accept,
        };
        self.test.app.contract_cancel_answer(&by.caller, ask).await.map_err(refusals)
    }

    async fn events(&self) -> Vec<String> {
        let events = self.test.db.read().events_of(self.id.uuid(), 100).await.unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }
}

const FIRST: Slice<ContractId> = Slice { rows: 21, from_end: false, after: None, before: None };

on_each_db! {
    async fn nobody_joins_the_client_they_work_for_and_no_staff_join_any(db: Db) {
        let two = Two::new(db).await;
        let test = &two.test;
        test.staff("yoko", StaffRole::Moderator).await;
        for name in ["hana", "yoko"] {
            let ask = OrganisationMemberAdd {
                organisation: two.organisation,
                expected_version: 1,
                email: format!("{name}@example.jp"),
                role: MemberRole::Finance,
            };
            let refused = test.app.organisation_member_add(&two.owner.caller, ask).await.unwrap_err();
            assert_eq!(refusals(refused), ["ConflictOfInterest email"], "{name}");
        }
        let found = test.app.organisations(&[two.organisation]).await.unwrap();
        assert_eq!(found[&two.organisation].version.get(), 1);
    }

    async fn who_has_joined_the_client_is_not_awarded_its_task(db: Db) {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let task = test.open_task(&owner, organisation, &[4_000]).await;
        let hana = test.person("hana").await;
        let bid = test.bid(&hana, task, 4_000).await;
        test.join((&owner, organisation), "hana", MemberRole::Member).await;
        let award = BidAward { idempotency_key: test.key(), bid, expected_version: 1 };
        let refused = test.app.bid_award(&owner.caller, award).await.unwrap_err();
        assert_eq!(refusals(refused), ["ConflictOfInterest bidId"]);
    }

    async fn a_contract_is_seen_by_its_sides_and_by_moderators(db: Db) {
        let two = Two::new(db).await;
        let (test, id) = (&two.test, two.id);
        let finance = test.member(&two.owner, two.organisation, MemberRole::Finance).await;
        let (stranger, _) = test.client("ina").await;
        let moderator = test.staff("moderator", StaffRole::Moderator).await;
        let admin = test.staff("admin", StaffRole::Admin).await;
        let anonymous = Caller::anonymous(Locale::Ja);
        let milestone = test.deal(id).await.milestones[1].value.id;
        for (caller, sees, side) in [
            (&two.hana.caller, true, Some(Side::Worker)),
            (&two.owner.caller, true, Some(Side::Client)),
            (&finance.caller, true, Some(Side::Client)),
            (&moderator.caller, true, None),
            (&admin.caller, false, None),
            (&stranger.caller, false, None),
            (&anonymous, false, None),
        ] {
            let deals = test.app.deals(caller, &[id]).await.unwrap();
            assert_eq!(deals.contains_key(&id), sees);
            assert!(deals.values().all(|deal| app::side_seen(caller, &deal.contract.value) == side));
            assert_eq!(test.app.deals_of_milestones(caller, &[milestone]).await.unwrap().contains_key(&milestone), sees);
            assert_eq!(test.app.contract_terms(caller, &[id]).await.unwrap().contains_key(&id), sees);
        }
        let list = async |actor: &Actor, of| test.app.contract_list(&actor.caller, of, FIRST).await.unwrap();
        assert_eq!(list(&two.hana, ContractsOf::Worker(two.hana.id)).await, Some(vec![id]));
        assert_eq!(list(&two.owner, ContractsOf::Worker(two.hana.id)).await, None);
        assert_eq!(list(&finance, ContractsOf::Client(two.organisation)).await, Some(vec![id]));
        assert_eq!(list(&two.hana, ContractsOf::Client(two.organisation)).await, None);
    }

    async fn who_may_end_a_contract_is_as_the_table_says(db: Db) {
        let two = Two::new(db).await;
        let (stranger, _) = two.test.client("ina").await;
        let moderator = two.test.staff("moderator", StaffRole::Moderator).await;
        assert_eq!(two.propose(&stranger, yen(0)).await, Err(vec!["NotFound contractId".to_owned()]));
        assert_eq!(two.propose(&moderator, yen(0)).await, Err(vec!["NotAllowed contractId".to_owned()]));
        assert_eq!(two.answer(&two.owner, true).await, Err(vec!["InvalidState".to_owned()]));
        assert_eq!((two.version().await, two.state().await), (1, ContractState::Active));
        two.propose(&two.hana, yen(0)).await.unwrap();
        assert_eq!(two.answer(&two.hana, true).await, Err(vec!["NotAllowed contractId".to_owned()]));
        assert_eq!(two.answer(&stranger, true).await, Err(vec!["NotFound contractId".to_owned()]));
        let ask = ContractCancelWithdraw { contract: two.id, expected_version: 2 };
        let refused = two.test.app.contract_cancel_withdraw(&two.owner.caller, ask).await.unwrap_err();
        assert_eq!(refusals(refused), ["NotAllowed contractId"]);
        assert_eq!(two.version().await, 2);
        assert_eq!(two.events().await, ["contract.made", "contract.cancellation_proposed"]);
    }

    async fn a_proposal_names_a_part_of_what_is_held(db: Db) {
        let two = Two::funded(db).await;
        let dollars = Money::new(1, kernel::Currency::Usd);
        for (to_worker, refused) in [
            (yen(4_401), "OutOfRange toWorker"),
            (yen(-1), "OutOfRange toWorker"),
            (dollars, "CurrencyMismatch toWorker"),
        ] {
            assert_eq!(two.propose(&two.owner, to_worker).await, Err(vec![refused.to_owned()]));
        }
        let ask = ContractCancel { contract: two.id, expected_version: 99, to_worker: yen(0), note: "x".to_owned() };
        let refused = two.test.app.contract_cancel(&two.owner.caller, ask).await.unwrap_err();
        assert_eq!(refusals(refused), ["VersionConflict expectedVersion"]);
        assert_eq!(two.state().await, ContractState::Active);
    }

    async fn what_both_agree_on_is_divided_and_ends_every_milestone(db: Db) {
        let two = Two::funded(db).await;
        two.propose(&two.owner, yen(2_200)).await.unwrap();
        let ask = ContractCancelAnswer {
            idempotency_key: two.test.key(),
            contract: two.id,
            expected_version: two.version().await,
            accept: true,
        };
        two.test.app.contract_cancel_answer(&two.hana.caller, ask.clone()).await.unwrap();
        two.test.app.contract_cancel_answer(&two.hana.caller, ask).await.unwrap();
        let now = two.test.app.now();
        let deal = two.test.deal(two.id).await;
        assert_eq!(deal.contract.value.state, ContractState::Cancelled { at: now, how: CancelledHow::Agreed });
        let ended = MilestoneState::Ended { at: now, how: EndedHow::Cancelled };
        assert!(deal.milestones.iter().all(|milestone| milestone.value.state == ended));
        let [first, second] = &deal.escrows[..] else { panic!("two milestones") };
        let tally = first.value.tally();
        assert_eq!(first.value.state, EscrowState::Closed { tally, at: now });
        assert_eq!((tally.funded(), tally.released(), tally.refunded()), (yen(4_400), yen(2_200), yen(2_200)));
        assert_eq!(second.value.state, EscrowState::Unfunded);
        let kinds = ["contract.made", "contract.cancellation_proposed", "contract.cancelled"];
        assert_eq!(two.events().await, kinds);
        let money = two.test.db.read().events_of(first.value.milestone.uuid(), 100).await.unwrap();
        let released = money.iter().find(|event| event.kind == "escrow.released").unwrap();
        let net = serde_json::to_value(yen(1_716)).unwrap();
        assert_eq!(released.data["net"], net);
        assert!(money.iter().any(|event| event.kind == "escrow.refunded"));
        two.test.run_jobs().await;
        assert!(two.test.mails.to("minowa@example.jp").iter().any(|(subject, _)| subject == "契約が終わりました"));
    }

    async fn of_many_answers_to_one_proposal_one_counts(db: Db) {
        let two = Two::funded(db).await;
        two.propose(&two.owner, yen(2_200)).await.unwrap();
        let version = two.version().await;
        let answers = (0..64).map(|number| {
            let ask = ContractCancelAnswer {
                idempotency_key: two.test.key(),
                contract: two.id,
                expected_version: version,
                accept: number % 2 == 0,
            };
            two.test.app.contract_cancel_answer(&two.hana.caller, ask)
        });
        let outcomes = join_all(answers).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        for error in outcomes.into_iter().filter_map(Result::err) {
            let refused = refusals(error);
            let allowed = ["InvalidState", "VersionConflict", "VersionConflict expectedVersion"];
            assert!(refused.len() == 1 && allowed.contains(&refused[0].as_str()), "{refused:?}");
        }
        assert_eq!(two.version().await, version + 1);
    }

    async fn a_proposal_that_is_declined_or_taken_back_changes_nothing(db: Db) {
        let two = Two::funded(db).await;
        let before = two.test.deal(two.id).await;
        two.propose(&two.owner, yen(0)).await.unwrap();
        assert_eq!(two.propose(&two.hana, yen(0)).await, Err(vec!["InvalidState".to_owned()]));
        two.answer(&two.hana, false).await.unwrap();
        assert_eq!(two.state().await, ContractState::Active);
        two.propose(&two.hana, yen(4_400)).await.unwrap();
        let ask = ContractCancelWithdraw { contract: two.id, expected_version: two.version().await };
        two.test.app.contract_cancel_withdraw(&two.hana.caller, ask).await.unwrap();
        let after = two.test.deal(two.id).await;
        assert_eq!(after.contract.value, before.contract.value);
        assert_eq!((after.milestones, after.escrows), (before.milestones, before.escrows));
        let letters = two.test.mails.to("hana@example.jp").len();
        two.test.clock.advance(Duration::days(8));
        two.test.run_jobs().await;
        assert_eq!(two.state().await, ContractState::Active);
        assert!(two.test.mails.to("hana@example.jp").len() > letters);
    }

    async fn silence_agrees_to_what_is_fair_after_two_reminders(db: Db) {
        let two = Two::funded(db).await;
        two.propose(&two.owner, yen(0)).await.unwrap();
        let proposals = || {
            let mails = two.test.mails.to("hana@example.jp");
            mails.iter().filter(|(subject, _)| subject == "契約終了の申し出").count()
        };
        two.test.run_jobs().await;
        assert_eq!(proposals(), 1);
        two.test.clock.advance(Duration::days(6));
        two.test.run_jobs().await;
        assert_eq!((proposals(), two.state().await.kind().to_string()), (3, "cancelling".to_owned()));
        let now = two.test.clock.advance(Duration::days(1));
        two.test.run_jobs().await;
        assert_eq!(two.state().await, ContractState::Cancelled { at: now, how: CancelledHow::BySilence });
        let tally = two.test.deal(two.id).await.escrows[0].value.tally();
        assert_eq!((tally.released(), tally.refunded()), (yen(0), yen(4_400)));
        assert_eq!(proposals(), 3);
    }

    async fn silence_does_not_agree_to_what_costs_the_silent_side_its_due(db: Db) {
        let two = Two::funded(db).await;
        two.propose(&two.hana, yen(4_400)).await.unwrap();
        two.test.clock.advance(Duration::days(7));
        two.test.run_jobs().await;
        assert_eq!(two.state().await, ContractState::Active);
        assert_eq!(two.test.deal(two.id).await.escrows[0].value.tally().left(), yen(4_400));
    }

    async fn a_payment_that_arrives_after_the_end_goes_back(db: Db) {
        let two = Two::new(db).await;
        let first = two.test.deal(two.id).await.milestones[0].value.id;
        let ask = MilestoneFund {
            idempotency_key: two.test.key(),
            milestone: first,
            expected_version: 1,
            payment_method: CARD_CONFIRMS_LATER.to_owned(),
        };
        let payment = two.test.app.milestone_fund(&two.owner.caller, ask).await.unwrap();
        assert_eq!(two.test.deal(two.id).await.escrows[0].value.state, EscrowState::Funding { payment });
        two.propose(&two.hana, yen(0)).await.unwrap();
        two.answer(&two.owner, true).await.unwrap();
        two.test.run_jobs().await;
        two.test.clock.advance(Duration::minutes(10));
        two.test.run_jobs().await;
        let deal = two.test.deal(two.id).await;
        assert_eq!(deal.contract.value.state.kind().to_string(), "cancelled");
        assert_eq!(deal.escrows[0].value.state, EscrowState::Unfunded);
        let refunds = two.test.db.read().refunds_of_milestone(first).await.unwrap();
        assert_eq!(refunds.iter().map(|refund| refund.value.amount).collect::<Vec<_>>(), [yen(4_400)]);
    }

    async fn funding_and_ending_at_the_same_time_leave_no_money_behind(db: Db) {
        let two = Two::new(db).await;
        let first = two.test.deal(two.id).await.milestones[0].value.id;
        two.propose(&two.hana, yen(0)).await.unwrap();
        let ask = MilestoneFund {
            idempotency_key: two.test.key(),
            milestone: first,
            expected_version: 1,
            payment_method: CARD_OK.to_owned(),
        };
        let funding = two.test.app.milestone_fund(&two.owner.caller, ask);
        let (funded, ended) = futures::join!(funding, two.answer(&two.owner, true));
        assert!(funded.is_ok() || ended.is_ok());
        two.test.run_jobs().await;
        let deal = two.test.deal(two.id).await;
        let left = deal.escrows[0].value.tally().left();
        assert_eq!(left, if ended.is_ok() { yen(0) } else { yen(4_400) });
        assert_eq!(deal.milestones[0].value.held().unwrap(), left);
    }

    async fn a_contract_that_nobody_funds_lapses(db: Db) {
        let two = Two::new(db).await;
        two.test.clock.advance(Duration::days(29));
        two.test.run_jobs().await;
        assert_eq!(two.state().await, ContractState::Active);
        let now = two.test.clock.advance(Duration::days(1));
        two.test.run_jobs().await;
        let deal = two.test.deal(two.id).await;
        assert_eq!(deal.contract.value.state, ContractState::Cancelled { at: now, how: CancelledHow::Lapsed });
        assert!(deal.milestones.iter().all(|milestone| milestone.value.ended_at() == Some(now)));
        two.test.run_jobs().await;
        assert_eq!(two.version().await, 2);
    }
}
