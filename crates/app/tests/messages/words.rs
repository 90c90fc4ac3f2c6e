//! Who says what to whom, who reads it, and what is not said.

use crate::hall::Hall;
use app::{AppError, Caller, Letter, Slice};
use identity::{Locale, MemberRole, StaffRole};
use kernel::{BidId, ContractId, UploadId};
use market::{Message, Side, Thread};
use storage::Db;
use testkit::on_each_db;
use time::Duration;
use uuid::Uuid;

on_each_db! {
    async fn both_sides_read_what_was_said_in_each_thread_newest_first(db: Db) {
        let hall = Hall::new(db).await;
        for thread in hall.threads() {
            let first = hall.say(&hall.owner, thread, " 納期は大丈夫ですか。 ").await;
            let asked_at = hall.test.app.now();
            let second = hall.say(&hall.hana, thread, "はい。").await;
            let message = |id, by: &testkit::Actor, side, text: &str| Message {
                id, thread, author: by.id, side, text: text.to_owned(), files: vec![], sent_at: asked_at,
            };
            let expected = [
                message(second, &hall.hana, Side::Worker, "はい。"),
                message(first, &hall.owner, Side::Client, "納期は大丈夫ですか。"),
            ];
            for reader in [&hall.owner, &hall.hana] {
                let seen = hall.read(&reader.caller, thread).await.unwrap();
                assert_eq!(seen.into_iter().map(|view| view.message).collect::<Vec<_>>(), expected);
                let one = hall.test.app.message(&reader.caller, first).await.unwrap().unwrap();
                assert_eq!(one.message, expected[1]);
            }
            assert_eq!(hall.events(first.uuid()).await, ["message.sent"]);
            hall.test.clock.advance(Duration::HOUR);
        }
    }

    async fn a_thread_is_read_page_by_page(db: Db) {
        let hall = Hall::new(db).await;
        let thread = hall.in_the_contract();
        for text in ["一", "二", "三", "四", "五"] {
            hall.say(&hall.hana, thread, text).await;
            hall.say(&hall.hana, hall.about_the_bid(), "ほかの話").await;
        }
        let (mut after, mut pages) = (None, Vec::new());
        loop {
            let page = hall.test.app.messages(&hall.owner.caller, thread, Slice::newest(2, after)).await.unwrap().unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.message.id);
            pages.push(page.into_iter().map(|view| view.message.text).collect::<Vec<_>>());
        }
        assert_eq!(pages, [vec!["五", "四"], vec!["三", "二"], vec!["一"]]);
    }

    async fn a_thread_is_for_its_two_sides_and_in_a_contract_for_moderators_to_read(db: Db) {
        let hall = Hall::new(db).await;
        let member = hall.test.member(&hall.owner, hall.organisation, MemberRole::Member).await;
        let finance = hall.test.member(&hall.owner, hall.organisation, MemberRole::Finance).await;
        let moderator = hall.test.staff("moderator", StaffRole::Moderator).await;
        let admin = hall.test.staff("admin", StaffRole::Admin).await;
        let (stranger, _) = hall.test.client("ina").await;
        let nobody = Caller::anonymous(Locale::Ja);
        // Finance sees the contract that it pays, and moderators where there can be a dispute; nobody else sees the bid.
        for (thread, refused, of_moderators) in [
            (hall.about_the_bid(), ["NotFound bidId"; 2], 0),
            (hall.in_the_contract(), ["NotAllowed contractId", "NotFound contractId"], 1),
        ] {
            let said = hall.say(&member, thread, "担当です。").await;
            for (actor, refused) in
                [(&finance, refused[0]), (&moderator, refused[0]), (&admin, refused[1]), (&stranger, refused[1])]
            {
                let outcome = hall.send(&actor.caller, hall.ask(thread, "私も。", &[])).await;
                assert_eq!(outcome, Err(vec![refused.to_owned()]));
            }
            for hidden in [&finance, &admin, &stranger] {
                assert_eq!(hall.read(&hidden.caller, thread).await, None);
                assert_eq!(hall.test.app.message(&hidden.caller, said).await.unwrap(), None);
            }
            let seen = hall.read(&moderator.caller, thread).await.into_iter().flatten();
            assert_eq!(seen.count(), of_moderators);
            let one = hall.test.app.message(&moderator.caller, said).await.unwrap();
            assert_eq!(one.into_iter().count(), of_moderators);
            let unknown = hall.test.app.message_send(&nobody, hall.ask(thread, "私も。", &[])).await;
            assert!(matches!(unknown, Err(AppError::Unauthenticated)));
            assert_eq!(hall.read(&nobody, thread).await, None);
            assert_eq!(hall.texts(thread).await, ["担当です。"]);
        }
        let nothing = Uuid::from_u128(1);
        for (thread, refused) in [
            (Thread::Bid { bid: BidId::new(nothing) }, "NotFound bidId"),
            (Thread::Contract { contract: ContractId::new(nothing) }, "NotFound contractId"),
        ] {
            assert_eq!(hall.send(&hall.hana.caller, hall.ask(thread, "誰か。", &[])).await, Err(vec![refused.to_owned()]));
        }
        assert_eq!(hall.letters("hana").await, 2);
    }

    async fn what_says_nothing_or_too_much_is_not_sent(db: Db) {
        let hall = Hall::new(db).await;
        let thread = hall.in_the_contract();
        let files: Vec<_> = (0..11).map(|number| UploadId::new(Uuid::from_u128(number))).collect();
        for (text, files, refused) in [
            ("", &files[..0], "Blank text"),
            (" \n", &files[..0], "Blank text"),
            ("\0", &files[..0], "Malformed text"),
            (&"縁".repeat(4_001), &files[..0], "TooLong text"),
            ("", &files[..], "TooLong uploadIds"),
            ("", &[files[0], files[0]], "Duplicate uploadIds.1"),
        ] {
            assert_eq!(hall.send(&hall.hana.caller, hall.ask(thread, text, files)).await, Err(vec![refused.to_owned()]));
        }
        for key in ["short", "with a blank in it", &"k".repeat(256)] {
            let ask = app::MessageSend { idempotency_key: key.to_owned(), ..hall.ask(thread, "はい。", &[]) };
            let refused = hall.send(&hall.hana.caller, ask).await.unwrap_err();
            assert!(refused[0].ends_with(" idempotencyKey"), "{refused:?}");
        }
        assert_eq!(hall.texts(thread).await, [""; 0]);
        assert_eq!(hall.letters("minowa").await, 0);
        let longest = "縁".repeat(4_000);
        hall.say(&hall.hana, thread, &longest).await;
        assert_eq!(hall.texts(thread).await, [longest]);
    }

    async fn one_intent_says_one_thing_once(db: Db) {
        let hall = Hall::new(db).await;
        let thread = hall.about_the_bid();
        let ask = hall.ask(thread, "はい。", &[]);
        let said = hall.send(&hall.hana.caller, ask.clone()).await.unwrap();
        assert_eq!(hall.send(&hall.hana.caller, ask.clone()).await, Ok(said));
        let mut other = ask.clone();
        other.message.text = "いいえ。".to_owned();
        let elsewhere = app::MessageSend { thread: hall.in_the_contract(), ..ask.clone() };
        for reused in [other, elsewhere] {
            let refused = vec!["IdempotencyKeyReused idempotencyKey".to_owned()];
            assert_eq!(hall.send(&hall.hana.caller, reused).await, Err(refused));
        }
        // Another person's key is another key.
        assert_ne!(hall.send(&hall.owner.caller, ask).await.unwrap(), said);
        assert_eq!(hall.texts(thread).await, ["はい。", "はい。"]);
        assert_eq!(hall.texts(hall.in_the_contract()).await, [""; 0]);
        assert_eq!(hall.letters("minowa").await, 1);
    }

    async fn the_other_side_is_told(db: Db) {
        let hall = Hall::new(db).await;
        let thread = hall.in_the_contract();
        hall.test.member(&hall.owner, hall.organisation, MemberRole::Member).await;
        hall.test.member(&hall.owner, hall.organisation, MemberRole::Finance).await;
        let letters = async || {
            let mut letters = Vec::new();
            for name in ["minowa", "member", "finance", "hana"] {
                letters.push(hall.letters(name).await);
            }
            letters
        };
        let told = hall.say(&hall.hana, thread, "できそうです。").await;
        assert_eq!(letters().await, [1, 1, 0, 0]);
        hall.say(&hall.owner, thread, "よかった。").await;
        assert_eq!(letters().await, [1, 1, 0, 1]);
        let notices = hall.test.app.notices(&hall.owner.caller, Slice::newest(1, None)).await.unwrap().unwrap();
        let title = "議事録の文字起こし".to_owned();
        assert_eq!(notices[0].letter, Letter::MessageReceived { message: told, title });
        let (_, text) = hall.test.mails.to("hana@example.jp").pop().unwrap();
        assert!(text.starts_with("「議事録の文字起こし」について、メッセージが届いています。"), "{text}");
    }
}
