use super::support::{draft, publish, write};
use app::{Caller, PriceFilter, SearchQuery, Slice, TaskFilter, TaskKey, TaskList, TaskOrder, TaskRow, TaskSort};
use identity::Locale;
use kernel::Currency;
use market::{Language, TaskDraft, TaskStateKind};
use storage::Db;
use testkit::{TestApp, on_each_db};

fn slice(rows: u32) -> Slice<TaskKey> {
    Slice { rows, from_end: false, after: None, before: None }
}

fn list(filter: TaskFilter, slice: Slice<TaskKey>) -> TaskList {
    let order = TaskOrder { by: TaskSort::Published, descending: true };
    TaskList { filter, order, slice, with_task: false }
}

fn anyone() -> Caller {
    Caller::anonymous(Locale::En)
}

fn titles(rows: &[TaskRow]) -> Vec<&str> {
    rows.iter().map(|row| row.card.summary.title.as_deref().unwrap()).collect()
}

async fn found(test: &TestApp, filter: TaskFilter) -> Vec<String> {
    let rows = test.app.tasks(&anyone(), list(filter.clone(), slice(100))).await.unwrap();
    assert_eq!(test.app.count_tasks(&anyone(), filter).await.unwrap(), u32::try_from(rows.len()).unwrap());
    titles(&rows).into_iter().map(str::to_owned).collect()
}

on_each_db! {
    async fn pages_go_on_where_the_last_one_ended_in_both_directions(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        for title in ["一", "二", "三", "四", "五"] {
            publish(&test, &client, organisation, draft(title, &[1_000], test.app.now())).await;
        }
        let all = test.app.tasks(&anyone(), list(TaskFilter::default(), slice(100))).await.unwrap();
        assert_eq!(titles(&all), ["五", "四", "三", "二", "一"]);
        assert!(all.iter().all(|row| row.task.is_none() && row.card.client.name == "minowa商店"));
        let page = |from_end, after: Option<usize>, before: Option<usize>| {
            let key = |index: Option<usize>| index.map(|index| all[index].key());
            list(TaskFilter::default(), Slice { rows: 2, from_end, after: key(after), before: key(before) })
        };
        for (from_end, after, before, expected) in [
            (false, None, None, vec!["五", "四"]),
            (false, Some(1), None, vec!["三", "二"]),
            (false, Some(3), None, vec!["一"]),
            (true, None, None, vec!["一", "二"]),
            (true, None, Some(2), vec!["四", "五"]),
            (false, Some(0), Some(2), vec!["四"]),
            (false, Some(4), None, vec![]),
        ] {
            let rows = test.app.tasks(&anyone(), page(from_end, after, before)).await.unwrap();
            assert_eq!(titles(&rows), expected, "{from_end} {after:?} {before:?}");
        }
        let mut with_task = page(false, None, None);
        with_task.with_task = true;
        let rows = test.app.tasks(&anyone(), with_task).await.unwrap();
        let content = rows[0].task.as_ref().unwrap().value.published().unwrap();
        assert_eq!(content.description, "音声を文字にします。");
    }

    async fn the_list_is_ordered_by_budget_within_one_currency(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        for (title, price) in [("中", 2_000), ("大", 3_000), ("小", 1_000), ("中2", 2_000)] {
            publish(&test, &client, organisation, draft(title, &[price], test.app.now())).await;
        }
        let price = PriceFilter {
            currency: Currency::Jpy,
            budget_at_least: Some(2_000),
            budget_at_most: None,
            net_per_hour_at_least: None,
        };
        let filter = TaskFilter { price: Some(price), states: vec![TaskStateKind::Open], ..TaskFilter::default() };
        let order = TaskOrder { by: TaskSort::Budget, descending: false };
        let rows = |slice| {
            let list = TaskList { filter: filter.clone(), order, slice, with_task: false };
            async { test.app.tasks(&anyone(), list).await.unwrap() }
        };
        let first = rows(slice(2)).await;
        assert_eq!(titles(&first), ["中", "中2"]);
        let rest = rows(Slice { after: Some(first[1].key()), ..slice(2) }).await;
        assert_eq!(titles(&rest), ["大"]);
        let dollars = PriceFilter { currency: Currency::Usd, ..price };
        assert_eq!(found(&test, TaskFilter { price: Some(dollars), ..filter.clone() }).await, [""; 0]);
    }

    async fn every_filter_holds_alone_and_with_the_others(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let now = test.app.now();
        let english = TaskDraft {
            language: Some(Language::En),
            estimated_minutes: Some(60),
            skills: vec!["proofreading".to_owned(), "transcription".to_owned()],
            ..draft("Café minutes", &[3_000], now)
        };
        publish(&test, &client, organisation, english).await;
        publish(&test, &client, organisation, draft("会議の議事録", &[10_000], now)).await;
        write(&test, &client, organisation, draft("下書きの議事録", &[10_000], now)).await;

        let price = |least: Option<i64>, most: Option<i64>, hourly: Option<i64>| TaskFilter {
            price: Some(PriceFilter {
                currency: Currency::Jpy,
                budget_at_least: least,
                budget_at_most: most,
                net_per_hour_at_least: hourly,
            }),
            ..TaskFilter::default()
        };
        let skills = |skills: &[&str]| TaskFilter {
            skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
            ..TaskFilter::default()
        };
        let (english, japanese) = ("Café minutes", "会議の議事録");
        let language = |language| TaskFilter { language: Some(language), ..TaskFilter::default() };
        let states = |states: &[TaskStateKind]| TaskFilter { states: states.to_vec(), ..TaskFilter::default() };
        for (filter, expected) in [
            (TaskFilter::default(), vec![japanese, english]),
            (language(Language::En), vec![english]),
            (TaskFilter { minutes_at_most: Some(299), ..TaskFilter::default() }, vec![english]),
            (skills(&["transcription"]), vec![japanese, english]),
            (skills(&["transcription", "proofreading"]), vec![english]),
            (price(Some(10_000), None, None), vec![japanese]),
            (price(None, Some(9_999), None), vec![english]),
            // ¥3,000 leave ¥2,574 for one hour, ¥10,000 leave ¥1,716 for each of five.
            (price(None, None, Some(2_574)), vec![english]),
            (price(None, None, Some(2_575)), vec![]),
            (states(&[TaskStateKind::Open, TaskStateKind::Draft]), vec![japanese, english]),
            (states(&[TaskStateKind::Draft]), vec![]),
            (TaskFilter { language: Some(Language::Ja), ..price(None, Some(9_999), None) }, vec![]),
        ] {
            assert_eq!(found(&test, filter.clone()).await, expected, "{filter:?}");
        }
    }

    async fn both_databases_find_the_same_words_in_japanese_and_english(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let now = test.app.now();
        for (title, description) in [
            ("スマートフォンの使い方", "東京都でiPhone15を説明します。"),
            ("Leather wallet photos", "Ten photos of a wallet made of leather."),
            ("日本語の本", "翻訳と校正。"),
        ] {
            let task = TaskDraft { description: Some(description.to_owned()), ..draft(title, &[1_000], now) };
            publish(&test, &client, organisation, task).await;
        }
        write(&test, &client, organisation, draft("日本の下書き", &[1_000], now)).await;
        let (phone, wallet, book) = ("スマートフォンの使い方", "Leather wallet photos", "日本語の本");
        for (text, expected) in [
            ("ｽﾏｰﾄﾌｫﾝ", vec![phone]),
            ("すまーとふぉん", vec![phone]),
            ("iphone", vec![phone]),
            ("iPhone 15", vec![phone]),
            ("日本", vec![book]),
            ("本", vec![book]),
            ("日本語 翻訳", vec![book]),
            ("日本語 -翻訳", vec![]),
            ("\"leather wallet\"", vec![wallet]),
            ("\"wallet photos ten\"", vec![]),
            ("photo*", vec![wallet]),
            ("photo", vec![]),
            ("' OR 1=1 --", vec![]),
            ("★", vec![]),
            ("-", vec![]),
            ("*", vec![]),
            ("-翻訳", vec![]),
        ] {
            let filter = TaskFilter { text: Some(SearchQuery::parse(text)), ..TaskFilter::default() };
            assert_eq!(found(&test, filter).await, expected, "{text}");
        }
    }

    async fn an_edit_moves_what_a_task_is_found_by(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let now = test.app.now();
        let id = publish(&test, &client, organisation, draft("校正", &[1_000], now)).await;
        let task = TaskDraft { skills: vec!["editing".to_owned()], ..draft("校閲", &[1_000], now) };
        let ask = app::TaskUpdate { task_id: id, expected_version: 2, task };
        test.app.task_update(&client.caller, ask).await.unwrap();
        let by_text = |text| TaskFilter { text: Some(SearchQuery::parse(text)), ..TaskFilter::default() };
        assert_eq!(found(&test, by_text("校正")).await, [""; 0]);
        assert_eq!(found(&test, by_text("校閲")).await, ["校閲"]);
        let slugs = |skills: Vec<app::SkillUse>| skills.into_iter().map(|skill| skill.slug).collect::<Vec<_>>();
        assert_eq!(slugs(test.app.skills_in_use("").await.unwrap()), ["editing"]);
    }

    async fn a_client_s_own_people_see_its_drafts_and_others_what_was_published(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let (stranger, _) = test.client("ina").await;
        publish(&test, &client, organisation, draft("公開", &[1_000], test.app.now())).await;
        write(&test, &client, organisation, draft("下書き", &[1_000], test.app.now())).await;
        let seen = async |caller: &Caller, filter: TaskFilter| {
            let filter = TaskFilter { client: Some(organisation), ..filter };
            let counted = test.app.count_tasks(caller, filter.clone()).await.unwrap();
            let order = TaskOrder { by: TaskSort::Drafted, descending: true };
            let list = TaskList { filter, order, slice: slice(100), with_task: false };
            let rows = test.app.tasks(caller, list).await.unwrap();
            assert_eq!(counted, u32::try_from(rows.len()).unwrap());
            titles(&rows).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(seen(&client.caller, TaskFilter::default()).await, ["下書き", "公開"]);
        assert_eq!(seen(&stranger.caller, TaskFilter::default()).await, ["公開"]);
        let drafts = TaskFilter { states: vec![TaskStateKind::Draft], ..TaskFilter::default() };
        assert_eq!(seen(&client.caller, drafts.clone()).await, ["下書き"]);
        assert_eq!(seen(&stranger.caller, drafts).await, [""; 0]);
    }

    async fn the_skills_in_use_are_listed_by_prefix_with_their_counts(db: Db) {
        let test = TestApp::new(db);
        let (client, organisation) = test.client("minowa").await;
        let now = test.app.now();
        let asking = |skills: &[&str]| TaskDraft {
            skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
            ..draft("校正", &[1_000], now)
        };
        publish(&test, &client, organisation, asking(&["web", "web-design", "writing"])).await;
        publish(&test, &client, organisation, asking(&["web", "zeal"])).await;
        write(&test, &client, organisation, asking(&["web3"])).await;
        let used = async |prefix: &str| {
            let skills = test.app.skills_in_use(prefix).await.unwrap();
            skills.into_iter().map(|skill| (skill.slug, skill.tasks)).collect::<Vec<_>>()
        };
        let expected = |skills: &[(&str, u32)]| {
            skills.iter().map(|(slug, tasks)| ((*slug).to_owned(), *tasks)).collect::<Vec<_>>()
        };
        assert_eq!(used("").await, expected(&[("web", 2), ("web-design", 1), ("writing", 1), ("zeal", 1)]));
        assert_eq!(used("web").await, expected(&[("web", 2), ("web-design", 1)]));
        assert_eq!(used("x").await, []);
    }
}
