use super::*;
use proptest::prelude::*;

fn jpy(minor: i64) -> Money {
    Money::new(minor, Currency::Jpy)
}

#[test]
fn a_decimal_is_read_in_the_currency_s_own_minor_unit() {
    assert_eq!(Money::parse("1250", Currency::Jpy), Ok(jpy(1250)));
    assert_eq!(Money::parse("12.5", Currency::Usd), Ok(Money::new(1250, Currency::Usd)));
    assert_eq!(Money::parse("0.001", Currency::Kwd), Ok(Money::new(1, Currency::Kwd)));
    assert_eq!(Money::parse("-3", Currency::Jpy), Ok(jpy(-3)));
}

#[test]
fn a_decimal_the_currency_cannot_hold_is_refused_by_name() {
    assert_eq!(Money::parse("1.5", Currency::Jpy), Err(MoneyError::TooManyDecimals));
    assert_eq!(Money::parse("1.0", Currency::Jpy), Err(MoneyError::TooManyDecimals));
    assert_eq!(Money::parse("1.234", Currency::Usd), Err(MoneyError::TooManyDecimals));
    assert_eq!(Money::parse("1000000000000001", Currency::Jpy), Err(MoneyError::OutOfRange));
    assert_eq!(Money::parse("99999999999999999999999", Currency::Jpy), Err(MoneyError::OutOfRange));
    for text in ["", "-", ".", "1.", ".5", "+1", "1e3", "1,000", "１２", " 1", "1 ", "--1", "0x1", "NaN"] {
        assert_eq!(Money::parse(text, Currency::Usd), Err(MoneyError::Malformed), "{text:?}");
    }
}

#[test]
fn currencies_never_mix() {
    let dollars = Money::new(1, Currency::Usd);
    assert_eq!(jpy(1).checked_add(dollars), Err(MoneyError::CurrencyMismatch));
    assert_eq!(jpy(1).checked_sub(dollars), Err(MoneyError::CurrencyMismatch));
    assert_eq!(jpy(1).checked_cmp(dollars), Err(MoneyError::CurrencyMismatch));
}

#[test]
fn overflow_is_refused_not_wrapped() {
    assert_eq!(jpy(i64::MAX).checked_add(jpy(1)), Err(MoneyError::OutOfRange));
    assert_eq!(jpy(i64::MIN).checked_sub(jpy(1)), Err(MoneyError::OutOfRange));
}

#[test]
fn left_over_units_go_to_the_largest_remainders_and_ties_to_the_earlier_part() {
    assert_eq!(jpy(100).allocate(&[1, 1, 1]), Ok(vec![jpy(34), jpy(33), jpy(33)]));
    assert_eq!(jpy(10).allocate(&[1, 6, 3]), Ok(vec![jpy(1), jpy(6), jpy(3)]));
    assert_eq!(jpy(5).allocate(&[3, 7]), Ok(vec![jpy(2), jpy(3)]));
    assert_eq!(jpy(0).allocate(&[0, 1]), Ok(vec![jpy(0), jpy(0)]));
    assert_eq!(jpy(1).allocate(&[]), Err(MoneyError::OutOfRange));
    assert_eq!(jpy(-1).allocate(&[1]), Err(MoneyError::OutOfRange));
}

proptest! {
    #[test]
    fn parts_of_an_allocation_sum_to_the_whole(minor in 0..MAX_MINOR, weights in prop::collection::vec(0..1000_u32, 1..20)) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let parts = jpy(minor).allocate(&weights).unwrap();
        prop_assert_eq!(Money::sum(Currency::Jpy, parts), Ok(jpy(minor)));
    }

    #[test]
    fn what_is_printed_reads_back_the_same(minor in -MAX_MINOR..=MAX_MINOR, index in 0..4_usize) {
        let money = Money::new(minor, Currency::ALL[index]);
        prop_assert_eq!(Money::parse(&money.to_decimal(), money.currency()), Ok(money));
    }
}
