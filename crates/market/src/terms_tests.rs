use super::*;
use crate::sample::*;
use serde_json::json;

fn document() -> Value {
    serde_json::from_str(terms().freeze().text()).unwrap()
}

fn refused(change: impl FnOnce(&mut Order<'_>)) -> TermsRefusal {
    let (task, bid) = (open_task(), bid());
    let mut order = order(task.published().unwrap(), &bid.offer);
    change(&mut order);
    WrittenTerms::try_new(order).unwrap_err()
}

#[test]
fn the_nine_items_of_the_law_are_in_the_document() {
    let document = document();
    let items = [
        ("/client/name", json!("箕輪商店")),
        ("/worker/name", json!("はな")),
        ("/ordered_on", json!("2026-11-20")),
        ("/work/title", json!("議事録の文字起こし")),
        ("/work/checklist/1", json!({ "id": 2, "text": "時刻が5分ごとにある" })),
        ("/deliver_by", json!("2026-11-30")),
        ("/place/is", json!("online")),
        ("/inspection/ends_on", json!("2026-12-07")),
        ("/gross", json!({ "currency": "JPY", "minor": 11_000 })),
        ("/milestones/1/gross/minor", json!(6_600)),
        ("/payment/due_on", json!("2026-12-29")),
        ("/payment/method", json!("held_then_bank_transfer")),
    ];
    for (pointer, expected) in items {
        assert_eq!(document.pointer(pointer), Some(&expected), "{pointer}");
    }
}

#[test]
fn the_payment_date_is_a_date_within_sixty_days_of_receipt() {
    let with_days = |payment_days| {
        let (task, bid) = (open_task(), bid());
        let rules = Rules { payment_days, ..Rules::default() };
        let order = Order { rules, ..order(task.published().unwrap(), &bid.offer) };
        WrittenTerms::try_new(order).map(|terms| terms.payment.due_on)
    };
    assert_eq!(with_days(60), Ok(time::macros::date!(2027 - 01 - 28)));
    assert_eq!(with_days(61), Err(TermsRefusal::Rules(RulesRefusal::PaymentTooLate)));
}

#[test]
fn equal_terms_have_one_text_and_one_hash_whatever_the_order_of_keys() {
    let frozen = terms().freeze();
    assert!(frozen.is_intact());
    assert_eq!(frozen.read(), Some(terms()));
    assert_eq!(frozen.sha256(), "2c4f202ac95fa4bb99d91615faba9e42064ba73f87e0c59264a5a1ae791a9121");
    let text = frozen.text();
    assert!(text.starts_with(r#"{"clauses":{"changes":"#), "{text}");
    assert!(text.contains(r#""fees":{"client_bps":0,"tiers":[{"bps":2000,"up_to":100000}]},"form":1"#), "{text}");
    let mut other = terms();
    other.fees = json!({ "client_bps": 1, "tiers": [] });
    assert_ne!(other.freeze().sha256(), frozen.sha256());
}

#[test]
fn a_text_that_was_touched_no_longer_fits_its_hash() {
    let frozen = terms().freeze();
    let kept = |text: String| FrozenTerms::restore(text, frozen.sha256().to_owned());
    assert!(kept(frozen.text().to_owned()).is_intact());
    assert!(!kept(frozen.text().replace("11000", "10999")).is_intact());
}

#[test]
fn without_an_item_there_are_no_terms() {
    let missing = TermsRefusal::Missing;
    assert_eq!(refused(|order| order.client.name = " ".to_owned()), missing(TermsItem::ClientName));
    assert_eq!(refused(|order| order.client.contact = String::new()), missing(TermsItem::ClientContact));
    assert_eq!(refused(|order| order.worker.name = "a\0".to_owned()), missing(TermsItem::WorkerName));
    assert_eq!(refused(|order| order.worker.contact = String::new()), missing(TermsItem::WorkerContact));
    assert_eq!(refused(|order| order.place = Place::At { address: String::new() }), missing(TermsItem::Place));
    assert_eq!(refused(|order| order.clauses.changes = String::new()), missing(TermsItem::Changes));
    assert_eq!(refused(|order| order.clauses.defects = String::new()), missing(TermsItem::Defects));
    assert_eq!(
        refused(|order| order.clauses.intellectual_property = String::new()),
        missing(TermsItem::IntellectualProperty)
    );
    assert_eq!(refused(|order| order.clauses.personal_data = String::new()), missing(TermsItem::PersonalData));
    assert_eq!(refused(|order| order.clauses.expenses = String::new()), missing(TermsItem::Expenses));
    assert_eq!(refused(|order| order.clauses.ending = String::new()), missing(TermsItem::Ending));
    assert_eq!(refused(|order| order.fees = json!({ "rate": 0.2 })), missing(TermsItem::Fees));
}

#[test]
fn amounts_and_days_that_do_not_fit_are_refused() {
    assert_eq!(refused(|order| order.gross = vec![yen(11_000)]), TermsRefusal::Gross);
    assert_eq!(refused(|order| order.gross = vec![yen(3_999), yen(6_600)]), TermsRefusal::Gross);
    let dollars = Money::new(9_999, kernel::Currency::Usd);
    assert_eq!(
        refused(|order| order.gross = vec![yen(4_400), dollars]),
        TermsRefusal::Money(MoneyError::CurrencyMismatch)
    );
    assert_eq!(refused(|order| order.ordered_at = day(11)), TermsRefusal::DeliveryPast);
}

#[test]
fn later_steps_take_their_numbers_from_the_terms() {
    let deal = terms().deal();
    assert_eq!((deal.checklist_items, deal.rules), (2, Rules::default()));
    assert_eq!(deal.finish_by, at("2026-11-30T15:00:00Z"));
}
