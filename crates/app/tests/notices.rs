//! What people are told in the application: who, about what, and how far they have read.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

extern crate engawa_app as app;

use app::{
    AccountUpdate, AppError, BidDecline, Caller, DeliveryAccept, DeliveryRequestRevision, DeliverySubmit, Letter,
    MessageSend, MilestoneFund, Notice, NoticesMarkRead, Slice,
};
use identity::{Locale, MemberRole};
use kernel::{BidId, DeliveryId, MilestoneId, NoticeId, OrganisationId};
use market::{DeclineReason, DeliveryDraft, MessageDraft, RevisionAsk, Thread};
use payments::simulated::CARD_EXPIRED;
use storage::Db;
use testkit::{Actor, TestApp, on_each_db, refusals, yen};
use time::Duration;
use uuid::Uuid;

const TITLE: &str = "議事録の文字起こし";

struct House {
    test: TestApp,
    owner: Actor,
    member: Actor,
    finance: Actor,
    organisation: OrganisationId,
    hana: Actor,
    yuki: Actor,
}

impl House {
    async fn new(db: Db) -> Self {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let member = test.member(&owner, organisation, MemberRole::Member).await;
        let finance = test.member(&owner, organisation, MemberRole::Finance).await;
        let (hana, yuki) = (test.person("hana").await, test.person("yuki").await);
        Self { test, owner, member, finance, organisation, hana, yuki }
    }

    async fn notices(&self, of: &Actor) -> Vec<Notice> {
        self.test.app.notices(&of.caller, Slice::newest(101, None)).await.unwrap().unwrap()
    }

    async fn unread(&self, of: &Actor) -> i64 {
        self.test.app.unread_notices(&of.caller).await.unwrap()
    }

    /// Nobody was told anything but this since the last time, and they were told it by mail too.
    async fn told(&self, expected: &[(&Actor, Letter)]) {
        self.test.run_jobs().await;
        for actor in [&self.owner, &self.member, &self.finance, &self.hana, &self.yuki] {
            let notices = self.notices(actor).await;
            let news: Vec<_> =
                notices.iter().filter(|notice| notice.read_at.is_none()).map(|notice| &notice.letter).collect();
            let expected: Vec<_> =
                expected.iter().filter(|(to, _)| to.id == actor.id).map(|(_, letter)| letter).collect();
            assert_eq!(news, expected);
            if let Some(newest) = notices.first() {
                let (_, mailed) = self.mails(actor).await.pop().unwrap();
                assert!(mailed.starts_with(&newest.letter.words(actor.caller.reader()).1), "{mailed}");
                self.read(actor, newest.id).await.unwrap();
            }
        }
    }

    async fn mails(&self, to: &Actor) -> Vec<(String, String)> {
        let person = self.test.db.read().person(to.id).await.unwrap().unwrap();
        self.test.mails.to(person.value.email.as_str())
    }

    async fn read(&self, by: &Actor, up_to: NoticeId) -> Result<(), Vec<String>> {
        self.test.app.notices_mark_read(&by.caller, NoticesMarkRead { up_to }).await.map_err(refusals)
    }

    async fn message(&self, by: &Actor, bid: BidId, text: &str) {
        let message = MessageDraft { text: text.to_owned(), files: vec![] };
        let ask = MessageSend { idempotency_key: self.test.key(), thread: Thread::Bid { bid }, message };
        self.test.app.message_send(&by.caller, ask).await.unwrap();
    }

    async fn deliver(&self, milestone: MilestoneId) -> DeliveryId {
        let draft = DeliveryDraft { ticks: vec![1, 2], note: "できました。".to_owned(), files: vec![] };
        let ask = DeliverySubmit { idempotency_key: self.test.key(), milestone, draft };
        self.test.app.delivery_submit(&self.hana.caller, ask).await.unwrap()
    }
}

on_each_db! {
    async fn each_step_of_a_deal_is_told_to_who_acts_next(db: Db) {
        let house = House::new(db).await;
        let House { test, owner, member, finance, hana, yuki, .. } = &house;
        let app = &test.app;
        let title = || TITLE.to_owned();
        let task = test.open_task(owner, house.organisation, &[10_000]).await;
        house.told(&[]).await;

        let bid = test.bid(hana, task, 10_000).await;
        let placed = Letter::BidPlaced { task, title: title() };
        house.told(&[(owner, placed.clone()), (member, placed.clone())]).await;
        let other = test.bid(yuki, task, 9_000).await;
        house.told(&[(owner, placed.clone()), (member, placed)]).await;
        let reason = DeclineReason::Price;
        let ask = BidDecline { bid: other, expected_version: 1, reason, note: None };
        app.bid_decline(&member.caller, ask).await.unwrap();
        house.told(&[(yuki, Letter::BidDeclined { task, title: title(), reason })]).await;
        let contract = test.award(owner, bid).await;
        house.told(&[(hana, Letter::BidAwarded { contract, title: title() })]).await;

        let milestone = test.deal(contract).await.milestones[0].value.id;
        let about = || "第1回".to_owned();
        let ask = MilestoneFund {
            idempotency_key: test.key(), milestone, expected_version: 1, payment_method: CARD_EXPIRED.to_owned(),
        };
        app.milestone_fund(&finance.caller, ask).await.unwrap();
        let failed = Letter::PaymentFailed { milestone, title: about() };
        house.told(&[(owner, failed.clone()), (finance, failed)]).await;
        test.fund(finance, milestone).await;
        house.told(&[(hana, Letter::MilestoneFunded { milestone, title: about() })]).await;

        let first = house.deliver(milestone).await;
        let answer_by = app.now().plus(Duration::days(7));
        let submitted = Letter::DeliverySubmitted { milestone, title: about(), answer_by };
        house.told(&[(owner, submitted.clone()), (member, submitted.clone())]).await;
        let revision = RevisionAsk { item: 1, reason: "話者の名前がありません。".to_owned() };
        let ask = DeliveryRequestRevision { idempotency_key: test.key(), delivery: first, expected_version: 1, revision };
        app.delivery_request_revision(&member.caller, ask).await.unwrap();
        house.told(&[(hana, Letter::RevisionRequested { milestone, title: about() })]).await;
        let second = house.deliver(milestone).await;
        house.told(&[(owner, submitted.clone()), (member, submitted)]).await;
        let ask = DeliveryAccept { idempotency_key: test.key(), delivery: second, expected_version: 1 };
        app.delivery_accept(&owner.caller, ask).await.unwrap();
        // 11,000 yen with tax, less a fee of 20 % and 10 % tax on it.
        house.told(&[(hana, Letter::DeliveryAccepted { milestone, title: about(), net: yen(8_580) })]).await;
    }

    async fn a_letter_is_by_the_clock_and_in_the_language_of_who_reads_it(db: Db) {
        let mut house = House::new(db).await;
        for (actor, zone) in [(&house.owner, "America/New_York"), (&house.hana, "Europe/Paris")] {
            let (locale, time_zone) = (Some(Locale::En), Some(zone.to_owned()));
            let ask = AccountUpdate { expected_version: 1, display_name: None, locale, time_zone };
            house.test.app.account_update(&actor.caller, ask).await.unwrap();
        }
        house.owner = house.test.actor(house.owner.token.clone()).await;
        let (test, organisation) = (&house.test, house.organisation);
        let contract = test.contract((&house.owner, organisation), &house.hana, &[20_000]).await;
        let milestone = test.deal(contract).await.milestones[0].value.id;
        test.fund(&house.owner, milestone).await;
        let delivery = house.deliver(milestone).await;
        test.run_jobs().await;
        let sentence = "“第1回” was delivered. Please answer by 19:00 on 26 November 2026 (America/New_York); after that it is \
                        accepted automatically.";
        assert_eq!(house.mails(&house.owner).await.pop().unwrap().1.lines().next(), Some(sentence));
        let newest = house.notices(&house.owner).await.remove(0);
        assert_eq!(newest.letter.words(house.owner.caller.reader()).1, sentence);
        let sentence = "「第1回」の納品がありました。11月27日09:00までにご確認ください。過ぎると自動で検収になります。";
        assert_eq!(house.mails(&house.member).await.pop().unwrap().1.lines().next(), Some(sentence));

        let ask = DeliveryAccept { idempotency_key: test.key(), delivery, expected_version: 1 };
        test.app.delivery_accept(&house.owner.caller, ask).await.unwrap();
        test.run_jobs().await;
        // 22,000 yen with tax, less a fee of 20 % and 10 % tax on it.
        let sentence = "“第1回” was accepted. You receive ¥17,160.";
        assert_eq!(house.mails(&house.hana).await.pop().unwrap().1.lines().next(), Some(sentence));
    }

    async fn notices_are_read_up_to_one_of_one_s_own(db: Db) {
        let house = House::new(db).await;
        let task = house.test.open_task(&house.owner, house.organisation, &[10_000]).await;
        let bid = house.test.bid(&house.hana, task, 10_000).await;
        for text in ["一", "二", "三"] {
            house.message(&house.owner, bid, text).await;
            house.test.clock.advance(Duration::HOUR);
        }
        let before = house.notices(&house.hana).await;
        assert_eq!((before.len(), house.unread(&house.hana).await), (3, 3));
        assert!(before.is_sorted_by(|newer, older| newer.at > older.at));
        assert_eq!((house.unread(&house.owner).await, house.unread(&house.finance).await), (1, 0));

        let of_the_owner = house.notices(&house.owner).await.remove(0).id;
        for (actor, id) in [
            (&house.hana, of_the_owner),
            (&house.owner, before[0].id),
            (&house.finance, before[0].id),
            (&house.hana, NoticeId::new(Uuid::from_u128(1))),
            (&house.hana, NoticeId::new(Uuid::max())),
        ] {
            assert_eq!(house.read(actor, id).await, Err(vec!["NotFound upTo".to_owned()]));
        }
        assert_eq!(house.notices(&house.hana).await, before);
        assert_eq!(house.unread(&house.owner).await, 1);

        let at = house.test.app.now();
        house.read(&house.hana, before[1].id).await.unwrap();
        let read_at = async || house.notices(&house.hana).await.into_iter().map(|notice| notice.read_at).collect::<Vec<_>>();
        assert_eq!((read_at().await, house.unread(&house.hana).await), (vec![None, Some(at), Some(at)], 1));
        house.test.clock.advance(Duration::HOUR);
        house.read(&house.hana, before[2].id).await.unwrap();
        assert_eq!(read_at().await, [None, Some(at), Some(at)]);
        house.read(&house.hana, before[0].id).await.unwrap();
        let later = house.test.app.now();
        assert_eq!((read_at().await, house.unread(&house.hana).await), (vec![Some(later), Some(at), Some(at)], 0));
        assert_eq!(house.unread(&house.owner).await, 1);

        let page = Slice::newest(2, Some(before[0].id));
        let rest = house.test.app.notices(&house.hana.caller, page).await.unwrap().unwrap();
        assert_eq!(rest.into_iter().map(|notice| notice.id).collect::<Vec<_>>(), [before[1].id, before[2].id]);
    }

    async fn who_is_not_signed_in_has_no_notices(db: Db) {
        let house = House::new(db).await;
        let task = house.test.open_task(&house.owner, house.organisation, &[10_000]).await;
        house.test.bid(&house.hana, task, 10_000).await;
        let nobody = Caller::anonymous(Locale::Ja);
        assert_eq!(house.test.app.notices(&nobody, Slice::newest(10, None)).await.unwrap(), None);
        assert_eq!(house.test.app.unread_notices(&nobody).await.unwrap(), 0);
        let up_to = house.notices(&house.owner).await.remove(0).id;
        let outcome = house.test.app.notices_mark_read(&nobody, NoticesMarkRead { up_to }).await;
        assert!(matches!(outcome, Err(AppError::Unauthenticated)));
        assert_eq!(house.unread(&house.owner).await, 1);
    }
}
