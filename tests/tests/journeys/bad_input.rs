use crate::on_each_database;
use engawa_tests::{
    BANK, Books, CARD, Call, Deal, Dispute, Marketplace, On, Person, Spoiler, UPLOAD, days, id, key, offer_input,
    organisation_input, task_input, text, until, yen_input,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

on_each_database! {
    // The story of a deal in which every mutation is first sent with every argument spoilt.
    async fn no_mutation_takes_a_spoilt_argument(on: On) {
        // What is compared before and after is one large question.
        let marketplace = Marketplace::start_with(on, &[("ENGAWA_API_COST_MAX", "1000000")]);
        let outsider = Person::register(&marketplace, "outsider").await;
        let mut spoiler = Spoiler::new(outsider).await;
        spoil_the_front_door(&marketplace, &mut spoiler).await;
        let client = Person::register(&marketplace, "hanako").await;
        let worker = Person::register(&marketplace, "taro").await;
        let helper = Person::register(&marketplace, "helper").await;
        spoil_the_profile(&worker, &mut spoiler).await;
        let organisation = spoil_the_organisation(&client, &helper, &mut spoiler).await;
        let task = spoil_the_task(&client, &organisation, &mut spoiler).await;
        let bid = spoil_the_bids((&client, &worker, &helper), &task, &mut spoiler).await;
        let award = json!({ "idempotencyKey": key(), "bidId": bid, "expectedVersion": 2 });
        let made = spoiler.step(&client, "bidAward", award, "contract { id milestones { id } }").await;
        let contract = id(&made["contract"]);
        let milestones = made["contract"]["milestones"].as_array().unwrap().iter().map(id).collect();
        let deal = Deal { marketplace: &marketplace, client, organisation, worker, task, bid, contract, milestones };
        spoil_the_work(&deal, &mut spoiler).await;
        spoil_the_talk(&deal, &mut spoiler).await;
        spoil_the_disputes(&deal, &mut spoiler).await;
        spoil_the_end(&deal, &mut spoiler).await;
        assert!(spoiler.complaints().is_empty(), "{:#?}", spoiler.complaints());
        // It has no input.
        assert_eq!(spoiler.left_out().await, ["sessionEnd".to_owned()].into());
        assert!(spoiler.sent() > 800, "{}", spoiler.sent());
        marketplace.verify();
        assert!(!marketplace.log().iter().any(|line| line.contains("ERROR")), "{:#?}", marketplace.log());
    }
}

async fn spoil_the_front_door<'m>(marketplace: &'m Marketplace, spoiler: &mut Spoiler<'m>) {
    let mut person = Person::stranger(marketplace);
    let input = json!({ "email": "new@example.jp", "displayName": "新人", "locale": "JA", "timeZone": "Asia/Tokyo" });
    spoiler.step(&person, "accountRegister", input, "").await;
    let input = json!({
        "email": "new@example.jp", "code": marketplace.mailed_code("new@example.jp"), "password": "correct horse battery",
    });
    spoiler.step(&person, "accountConfirm", input, "").await;
    spoiler.step(&person, "sessionCodeRequest", json!({ "email": "new@example.jp" }), "").await;
    let proof = json!({ "password": "correct horse battery" });
    let input = json!({ "email": "new@example.jp", "proof": proof });
    let signed_in = spoiler.step(&person, "sessionCreate", input, "session { token }").await;
    person.token = Some(text(&signed_in["session"]["token"]));
    let input = json!({ "current": "correct horse battery", "new": "another horse battery" });
    let set = spoiler.step(&person, "passwordSet", input, "account { version }").await;
    let input = json!({
        "expectedVersion": set["account"]["version"], "displayName": "旧人", "locale": "EN", "timeZone": "Asia/Seoul",
    });
    spoiler.step(&person, "accountUpdate", input, "").await;
}

async fn spoil_the_profile<'m>(worker: &Person<'m>, spoiler: &mut Spoiler<'m>) {
    let input = json!({
        "expectedVersion": 0, "headline": "文字起こし", "about": "10年", "minutesAWeek": 600,
        "skills": ["transcription"], "languages": [{ "code": "ja", "level": "NATIVE" }],
    });
    spoiler.step(worker, "profileUpdate", input, "").await;
    let input = json!({
        "idempotencyKey": key(), "title": "議事録", "description": "市の会議", "url": "https://example.jp/minutes",
    });
    let selection = "person { profile { version portfolio { id } } }";
    let profile = spoiler.step(worker, "portfolioItemAdd", input, selection).await["person"]["profile"].take();
    let input = json!({ "itemId": profile["portfolio"][0]["id"], "expectedVersion": profile["version"] });
    spoiler.step(worker, "portfolioItemRemove", input, "").await;
}

async fn spoil_the_organisation<'m>(client: &Person<'m>, helper: &Person<'m>, spoiler: &mut Spoiler<'m>) -> String {
    let input = json!({ "idempotencyKey": key(), "organisation": organisation_input("花子商店") });
    let organisation =
        id(&spoiler.step(client, "organisationCreate", input, "organisation { id }").await["organisation"]);
    let input = json!({
        "organisationId": organisation, "expectedVersion": 1, "organisation": organisation_input("花子書店"),
    });
    spoiler.step(client, "organisationUpdate", input, "").await;
    let input =
        json!({ "organisationId": organisation, "expectedVersion": 2, "email": helper.email, "role": "MEMBER" });
    spoiler.step(client, "organisationMemberAdd", input, "").await;
    let input = json!({ "organisationId": organisation, "expectedVersion": 3, "personId": helper.id });
    spoiler.step(client, "organisationMemberRemove", input, "").await;
    organisation
}

async fn spoil_the_task<'m>(client: &Person<'m>, organisation: &str, spoiler: &mut Spoiler<'m>) -> String {
    let task = task_input(&[4_000, 6_000, 5_000], client.marketplace().now());
    let draft = |task: &Value| json!({ "idempotencyKey": key(), "organisationId": organisation, "task": task });
    let given_up = id(&client.done("taskDraft", draft(&task), "task { id }").await["task"]);
    spoiler.step(client, "taskClose", json!({ "taskId": given_up, "expectedVersion": 1 }), "").await;
    let made = id(&spoiler.step(client, "taskDraft", draft(&task), "task { id }").await["task"]);
    let input = json!({ "taskId": made, "expectedVersion": 1, "task": task });
    spoiler.step(client, "taskUpdate", input, "").await;
    spoiler.step(client, "taskPublish", json!({ "taskId": made, "expectedVersion": 2 }), "").await;
    made
}

async fn spoil_the_bids<'m>(
    (client, worker, other): (&Person<'m>, &Person<'m>, &Person<'m>),
    task: &str,
    spoiler: &mut Spoiler<'m>,
) -> String {
    let place = || {
        json!({
            "idempotencyKey": key(), "taskId": task, "expectedVersion": 3,
            "offer": offer_input(15_000, client.marketplace().now()),
        })
    };
    let bid = |payload: Value| id(&payload["bid"]);
    let withdrawn = bid(other.done("bidPlace", place(), "bid { id }").await);
    spoiler.step(other, "bidWithdraw", json!({ "bidId": withdrawn, "expectedVersion": 1 }), "").await;
    let declined = bid(other.done("bidPlace", place(), "bid { id }").await);
    let input = json!({ "bidId": declined, "expectedVersion": 1, "reason": "PRICE", "note": "予算を超えています。" });
    spoiler.step(client, "bidDecline", input, "").await;
    let placed = bid(spoiler.step(worker, "bidPlace", place(), "bid { id }").await);
    let input = json!({
        "bidId": placed, "expectedVersion": 1, "expectedTaskVersion": 3,
        "offer": offer_input(15_000, client.marketplace().now()),
    });
    spoiler.step(worker, "bidUpdate", input, "").await;
    placed
}

async fn spoil_the_work<'m>(deal: &Deal<'m>, spoiler: &mut Spoiler<'m>) {
    spoiler.step(&deal.client, "milestoneFund", deal.fund_input(CARD).await, "").await;
    until("the money", || deal.state(), |state| state[1] == "IN_PROGRESS").await;
    let place = spoiler.step(&deal.worker, "deliveryUploadCreate", deal.upload_input(b"00:00"), UPLOAD).await;
    assert_eq!(deal.put(&place, b"00:00").await.0, 201);
    let submit = |uploads: &[Value]| {
        json!({
            "idempotencyKey": key(), "milestoneId": deal.milestone(), "ticks": [1], "note": "できました。", "uploadIds": uploads,
        })
    };
    let delivery = |payload: Value| id(&payload["delivery"]);
    let input = submit(&[place["uploadId"].clone()]);
    let first = delivery(spoiler.step(&deal.worker, "deliverySubmit", input, "delivery { id }").await);
    let input = json!({
        "idempotencyKey": key(), "deliveryId": first, "expectedVersion": 1, "item": 2, "reason": "時刻がありません。",
    });
    spoiler.step(&deal.client, "deliveryRequestRevision", input, "").await;
    let version = deal.look().await["milestones"][0]["version"].take();
    let input = json!({
        "idempotencyKey": key(), "milestoneId": deal.milestone(), "expectedVersion": version, "amount": yen_input(1_000),
    });
    spoiler.step(&deal.worker, "milestoneRefund", input, "").await;
    until("the refund", || deal.books(), |books| books.refunded == 1_000 && books.to_card == 0).await;
    let second = delivery(deal.worker.done("deliverySubmit", submit(&[]), "delivery { id }").await);
    let input = json!({
        "idempotencyKey": key(), "deliveryId": second, "expectedVersion": 1, "amount": yen_input(1_000),
    });
    spoiler.step(&deal.client, "deliveryAcceptPartly", input, "").await;
    let third = delivery(deal.worker.done("deliverySubmit", submit(&[]), "delivery { id }").await);
    let input = json!({ "idempotencyKey": key(), "deliveryId": third, "expectedVersion": 1 });
    spoiler.step(&deal.client, "deliveryAccept", input, "").await;
}

async fn spoil_the_talk<'m>(deal: &Deal<'m>, spoiler: &mut Spoiler<'m>) {
    let mut input = deal.upload_input(b"00:00");
    input.as_object_mut().unwrap().remove("milestoneId");
    input["contractId"] = json!(deal.contract);
    let place = spoiler.step(&deal.client, "messageUploadCreate", input, UPLOAD).await;
    assert_eq!(deal.put(&place, b"00:00").await.0, 201);
    let input = json!({
        "idempotencyKey": key(), "contractId": deal.contract, "text": "進み具合はいかがですか。",
        "uploadIds": [place["uploadId"]],
    });
    spoiler.step(&deal.client, "messageSend", input, "").await;
    let notices = deal.worker.ask("{ viewer { notices(first: 1) { nodes { id } } } }", json!({})).await;
    let input = json!({ "upTo": notices["viewer"]["notices"]["nodes"][0]["id"] });
    spoiler.step(&deal.worker, "noticesMarkRead", input, "").await;
}

async fn spoil_the_disputes<'m>(deal: &Deal<'m>, spoiler: &mut Spoiler<'m>) {
    let saito = Person::moderator(deal.marketplace, "saito").await;
    let tanaka = Person::moderator(deal.marketplace, "tanaka").await;
    let second = &deal.milestones[1];
    let input = json!({ "milestoneId": second, "expectedVersion": 1, "paymentMethod": CARD });
    deal.client_does("milestoneFund", input).await;
    until("the money", || deal.look(), |look| look["milestones"][1]["state"] == "IN_PROGRESS").await;
    let input = json!({
        "idempotencyKey": key(), "milestoneId": second, "reason": "NOT_DELIVERED", "statement": "何も届きません。",
    });
    let opened = spoiler.step(&deal.client, "disputeOpen", input, "dispute { id }").await;
    let dispute = Dispute::about(deal, id(&opened["dispute"]));
    let input = dispute.input(json!({ "statement": "もうすぐです。" })).await;
    spoiler.step(&deal.worker, "disputeRespond", input, "").await;
    let offer = json!({ "idempotencyKey": key(), "action": "OFFER_SPLIT", "toWorker": yen_input(1_000) });
    spoiler.step(&deal.worker, "disputeSettle", dispute.input(offer).await, "").await;
    dispute.wait(days(5), "AWAITING_DECISION").await;
    spoiler.step(&saito, "disputeAssign", dispute.input(json!({})).await, "").await;
    let decision = json!({ "toWorker": yen_input(2_000), "reason": "PARTLY_AS_AGREED", "text": "一部だけです。" });
    spoiler.step(&saito, "disputeDecide", dispute.input(decision.clone()).await, "").await;
    let input = dispute.input(json!({ "reason": "足りません。" })).await;
    spoiler.step(&deal.worker, "disputeAppeal", input, "").await;
    dispute.step(&tanaka, "disputeAssign", json!({})).await;
    let mut input = dispute.input(decision).await;
    input["idempotencyKey"] = json!(key());
    spoiler.step(&tanaka, "disputeAppealDecide", input, "").await;
}

async fn spoil_the_end<'m>(deal: &Deal<'m>, spoiler: &mut Spoiler<'m>) {
    until("what was decided", || deal.books(), |books| books.to_card == 0).await;
    let version = async || deal.look().await["version"].take();
    let cancel = async || {
        json!({
            "contractId": deal.contract, "expectedVersion": version().await, "toWorker": yen_input(0), "note": "中止します。",
        })
    };
    spoiler.step(&deal.client, "contractCancel", cancel().await, "").await;
    let input = json!({ "contractId": deal.contract, "expectedVersion": version().await });
    spoiler.step(&deal.client, "contractCancelWithdraw", input, "").await;
    deal.client.done("contractCancel", cancel().await, "").await;
    let input = json!({
        "idempotencyKey": key(), "contractId": deal.contract, "expectedVersion": version().await, "accept": true,
    });
    spoiler.step(&deal.worker, "contractCancelAnswer", input, "").await;
    let facts = json!({ "onTime": true, "asDescribed": true, "wouldWorkAgain": true });
    let input = json!({
        "idempotencyKey": key(), "contractId": deal.contract, "score": 5, "comment": "ありがとう。", "facts": facts,
    });
    spoiler.step(&deal.client, "reviewSubmit", input, "").await;
    deal.marketplace.pass(days(5));
    until("the security periods to end", || deal.books(), |books| books.pending == 0).await;
    let input = json!({ "idempotencyKey": key(), "amount": yen_input(1_000), "destination": BANK });
    spoiler.step(&deal.worker, "payoutRequest", input, "").await;
}

on_each_database! {
    async fn a_file_that_is_not_the_announced_one_is_not_taken(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = Deal::agreed(&marketplace).await.funded().await;
        let announce = || deal.upload_input(b"0123456789");
        for (sent, status, code) in [
            (&b"0123456789x"[..], 413, "TOO_LARGE"),
            (b"012345678", 422, "TOO_SMALL"),
            (b"0123456780", 422, "CHECKSUM_MISMATCH"),
        ] {
            let place = deal.worker.done("deliveryUploadCreate", announce(), UPLOAD).await;
            let (answered, body) = deal.put(&place, sent).await;
            let body: Value = serde_json::from_str(&body).unwrap();
            assert_eq!((answered, &body["code"]), (status, &json!(code)), "{body}");
            let input = json!({
                "idempotencyKey": key(), "milestoneId": deal.milestone(), "ticks": [], "uploadIds": [place["uploadId"]],
            });
            let refused = deal.worker.refused("deliverySubmit", input).await;
            assert_eq!(refused, ["UPLOAD_NOT_RECEIVED input.uploadIds.0"]);
            // What went wrong uses nothing up: the announced file may still come, once.
            assert_eq!(deal.put(&place, b"0123456789").await.0, 201, "after {code}");
            assert_eq!(deal.put(&place, b"0123456789").await.0, 409);
        }
        let forged = json!({ "uploadUrl": "https://engawa.example/uploads/forged", "headers": [] });
        assert_eq!(deal.put(&forged, b"0123456789").await.0, 403);
        let mut huge = announce();
        huge["byteSize"] = json!(104_857_601);
        assert_eq!(deal.worker.refused("deliveryUploadCreate", huge).await, ["TOO_LARGE input.byteSize"]);
        let mut other = announce();
        other["sha256"] = json!(hex::encode(Sha256::digest(b"other"))[1..]);
        assert_eq!(deal.worker.refused("deliveryUploadCreate", other).await, ["MALFORMED input.sha256"]);
        assert_eq!(deal.state().await, ["ACTIVE", "IN_PROGRESS", "HELD"]);
        deal.come_to(Books { funded: 11_000, held: 11_000, ..Books::NOTHING }).await;
    }

    async fn a_page_is_one_to_a_hundred_items_and_a_cursor_is_of_its_list(on: On) {
        let marketplace = Marketplace::start(on);
        let call = Call::open(&marketplace, &[10_000]).await;
        let lists = [
            "tasks(PAGE) { nodes { id } }".to_owned(),
            "viewer { bids(PAGE) { nodes { id } } }".to_owned(),
            "viewer { contracts(PAGE) { nodes { id } } }".to_owned(),
            "viewer { wallet { payouts(PAGE) { nodes { id } } } }".to_owned(),
            format!("organisation(id: \"{}\") {{ reviews(PAGE) {{ nodes {{ id }} }} }}", call.organisation),
            format!("organisation(id: \"{}\") {{ money {{ payments(PAGE) {{ nodes {{ id }} }} }} }}", call.organisation),
            format!("task(id: \"{}\") {{ bids(PAGE) {{ nodes {{ id }} }} }}", call.task),
        ];
        for list in lists {
            call.client.ask(&format!("{{ {} }}", list.replace("PAGE", "first: 100")), json!({})).await;
            for page in ["first: -1", "first: 0", "first: 101", "first: 10000", "after: \"no cursor\""] {
                let query = format!("{{ {} }}", list.replace("PAGE", page));
                let (status, body) = call.client.send(&query, json!({})).await.unwrap();
                let code = &body["errors"][0]["extensions"]["code"];
                assert!(status < 500 && *code == "BAD_USER_INPUT", "{query} answered {status} {body:#}");
            }
        }
    }
}
