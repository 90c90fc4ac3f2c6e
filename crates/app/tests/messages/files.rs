//! Files in messages: announced for a thread, sent, shown once, fetched by who may read it, forgotten.

use crate::hall::{Hall, TEXT};
use app::{AppError, Caller, DeliveryUploadCreate, DownloadRefused, MessageUploadCreate, OrganisationMemberRemove};
use futures::future::join_all;
use identity::{Locale, MemberRole, StaffRole};
use kernel::{BidId, UploadId};
use market::Thread;
use storage::{Db, UploadPurpose, UploadState, UploadUse};
use testkit::{Actor, file_draft, on_each_db, refusals};
use time::Duration;
use uuid::Uuid;

fn unusable(index: &str) -> Vec<String> {
    vec![format!("UploadNotUsable uploadIds.{index}")]
}

async fn announced(hall: &Hall, by: &Actor, ask: MessageUploadCreate) -> Result<UploadId, Vec<String>> {
    let ticket = hall.test.app.message_upload_create(&by.caller, ask).await;
    ticket.map(|ticket| ticket.upload).map_err(refusals)
}

on_each_db! {
    async fn a_file_is_announced_sent_shown_and_fetched_by_both_sides(db: Db) {
        let hall = Hall::new(db).await;
        for (thread, sender, number) in [(hall.about_the_bid(), &hall.hana, 0), (hall.in_the_contract(), &hall.owner, 1)] {
            let ask = hall.announcement(thread);
            let place = hall.test.app.message_upload_create(&sender.caller, ask.clone()).await.unwrap();
            assert_eq!(place.expires_at, hall.test.app.now().plus(Duration::HOUR));
            assert_eq!(place.headers, [("content-type", "text/plain".to_owned())]);
            assert_eq!(hall.test.app.message_upload_create(&sender.caller, ask.clone()).await.unwrap(), place);
            let other = MessageUploadCreate { file: file_draft(b"other"), ..ask };
            let refused = vec!["IdempotencyKeyReused idempotencyKey".to_owned()];
            assert_eq!(announced(&hall, sender, other).await, Err(refused));

            let at = hall.test.app.now();
            assert_eq!(hall.test.send(&place.url, TEXT).await.unwrap(), place.upload);
            assert_eq!(hall.state(place.upload).await, Some(UploadState::Received { at }));
            let second = hall.file(sender, thread).await;
            let shown = hall.show(sender, thread, &[second, place.upload]).await.unwrap();
            assert_eq!(hall.state(place.upload).await, Some(UploadState::Used { at, by: UploadUse::Message(shown) }));
            assert_eq!(hall.events(place.upload.uuid()).await, ["upload.announced", "upload.received"]);

            for reader in [&hall.hana, &hall.owner] {
                let seen = hall.read(&reader.caller, thread).await.unwrap().remove(0);
                assert_eq!(seen.message.files, [second, place.upload]);
                assert_eq!(seen.files.iter().map(|file| file.upload.id).collect::<Vec<_>>(), seen.message.files);
                for link in hall.links(reader, shown).await.unwrap() {
                    assert_eq!(hall.test.fetch(&link).await.unwrap(), TEXT, "in thread {number}");
                }
            }
        }
    }

    async fn a_file_is_announced_by_who_may_send_it(db: Db) {
        let hall = Hall::new(db).await;
        let finance = hall.test.member(&hall.owner, hall.organisation, MemberRole::Finance).await;
        let moderator = hall.test.staff("moderator", StaffRole::Moderator).await;
        let (stranger, _) = hall.test.client("ina").await;
        for (thread, finance_is_told, stranger_is_told) in [
            (hall.about_the_bid(), "NotFound bidId", "NotFound bidId"),
            (hall.in_the_contract(), "NotAllowed contractId", "NotFound contractId"),
        ] {
            for (actor, refused) in
                [(&finance, finance_is_told), (&moderator, finance_is_told), (&stranger, stranger_is_told)]
            {
                assert_eq!(announced(&hall, actor, hall.announcement(thread)).await, Err(vec![refused.to_owned()]));
            }
        }
        let nobody = Caller::anonymous(Locale::En);
        let outcome = hall.test.app.message_upload_create(&nobody, hall.announcement(hall.about_the_bid())).await;
        assert!(matches!(outcome, Err(AppError::Unauthenticated)));
        let good = hall.announcement(hall.about_the_bid());
        let mut large = good.clone();
        large.file.byte_size = 1_048_577;
        let mut nameless = good.clone();
        nameless.file.filename = String::new();
        let nowhere = MessageUploadCreate { thread: Thread::Bid { bid: BidId::new(Uuid::from_u128(1)) }, ..good };
        for (ask, refused) in
            [(large, "TooLarge byteSize"), (nameless, "Blank filename"), (nowhere, "NotFound bidId")]
        {
            assert_eq!(announced(&hall, &hall.hana, ask).await, Err(vec![refused.to_owned()]));
        }
        for person in [&hall.hana, &finance, &moderator, &stranger] {
            for thread in hall.threads() {
                let waiting = hall.test.db.read().waiting_uploads(person.id, UploadPurpose::Thread(thread)).await;
                assert_eq!(waiting.unwrap(), 0);
            }
        }
    }

    async fn a_file_is_shown_once_by_who_sent_it_and_where_it_was_sent_to(db: Db) {
        let hall = Hall::new(db).await;
        let thread = hall.in_the_contract();
        let good = hall.file(&hall.hana, thread).await;
        let of_the_client = hall.file(&hall.owner, thread).await;
        let of_the_bid = hall.file(&hall.hana, hall.about_the_bid()).await;
        let announced = hall.announce(&hall.hana.caller, thread).await.unwrap().upload;
        let unknown = UploadId::new(Uuid::from_u128(1));
        let milestone = hall.test.deal(hall.contract).await.milestones[0].value.id;
        hall.test.fund(&hall.owner, milestone).await;
        let ask = DeliveryUploadCreate { idempotency_key: hall.test.key(), milestone, file: file_draft(TEXT) };
        let of_the_work = hall.test.app.delivery_upload_create(&hall.hana.caller, ask).await.unwrap();
        let of_the_work = hall.test.send(&of_the_work.url, TEXT).await.unwrap();
        let before = hall.state(good).await;
        for other in [of_the_client, of_the_bid, announced, unknown, of_the_work] {
            assert_eq!(hall.show(&hall.hana, thread, &[good, other]).await, Err(unusable("1")));
        }
        let both = [unusable("0"), unusable("2")].concat();
        assert_eq!(hall.show(&hall.hana, thread, &[announced, good, of_the_bid]).await, Err(both));
        assert_eq!(hall.texts(thread).await, [""; 0]);
        assert_eq!((hall.state(good).await, hall.letters("minowa").await), (before, 0));

        hall.show(&hall.hana, thread, &[good]).await.unwrap();
        let shown = hall.state(good).await;
        assert_eq!(hall.show(&hall.hana, thread, &[good]).await, Err(unusable("0")));
        assert_eq!((hall.state(good).await, hall.texts(thread).await), (shown, vec![String::new()]));
    }

    async fn of_many_messages_with_one_file_one_is_sent(db: Db) {
        let hall = Hall::new(db).await;
        let thread = hall.about_the_bid();
        let file = hall.file(&hall.hana, thread).await;
        let files = [file];
        let many = join_all((0..16).map(|_| hall.show(&hall.hana, thread, &files))).await;
        let (sent, refused): (Vec<_>, Vec<_>) = many.into_iter().partition(Result::is_ok);
        assert_eq!((sent.len(), hall.texts(thread).await.len()), (1, 1));
        for outcome in refused {
            let refused = outcome.unwrap_err();
            assert!(refused[0].starts_with("UploadNotUsable uploadIds"), "{refused:?}");
        }
    }

    async fn a_link_is_its_reader_s_alone_for_as_long_as_they_may_read(db: Db) {
        let hall = Hall::new(db).await;
        let thread = hall.in_the_contract();
        let member = hall.test.member(&hall.owner, hall.organisation, MemberRole::Member).await;
        let finance = hall.test.member(&hall.owner, hall.organisation, MemberRole::Finance).await;
        let moderator = hall.test.staff("moderator", StaffRole::Moderator).await;
        let file = hall.file(&hall.hana, thread).await;
        let shown = hall.show(&hall.hana, thread, &[file]).await.unwrap();
        assert_eq!(hall.links(&finance, shown).await, None);
        assert_eq!(hall.links(&moderator, shown).await.unwrap().len(), 1);

        let link = hall.links(&member, shown).await.unwrap().remove(0);
        assert_eq!(hall.test.fetch(&link).await.unwrap(), TEXT);
        let expected_version = hall.test.app.organisations(&[hall.organisation]).await.unwrap()[&hall.organisation].version;
        let ask = OrganisationMemberRemove {
            organisation: hall.organisation, expected_version: expected_version.get(), person: member.id,
        };
        hall.test.app.organisation_member_remove(&hall.owner.caller, ask).await.unwrap();
        assert!(matches!(hall.test.fetch(&link).await, Err(DownloadRefused::NotFound)));
        let link = hall.links(&hall.owner, shown).await.unwrap().remove(0);
        hall.test.clock.advance(Duration::minutes(15));
        assert!(matches!(hall.test.fetch(&link).await, Err(DownloadRefused::Expired)));
    }

    async fn what_no_message_shows_goes_after_a_week_and_what_one_shows_stays(db: Db) {
        let hall = Hall::new(db).await;
        let thread = hall.about_the_bid();
        let (shown, unused) = (hall.file(&hall.hana, thread).await, hall.file(&hall.hana, thread).await);
        let announced = hall.announce(&hall.owner.caller, thread).await.unwrap().upload;
        let message = hall.show(&hall.hana, thread, &[shown]).await.unwrap();
        let kept = hall.state(shown).await;
        hall.test.clock.advance(Duration::days(7).saturating_sub(Duration::microseconds(1)));
        hall.test.run_jobs().await;
        assert!(hall.state(unused).await.is_some());
        hall.test.clock.advance(Duration::microseconds(1));
        hall.test.run_jobs().await;
        assert_eq!((hall.state(unused).await, hall.state(announced).await, hall.state(shown).await), (None, None, kept));
        assert_eq!(hall.show(&hall.hana, thread, &[unused]).await, Err(unusable("0")));
        let link = hall.links(&hall.owner, message).await.unwrap().remove(0);
        assert_eq!(hall.test.fetch(&link).await.unwrap(), TEXT);
    }

    async fn files_of_one_person_wait_for_one_thread_in_limited_number(db: Db) {
        let hall = Hall::new(db).await;
        let thread = hall.in_the_contract();
        for _ in 0..100 {
            hall.announce(&hall.hana.caller, thread).await.unwrap();
        }
        let refused = vec!["TooManyUploads contractId".to_owned()];
        assert_eq!(announced(&hall, &hall.hana, hall.announcement(thread)).await, Err(refused));
        hall.announce(&hall.owner.caller, thread).await.unwrap();
        hall.announce(&hall.hana.caller, hall.about_the_bid()).await.unwrap();
    }
}
