use crate::on_each_database;
use engawa_tests::{BANK, Books, CARD, Call, Marketplace, On, Person, days, id, key, text, until};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

on_each_database! {
    async fn the_happy_deal_pays_every_yen_where_it_belongs(on: On) {
        let marketplace = Marketplace::start(on);
        let call = Call::open(&marketplace, &[10_000]).await;
        let worker = Person::register(&marketplace, "taro").await;
        let stranger = Person::register(&marketplace, "jiro").await;

        let quote = "query($id: ID!) { task(id: $id) { state takeHome {
            price { amount } priceTax { amount } gross { amount } fee { amount } feeTax { amount } net { amount }
            netPerHour { amount currency }
        } } }";
        let seen = Person::stranger(&marketplace).ask(quote, json!({ "id": call.task })).await;
        let amounts = json!({ "amount": "1716", "currency": "JPY" });
        let yen = |amount: &str| json!({ "amount": amount });
        assert_eq!(seen["task"], json!({ "state": "OPEN", "takeHome": {
            "price": yen("10000"), "priceTax": yen("1000"), "gross": yen("11000"),
            "fee": yen("2200"), "feeTax": yen("220"), "net": yen("8580"), "netPerHour": amounts,
        } }));

        let lost = call.bid(&stranger, 11_000).await;
        let bid = call.bid(&worker, 10_000).await;
        let deal = call.award(worker, bid).await;
        assert_eq!(deal.state().await, ["ACTIVE", "AGREED", "UNFUNDED"]);
        assert_eq!(deal.books().await, Books::NOTHING);
        let declined = "query($id: ID!) { bid(id: $id) { state decline { reason } } }";
        let bid = stranger.ask(declined, json!({ "id": lost })).await;
        assert_eq!(bid["bid"], json!({ "state": "DECLINED", "decline": { "reason": "ANOTHER_BID_WON" } }));
        the_terms_are_what_was_agreed(&deal.worker, &deal.contract).await;

        deal.pay_by(CARD).await;
        deal.come_to(Books { funded: 11_000, held: 11_000, ..Books::NOTHING }).await;
        assert_eq!(deal.state().await, ["ACTIVE", "IN_PROGRESS", "HELD"]);

        let content = "00:00 花子「はじめます」".as_bytes();
        let upload = deal.upload(content).await;
        let input = json!({
            "idempotencyKey": key(), "milestoneId": deal.milestone(), "ticks": [1, 2], "note": "音声3本分です。",
            "uploadIds": [upload],
        });
        let delivery = deal.worker.done("deliverySubmit", input, "delivery { id version }").await["delivery"].take();
        assert_eq!(deal.state().await, ["ACTIVE", "DELIVERED", "HELD"]);
        assert_eq!(download(&marketplace, &deal.client, &id(&delivery)).await, content);
        deal.come_to(Books { funded: 11_000, held: 11_000, ..Books::NOTHING }).await;

        let input = json!({ "deliveryId": delivery["id"], "expectedVersion": delivery["version"] });
        deal.client_does("deliveryAccept", input).await;
        let released = Books { funded: 11_000, released: 11_000, ..Books::NOTHING };
        deal.come_to(Books { pending: 8_580, ..released }).await;
        assert_eq!(deal.state().await, ["COMPLETED", "ACCEPTED", "CLOSED"]);

        let early = json!({ "idempotencyKey": key(), "amount": { "amount": "1", "currency": "JPY" }, "destination": BANK });
        assert_eq!(deal.worker.refused("payoutRequest", early).await, ["INSUFFICIENT_FUNDS input.amount"]);
        marketplace.pass(days(5));
        deal.come_to(Books { available: 8_580, ..released }).await;
        deal.pay_out(8_580, BANK).await;
        deal.come_to(released).await;
        let payouts = "{ viewer { wallet { payouts { nodes { state amount { amount currency } } } } } }";
        let paid = deal.worker.ask(payouts, json!({})).await["viewer"]["wallet"]["payouts"]["nodes"].take();
        assert_eq!(paid, json!([{ "state": "PAID", "amount": { "amount": "8580", "currency": "JPY" } }]));
    }

    async fn reviews_are_sealed_until_both_are_given(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = engawa_tests::Deal::agreed(&marketplace).await.funded().await.delivered().await.accepted().await;
        let review = |score: u8, comment: &str| json!({
            "contractId": deal.contract, "score": score, "comment": comment,
            "facts": { "onTime": true, "asDescribed": true, "wouldWorkAgain": true },
        });
        let of_worker = "query($id: ID!) { person(id: $id) { reputation { reviewCount }
            reviews { nodes { score comment from { ... on Organisation { name } } } } } }";
        let stranger = Person::stranger(&marketplace);
        let nothing = json!({ "reputation": { "reviewCount": 0 }, "reviews": { "nodes": [] } });

        deal.client_does("reviewSubmit", review(5, "早くて正確でした。")).await;
        let seen = stranger.ask(of_worker, json!({ "id": deal.worker.id })).await;
        assert_eq!(seen["person"], nothing);

        deal.worker_does("reviewSubmit", review(4, "説明が分かりやすかったです。")).await;
        let seen = stranger.ask(of_worker, json!({ "id": deal.worker.id })).await;
        let given = json!({ "score": 5, "comment": "早くて正確でした。", "from": { "name": "花子商店" } });
        assert_eq!(seen["person"], json!({ "reputation": { "reviewCount": 1 }, "reviews": { "nodes": [given] } }));
        marketplace.verify();
    }

    async fn a_review_is_published_by_the_clock_when_the_other_side_gives_none(on: On) {
        let marketplace = Marketplace::start(on);
        let deal = engawa_tests::Deal::agreed(&marketplace).await.funded().await.delivered().await.accepted().await;
        let input = json!({ "contractId": deal.contract, "score": 5, "comment": "ありがとう。", "facts": {} });
        deal.client_does("reviewSubmit", input).await;
        marketplace.pass(days(14));
        let stranger = Person::stranger(&marketplace);
        let reviews = "query($id: ID!) { person(id: $id) { reviews { nodes { score } } } }";
        let look = || stranger.ask(reviews, json!({ "id": deal.worker.id }));
        let published = json!({ "person": { "reviews": { "nodes": [{ "score": 5 }] } } });
        until("the review", look, |seen: &Value| *seen == published).await;
        marketplace.verify();
    }
}

/// The document that both got says what was agreed, and its hash is that of its bytes.
async fn the_terms_are_what_was_agreed(reader: &Person<'_>, contract: &str) {
    let query = "query($id: ID!) { contract(id: $id) { terms {
        document sha256 isIntact price { amount } gross { amount } paymentDays freeRevisions
        client { name } worker { name }
    } } }";
    let terms = reader.ask(query, json!({ "id": contract })).await["contract"]["terms"].take();
    let document = text(&terms["document"]);
    assert_eq!(text(&terms["sha256"]), hex::encode(Sha256::digest(document.as_bytes())));
    let written: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(written["work"]["title"], "議事録の文字起こし");
    let agreed = json!([true, { "amount": "10000" }, { "amount": "11000" }, 30, 2, "株式会社花子商店", "taro"]);
    let shown = json!([
        terms["isIntact"],
        terms["price"],
        terms["gross"],
        terms["paymentDays"],
        terms["freeRevisions"],
        terms["client"]["name"],
        terms["worker"]["name"],
    ]);
    assert_eq!(shown, agreed);
}

/// The bytes of the one file of a delivery, as a reader gets them.
async fn download(marketplace: &Marketplace, reader: &Person<'_>, delivery: &str) -> Vec<u8> {
    let query = "query($id: ID!) { delivery(id: $id) { files { filename byteSize downloadUrl } } }";
    let delivery = reader.ask(query, json!({ "id": delivery })).await["delivery"].take();
    let file = &delivery["files"][0];
    assert_eq!(
        (text(&file["filename"]), delivery["files"].as_array().map(Vec::len)),
        ("議事録.txt".to_owned(), Some(1))
    );
    let url = text(&file["downloadUrl"]);
    let (_, path) = url.split_once("/files/").unwrap();
    let answer = reqwest::get(format!("{}/files/{path}", marketplace.address())).await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    answer.bytes().await.unwrap().to_vec()
}
