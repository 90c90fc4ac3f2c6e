#![allow(clippy::arithmetic_side_effects, reason = "expected figures are computed plainly")]

use super::*;
use proptest::prelude::*;

fn jpy(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

/// Minor units of price, price tax, gross, fee, fee tax and net.
fn parts(quote: Quote) -> [i64; 6] {
    let Quote { price, price_tax, gross, fee, fee_tax, net } = quote;
    [price, price_tax, gross, fee, fee_tax, net].map(Money::minor)
}

fn quoted(schedule: &FeeSchedule, price: i64) -> [i64; 6] {
    parts(schedule.quote(jpy(price), jpy(0)).unwrap())
}

fn flat(fee_bps: u32, fee_tax_bps: u32, price_tax_bps: u32) -> FeeSchedule {
    let tiers = vec![FeeTier { up_to_minor: None, rate_bps: BasisPoints::new(fee_bps) }];
    let [fee_tax_bps, price_tax_bps] = [fee_tax_bps, price_tax_bps].map(BasisPoints::new);
    FeeSchedule::try_new(FeeRules { tiers, fee_tax_bps, price_tax_bps, ..rules() }).unwrap()
}

fn rules() -> FeeRules {
    FeeSchedule::japan().rules().clone()
}

#[test]
fn the_published_vectors_come_out_to_the_yen() {
    let japan = FeeSchedule::japan();
    assert_eq!(quoted(&japan, 10_000), [10_000, 1_000, 11_000, 2_200, 220, 8_580]);
    assert_eq!(quoted(&japan, 100_000), [100_000, 10_000, 110_000, 21_000, 2_100, 86_900]);
    assert_eq!(quoted(&japan, 200_000), [200_000, 20_000, 220_000, 31_000, 3_100, 185_900]);
    assert_eq!(quoted(&japan, 500_000), [500_000, 50_000, 550_000, 47_500, 4_750, 497_750]);
    assert_eq!(quoted(&japan, 0), [0; 6]);
}

/// A worked example of 2019: consumption tax of 8 %, a fee with its tax included, and ¥66 of income tax that the client
/// withheld: ¥634 were paid in and the worker got ¥494.
#[test]
fn the_vector_of_2019_comes_out_under_the_schedule_of_its_time() {
    let quote = flat(2_000, 0, 800).quote(jpy(649), jpy(0)).unwrap();
    assert_eq!(parts(quote), [649, 51, 700, 140, 0, 560]);
    let withheld = BasisPoints::new(1_021).of(quote.price, Rounding::Floor).unwrap();
    assert_eq!(withheld, jpy(66));
    assert_eq!(quote.gross.checked_sub(withheld), Ok(jpy(634)));
    assert_eq!(quote.net.checked_sub(withheld), Ok(jpy(494)));
}

#[test]
fn the_tiers_count_the_tax_inclusive_price_over_the_whole_contract() {
    let japan = FeeSchedule::japan();
    let fee = |gross, before| japan.share(jpy(gross), jpy(before)).unwrap().fee().minor();
    assert_eq!(fee(100_000, 0), 20_000);
    assert_eq!(fee(100_010, 0), 20_001);
    assert_eq!(fee(100_000, 100_000), 10_000);
    assert_eq!(fee(100_000, 200_000), 5_000);
    assert_eq!(fee(20_000, 90_000), 2_000 + 1_000);
    assert_eq!(fee(200_000, 50_000), 10_000 + 10_000 + 2_500);
}

/// Every amount from nothing to ¥200,000 under several schedules and after several earlier releases.
#[test]
fn parts_sum_to_the_whole_are_never_negative_and_fee_and_tax_never_fall() {
    for schedule in [FeeSchedule::japan(), flat(2_000, 0, 800), flat(1_021, 800, 1_000), flat(5_000, 5_000, 5_000)] {
        for before in [0, 1, 99_999, 150_007] {
            let mut last: Option<Share> = None;
            for minor in 0..=200_000 {
                let share = schedule.share(jpy(minor), jpy(before)).unwrap();
                let [gross, fee, fee_tax, net] =
                    [share.gross, share.fee, share.fee_tax, share.net].map(|part| part.minor());
                assert_eq!((gross, net + fee + fee_tax), (minor, minor));
                assert!(fee >= 0 && fee_tax >= 0 && net >= 0, "{share:?}");
                if let Some(last) = last {
                    let (fee_step, tax_step) = (fee - last.fee.minor(), fee_tax - last.fee_tax.minor());
                    assert!(net >= last.net.minor() - 1, "{share:?}");
                    assert!((0..=1).contains(&fee_step) && (0..=1).contains(&tax_step), "{share:?}");
                }
                last = Some(share);
            }
        }
    }
}

/// The same figures once more, computed another way.
#[test]
fn every_price_to_200_000_yen_is_quoted_as_the_published_rule_says() {
    let japan = FeeSchedule::japan();
    for price in 0..=200_000 {
        let tax = price / 10;
        let gross = price + tax;
        let hundredths =
            20 * gross.min(100_000) + 10 * (gross - 100_000).clamp(0, 100_000) + 5 * (gross - 200_000).max(0);
        let fee = hundredths / 100;
        let fee_tax = fee / 10;
        assert_eq!(quoted(&japan, price), [price, tax, gross, fee, fee_tax, gross - fee - fee_tax]);
    }
}

#[test]
fn amounts_that_cannot_be_are_refused() {
    let japan = FeeSchedule::japan();
    let dollars = Money::new(1, Currency::Usd);
    assert_eq!(japan.quote(dollars, jpy(0)), Err(MoneyError::CurrencyMismatch));
    assert_eq!(japan.quote(jpy(1), dollars), Err(MoneyError::CurrencyMismatch));
    for amount in [-1, i64::MIN, MAX_MINOR + 1, i64::MAX] {
        assert_eq!(japan.quote(jpy(amount), jpy(0)), Err(MoneyError::OutOfRange));
        assert_eq!(japan.share(jpy(amount), jpy(0)), Err(MoneyError::OutOfRange));
        assert_eq!(japan.share(jpy(1), jpy(amount)), Err(MoneyError::OutOfRange));
    }
    assert_eq!(japan.quote(jpy(MAX_MINOR), jpy(0)), Err(MoneyError::OutOfRange), "the tax takes it past the limit");
    assert_eq!(japan.share(jpy(MAX_MINOR), jpy(1)), Err(MoneyError::OutOfRange));
    assert_eq!(japan.share(jpy(MAX_MINOR), jpy(0)).unwrap().gross(), jpy(MAX_MINOR));
}

#[test]
fn figures_that_are_no_schedule_are_refused_by_name() {
    let tier = |up_to_minor, bps| FeeTier { up_to_minor, rate_bps: BasisPoints::new(bps) };
    let with = |tiers| FeeSchedule::try_new(FeeRules { tiers, ..rules() });
    assert_eq!(with(vec![]), Err(FeeScheduleError::TierCount));
    assert_eq!(
        with((1..11).map(|at| tier(Some(at), 1)).chain([tier(None, 1)]).collect()),
        Err(FeeScheduleError::TierCount)
    );
    for tiers in [
        vec![tier(Some(100), 1)],
        vec![tier(None, 1), tier(None, 1)],
        vec![tier(Some(0), 1), tier(None, 1)],
        vec![tier(Some(-5), 1), tier(None, 1)],
        vec![tier(Some(9), 1), tier(Some(9), 1), tier(None, 1)],
        vec![tier(Some(MAX_MINOR + 1), 1), tier(None, 1)],
    ] {
        assert_eq!(with(tiers), Err(FeeScheduleError::TierBounds));
    }
    let (high, one) = (BasisPoints::new(5_001), BasisPoints::new(1));
    let refused = |rules| FeeSchedule::try_new(rules).unwrap_err();
    assert_eq!(with(vec![tier(None, 5_001)]), Err(FeeScheduleError::RateTooHigh));
    assert_eq!(refused(FeeRules { fee_tax_bps: high, ..rules() }), FeeScheduleError::RateTooHigh);
    assert_eq!(refused(FeeRules { price_tax_bps: high, ..rules() }), FeeScheduleError::RateTooHigh);
    assert_eq!(refused(FeeRules { client_fee_bps: one, ..rules() }), FeeScheduleError::ClientFee);
}

#[test]
fn a_frozen_schedule_reads_back_and_a_tampered_one_is_refused() {
    let json = serde_json::to_string(&FeeSchedule::japan()).unwrap();
    assert_eq!(
        json,
        r#"{"version":1,"currency":"JPY","tiers":[{"up_to_minor":100000,"rate_bps":2000},{"up_to_minor":200000,"rate_bps":1000},{"up_to_minor":null,"rate_bps":500}],"fee_tax_bps":1000,"price_tax_bps":1000,"client_fee_bps":0}"#
    );
    assert_eq!(serde_json::from_str::<FeeSchedule>(&json).unwrap(), FeeSchedule::japan());
    for (from, to) in [("\"rate_bps\":2000", "\"rate_bps\":9000"), ("\"version\":1", "\"version\":1,\"bonus\":1")] {
        assert!(serde_json::from_str::<FeeSchedule>(&json.replace(from, to)).is_err(), "{to}");
    }
}

#[test]
fn parts_are_quoted_one_after_the_other_and_sum_to_what_they_are_rounded_to() {
    let japan = FeeSchedule::japan();
    let quotes = japan.quote_parts(&[jpy(90_009), jpy(10_009)]).unwrap();
    let each: Vec<[i64; 6]> = quotes.iter().map(|quote| parts(*quote)).collect();
    assert_eq!(each, [[90_009, 9_000, 99_009, 19_801, 1_980, 77_228], [10_009, 1_000, 11_009, 1_200, 120, 9_689]]);
    let whole = Quote::sum(Currency::Jpy, &quotes).unwrap();
    assert_eq!(parts(whole), [100_018, 10_000, 110_018, 21_001, 2_100, 86_917]);
    assert_eq!(japan.quote_parts(&[Money::new(1, Currency::Usd)]), Err(MoneyError::CurrencyMismatch));
    assert_eq!(japan.quote_parts(&[jpy(MAX_MINOR)]), Err(MoneyError::OutOfRange));
    assert_eq!(Quote::sum(Currency::Usd, &quotes), Err(MoneyError::CurrencyMismatch));
}

#[test]
fn an_hour_s_earnings_drop_the_fraction_and_need_an_hour() {
    assert_eq!(net_per_hour(jpy(8_580), 300), Some(jpy(1_716)));
    assert_eq!(net_per_hour(jpy(100), 61), Some(jpy(98)));
    assert_eq!(net_per_hour(jpy(0), 1), Some(jpy(0)));
    assert_eq!(net_per_hour(jpy(8_580), 0), None);
    assert_eq!(net_per_hour(jpy(i64::MAX), 1), None);
}

proptest! {
    #[test]
    fn however_a_contract_is_cut_its_fees_sum_to_the_same(cuts in prop::collection::vec(0..90_000_i64, 1..12)) {
        let japan = FeeSchedule::japan();
        let (mut before, mut fees, mut taxes) = (0, 0, 0);
        for cut in &cuts {
            let share = japan.share(jpy(*cut), jpy(before)).unwrap();
            before += cut;
            fees += share.fee().minor();
            taxes += share.fee_tax().minor();
        }
        let whole = japan.share(jpy(before), jpy(0)).unwrap();
        let saved = whole.fee_tax().minor() - taxes;
        prop_assert_eq!(fees, whole.fee().minor());
        // Each release drops less than one unit of tax, to the worker's advantage.
        prop_assert!((0..i64::try_from(cuts.len()).unwrap()).contains(&saved));
    }
}
