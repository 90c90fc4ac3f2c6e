use super::*;

fn draft() -> ProfileDraft {
    ProfileDraft {
        headline: " 文字起こしと校正 ".to_owned(),
        about: "子どもが寝たあとに。".to_owned(),
        skills: vec!["transcription".to_owned(), "web-design-2".to_owned()],
        languages: vec![("ja".to_owned(), LanguageLevel::Native), ("en".to_owned(), LanguageLevel::Basic)],
        minutes_a_week: 360,
    }
}

fn refused(change: impl FnOnce(&mut ProfileDraft)) -> (String, InputFault) {
    let mut draft = draft();
    change(&mut draft);
    let error = WorkerProfile::default().update(&draft).unwrap_err();
    (error.path.join("."), error.fault)
}

fn item(number: u32) -> PortfolioItem {
    let id = format!("work_{number:026}").parse().unwrap();
    let draft = PortfolioItemDraft {
        title: "議事録".to_owned(),
        url: Some("https://example.jp/a".to_owned()),
        ..PortfolioItemDraft::default()
    };
    PortfolioItem::try_new(id, &draft).unwrap()
}

#[test]
fn a_profile_is_replaced_and_its_portfolio_kept() {
    let profile = WorkerProfile::default().add_portfolio_item(item(1)).unwrap().update(&draft()).unwrap();
    assert_eq!(profile.headline, "文字起こしと校正");
    assert_eq!(profile.skills.iter().map(SkillSlug::as_str).collect::<Vec<_>>(), ["transcription", "web-design-2"]);
    assert_eq!(profile.languages[0].code.as_str(), "ja");
    assert_eq!(profile.minutes_a_week, 360);
    assert_eq!(profile.portfolio, vec![item(1)]);
}

#[test]
fn each_fault_of_a_profile_names_its_field() {
    use InputFault::{Blank, Duplicate, Malformed, OutOfRange, TooLong};
    let named = |field: &str, fault| (field.to_owned(), fault);
    assert_eq!(refused(|draft| draft.headline = "a".repeat(101)), named("headline", TooLong));
    assert_eq!(refused(|draft| draft.headline = "a\nb".to_owned()), named("headline", Malformed));
    assert_eq!(refused(|draft| draft.about = "a".repeat(4_001)), named("about", TooLong));
    assert_eq!(refused(|draft| draft.minutes_a_week = -1), named("minutesAWeek", OutOfRange));
    assert_eq!(refused(|draft| draft.minutes_a_week = 10_081), named("minutesAWeek", OutOfRange));
    assert_eq!(refused(|draft| draft.skills = vec!["a".to_owned(); 31]), named("skills", TooLong));
    assert_eq!(refused(|draft| draft.skills[1] = "transcription".to_owned()), named("skills.1", Duplicate));
    assert_eq!(refused(|draft| draft.skills[1] = String::new()), named("skills.1", Blank));
    assert_eq!(refused(|draft| draft.skills[1] = "a".repeat(41)), named("skills.1", TooLong));
    for slug in ["Web", "web_design", "-web", "web-", "web--design", "翻訳", "a b"] {
        assert_eq!(refused(|draft| draft.skills[0] = slug.to_owned()), named("skills.0", Malformed), "{slug:?}");
    }
    for code in ["", "jp", "JA", "jpn", "xx", "j", "ja ", "a ja"] {
        let refusal = refused(|draft| draft.languages[1].0 = code.to_owned());
        assert_eq!(refusal, named("languages.1.code", Malformed), "{code:?}");
    }
    assert_eq!(refused(|draft| draft.languages[1].0 = "ja".to_owned()), named("languages.1.code", Duplicate));
}

#[test]
fn the_whole_week_may_be_free() {
    let profile = WorkerProfile::default().update(&ProfileDraft { minutes_a_week: 10_080, ..draft() }).unwrap();
    assert_eq!(profile.minutes_a_week, 10_080);
}

#[test]
fn each_fault_of_a_portfolio_piece_names_its_field() {
    let refused = |title: &str, description: &str, url: &str| {
        let draft = PortfolioItemDraft {
            title: title.to_owned(),
            description: description.to_owned(),
            url: Some(url.to_owned()),
        };
        let error = PortfolioItem::try_new(item(1).id, &draft).unwrap_err();
        (error.path.join("."), error.fault)
    };
    assert_eq!(refused("", "", "https://example.jp"), ("title".to_owned(), InputFault::Blank));
    assert_eq!(refused("a", &"a".repeat(1_001), "https://example.jp"), ("description".to_owned(), InputFault::TooLong));
    assert_eq!(refused("a", "", "http://example.jp"), ("url".to_owned(), InputFault::Malformed));
}

#[test]
fn a_portfolio_holds_twenty_pieces_and_gives_up_only_what_it_holds() {
    let full =
        (0..20).fold(WorkerProfile::default(), |profile, number| profile.add_portfolio_item(item(number)).unwrap());
    assert_eq!(full.clone().add_portfolio_item(item(20)), Err(PortfolioRefusal::Full));
    assert_eq!(full.clone().remove_portfolio_item(item(20).id), Err(PortfolioRefusal::NotFound));
    let less = full.remove_portfolio_item(item(3).id).unwrap();
    assert_eq!(less.portfolio.len(), 19);
    assert!(!less.portfolio.contains(&item(3)));
}
