use super::*;
use proptest::prelude::*;

fn fts5(query: &str) -> String {
    SearchQuery::parse(query).fts5()
}

fn tsquery(query: &str) -> String {
    SearchQuery::parse(query).tsquery()
}

#[test]
fn width_case_accents_and_kana_do_not_matter() {
    assert_eq!(normalize("ｶﾞﾗｽ ＡＢＣ Café ㌔"), "がらす abc cafe きろ");
    assert_eq!(normalize("スマ－トフォン"), "すまーとふぉん");
    assert_eq!(normalize("再-検索"), "再-検索");
}

#[test]
fn cjk_becomes_bigrams_and_the_rest_words() {
    assert_eq!(words("日本語の本 iPhone15"), ["日本", "本語", "語の", "の本", "本", "iphone", "15"]);
    assert_eq!(words("Don’t stop"), ["dont", "stop"]);
    assert_eq!(words("。、!\0"), [""; 0]);
}

#[test]
fn a_document_is_a_text_of_words_or_a_vector_of_places() {
    assert_eq!(fts5_text("本 x-本"), "本 x 本");
    assert_eq!(tsvector(&["本", "本 x"]), "'x':11 '本':1,10 ");
    assert_eq!(tsvector(&[&"a ".repeat(300)]).matches(',').count(), MAX_REPEATS - 1);
}

#[test]
fn a_query_is_words_phrases_exclusions_and_prefixes() {
    assert_eq!(fts5("日本語 iPhone15 -\"foo bar\""), "(\"日本 本語\" AND \"iphone 15\") NOT \"foo bar\"");
    assert_eq!(tsquery("日本語 -翻訳"), "('日本' <-> '本語') & !('翻訳')");
    assert_eq!(tsquery("本"), "'本':*");
    assert_eq!(tsquery("trans*"), "'trans':*");
    assert_eq!(tsquery("「文字 起こし」"), "('文字' <-> '字' <-> '起こ' <-> 'こし')");
    assert_eq!(tsquery("A本　＊"), "('a')");
}

#[test]
fn a_query_without_a_word_to_look_for_finds_nothing() {
    for text in ["", " \u{3000}", "。", "★", "-", "\"", "-翻訳", "*", "\0"] {
        assert_eq!((fts5(text).as_str(), tsquery(text).as_str()), ("\"\"", ""), "{text:?}");
    }
}

proptest! {
    #[test]
    fn words_hold_nothing_that_a_database_would_read_as_syntax(text in "\\PC{0,60}") {
        for word in words(&text) {
            prop_assert!(!word.is_empty() && word.chars().all(|letter| class(letter) != Class::Separator), "{:?}", word);
        }
    }

    #[test]
    fn every_query_ends(text in "[\\PC\"*\\- ]{0,60}") {
        let query = SearchQuery::parse(&text);
        prop_assert_eq!(query.tsquery().is_empty(), query.fts5() == "\"\"");
    }
}
