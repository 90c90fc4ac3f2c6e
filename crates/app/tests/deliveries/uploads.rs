//! Files in and out: announced, sent, delivered, fetched, forgotten.

use crate::desk::{Desk, draft};
use app::{DeliveryUploadCreate, DownloadRefused, FileDraft, OrganisationMemberRemove, UploadRefused, UploadTicket};
use bytes::Bytes;
use futures::future::join_all;
use futures::stream;
use identity::{MemberRole, StaffRole};
use kernel::{MilestoneId, UploadId};
use market::DeliveryDraft;
use std::io;
use storage::{Db, UploadPurpose, UploadState, UploadUse};
use testkit::{Actor, file_draft, on_each_db, refusals};
use time::Duration;

const TEXT: &[u8] = "話者A: 本日はよろしくお願いします。".as_bytes();

fn announce(desk: &Desk, content: &[u8]) -> DeliveryUploadCreate {
    DeliveryUploadCreate { idempotency_key: desk.test.key(), milestone: desk.milestones[0], file: file_draft(content) }
}

async fn ticket(desk: &Desk, content: &[u8]) -> UploadTicket {
    desk.test.app.delivery_upload_create(&desk.hana.caller, announce(desk, content)).await.unwrap()
}

fn token(url: &str) -> &str {
    url.rsplit('/').next().unwrap()
}

async fn send(desk: &Desk, ticket: &UploadTicket, content: &[u8]) -> Result<UploadId, String> {
    desk.test.send(&ticket.url, content).await.map_err(|refused| format!("{refused:?}"))
}

async fn sent(desk: &Desk, content: &[u8]) -> UploadId {
    let ticket = ticket(desk, content).await;
    send(desk, &ticket, content).await.unwrap()
}

async fn state(desk: &Desk, id: UploadId) -> Option<UploadState> {
    desk.test.db.read().upload(id).await.unwrap().map(|upload| upload.state)
}

async fn waiting(desk: &Desk) -> u64 {
    let purpose = UploadPurpose::Milestone(desk.milestones[0]);
    desk.test.db.read().waiting_uploads(desk.hana.id, purpose).await.unwrap()
}

fn with(files: &[UploadId]) -> DeliveryDraft {
    DeliveryDraft { files: files.to_vec(), ..draft("") }
}

async fn links(desk: &Desk, reader: &Actor) -> Option<Vec<String>> {
    let seen = desk.test.app.deliveries_of(&reader.caller, desk.milestones[0], None, 1).await.unwrap();
    let files = seen?.pop().unwrap().files?;
    Some(files.into_iter().map(|file| file.download_url).collect())
}

on_each_db! {
    async fn a_file_is_announced_sent_delivered_and_fetched(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let ask = announce(&desk, TEXT);
        let place = desk.test.app.delivery_upload_create(&desk.hana.caller, ask.clone()).await.unwrap();
        assert_eq!(place.expires_at, desk.test.app.now().plus(Duration::HOUR));
        assert_eq!(place.headers, [("content-type", "text/plain".to_owned())]);
        assert!(place.url.starts_with("https://engawa.example/uploads/"), "{}", place.url);
        assert_eq!(desk.test.app.delivery_upload_create(&desk.hana.caller, ask).await.unwrap(), place);

        assert_eq!(send(&desk, &place, TEXT).await, Ok(place.upload));
        let at = desk.test.app.now();
        assert_eq!(state(&desk, place.upload).await, Some(UploadState::Received { at }));
        let delivery = desk.try_submit(0, with(&[place.upload])).await.unwrap();
        assert_eq!(state(&desk, place.upload).await, Some(UploadState::Used { at, by: UploadUse::Delivery(delivery) }));
        assert_eq!(desk.events(place.upload.uuid()).await, ["upload.announced", "upload.received"]);

        for reader in [&desk.hana, &desk.owner] {
            let links = links(&desk, reader).await.unwrap();
            assert_eq!(desk.test.fetch(&links[0]).await.unwrap(), TEXT);
        }
    }

    async fn what_cannot_be_announced_names_its_field(db: Db) {
        let desk = Desk::new(db, &[4_000, 6_000]).await;
        let (stranger, _) = desk.test.client("ina").await;
        let good = announce(&desk, TEXT);
        let with = |change: fn(&mut FileDraft)| {
            let mut ask = good.clone();
            change(&mut ask.file);
            ask
        };
        for (ask, refused) in [
            (with(|file| file.byte_size = 0), "OutOfRange byteSize"),
            (with(|file| file.byte_size = -1), "OutOfRange byteSize"),
            (with(|file| file.byte_size = 1_048_577), "TooLarge byteSize"),
            (with(|file| file.byte_size = i64::MAX), "TooLarge byteSize"),
            (with(|file| file.filename = " ".to_owned()), "Blank filename"),
            (with(|file| file.filename = "a\0.txt".to_owned()), "Malformed filename"),
            (with(|file| file.filename = "a/".to_owned()), "Blank filename"),
            (with(|file| file.filename = "a/..".to_owned()), "Malformed filename"),
            (with(|file| file.filename = "字".repeat(256)), "TooLong filename"),
            (with(|file| file.content_type = "text".to_owned()), "Malformed contentType"),
            (with(|file| file.sha256 = "12".repeat(31)), "Malformed sha256"),
            (DeliveryUploadCreate { idempotency_key: "short".to_owned(), ..good.clone() }, "TooShort idempotencyKey"),
            (DeliveryUploadCreate { milestone: desk.milestones[1], ..good.clone() }, "InvalidState milestoneId"),
            (
                DeliveryUploadCreate { milestone: MilestoneId::new(desk.id.uuid()), ..good.clone() },
                "NotFound milestoneId",
            ),
        ] {
            let outcome = desk.test.app.delivery_upload_create(&desk.hana.caller, ask).await;
            assert_eq!(refusals(outcome.unwrap_err()), [refused]);
        }
        for (actor, refused) in [(&desk.owner, "NotAllowed milestoneId"), (&stranger, "NotFound milestoneId")] {
            let outcome = desk.test.app.delivery_upload_create(&actor.caller, good.clone()).await;
            assert_eq!(refusals(outcome.unwrap_err()), [refused]);
        }
        assert_eq!(waiting(&desk).await, 0);
    }

    async fn only_what_was_announced_is_taken(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let place = ticket(&desk, TEXT).await;
        let mut other = TEXT.to_vec();
        other[0] ^= 1;
        for (content, refused) in [
            (&[TEXT, b"!"].concat(), "TooLarge"),
            (&TEXT[1..].to_vec(), "TooSmall"),
            (&Vec::new(), "TooSmall"),
            (&other, "ChecksumMismatch"),
        ] {
            assert_eq!(send(&desk, &place, content).await, Err(refused.to_owned()));
        }
        let broken = stream::iter([Ok(Bytes::from_static(b"a")), Err(io::ErrorKind::ConnectionReset.into())]);
        let outcome = desk.test.app.upload_receive(token(&place.url), None, broken).await;
        assert!(matches!(outcome, Err(UploadRefused::Interrupted)));
        assert_eq!(state(&desk, place.upload).await, Some(UploadState::Announced));
        assert_eq!(desk.events(place.upload.uuid()).await, ["upload.announced"]);

        for (content, said) in [(&b"<script>"[..], "image/png"), (b"#!/bin/sh\n", "image/png"), (b"plain", "application/pdf")] {
            let mut page = announce(&desk, content);
            page.file.content_type = said.to_owned();
            let page = desk.test.app.delivery_upload_create(&desk.hana.caller, page).await.unwrap();
            assert_eq!(send(&desk, &page, content).await, Err("Disguised".to_owned()));
            assert_eq!(state(&desk, page.upload).await, Some(UploadState::Announced));
        }
        let body = || stream::iter([Ok(Bytes::from_static(TEXT))]);
        for said in ["image/png", "text", "", "application/x-www-form-urlencoded"] {
            let outcome = desk.test.app.upload_receive(token(&place.url), Some(said), body()).await;
            assert!(matches!(outcome, Err(UploadRefused::OtherType)), "{said}");
        }
        assert_eq!(state(&desk, place.upload).await, Some(UploadState::Announced));

        send(&desk, &place, TEXT).await.unwrap();
        assert_eq!(send(&desk, &place, TEXT).await, Err("Used".to_owned()));
        let changed = UploadTicket { url: format!("{}x", place.url), ..place.clone() };
        assert_eq!(send(&desk, &changed, TEXT).await, Err("InvalidToken".to_owned()));
        let late = ticket(&desk, TEXT).await;
        desk.test.clock.advance(Duration::HOUR);
        assert_eq!(send(&desk, &late, TEXT).await, Err("Expired".to_owned()));
    }

    async fn of_many_that_send_one_file_one_is_told_that_it_was_taken(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let place = ticket(&desk, TEXT).await;
        let many = join_all((0..16).map(|_| send(&desk, &place, TEXT))).await;
        assert_eq!(many.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(many.iter().filter_map(|outcome| outcome.as_ref().err()).all(|refused| refused == "Used"));
        assert_eq!(desk.events(place.upload.uuid()).await, ["upload.announced", "upload.received"]);
    }

    async fn a_file_is_delivered_once_by_who_sent_it_and_for_what_it_was_sent(db: Db) {
        let desk = Desk::new(db, &[4_000, 6_000]).await;
        desk.fund(1).await;
        let file = sent(&desk, TEXT).await;
        let announced = ticket(&desk, TEXT).await.upload;
        let before = desk.whole().await;
        assert_eq!(desk.try_submit(1, with(&[file])).await.unwrap_err(), ["NotFound uploadIds.0"]);
        let both = desk.try_submit(0, with(&[file, announced])).await.unwrap_err();
        assert_eq!(both, ["UploadNotReceived uploadIds.1"]);
        assert_eq!(desk.whole().await, before);
        desk.try_submit(0, with(&[file])).await.unwrap();
        assert_eq!(desk.try_submit(0, with(&[file])).await.unwrap_err(), ["UploadUsed uploadIds.0"]);
    }

    async fn a_link_is_its_reader_s_alone_for_as_long_as_they_may_see_the_work(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let member = desk.member(MemberRole::Member).await;
        let finance = desk.member(MemberRole::Finance).await;
        let moderator = desk.test.staff("moderator", StaffRole::Moderator).await;
        let (stranger, _) = desk.test.client("ina").await;
        let file = sent(&desk, TEXT).await;
        desk.try_submit(0, with(&[file])).await.unwrap();
        assert_eq!(links(&desk, &finance).await, None);
        assert_eq!(links(&desk, &stranger).await, None);
        let seen = desk.test.app.deliveries_of(&finance.caller, desk.milestones[0], None, 1).await.unwrap();
        assert_eq!(seen.unwrap()[0].note(), None);
        assert!(links(&desk, &moderator).await.is_some());

        let link = links(&desk, &member).await.unwrap().remove(0);
        assert_eq!(desk.test.fetch(&link).await.unwrap(), TEXT);
        let found = desk.test.app.organisations(&[desk.organisation]).await.unwrap();
        let ask = OrganisationMemberRemove {
            organisation: desk.organisation,
            expected_version: found[&desk.organisation].version.get(),
            person: member.id,
        };
        desk.test.app.organisation_member_remove(&desk.owner.caller, ask).await.unwrap();
        assert!(matches!(desk.test.fetch(&link).await, Err(DownloadRefused::NotFound)));

        let link = links(&desk, &desk.owner).await.unwrap().remove(0);
        assert!(matches!(desk.test.fetch(&format!("{link}x")).await, Err(DownloadRefused::InvalidToken)));
        desk.test.clock.advance(Duration::minutes(15));
        assert!(matches!(desk.test.fetch(&link).await, Err(DownloadRefused::Expired)));
    }

    async fn what_no_delivery_uses_goes_after_a_week_and_what_one_uses_stays(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        let (used, unused) = (sent(&desk, TEXT).await, sent(&desk, TEXT).await);
        let delivery = desk.try_submit(0, with(&[used])).await.unwrap();
        let received = desk.test.app.now();
        desk.at(received.plus(Duration::days(7)).minus(Duration::microseconds(1))).await;
        assert!(state(&desk, unused).await.is_some());
        desk.at(received.plus(Duration::days(7))).await;
        assert_eq!(state(&desk, unused).await, None);
        assert_eq!(state(&desk, used).await, Some(UploadState::Used { at: received, by: UploadUse::Delivery(delivery) }));
        let links = links(&desk, &desk.owner).await.unwrap();
        assert_eq!(desk.test.fetch(&links[0]).await.unwrap(), TEXT);
    }

    async fn files_wait_in_limited_number(db: Db) {
        let desk = Desk::new(db, &[10_000]).await;
        for _ in 0..100 {
            ticket(&desk, TEXT).await;
        }
        let outcome = desk.test.app.delivery_upload_create(&desk.hana.caller, announce(&desk, TEXT)).await;
        assert_eq!(refusals(outcome.unwrap_err()), ["TooManyUploads milestoneId"]);
        assert_eq!(waiting(&desk).await, 100);
    }
}
