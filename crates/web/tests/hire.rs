//! The pages of clients, from the first look to the acceptance of the work.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/site.rs"]
mod site;

use app::DeliverySubmit;
use kernel::{ContractId, OrganisationId, TaskId};
use market::{ContractState, DeliveryDraft, MilestoneState};
use poem::http::StatusCode;
use site::Site;
use testkit::Actor;

const CARD_OK: &str = "4242424242424242";
const CARD_EMPTY: &str = "4000000000009995";

/// A contract of one part that waits for its money.
async fn contract(site: &Site) -> (Actor, Actor, ContractId) {
    let (owner, organisation) = site.test.client("minowa").await;
    let hana = site.test.person("hana").await;
    let contract = site.test.contract((&owner, organisation), &hana, &[10_000]).await;
    (owner, hana, contract)
}

async fn deliver(site: &Site, worker: &Actor, contract: ContractId) {
    let milestone = site.test.deal(contract).await.milestones[0].value.id;
    let draft = DeliveryDraft { ticks: vec![1, 2], note: "できました。".to_owned(), files: Vec::new() };
    let ask = DeliverySubmit { idempotency_key: site.test.key(), milestone, draft };
    site.test.app.delivery_submit(&worker.caller, ask).await.unwrap();
}

async fn state(site: &Site, contract: ContractId) -> MilestoneState {
    site.test.deal(contract).await.milestones[0].value.state.clone()
}

#[tokio::test]
async fn everybody_may_read_what_is_explained_in_every_language() {
    let site = Site::open().await;
    for language in ["", "/en", "/easy"] {
        for address in ["/hire", "/hire/new", "/fees", "/how", "/safety", "/help"] {
            let page = site.get(None, &format!("{language}{address}")).await;
            assert_eq!(page.status, StatusCode::OK, "{language}{address}");
            assert_eq!(page.html.matches("<h1").count(), 1, "{language}{address}");
        }
    }
}

#[tokio::test]
async fn fees_are_worked_out_for_what_is_typed_in_any_width() {
    let site = Site::open().await;
    let page = site.get(None, "/fees?price=１０，０００円&minutes=３００").await;
    for amount in ["¥11,000", "¥2,200", "¥220", "¥8,580", "¥1,716"] {
        assert!(page.html.contains(amount), "{amount} in {}", page.html);
    }
    let page = site.get(None, "/fees?price=many&minutes=60").await;
    assert!(page.html.contains("many") && page.html.contains("role=\"alert\"") && !page.html.contains("¥"));
}

#[tokio::test]
async fn the_pages_of_a_client_are_for_its_own_people() {
    let site = Site::open().await;
    let (owner, hana, contract) = contract(&site).await;
    let deal = site.test.deal(contract).await;
    let organisation = deal.contract.value.parties.client;
    let task = deal.contract.value.parties.task;
    for address in [
        format!("/hire/{organisation}"),
        format!("/hire/{organisation}/jobs"),
        format!("/hire/{organisation}/billing"),
        format!("/hire/jobs/{task}"),
        format!("/hire/jobs/{task}/applicants"),
        format!("/hire/contracts/{contract}/fund"),
        format!("/hire/contracts/{contract}/accept"),
    ] {
        assert_eq!(site.get(Some(&owner), &address).await.status, StatusCode::OK, "{address}");
        assert_eq!(site.get(Some(&hana), &address).await.status, StatusCode::NOT_FOUND, "{address}");
        assert!(site.get(None, &address).await.to().starts_with("/start?back="), "{address}");
    }
    assert!(site.get(None, "/hire/organisation").await.to().starts_with("/start?back="));
}

#[tokio::test]
async fn a_newcomer_is_asked_for_whom_once_and_publishes_from_a_template() {
    let site = Site::open().await;
    let taro = site.test.person("taro").await;
    let page = site.get(Some(&taro), "/hire/new").await;
    let begun = site.post(&taro, "/hire/new", &[("key", page.field("key")), ("kind", "receipts")]).await;
    assert_eq!(begun.to(), "/hire/organisation?kind=receipts");
    let page = site.get(Some(&taro), begun.to()).await;
    let key = page.field("key");
    let lacking = [("key", key), ("kind", "receipts"), ("name", "たろう商店")];
    assert!(site.post(&taro, "/hire/organisation", &lacking).await.is_refused("たろう商店"));
    let all = [
        ("key", key),
        ("kind", "receipts"),
        ("name", "たろう商店"),
        ("legalName", "箕輪太郎"),
        ("legalForm", "SoleProprietor"),
        ("address", "長野県上伊那郡箕輪町1"),
        ("contactEmail", "ｔａｒｏ@example.jp"),
        ("hasEmployees", "no"),
    ];
    let founded = site.post(&taro, "/hire/organisation", &all).await;
    assert_eq!(site.post(&taro, "/hire/organisation", &all).await.to(), founded.to(), "sent twice, done once");
    let draft = founded.to().strip_suffix("/what").unwrap().to_owned();
    let page = site.get(Some(&taro), &format!("{draft}/pay")).await;
    let pay = |price| [("version", "1"), ("estimatedMinutes", "９０分"), ("part-0", "納品"), ("price-0", price)];
    assert!(page.html.contains("value=\"1800\""), "{}", page.html);
    assert!(site.post(&taro, &format!("{draft}/pay"), &pay("二千円")).await.is_refused("二千円"));
    assert_eq!(site.post(&taro, &format!("{draft}/pay"), &pay("２，０００円")).await.to(), format!("{draft}/when"));
    let overtaken = site.post(&taro, &format!("{draft}/when"), &[("version", "1"), ("deadline", "2026/12/20")]).await;
    assert!(overtaken.is_refused("2026/12/20"));
    let early = site.post(&taro, &format!("{draft}/check"), &[("version", "2")]).await;
    assert!(early.is_refused(&format!("{draft}/when")));
    let version = overtaken.field("version").to_owned();
    let when = [("version", version.as_str()), ("deadline", "2026/12/20")];
    assert_eq!(site.post(&taro, &format!("{draft}/when"), &when).await.to(), format!("{draft}/who"));
    let check = site.get(Some(&taro), &format!("{draft}/check")).await;
    let version = check.field("version").to_owned();
    let job = site.post(&taro, &format!("{draft}/check"), &[("version", &version)]).await;
    assert_eq!(site.post(&taro, &format!("{draft}/check"), &[("version", &version)]).await.to(), job.to());
    assert_eq!(site.get(Some(&taro), job.to()).await.status, StatusCode::OK);
    assert_eq!(site.get(None, &job.to().replace("/hire/jobs", "/work")).await.status, StatusCode::OK);
}

async fn open_task(site: &Site) -> (Actor, OrganisationId, TaskId) {
    let (owner, organisation) = site.test.client("minowa").await;
    let task = site.test.open_task(&owner, organisation, &[10_000]).await;
    (owner, organisation, task)
}

#[tokio::test]
async fn applications_are_declined_with_a_reason_and_awarded_once() {
    let site = Site::open().await;
    let (owner, _, task) = open_task(&site).await;
    let (hana, yuki) = (site.test.person("hana").await, site.test.person("yuki").await);
    let (first, second) = (site.test.bid(&hana, task, 10_000).await, site.test.bid(&yuki, task, 12_000).await);
    let page = site.get(Some(&owner), &format!("/hire/jobs/{task}/applicants")).await;
    assert!(page.html.find(">hana<").unwrap() < page.html.find(">yuki<").unwrap(), "the first to apply comes first");
    let decline = format!("/hire/bids/{second}/decline");
    let form = site.get(Some(&owner), &decline).await;
    let version = form.field("version");
    assert!(site.post(&owner, &decline, &[("version", version), ("note", "予算です")]).await.is_refused("予算です"));
    let declined = site.post(&owner, &decline, &[("version", version), ("reason", "Price")]).await;
    assert_eq!(declined.to(), format!("/hire/jobs/{task}/applicants"));
    let award = format!("/hire/bids/{first}/award");
    let form = site.get(Some(&owner), &award).await;
    let fields = [("version", form.field("version")), ("key", form.field("key"))];
    let awarded = site.post(&owner, &award, &fields).await;
    assert!(awarded.to().ends_with("/fund"));
    assert_eq!(site.post(&owner, &award, &fields).await.to(), awarded.to(), "sent twice, done once");
}

#[tokio::test]
async fn a_task_is_taken_back_after_a_question() {
    let site = Site::open().await;
    let (owner, _, task) = open_task(&site).await;
    let address = format!("/hire/jobs/{task}/close");
    let asked = site.get(Some(&owner), &address).await;
    for _ in 0..2 {
        let closed = site.post(&owner, &address, &[("version", asked.field("version"))]).await;
        assert_eq!(closed.to(), format!("/hire/jobs/{task}"));
    }
    assert_eq!(site.get(None, &format!("/work/{task}")).await.html.matches("/apply").count(), 0);
}

#[tokio::test]
async fn a_declined_card_says_why_and_another_pays_the_part_in_once() {
    let site = Site::open().await;
    let (owner, _, contract) = contract(&site).await;
    let address = format!("/hire/contracts/{contract}/fund");
    for card in [CARD_EMPTY, CARD_OK] {
        let form = site.get(Some(&owner), &address).await;
        let mut fields = ["part", "version", "key"].map(|name| (name, form.field(name))).to_vec();
        fields.push(("card", card));
        let sent = site.post(&owner, &address, &fields).await.to().to_owned();
        assert_eq!(site.post(&owner, &address, &fields).await.to(), sent, "sent twice, done once");
        site.test.run_jobs().await;
        let is_held = matches!(state(&site, contract).await, MilestoneState::InProgress { .. });
        assert_eq!(is_held, card == CARD_OK);
        let page = site.get(Some(&owner), &sent).await;
        assert_eq!(page.html.contains("残高が足りません"), card == CARD_EMPTY, "{}", page.html);
    }
    let rejected = site.post(&owner, &address, &[("card", "1")]).await;
    assert_eq!(rejected.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn work_is_sent_back_against_an_item_then_accepted_once() {
    let site = Site::open().await;
    let (owner, hana, contract) = contract(&site).await;
    let milestone = site.test.deal(contract).await.milestones[0].value.id;
    site.test.fund(&owner, milestone).await;
    deliver(&site, &hana, contract).await;
    let address = format!("/hire/contracts/{contract}/changes");
    let form = site.get(Some(&owner), &address).await;
    let known: Vec<_> = ["part", "version", "key"].map(|name| (name, form.field(name))).to_vec();
    let with = |more: &[(&'static str, &'static str)]| [known.clone(), more.to_vec()].concat();
    assert!(site.post(&owner, &address, &with(&[("reason", "12行目")])).await.is_refused("12行目"));
    for _ in 0..2 {
        let sent = site.post(&owner, &address, &with(&[("item", "2"), ("reason", "12行目")])).await;
        assert_eq!(sent.to(), format!("/contracts/{contract}"));
    }
    assert_eq!(site.test.deal(contract).await.milestones[0].value.revisions, 1);
    deliver(&site, &hana, contract).await;
    let address = format!("/hire/contracts/{contract}/accept");
    let form = site.get(Some(&owner), &address).await;
    let known: Vec<_> = ["part", "version", "key"].map(|name| (name, form.field(name))).to_vec();
    let with = |more: &[(&'static str, &'static str)]| [known.clone(), more.to_vec()].concat();
    let much = site.post(&owner, &address, &with(&[("how", "partly"), ("amount", "11001")])).await;
    assert!(much.is_refused("11001"));
    for _ in 0..2 {
        let accepted = site.post(&owner, &address, &with(&[("how", "whole")])).await;
        assert_eq!(accepted.to(), format!("/contracts/{contract}"));
    }
    assert!(matches!(state(&site, contract).await, MilestoneState::Accepted { .. }));
    assert!(matches!(site.test.deal(contract).await.contract.value.state, ContractState::Completed { .. }));
}
