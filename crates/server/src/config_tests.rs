use super::*;

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn error(pairs: &[(&str, &str)]) -> String {
    format!("{:#}", load(None, &environment(pairs)).unwrap_err())
}

#[test]
fn the_default_file_is_complete_and_lawful() {
    let config = load(None, &BTreeMap::new()).unwrap();
    let settings = config.settings().unwrap();
    assert_eq!(settings.deal.rules, market::Rules::default());
    assert_eq!(settings.fees[&kernel::Currency::Jpy], escrow::FeeSchedule::japan());
}

#[test]
fn a_file_wins_over_the_default_and_the_environment_over_both() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "listen = \"127.0.0.1:1\"\n[deal]\nreview_days = 3\n").unwrap();
    let config = load(Some(file.path()), &environment(&[("ENGAWA_LISTEN", "127.0.0.1:2")])).unwrap();
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.settings().unwrap().deal.rules.review_days, 3);
}

#[test]
fn a_setting_that_does_not_exist_refuses_to_start() {
    assert_eq!(error(&[("ENGAWA_LISTENN", "x")]), "ENGAWA_LISTENN is no setting; `engawa config` lists them");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "[deal]\nreview_dayz = 3\n").unwrap();
    let refused = load(Some(file.path()), &BTreeMap::new()).unwrap_err();
    assert_eq!(refused.to_string(), "deal.review_dayz is no setting; `engawa config` lists them");
}

#[test]
fn a_value_of_the_wrong_kind_names_its_setting() {
    assert_eq!(
        error(&[("ENGAWA_DATABASE_MAX_CONNECTIONS", "many")]),
        "ENGAWA_DATABASE_MAX_CONNECTIONS has a value that cannot be taken: a whole number is needed: invalid digit found in string"
    );
    assert!(error(&[("ENGAWA_WORKER_POLL", "soon")]).contains("\"soon\" is no length of time"));
    assert!(error(&[("ENGAWA_LISTEN", "nowhere")]).contains("listen"));
}

#[test]
fn a_password_in_an_address_is_not_shown() {
    let config = load(None, &environment(&[("ENGAWA_DATABASE_URL", "postgres://engawa:hunter2@db/engawa")])).unwrap();
    assert!(config.shown.contains("postgres://engawa:***@db/engawa"), "{}", config.shown);
    assert!(!format!("{config:?}").contains("hunter2"));
    let url = "postgres://engawa@db/engawa?password=hunter2&sslmode=require";
    let config = load(None, &environment(&[("ENGAWA_DATABASE_URL", url)])).unwrap();
    assert!(config.shown.contains("postgres://engawa@db/engawa?password=***&sslmode=require"), "{}", config.shown);
}

#[test]
fn a_public_address_is_one_that_links_can_be_made_of() {
    for wrong in
        ["market.example.jp", "market.example.jp/", "ftp://example.jp", "https://example.jp/engawa", "https://"]
    {
        let config = load(None, &environment(&[("ENGAWA_PUBLIC_URL", wrong)])).unwrap();
        let refusal = format!("{:#}", config.settings().unwrap_err());
        assert!(refusal.starts_with("public_url is an address without a path"), "{wrong}: {refusal}");
    }
    for (given, taken) in [("https://example.jp/", "https://example.jp"), ("http://127.0.0.1:80", "http://127.0.0.1")] {
        let config = load(None, &environment(&[("ENGAWA_PUBLIC_URL", given)])).unwrap();
        assert_eq!(config.settings().unwrap().public_url, taken);
    }
}
